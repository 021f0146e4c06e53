import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dataFromCsv } from "../../src/formats/data-csv.js";
import { type RegularisationPath, regularisationPath } from "../../src/optima/regularisation-path.js";
import { pathAsCsv } from "../../src/report/path/csv.js";
import { pathAsJson } from "../../src/report/path/json.js";
import { formatPath } from "../../src/report/path/report.js";
import { verdictsInWords } from "../../src/report/path/words.js";

const iris = dataFromCsv(readFileSync(new URL("../../examples/iris.csv", import.meta.url), "utf8"));
const path = await regularisationPath(iris, { activation: "tanh", split: { every: 5 }, standardise: "all", method: "continuation", points: 30, starts: 2, maxL1: 30 });

describe("the page of a path", () => {
  const page = formatPath("i<r>is.csv", path, "html", "a mask.json");

  test("has its sections, and names from outside are text", () => {
    for (const heading of ["Warnings", "Front", "What is known", "Files"]) expect(page).toMatch(new RegExp(`<h2 id="section-\\d+">${heading}</h2>`));
    expect(page).toContain("<h1>Loss against sparsity on i&lt;r&gt;is.csv</h1>");
    expect(page).toContain("wellposed verify &#39;a mask.json&#39;");
    expect(page).not.toContain("<r>");
    expect(page).not.toContain("NaN");
    expect(page).not.toMatch(/<script/i);
  });

  test("draws loss, accuracy and nonzeros, with the knee and the point chosen where they belong", () => {
    expect(page.match(/<svg/g)).toHaveLength(4);
    // In the legend and in the picture, of three charts.
    expect(page.match(/<circle class="dot-exact"/g)).toHaveLength(6);
    expect(page.match(/<rect class="dot-other"/g)).toHaveLength(6);
    expect(page).toContain("Round: the knee, point");
  });

  test("carries the result and the table", () => {
    const content = (name: string): string => Buffer.from(new RegExp(`download="${name}" href="data:[^;]*;base64,([^"]*)"`).exec(page)![1]!, "base64").toString();
    expect(content("path.json")).toBe(pathAsJson(path));
    expect(content("front.csv")).toBe(pathAsCsv(path));
  });
});

test("JSON is the schema of the contract, sorted, without parameters and data", () => {
  const told = JSON.parse(pathAsJson(path));
  expect(Object.keys(told).slice(0, 4)).toEqual(["schema", "points", "settings", "elapsedMs"]);
  expect(told.schema).toBe("wellposed/path/1");
  expect(told.points).toHaveLength(30);
  told.points.forEach((point: Record<string, number>, k: number) => {
    expect(point).toMatchObject({ loss: path.points[k]!.loss, l1: path.points[k]!.l1, nonzeros: path.points[k]!.nonzeros, residual: path.points[k]!.residual, test: path.points[k]!.test });
    if (k > 0) expect(point["l1"]).toBeGreaterThan(told.points[k - 1].l1);
    expect(point).not.toHaveProperty("parameters");
  });
  expect(told).not.toHaveProperty("problem");
  expect(told.settings.parameters).toBe(55);
});

test("docs/path.md has every field of the JSON but those of the diagnosis, which are in docs/formats.md", () => {
  const page = readFileSync(new URL("../../docs/path.md", import.meta.url), "utf8");
  const names = new Set<string>();
  JSON.parse(pathAsJson(path), function (this: unknown, key: string, value: unknown) {
    if (!Array.isArray(this)) names.add(key);
    return value;
  });
  const missing = [...names].filter((name) => name !== "" && name !== "schema" && !page.includes(`\`${name}\``));
  expect(missing).toEqual([]);
  expect(names.size).toBeGreaterThan(50);
});

test("CSV has all digits, and empty fields for what is not there", () => {
  const [head, ...rows] = pathAsCsv(path).trimEnd().split("\n").map((line) => line.split(","));
  expect(head).toContain("validation_loss");
  expect(rows).toHaveLength(30);
  rows.forEach((row, k) => {
    expect(row).toHaveLength(head!.length);
    expect([row[head!.indexOf("loss")], row[head!.indexOf("test_loss")], row[head!.indexOf("validation_loss")]]).toEqual([`${path.points[k]!.loss}`, `${path.points[k]!.test!.loss}`, ""]);
  });
});

test("text shows both ends, the knee and the point chosen, and says how many points there are", () => {
  const text = formatPath("iris.csv", path, "text");
  const numbers = [...text.matchAll(/^ +(\d+) .*%/gm)].map(([, k]) => Number(k));
  expect(numbers).toContain(0);
  expect(numbers).toContain(29);
  expect(text).toMatch(new RegExp(`^ +${path.knee} .* knee`, "m"));
  expect(text).toMatch(new RegExp(`^ +${path.chosen!.point} .*chosen$`, "m"));
  expect(text).toContain(`${numbers.length} of 30 points`);
  expect(text).toMatch(/\ncomplete\n$/);
  expect(formatPath("iris.csv", path, "markdown")).toContain("**Complete.** 30 points, l1 norm 0 to ");
});

test("a front without points has a report, which says so", () => {
  const empty: RegularisationPath = { ...path, points: [], knee: null, chosen: null, escape: null, events: [], complete: false, ended: "stopped", warnings: ["No point was found."] };
  expect(formatPath("iris.csv", empty, "text")).toContain("no point was found");
  expect(formatPath("iris.csv", empty, "text")).toMatch(/NOT complete\n$/);
  expect(formatPath("iris.csv", empty, "html")).not.toContain("<svg");
});

test("what the verdicts of a mask mean depends on the network and the loss", () => {
  const masked = (verdicts: RegularisationPath["verdicts"], changes: Partial<RegularisationPath["settings"]>): string | undefined =>
    verdictsInWords({ ...path, verdicts, settings: { ...path.settings, masked: true, loss: "squared", activation: "relu", ...changes } });
  expect(masked({ linear: true, finite: true }, {})).toBe("linear: yes, finite: yes: every training problem with squared error has an optimum, so that the front ends in one");
  expect(masked({ linear: false, finite: false }, {})).toContain("some training sets have no optimum");
  expect(masked({ linear: false, finite: false }, {})).toContain("within a bound on the norm there always is one");
  expect(masked({ linear: false, finite: false }, { countBiases: false })).not.toContain("within a bound");
  expect(masked({ linear: null, finite: null }, { loss: "cross-entropy" })).toContain("Cross-entropy has no optimum wherever");
  expect(masked({ linear: false, finite: null }, { activation: "linear" })).toContain("limits that are none");
  expect(masked(null, { activation: "tanh" })).toContain("say nothing of tanh");
  expect(masked(null, { masked: false })).toBeUndefined();
});
