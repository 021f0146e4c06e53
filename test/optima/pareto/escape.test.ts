import { describe, expect, test } from "vitest";
import { Clock } from "../../../src/optima/clock.js";
import { type Escape, escapeOf } from "../../../src/optima/pareto/escape.js";
import { multistart } from "../../../src/optima/pareto/multistart.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { type Activation, type ParetoProblem, makeProblem } from "../../../src/optima/pareto/problem.js";
import { maskOf } from "../../../src/pattern/mask.js";
import { makePattern } from "../../../src/pattern/pattern.js";
import { irisProblem } from "./iris.js";
import { drawProblem } from "./problems.js";

/** Targets with the inputs exchanged: a limit of what the LU mask represents, out of its reach. */
const curve = Array.from({ length: 11 }, (_, k) => (k - 5) / 5);
const SWAPPED = { inputs: Float64Array.from(curve.flatMap((t) => [t, t * t])), targets: Float64Array.from(curve.flatMap((t) => [t * t, t])) };

function maskedProblem(layers: string[][], activation: Activation): ParetoProblem {
  const pattern = makePattern("masked", layers.map((rows) => maskOf(rows.length, rows[0]!.length, (i, j) => rows[i]![j] === "1")), { bias: layers.map(() => true) });
  return makeProblem(pattern, SWAPPED, { activation });
}

async function escapeBeyond(problem: ParetoProblem, maxL1: number): Promise<Escape> {
  const objective = new Objective(problem);
  const points = await multistart(objective, { maxL1, points: 12, seed: 1, starts: 40, clock: new Clock({}) });
  return escapeOf(objective, points.at(-1)!, new Clock({}));
}

test("classes that are told apart only beyond the front: separable, not at rest", async () => {
  const escape = await escapeBeyond(irisProblem(), 8);
  expect(escape.status).toBe("separable");
  expect(escape.why).toContain("beyond the front, at norm ");
  expect(escape.beyond.length).toBeGreaterThan(1);
});

describe("escapeOf", () => {
  test.each(["relu", "linear"] as const)("the LU mask, %s: weights escape by a power law, and the verdict of the mask is named", async (activation) => {
    const escape = await escapeBeyond(maskedProblem([["11", "01"], ["10", "11"]], activation), 24);
    expect(escape.status).toBe("escaping");
    expect(escape.evidence!.normAgainstLoss!.decades).toBeGreaterThan(2);
    // A limit at distance eps takes weights of 1 / eps^(1/2) and more: loss = eps^2.
    expect(escape.evidence!.normAgainstLoss!.exponent).toBeCloseTo(0.25, 1);
    expect(escape.verdict).toMatchObject({ linear: false, finite: activation === "relu" ? false : null });
    expect(escape.why).toContain("ill-posed");
    const norms = escape.beyond.map(({ l1 }) => l1);
    expect(norms).toEqual(norms.toSorted((a, b) => a - b));
    expect(norms.at(-1)!).toBeGreaterThan(20 * norms[0]!);
  });

  test("a closed mask with the same data: the weights come to rest, at an exact fit", async () => {
    const escape = await escapeBeyond(maskedProblem([["11", "01"], ["11", "11"]], "relu"), 15);
    expect(escape).toMatchObject({ status: "at rest", verdict: null });
  });

  test("noise that no network fits: the weights come to rest where the gradient vanishes", async () => {
    const { problem } = drawProblem({ widths: [2, 2, 1], points: 30, activation: "linear", loss: "squared", density: 1 });
    const escape = await escapeBeyond(problem, 20);
    expect(escape.status).toBe("at rest");
    expect(escape.why).toContain("gradient vanishes");
  });

  test("separable classes are told from a defect of the mask", async () => {
    const objective = new Objective(irisProblem());
    const points = await multistart(objective, { maxL1: 40, points: 8, seed: 1, starts: 3, clock: new Clock({}) });
    const escape = await escapeOf(objective, points.at(-1)!, new Clock({}));
    expect(escape).toMatchObject({ status: "separable", evidence: null, verdict: null });
    expect(escape.why).toContain("no defect of the mask");
    // Its zero weights separate nothing.
    expect((await escapeOf(objective, { ...points[0]!, parameters: new Float64Array(55), l1: 0, lambda: 1 / 30 }, new Clock({}))).status).toBe("open");
  });
});
