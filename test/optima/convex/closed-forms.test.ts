/**
 * Programs solved by hand. The tool: with c(u) = sum_j nu_j relu(x_j u), the dual asks |c(u)| <= lambda of every unit vector u (the cones together are all of the space). Where a group of symmetries
 * of the data (that may change the sign of y) moves every point to every other, the unique fit is t y, and nu = -grad f(t y) is a multiple of y: all that is left is
 * M, the maximum of |sum_j y_j relu(x_j u)| over unit vectors. The least sum of norms for the fit t y is then t |y|^2 / M, by duality.
 */
import { describe, expect, it } from "vitest";
import { convexProgram } from "../../../src/optima/convex/make-program.js";
import type { ConvexProgram, LossName, Model, Solution } from "../../../src/optima/convex/program.js";
import { lambdaMax, solve } from "../../../src/optima/convex/solve.js";

function programOf(points: number[][], targets: number[], lambda: number, request: { bias?: boolean; loss?: LossName; model?: Model; scaling?: "mean" | "sum" } = {}): ConvexProgram {
  const program = convexProgram({ inputs: Float64Array.from(points.flat()), targets: Float64Array.from(targets), lambda, bias: false, ...request });
  expect(program.complete).toBe(true);
  return program;
}

function expectSolved(solution: Solution, value: number, fit: number[]): void {
  expect(Math.abs(solution.value - value)).toBeLessThan(1e-10);
  expect(Math.abs(solution.gap)).toBeLessThan(1e-10);
  for (const [j, number] of fit.entries()) expect(Math.abs(solution.fit[j]! - number)).toBeLessThan(1e-10);
}

const entropy = (p: number): number => -p * Math.log(p) - (1 - p) * Math.log(1 - p);

/**
 * XOR: y = x1 x2 on the corners of the square. Quarter turns change the sign of y, so the fit is t y. With p = u1 + u2 and q = u1 - u2, sum y relu(x u) = |p| - |q|, p^2 + q^2 = 2 |u|^2: M = sqrt 2, at
 * u = (1, 1) / sqrt 2 and its quarter turns, which lie on the hyperplanes of two data points: on a face of two cones each. Squared loss, mean: (1 - t)^2 / 2 + lambda t 4 / M is least at
 * t = 1 - lambda 4 / M. With a bias b, p^2 + q^2 = 2 (1 - b^2) and the sum is max(2 b, |p| + b) - max(2 b, |q| + b) for b > 0, relu(|p| - |b|) - relu(|q| - |b|) for b < 0: at most what b = 0 gives.
 */
describe("XOR on the square", () => {
  const points = [[1, 1], [-1, -1], [1, -1], [-1, 1]];
  const targets = [1, 1, -1, -1];

  for (const bias of [false, true]) {
    it(`squared loss, ${bias ? "with" : "without"} biases: value 2 sqrt2 lambda - 4 lambda^2`, () => {
      expect(Math.abs(lambdaMax(programOf(points, targets, 1, { bias })) - Math.SQRT2 / 4)).toBeLessThan(1e-14);
      for (const lambda of [0.35, 0.1, 0.01, 1e-5]) {
        const t = 1 - 2 * Math.SQRT2 * lambda;
        const solution = solve(programOf(points, targets, lambda, { bias }));
        expectSolved(solution, 2 * Math.SQRT2 * lambda - 4 * lambda * lambda, targets.map((y) => t * y));
        expect(Math.abs(solution.sumOfNorms - 2 * Math.SQRT2 * t)).toBeLessThan(1e-10);
        expect(solution.blocks.length).toBe(4);
      }
      expectSolved(solve(programOf(points, targets, 0.36, { bias })), 0.5, [0, 0, 0, 0]);
    });
  }

  it("the sum of squares instead of the mean: the weight is 4 times as large", () => {
    const lambda = 0.4;
    expectSolved(solve(programOf(points, targets, lambda, { scaling: "sum" })), 4 * (2 * Math.SQRT2 * (lambda / 4) - 4 * (lambda / 4) ** 2), targets.map((y) => (1 - (Math.SQRT2 * lambda) / 2) * y));
  });

  // nu = y sigmoid(-t) / 4: sigmoid(-t) = lambda 4 / M, and the value log(1 + e^-t) + t sigmoid(-t) is the entropy of that probability.
  it("logistic loss: the entropy of 2 sqrt2 lambda", () => {
    for (const lambda of [0.17, 0.1, 0.01, 1e-4]) {
      const p = 2 * Math.SQRT2 * lambda;
      expectSolved(solve(programOf(points, targets, lambda, { loss: "logistic" })), entropy(p), targets.map((y) => y * Math.log((1 - p) / p)));
    }
    expect(solve(programOf(points, targets, 0.18, { loss: "logistic" })).value).toBeCloseTo(Math.log(2), 14);
  });

  // The four gates are those of neighbouring corners, whose sum of y x has length 2: M = 2.
  it("gated: value 2 lambda - 2 lambda^2", () => {
    for (const lambda of [0.4, 0.1, 1e-3]) {
      expectSolved(solve(programOf(points, targets, lambda, { model: "gated" })), 2 * lambda - 2 * lambda * lambda, targets.map((y) => (1 - 2 * lambda) * y));
    }
  });
});

/**
 * Parity: y = x1 x2 x3 on the corners of the cube. Flips of one input change the sign of y, so the fit is t y.
 * Without biases, y is odd and relu(z) = (z + |z|) / 2: the even part is orthogonal to y, the linear one too. M = 0, and the zero network is optimal for every lambda.
 * With a bias b > 0: antipodes together give y(x) clip(s, -b, b), s = x u. Over the four corners of y = 1, with s = p_i: sum p_i = 0 and sum p_i^2 = 4 |u|^2. Their clipped sum is greatest for
 * three equal p and one -3p, where it is 3 p - b for b / 3 <= p <= b, with 3 p^2 + b^2 = 1: M = 1 at p = b = 1/2, that is, relu((1 - r x) / 2) for corners r of y = 1 (and of y = -1
 * for the other sign), on the hyperplanes of three data points. So t = 1 - 8 lambda, and the value is (1 - t)^2 / 2 + 8 lambda t.
 */
describe("parity on the cube", () => {
  const points = Array.from({ length: 8 }, (_, k) => [k & 1, (k >> 1) & 1, k >> 2].map((bit) => 2 * bit - 1));
  const targets = points.map(([a, b, c]) => a! * b! * c!);

  it("without biases nothing is learnt", () => {
    expect(lambdaMax(programOf(points, targets, 1))).toBeLessThan(1e-15);
    for (const lambda of [1, 1e-3]) {
      const solution = solve(programOf(points, targets, lambda));
      expectSolved(solution, 0.5, targets.map(() => 0));
      expect(solution.blocks).toEqual([]);
    }
  });

  it("with biases: value 8 lambda - 32 lambda^2", () => {
    expect(Math.abs(lambdaMax(programOf(points, targets, 1, { bias: true })) - 1 / 8)).toBeLessThan(1e-14);
    for (const lambda of [0.12, 0.05, 0.001, 1e-6]) {
      const solution = solve(programOf(points, targets, lambda, { bias: true }));
      expectSolved(solution, 8 * lambda - 32 * lambda * lambda, targets.map((y) => (1 - 8 * lambda) * y));
      expect(Math.abs(solution.sumOfNorms - 8 * (1 - 8 * lambda))).toBeLessThan(1e-9);
      expect(solution.blocks.length).toBeLessThanOrEqual(8);
    }
  });
});

/** One input, no biases: the fit is a relu(x) + b relu(-x) with a and b free of sign, apart from each other: soft thresholds of least squares. */
describe("one input", () => {
  it("two soft thresholds", () => {
    const x = [0.5, 2, -1, 1.5, -3, 0, -0.25];
    const y = [1, -3, 2, 0.5, 1, 4, -1];
    for (const lambda of [3, 0.5, 0.3, 0.05, 1e-6]) {
      const slope = (side: number): number => {
        const [inner, square] = x.reduce(([a, b], value, j) => (side * value > 0 ? [a! + (side * value * y[j]!) / 7, b! + (value * value) / 7] : [a!, b!]), [0, 0]);
        return (Math.sign(inner!) * Math.max(0, Math.abs(inner!) - lambda)) / square!;
      };
      const [a, b] = [slope(1), slope(-1)];
      const fit = x.map((value) => a * Math.max(0, value) + b * Math.max(0, -value));
      const value = fit.reduce((sum, z, j) => sum + (z - y[j]!) ** 2 / 14, 0) + lambda * (Math.abs(a) + Math.abs(b));
      for (const model of ["relu", "gated"] as const) expectSolved(solve(programOf(x.map((input) => [input]), y, lambda, { model })), value, fit);
    }
  });

  it("one point: the fit is y - lambda / |x|", () => {
    const length = Math.hypot(3, 4);
    for (const lambda of [1, 0.1, 1e-8]) {
      const fit = 2 - lambda / length;
      expectSolved(solve(programOf([[3, 4]], [2], lambda)), (fit - 2) ** 2 / 2 + (lambda * fit) / length, [fit]);
    }
    expectSolved(solve(programOf([[3, 4]], [2], 11)), 2, [0]);
  });

  it("one point at the origin, or targets that are 0: the zero network", () => {
    expectSolved(solve(programOf([[0, 0]], [2], 0.1)), 2, [0]);
    const zero = solve(programOf([[1, 2], [3, -1]], [0, 0], 0.1));
    expect(zero).toMatchObject({ value: 0, gap: 0, blocks: [] });
  });
});
