import { describe, expect, test } from "vitest";
import { measure } from "../../src/counterexample/measure.js";
import { readPattern } from "../../src/formats/read.js";
import { counterexampleReport, formatCounterexample, formatNone, tellCounterexample } from "../../src/report/counterexample.js";
import { DENSE122, made, patternOf } from "../support/counterexamples.js";

describe("tellCounterexample", () => {
  test("a collision: curve, limit, count and proof", async () => {
    const { pattern } = await readPattern("patterns/width-two/two-b-collision.json", {});
    const told = tellCounterexample(made(pattern).counterexample);
    expect(told.data.join(" ")).toContain("(t, 2 t^2 - 1, 4 t^3 - 3 t) in inputs 0, 1 and 2");
    expect(told.notAttained.join(" ")).toContain("more than 3 * (1 + 3 * 2) points some piece holds 4 of them");
    expect(told.notAttained.join(" ")).toContain("contradiction");
    expect(told.infimum.join(" ")).toContain("eps^4");
  });

  test("layers taken together are named by the pattern's numbers", async () => {
    const { pattern } = await readPattern("patterns/deep/deep-collision-identity.json", {});
    const told = tellCounterexample(made(pattern).counterexample);
    expect(told.notAttained.join(" ")).toContain("3 * (1 + 3 * 3) * (1 + 3 * 2)");
  });

  test("second differences: the neurons and outputs of the proof", () => {
    const told = tellCounterexample(made(patternOf(DENSE122), "finite").counterexample);
    expect(told.data[0]).toContain("5 points x = (t, ..., t), t = -2, -1, ..., 2");
    expect(told.notAttained.join(" ")).toContain("But it has to be (1, 0)");
  });
});

describe("formatCounterexample", () => {
  test("lines of the width of a terminal, but for files; JSON is one document", async () => {
    const { pattern } = await readPattern("patterns/lu/ul-3.json", {});
    const { counterexample, certificate } = made(pattern);
    const report = counterexampleReport("ul-3.json", "linear", counterexample, certificate, measure(counterexample));
    const text = formatCounterexample(report, "text", ["out/dataset.csv"]);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(120);
    expect(text).toContain("\nWritten\n  out/dataset.csv\n");
    expect(JSON.parse(formatCounterexample(report, "json", ["out/dataset.csv"]))).toMatchObject({ files: ["out/dataset.csv"], points: 11 });
  });

  test("no counterexample is one line", () => {
    expect(formatNone("a.json", "linear", { closed: true, counterexample: null, why: "linear is yes: because" }, "text")).toBe("a.json: no counterexample: linear is yes: because\n");
  });
});
