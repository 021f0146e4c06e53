import { describe, expect, test } from "vitest";
import { MAX_SUMMARY, reportAsGithub, stepOutputs, stepSummary } from "../../src/report/github.js";
import type { Report, Result } from "../../src/report/result.js";
import { masks } from "../support/patterns.js";
import { resultOf } from "./results.js";

const quiet = masks([["11", "01"], ["10", "11"]]);
const dead = masks([["110", "000", "010"], ["110", "000"]]);
const empty = masks([["11", "01"], ["00"]]);

const report = (results: readonly Result[], errors?: Report["errors"]): Report => ({ schema: "wellposed/report/1", results, ...(errors === undefined ? {} : { errors }) });

/** A line as the runner reads it: command, properties, message, all unescaped. */
function read(line: string): { command: string; properties: Record<string, string>; message: string } | undefined {
  const match = /^::([a-z-]+) ?(.*?)::(.*)$/.exec(line);
  if (match === null) return undefined;
  const unescaped = (text: string, more: readonly [string, string][]): string =>
    [...more, ["%0D", "\r"], ["%0A", "\n"], ["%25", "%"]].reduce((done, [code, character]) => done.replaceAll(code!, character!), text);
  const properties = match[2]!.split(",").map((pair) => {
    const [key, ...value] = pair.split("=");
    return [key!, unescaped(value.join("="), [["%3A", ":"], ["%2C", ","]])] as const;
  });
  return { command: match[1]!, properties: Object.fromEntries(properties), message: unescaped(match[3]!, []) };
}

const lines = (text: string): string[] => text.replace(/\n$/, "").split("\n");

describe("annotations", () => {
  test("come the worst first, with file, title and message, and a last line that counts", () => {
    const out = lines(reportAsGithub(report([resultOf("masks/a.json", "a", dead, false), resultOf("b.json", "b", empty, null), resultOf("c.json", "c", quiet, true)]), "linear"));
    expect(out.slice(0, -1).map(read).map((one) => [one!.command, one!.properties["file"], one!.properties["title"]])).toEqual([
      ["error", "b.json", "wellposed WP012 empty-layer"],
      ["warning", "masks/a.json", "wellposed linear-no (lu-minor)"],
      ["warning", "masks/a.json", "wellposed WP003 unreached-outputs"],
      ["notice", "masks/a.json", "wellposed WP002 unused-inputs"],
      ["notice", "masks/a.json", "wellposed WP001 dead-hidden-neurons"],
      ["notice", "b.json", "wellposed linear-undecided"],
    ]);
    expect(read(out[1]!)!.message).toMatch(/^a: 3-3-2, 5 of 15 weights kept \(33\.3 %\)\. The linear counterpart misses/);
    expect(out.at(-1)).toBe("wellposed: 3 patterns, linear: 1 yes, 1 no, 1 undecided; annotations: 1 error, 2 warning, 3 notice");
  });

  test("nothing in a name or message can end a command or begin one", () => {
    const hostile = "a::b,c=d%0A\r\n::error file=x::y";
    const [first, ...others] = lines(reportAsGithub(report([resultOf(`${hostile}.json`, hostile, quiet, false)], [{ source: "z.json", message: hostile }]), "linear"));
    expect(first).toBe("::error file=z.json,title=wellposed%3A file refused::a::b,c=d%250A%0D%0A::error file=x::y");
    expect(read(first!)).toEqual({ command: "error", properties: { file: "z.json", title: "wellposed: file refused" }, message: hostile });
    expect(others).toHaveLength(2);
    const { properties, message } = read(others[0]!)!;
    expect(properties["file"]).toBe(`${hostile}.json`);
    expect(message.startsWith(`${hostile}: 2-2-2`)).toBe(true);
  });

  test("a pattern in place of a file has no file", () => {
    const [first] = lines(reportAsGithub(report([resultOf("rect:12*12 2*2", "12*12 2*2", quiet, false)]), "linear"));
    expect(first).toMatch(/^::warning title=wellposed linear-no \(lu-minor\)::12\*12 2\*2: /);
  });

  test("what GitHub will not show is said", () => {
    const many = Array.from({ length: 11 }, (_, n) => resultOf(`${n}.json`, `${n}`, quiet, false));
    expect(lines(reportAsGithub(report(many), "linear")).at(-1)).toMatch(/11 warning, 0 notice; GitHub shows the first 10 of each kind$/);
    expect(lines(reportAsGithub(report(many.slice(1)), "linear")).at(-1)).toMatch(/10 warning, 0 notice$/);
  });
});

describe("the step summary", () => {
  test("is the Markdown report, with findings and layers", () => {
    const text = stepSummary(report([resultOf("a.json", "a", dead, false)], [{ source: "x", message: "x: expected <b>, found c" }]));
    expect(text).toContain("| a | 3-3-2 | 5 | no | no | no | lu-minor |");
    expect(text).toContain("- **warning** (WP003): no input reaches 1 of 2 outputs");
    expect(text).toContain("| 1 | 3 x 3 | 3 | 33.3 % | 2 | 1 | 1 |  |");
    expect(text).toContain("- refused: x: expected \\<b\\>, found c");
  });

  test("of a pattern with very many findings has the first, and counts the others", () => {
    const deep = Array.from({ length: 100 }, () => masks([["11", "11"]])[0]!);
    const text = stepSummary(report([resultOf("a.json", "a", [...deep, ...quiet], false)]));
    expect(text.match(/\*\*note\*\* \(WP011\)/g)).toHaveLength(40);
    expect(text).toContain("\n- and 60 more, in `--format json`\n");
    expect(text).toContain("\nand 38 more layers, in `--format json`.\n");
  });

  test("names of layers do not become markup", () => {
    const one = resultOf("a.json", "a", dead, false);
    const text = stepSummary(report([{ ...one, layers: one.layers.map((layer) => ({ ...layer, name: "<b>|x" })) }]));
    expect(text).toContain("| 1 (\\<b\\>\\|x) | 3 x 3 |");
  });

  test("fits, and says how much was left out", () => {
    const one = resultOf("", "", dead, false);
    const many = report(Array.from({ length: 3_000 }, (_, n) => ({ ...one, source: `${n}.json`, pattern: { ...one.pattern, name: `${n}` } })));
    const text = stepSummary(many);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_SUMMARY);
    expect(Buffer.byteLength(text)).toBeGreaterThan(MAX_SUMMARY - 5_000);
    const sections = text.match(/^## /gm)!.length;
    expect(text.endsWith(`\n${3_000 - sections} more patterns are left out here for length.\n`)).toBe(true);
    expect(text.match(/^\| \d+ \| 3-3-2/gm)).toHaveLength(3_000);
    const little = stepSummary(many, MAX_SUMMARY - 3_000);
    expect(Buffer.byteLength(little)).toBeLessThanOrEqual(3_000);
    const rows = little.match(/^\| \d+ \| 3-3-2/gm)!.length;
    expect(little).toContain(`\n${3_000 - rows} more patterns are left out here for length.\n`);
  });
});

describe("the step's outputs", () => {
  test("count verdicts, refused files and findings", () => {
    const text = stepOutputs(report([resultOf("a", "a", dead, false), resultOf("b", "b", empty, null)], [{ source: "x", message: "y" }]), 65);
    const values = Object.fromEntries(lines(text).map((line) => line.split("=") as [string, string]));
    expect(values).toMatchObject({ "linear-yes": "0", "linear-no": "1", "linear-undecided": "1", "finite-no": "1", refused: "1", errors: "1", warnings: "1", notes: "2", "exit-code": "65" });
    for (const line of lines(text)) expect(line).toMatch(/^[a-z-]+=\d+$/);
  });
});
