import { beforeAll, describe, expect, test } from "vitest";
import { type TrainedSource, curvesAsCsv, evidenceInWords, trainingsAsJson, trainingsAsText } from "../../src/report/training.js";
import { train } from "../../src/training/train.js";
import { CLOSED, LU, LU_DATA } from "../training/cases.js";

let trained: TrainedSource[];

beforeAll(async () => {
  const options = { seed: 3, restarts: 2, steps: 3000 };
  trained = [
    { source: "lu.json", training: await train(LU, LU_DATA, options) },
    { source: "closed.json", training: await train(CLOSED, LU_DATA, options) },
  ];
});

describe("the text", () => {
  test("has a row per run, the best one marked, the evidence in one line, the growing edges largest first", () => {
    const text = trainingsAsText(trained.slice(0, 1));
    expect(text).toMatch(/^lu.json: 2-2-2, 6 weights, 10 parameters; 11 points; lm, up to 3000 steps, seed 3\n/);
    expect(text).toMatch(/^\* +1 +3 +3000 +\S+e-1\d +\S+ +diverging +norm ~ loss\^-0\.2\d+ \(\+- \S+\) over \d+\.\d decades of loss, norm x \S+$/m);
    expect(text).toMatch(/^best: run 1, diverging$/m);
    const where = /^where it diverges, \|weight\| ~ \(1\/loss\)\^e: (.*)$/m.exec(text)![1]!.split(", ");
    expect(where.map((edge) => edge.slice(0, 7)).sort()).toEqual(["W1[0,1]", "W1[1,1]", "W2[1,0]", "W2[1,1]"]);
    const exponents = where.map((edge) => Number(edge.slice(-5)));
    expect(exponents).toEqual(exponents.toSorted((a, b) => b - a));
    expect(text).not.toContain("side by side");
    expect(text.split("\n").every((line) => line === line.trimEnd())).toBe(true);
  });

  test("sets several side by side", () => {
    const text = trainingsAsText(trained);
    expect(text).toMatch(/^lu\.json +\S+ +\S+ +diverging +[12] +[01] +0 +0$/m);
    expect(text).toMatch(/^closed\.json +\S+ +\S+ +converged +0 +2 +0 +0$/m);
  });

  test("has words for every ending", () => {
    const { evidence } = trained[0]!.training.runs[0]!;
    const { normAgainstLoss: _, ...unknown } = evidence;
    const law = { exponent: 0.123, growth: 4, interval: [0.1, 0.2] as const, standardError: 0.01, explained: 1, points: 9, decades: 2, firstDecade: 0.1, secondDecade: 0.1 };
    expect(evidenceInWords({ status: "stalled", stop: "no-progress", evidence })).toContain("no lower loss found");
    expect(evidenceInWords({ status: "stalled", stop: "not-finite", evidence })).toContain("left the finite numbers");
    expect(evidenceInWords({ status: "budget", stop: "budget", evidence })).toContain("out of steps");
    expect(evidenceInWords({ status: "budget", stop: "interrupted", evidence })).toContain("interrupted");
    expect(evidenceInWords({ status: "diverging", stop: "budget", evidence: { ...unknown, normAgainstSteps: law, shownBy: "steps" } })).toBe(
      "norm ~ step^0.123 over the last two decades of steps, norm x 4, loss still falling",
    );
    expect(evidenceInWords({ status: "diverging", stop: "budget", evidence: { ...evidence, infimum: 1, shownBy: "loss" } })).toContain("(loss - 1)^-0.2");
    expect(evidenceInWords({ status: "diverging", stop: "budget", evidence: { ...evidence, infimum: 1, infimumIs: "estimated", shownBy: "loss" } })).toContain("(loss - 1, fitted)^-0.2");
    expect(evidenceInWords({ status: "diverging", stop: "budget", evidence: { ...evidence, normAgainstSteps: law, shownBy: "steps" } })).toMatch(/^norm ~ step/);
  });
});

test("JSON: one training as it is, several in a list with their sources", () => {
  expect(JSON.parse(trainingsAsJson(trained.slice(0, 1)))).toEqual(JSON.parse(JSON.stringify(trained[0]!.training)));
  const both = JSON.parse(trainingsAsJson(trained));
  expect(both.schema).toBe("wellposed/trainings/1");
  expect(both.trainings.map((one: { source: string; schema: string }) => [one.source, one.schema])).toEqual([
    ["lu.json", "wellposed/training/1"],
    ["closed.json", "wellposed/training/1"],
  ]);
});

test("CSV: every point of every curve, numbers with all their digits", () => {
  const lines = curvesAsCsv(trained).trimEnd().split("\n");
  expect(lines[0]).toBe("file,run,seed,step,loss,norm");
  expect(lines).toHaveLength(1 + trained.flatMap(({ training }) => training.runs.flatMap(({ steps }) => steps)).length);
  const run = trained[1]!.training.runs[1]!;
  const cells = lines.at(-1)!.split(",").map(Number);
  expect(cells).toEqual([2, 2, 4, run.steps.at(-1), run.loss.at(-1), run.norm.at(-1)]);
});
