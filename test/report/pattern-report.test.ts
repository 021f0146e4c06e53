import { beforeAll, describe, expect, test } from "vitest";
import { patternFromJson } from "../../src/pattern/pattern.js";
import { type PatternReport, patternReport } from "../../src/report/pattern-report/pattern-report.js";
import { quoted, sectionsOf } from "../../src/report/pattern-report/sections.js";
import { type WrittenReport, writePatternReport } from "../../src/report/pattern-report/write.js";
import { checkCounterexample } from "../../src/check/counterexample.js";

const LU = { format: "wellposed/pattern/1", name: "lu", widths: [2, 2, 2], masks: [["11", "01"], ["10", "11"]], bias: true };
const reportOf = (json: object, options = {}): Promise<PatternReport> => patternReport("some file.json", patternFromJson(json), { steps: 60, restarts: 2, ...options });
const written = async (json: object, options = {}): Promise<WrittenReport> => writePatternReport(await reportOf(json, options), "lu");

describe("a report of a pattern that is not closed", () => {
  let report: PatternReport;
  let made: WrittenReport;
  beforeAll(async () => {
    report = await reportOf(LU);
    made = writePatternReport(report, "lu");
  });

  test("depends on pattern and settings only, to the last byte", async () => {
    expect(await written(LU)).toEqual(made);
    expect((await written(LU, { seed: 2 })).html).not.toBe(made.html);
  });

  test("says the same as HTML and as Markdown", () => {
    for (const block of sectionsOf(report, "lu")) {
      if (block.kind === "heading" && !block.text.includes("W_")) {
        expect(made.html).toContain(`>${block.text}</h2>`);
        expect(made.markdown).toContain(`## ${block.text}\n`);
      }
      if (block.kind === "figure") {
        expect(made.html).toContain(`<title id="`);
        expect(made.html).toContain(`>${block.title}</title>`);
        expect(made.markdown).toContain(`**${block.title}.**`);
      }
      if (block.kind === "listing") for (const cell of block.rows.flat().slice(0, 50)) expect(made.markdown).toContain(cell.replace(/[[\]]/g, "\\$&"));
    }
  });

  test("tells what the masks are like, where there is something to tell", async () => {
    expect(made.markdown).not.toContain("## The masks");
    const dead = await reportOf({ ...LU, widths: [3, 2, 2], masks: [["110", "010"], ["10", "11"]] }, { training: false, layerNames: ["fc1", "fc2"] });
    const { html, markdown, json } = writePatternReport(dead, "lu");
    for (const text of [html, markdown]) expect(text).toContain("1 of 3 inputs reaches no output: input 2");
    expect(JSON.parse(json)).toMatchObject({ findings: [{ rule: "WP002" }], layers: [{ name: "fc1", emptyColumns: 1 }, { name: "fc2" }], neurons: [{ dead: 1 }, {}, {}] });
  });

  test("has pictures of the network, the family, the runs and their growth", () => {
    const titles = sectionsOf(report, "lu").flatMap((block) => (block.kind === "figure" ? [block.title] : []));
    expect(titles).toEqual(["The network", "The exact family", "Loss against steps", "Norm against steps", "Norm against loss, with the exact family", "Where it diverges"]);
    expect(made.html.match(/<svg /g)).toHaveLength(6);
    expect(made.html.match(/role="img"/g)).toHaveLength(6);
  });

  test("carries files that are what they say", () => {
    const files = [...made.html.matchAll(/<a download="([^"]+)" href="data:([^;]+);base64,([^"]+)">/g)].map(([, name, type, data]) => ({ name, type, text: Buffer.from(data!, "base64").toString() }));
    expect(files.map(({ name }) => name)).toEqual([
      "lu.linear.certificate.json",
      "lu.finite.certificate.json",
      "lu.cube.certificate.json",
      "lu.counterexample.certificate.json",
      "lu.dataset.csv",
      "lu.dataset.json",
    ]);
    expect(checkCounterexample(JSON.parse(files[3]!.text)).ok).toBe(true);
    expect(files[4]!.text).toMatch(/^x1,x2,y1,y2\n/);
  });

  test("as JSON has all of it", () => {
    const value = JSON.parse(made.json) as Record<string, any>;
    expect(value["schema"]).toBe("wellposed/pattern-report/1");
    expect(value["verdicts"].linear).toMatchObject({ closed: false, rule: "lu-minor" });
    expect(value["explanation"].schema).toBe("wellposed/explanation/1");
    expect(value["counterexample"].data.points).toHaveLength(value["counterexample"].points);
    expect(value["training"].runs).toHaveLength(2);
    expect(value["training"].settings).toMatchObject({ optimizer: "lm", steps: 60 });
  });

  test("headings are in order, tables have scopes, ids are unique", () => {
    const levels = [...made.html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    for (let h = 1; h < levels.length; h++) expect(levels[h]).toBe(2);
    expect(made.html.match(/<th(?! scope=)[ >]/)).toBeNull();
    const ids = [...made.html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of made.html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  test("asks for nothing from outside and runs nothing", () => {
    expect(made.html).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=|style="/);
    expect(made.html.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:\/\//);
  });

  test("without training has none", async () => {
    const { html } = await written(LU, { training: false });
    expect(html).not.toContain("Training on it");
    expect(html).toContain("--no-training");
  });
});

describe("a report of a pattern", () => {
  test("that is closed says so and has no counterexample", async () => {
    const { html, json } = await written({ ...LU, masks: [["11", "11"], ["11", "11"]] });
    expect(html).toContain("linear: yes</h2>");
    expect((JSON.parse(json) as Record<string, any>)["verdicts"].linear.closed).toBe(true);
  });

  test("with one output has an optimum always", async () => {
    const { html, markdown } = await written({ ...LU, widths: [1, 3, 1], masks: [["1", "1", "1"], ["111"]] });
    expect(html).toContain('<p class="answer yes"><strong>Yes.</strong>');
    expect(markdown).toContain("**yes.** Every training problem");
    expect(html).not.toContain("A training set without an optimum");
  });

  test("without free biases says why there is no counterexample", async () => {
    const report = await reportOf({ ...LU, bias: false });
    expect(report.counterexample).toBeNull();
    expect(writePatternReport(report, "lu").html).toContain("None is shown: the construction needs free biases");
  });

  test("with a hostile name is no markup", async () => {
    const name = `<script>alert(1)</script>"'><img src=x onerror=alert(2)> A[0,1] \u202e`;
    const { html, markdown } = writePatternReport(await patternReport(`${name}.json`, patternFromJson({ ...LU, name, about: name }), { training: false }), "x");
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    // In a fence nothing is markup.
    expect(markdown.replace(/^```.*?^```$/gms, "")).not.toMatch(/(?<!\\)<script/);
  });

  test("that is large shows its masks, and what decides", async () => {
    const widths = [20, 20, 20];
    const mask = (lower: boolean): string[] => Array.from({ length: 20 }, (_, i) => Array.from({ length: 20 }, (_, j) => (lower ? j <= i : j >= i) ? "1" : "0").join(""));
    const report = await reportOf({ ...LU, widths, masks: [mask(false), mask(true)] }, { training: false });
    const blocks = sectionsOf(report, "x");
    expect(blocks.flatMap((block) => (block.kind === "figure" ? [block.title] : [])).slice(-3)).toEqual(expect.arrayContaining(["The mask of layer 2"]));
    expect(writePatternReport(report, "x").markdown).toContain(`\n${"*".repeat(20)}\n`);
  });
});

test("a report says which part the data are about, where that is not the one that decides", async () => {
  const report = await reportOf(LU, { training: false });
  const shown = (counterexample: PatternReport["counterexample"]): string => writePatternReport({ ...report, counterexample }, "lu").markdown;
  const found = report.counterexample!;
  expect(shown(found)).not.toContain("another part than the one that decides");
  expect(shown({ ...found, minor: { outputs: [0, 1], inputs: [1] } })).toContain("another part than the one that decides");
});

test("words of a command line are quoted where a shell would read them otherwise", () => {
  expect(["a/b.json", "rect:12*12 2*2", "it's", ""].map(quoted)).toEqual(["a/b.json", "'rect:12*12 2*2'", "'it'\\''s'", "''"]);
});
