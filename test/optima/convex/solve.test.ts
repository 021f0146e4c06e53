import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { ConeProjection, blockAt } from "../../../src/optima/convex/cone.js";
import { dualOf, dualValueOf, lossOf } from "../../../src/optima/convex/losses.js";
import { type ProgramRequest, convexProgram } from "../../../src/optima/convex/make-program.js";
import type { Block, ConvexProgram, Solution } from "../../../src/optima/convex/program.js";
import { fitOf, lambdaMax, solve } from "../../../src/optima/convex/solve.js";
import { solveConic } from "../../bench/optima/conic-program.js";
import { randomProgram } from "./programs.js";

const LOSSES = ["squared", "logistic"] as const;
const MODELS = ["relu", "gated"] as const;

const norm = (vector: Float64Array): number => Math.hypot(...vector);

/** The program at a part of its lambdaMax. */
function atPart(program: ConvexProgram, part: number): ConvexProgram {
  return { ...program, lambda: part * lambdaMax(program) };
}

/** The certificate, looked at from outside: what the blocks give, what they cost, where they are, and that the dual's point is feasible. */
function expectCertified(program: ConvexProgram, solution: Solution, tolerance: number): void {
  const { n, d, X, lambda, gates, supports, model } = program;
  const { blocks, fit, dual, value, dualBound, gap } = solution;
  const sums = new Float64Array(n);
  for (const { gate, sign, vector } of blocks) {
    const { active, support } = gates[gate]!;
    const columns = new Set(supports[support]!);
    for (const [k, entry] of vector.entries()) if (!columns.has(k)) expect(entry).toBe(0);
    for (let j = 0; j < n; j++) {
      const row = X.subarray(j * d, (j + 1) * d);
      const given = row.reduce((sum, x, k) => sum + x * vector[k]!, 0);
      if (model === "relu") expect(active[j] === 1 ? given : -given).toBeGreaterThanOrEqual(-1e-13 * norm(row) * norm(vector));
      if (active[j] === 1) sums[j]! += sign * given;
    }
  }
  const size = Math.hypot(...fit) + norm(program.y);
  for (let j = 0; j < n; j++) expect(Math.abs(sums[j]! - fit[j]!)).toBeLessThan(1e-11 * size);
  expect(value).toBeCloseTo(lossOf(program, fit) + lambda * blocks.reduce((sum, { vector }) => sum + norm(vector), 0), 12);
  const norms = new ConeProjection(program).norms(dual);
  expect(Math.max(0, ...norms)).toBeLessThanOrEqual(lambda * (1 + 1e-12));
  expect(dualBound).toBe(dualValueOf(program, dual));
  expect(gap).toBe(value - dualBound);
  expect(gap).toBeLessThanOrEqual(tolerance * value);
  expect(gap).toBeGreaterThan(-1e-13 * value);
  expect(blocks.length).toBeLessThanOrEqual(n);
}

describe("random problems, n <= 10, d <= 3", () => {
  for (const loss of LOSSES) {
    for (const model of MODELS) {
      it(`have a certified relative gap of 1e-10: ${loss}, ${model}`, () => {
        for (let seed = 1; seed <= 8; seed++) {
          const base = randomProgram(seed, 3 + seed, 1 + (seed % 3), 1, { loss, model, bias: seed % 3 !== 0, scaling: seed % 2 === 0 ? "mean" : "sum" });
          expect(base.complete).toBe(true);
          for (const part of [0.5, 0.05, 1e-3, 1e-6]) {
            const program = atPart(base, part);
            expectCertified(program, solve(program), 1e-10);
          }
        }
      });

      it(`also with a mask: ${loss}, ${model}`, () => {
        for (let seed = 1; seed <= 4; seed++) {
          const base = randomProgram(seed, 9, 3, 1, { loss, model, bias: seed % 2 === 0, supports: [[0, 1], [2], [1, 2]] });
          expect(base.supports.length).toBe(3);
          for (const part of [0.3, 0.01]) {
            const program = atPart(base, part);
            expectCertified(program, solve(program), 1e-10);
          }
        }
      });

      it(`give the zero network from lambdaMax on, and not below: ${loss}, ${model}`, () => {
        for (let seed = 1; seed <= 5; seed++) {
          const base = randomProgram(seed, 8, 2, 1, { loss, model });
          expect(solve(atPart(base, 1.000001))).toMatchObject({ blocks: [], value: lossOf(base, new Float64Array(8)) });
          expect(solve(atPart(base, 0.999)).blocks.length).toBeGreaterThan(0);
        }
      });
    }
  }
});

describe("what data may be like", () => {
  const cases: Record<string, number[][]> = {
    "repeated points with different targets": [[1, 2], [1, 2], [1, 2], [-1, 0], [-1, 0]],
    "parallel and opposite points": [[1, 2], [0.1, 0.2], [-3, -6], [2, -1], [-0.2, 0.1]],
    "points at the origin": [[0, 0], [1, 1], [0, 0], [1, -1], [-2, 0]],
    "columns that depend on each other": [[1, 2], [2, 4], [-1, -2], [3, 6], [-2, -4]],
    "columns of different scale": [[1e-3, 200], [2e-3, -100], [-1e-3, 50], [3e-3, 10], [1e-3, -70]],
    "a grid": [[-1, -1], [0, -1], [1, 0], [0, 1], [1, 1]],
    "more columns than points": [[1, 2, 3, 4], [2, -1, 0, 1]],
  };
  for (const [name, points] of Object.entries(cases)) {
    it(name, () => {
      for (const loss of LOSSES) {
        for (const model of MODELS) {
          for (const bias of [false, true]) {
            const targets = Float64Array.from(points, (_, j) => [1, -1, 0.5, 2, -1][j]!).map((value) => (loss === "squared" ? value : Math.sign(value)));
            const base = convexProgram({ inputs: Float64Array.from(points.flat()), targets, bias, lambda: 1, loss, model });
            for (const part of [0.7, 0.03, 1e-4]) {
              const program = atPart(base, part);
              const solution = solve(program);
              expect(solution.gap).toBeLessThanOrEqual(1e-10 * solution.value);
              expect(solution.gap).toBeGreaterThan(-1e-11 * solution.value);
            }
          }
        }
      }
    });
  }
});

describe("laws", () => {
  const choices = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    n: fc.integer({ min: 2, max: 9 }),
    inputs: fc.integer({ min: 1, max: 2 }),
    loss: fc.constantFrom(...LOSSES),
    model: fc.constantFrom(...MODELS),
    part: fc.constantFrom(0.6, 0.1, 0.01),
  });
  type Choice = typeof choices extends fc.Arbitrary<infer T> ? T : never;
  const programOf = ({ seed, n, inputs, part, ...request }: Choice, more: Partial<ProgramRequest> = {}): ConvexProgram =>
    atPart(randomProgram(seed, n, inputs, 1, { ...request, ...more }), part);

  it("KKT: the dual is minus the gradient, blocks point along the projections, whose length is lambda there and nowhere more", () => {
    fc.assert(
      fc.property(choices, (choice) => {
        const program = programOf(choice);
        const { blocks, fit } = solve(program);
        const nu = dualOf(program, fit);
        const cone = new ConeProjection(program);
        for (const { gate, sign, vector } of blocks) {
          const projection = cone.project(gate, sign, nu);
          expect(Math.abs(projection.norm / program.lambda - 1)).toBeLessThan(1e-9);
          for (const [k, value] of projection.vector.entries()) expect(Math.abs(value / projection.norm - vector[k]! / norm(vector))).toBeLessThan(1e-7);
        }
        expect(Math.max(...cone.norms(nu))).toBeLessThanOrEqual(program.lambda * (1 + 1e-9));
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it("weak duality: no point of the program is below the bound", () => {
    fc.assert(
      fc.property(choices, (choice) => {
        const program = programOf(choice);
        const { dualBound, blocks: best } = solve(program);
        const cone = new ConeProjection(program);
        const random = new Random(choice.seed);
        const place = (): Block => {
          const { gate, sign } = blockAt(program, random.below(program.gates.length * (program.model === "relu" ? 2 : 1)));
          return { gate, sign, vector: cone.projectVector(gate, Float64Array.from({ length: program.d }, () => (random.below(201) - 100) / 100)) };
        };
        for (let k = 0; k < 10; k++) {
          const blocks = [...(k % 2 === 0 ? [] : best), ...Array.from({ length: 1 + random.below(3) }, place)];
          const value = lossOf(program, fitOf(program, blocks)) + program.lambda * blocks.reduce((sum, { vector }) => sum + norm(vector), 0);
          expect(value).toBeGreaterThanOrEqual(dualBound - 1e-14);
        }
      }),
      { seed: 4, numRuns: 40 },
    );
  });

  it("the value does not change with the sign of y, the order of the gates, or X and lambda scaled alike; it does not fall as lambda rises", () => {
    fc.assert(
      fc.property(choices, (choice) => {
        const program = programOf(choice, { bias: false });
        const { value } = solve(program);
        const same = (other: ConvexProgram): void => expect(Math.abs(solve(other).value / value - 1)).toBeLessThan(1e-10);
        same({ ...program, y: program.y.map((target) => -target) });
        same({ ...program, gates: program.gates.toReversed() });
        same({ ...program, X: program.X.map((x) => 8 * x), lambda: 8 * program.lambda });
        expect(solve({ ...program, lambda: 1.1 * program.lambda }).value).toBeGreaterThanOrEqual(value * (1 - 1e-10));
      }),
      { seed: 5, numRuns: 30 },
    );
  });
});

describe("against SCS", () => {
  for (const loss of LOSSES) {
    for (const model of MODELS) {
      it(`the same value and fit to 1e-5: ${loss}, ${model}`, async () => {
        for (const seed of [1, 2]) {
          const program = atPart(randomProgram(seed, 6, 2, 1, { loss, model, bias: seed === 1, ...(seed === 2 ? { supports: [[0], [1]] } : {}) }), 0.1);
          const { fit, sumOfNorms, value } = solve(program);
          const theirs = await solveConic(program, { tolerance: 1e-8 });
          expect(theirs.status).toBe("SOLVED");
          for (const [j, number] of fit.entries()) expect(Math.abs(theirs.fit[j]! - number)).toBeLessThan(1e-5);
          const theirNorms = theirs.blocks.reduce((sum, { vector }) => sum + norm(vector), 0);
          expect(Math.abs(theirNorms - sumOfNorms)).toBeLessThan(1e-5 * (1 + sumOfNorms));
          expect(Math.abs(lossOf(program, theirs.fit) + program.lambda * theirNorms - value)).toBeLessThan(1e-5);
        }
      });
    }
  }
});

describe("options", () => {
  const base = randomProgram(9, 10, 2, 1);

  it("a solution of another lambda, or the same, is a start", () => {
    for (const model of MODELS) {
      const program = atPart({ ...base, model }, 0.05);
      const cold = solve(program);
      for (const part of [0.08, 0.05, 0.03]) {
        const warm = solve(program, { start: solve(atPart({ ...base, model }, part)) });
        expectCertified(program, warm, 1e-10);
        expect(Math.abs(warm.value - cold.value)).toBeLessThan(1e-12);
      }
    }
  });

  it("a start at the optimum takes fewer iterations", () => {
    const program = atPart(base, 0.05);
    const count = (start?: Solution): number => {
      let iterations = 0;
      solve(program, { onProgress: () => iterations++, ...(start === undefined ? {} : { start }) });
      return iterations;
    };
    expect(count(solve(program))).toBeLessThan(count());
  });

  it("progress: the value does not rise, the bound does not fall", () => {
    const seen: { value: number; dualBound: number }[] = [];
    solve(atPart(base, 0.01), { onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(2);
    for (const [k, { value, dualBound }] of seen.entries()) {
      if (k === 0) continue;
      expect(value).toBeLessThanOrEqual(seen[k - 1]!.value * (1 + 1e-14));
      expect(dualBound).toBeGreaterThanOrEqual(seen[k - 1]!.dualBound);
    }
  });

  it("what stop throws ends the run", () => {
    let calls = 0;
    const stop = (): boolean => {
      if (++calls === 2) throw new Error("enough");
      return false;
    };
    expect(() => solve(atPart(base, 0.01), { stop })).toThrow("enough");
    expect(calls).toBe(2);
  });

  it("a looser tolerance ends no later, with its gap told", () => {
    const program = atPart(base, 0.01);
    const [loose, tight] = [1e-2, 1e-12].map((tolerance) => {
      let iterations = 0;
      const solution = solve(program, { tolerance, onProgress: () => iterations++ });
      expect(solution.gap).toBeLessThanOrEqual(tolerance * solution.value);
      return iterations;
    });
    expect(loose).toBeLessThanOrEqual(tight!);
  });
});

describe("n = 60, d = 5, 500 sampled gates", () => {
  it("have a gap of 1e-6 and less", () => {
    for (const model of MODELS) {
      const base = randomProgram(5, 60, 5, 1, { bias: false, maxGates: 0, sampledGates: 500, model });
      expect(base.complete).toBe(false);
      const program = atPart(base, 0.02);
      expectCertified(program, solve(program, { tolerance: 1e-6 }), 1e-6);
    }
  });
});

it("lambdaMax is 0 where only rounding is left, and not where little is", () => {
  const on = (targets: number[]): ConvexProgram => convexProgram({ inputs: Float64Array.of(-2, -2, -2), targets: Float64Array.from(targets), lambda: 1 });
  expect(lambdaMax(on([3, -2, -1]))).toBe(0);
  expect(lambdaMax(on([3, -2, -1 + 1e-9]))).toBeGreaterThan(1e-10);
});
