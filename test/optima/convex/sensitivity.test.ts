import { describe, expect, test } from "vitest";
import { convexProgram } from "../../../src/optima/convex/make-program.js";
import type { Block, ConvexProgram, Solution } from "../../../src/optima/convex/program.js";
import { type Derivatives, sensitivities } from "../../../src/optima/convex/sensitivity.js";
import { lambdaMax, solve } from "../../../src/optima/convex/solve.js";
import { Random } from "../../../src/exact/random.js";
import { randomProgram } from "./programs.js";

/** Relative to lambda. Central quotients over this step are good to the accuracy only if fits are solved to about 1e-11. */
const STEP = 1e-5;
const ACCURACY = 1e-6;

const at = (program: ConvexProgram, lambda: number): ConvexProgram => ({ ...program, lambda });
const withTarget = (program: ConvexProgram, k: number, y: number): ConvexProgram => ({ ...program, y: program.y.map((value, j) => (j === k ? y : value)) });
const tight = (program: ConvexProgram): Solution => solve(program, { tolerance: 1e-13 });

/** The block of a solution nearby that is the given one's neuron. */
function same(block: Block, { blocks }: Solution, gated: boolean): Float64Array {
  const size = Math.hypot(...block.vector);
  const found = blocks.filter(({ sign, gate, vector }) => sign === block.sign && (gated ? gate === block.gate : Math.hypot(...vector.map((entry, i) => entry - block.vector[i]!)) < 0.1 * size));
  expect(found).toHaveLength(1);
  return found[0]!.vector;
}

/** Column t of derivatives beside the difference quotients of fit, blocks and neurons of two solutions. */
function expectQuotients(derivatives: Derivatives, m: number, t: number, blocks: readonly Block[], gated: boolean, [above, below]: readonly [Solution, Solution], step: number): void {
  const scale = 1 + Math.max(...derivatives.fit.map(Math.abs), ...derivatives.blocks.flatMap((entries) => Array.from(entries, Math.abs)));
  above.fit.forEach((value, j) => expect(Math.abs((value - below.fit[j]!) / step - derivatives.fit[j * m + t]!)).toBeLessThan(ACCURACY * scale));
  blocks.forEach((block, b) => {
    const [up, down] = [same(block, above, gated), same(block, below, gated)];
    const [rootUp, rootDown] = [Math.sqrt(Math.hypot(...up)), Math.sqrt(Math.hypot(...down))];
    const { weights, output } = derivatives.neurons[b]!;
    const neuronScale = scale * Math.max(1, 1 / rootUp);
    expect(Math.abs((block.sign * (rootUp - rootDown)) / step - output[t]!)).toBeLessThan(ACCURACY * neuronScale);
    up.forEach((entry, i) => {
      expect(Math.abs((entry - down[i]!) / step - derivatives.blocks[b]![i * m + t]!)).toBeLessThan(ACCURACY * scale);
      expect(Math.abs((entry / rootUp - down[i]! / rootDown) / step - weights[i * m + t]!)).toBeLessThan(ACCURACY * neuronScale);
    });
  });
}

function expectDerivatives(program: ConvexProgram): void {
  const { blocks, byLambda, byTargets, kinks, sides } = sensitivities(program, tight(program));
  expect(kinks).toEqual([]);
  expect(sides).toBe("both");
  expect(blocks.length).toBeGreaterThan(0);
  const h = STEP * program.lambda;
  const gated = program.model === "gated";
  expectQuotients(byLambda, 1, 0, blocks, gated, [tight(at(program, program.lambda + h)), tight(at(program, program.lambda - h))], 2 * h);
  for (let k = 0; byTargets !== null && k < program.n; k++) {
    const y = program.y[k]!;
    expectQuotients(byTargets, program.n, k, blocks, gated, [tight(withTarget(program, k, y + STEP)), tight(withTarget(program, k, y - STEP))], 2 * STEP);
  }
}

const ofMax = (program: ConvexProgram, share: number): ConvexProgram => at(program, share * lambdaMax(program));

describe("sensitivities", () => {
  test("of one point and one neuron: soft thresholding", () => {
    const program = convexProgram({ inputs: Float64Array.of(1), targets: Float64Array.of(2), bias: false, lambda: 0.5 });
    const { fit, byLambda, byTargets, kinks, sides } = sensitivities(program, solve(program));
    expect([...fit]).toEqual([1.5]);
    expect(byLambda.fit[0]).toBeCloseTo(-1, 12);
    expect(byLambda.blocks[0]![0]).toBeCloseTo(-1, 12);
    expect(byLambda.neurons[0]!.weights[0]).toBeCloseTo(-0.5 / Math.sqrt(1.5), 12);
    expect(byLambda.neurons[0]!.output[0]).toBeCloseTo(-0.5 / Math.sqrt(1.5), 12);
    expect(byTargets!.fit[0]).toBeCloseTo(1, 12);
    expect([kinks, sides]).toEqual([[], "both"]);
  });

  test.each([1, 2, 3, 5, 6, 7, 9])("agree with difference quotients: squared loss, seed %i", (seed) => {
    expectDerivatives(ofMax(randomProgram(seed, 4 + (seed % 5), 1 + (seed % 3), 1), [0.5, 0.2, 0.05][seed % 3]!));
  });

  test.each([1, 2, 3, 4])("agree with difference quotients: logistic loss, by lambda only, seed %i", (seed) => {
    const program = ofMax(randomProgram(seed, 8, 2, 1, { loss: "logistic" }), 0.3);
    expect(sensitivities(program, tight(program)).byTargets).toBeNull();
    expectDerivatives(program);
  });

  test.each([["squared", 4], ["squared", 6], ["logistic", 3], ["logistic", 5]] as const)("agree with difference quotients: gated, %s loss, seed %i", (loss, seed) => {
    expectDerivatives(ofMax(randomProgram(seed, 8, 2, 1, { model: "gated", loss }), 0.5));
  });

  test.each([1, 2, 3, 4])("agree with difference quotients: the sum of squares, neurons that see one input or two of three, seed %i", (seed) => {
    expectDerivatives(ofMax(randomProgram(seed, 8, 3, 1, { scaling: "sum", supports: [[0, 1], [1, 2], [0]] }), 0.2));
  });

  test("where points repeat, lie on one line through 0, or are 0: their multipliers are not unique, yet none is loose", () => {
    let held = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const random = new Random(seed);
      const inputs = Float64Array.from({ length: 14 }, () => random.below(3) - 1);
      const targets = Float64Array.from({ length: 7 }, () => (random.below(2001) - 1000) / 500);
      const program = ofMax(convexProgram({ inputs, targets, bias: false, lambda: 1 }), 0.2);
      const { blocks, byLambda, kinks } = sensitivities(program, tight(program));
      if (kinks.length > 0) continue;
      const onHyperplane = ({ vector: [u, v] }: Block): number => targets.reduce((count, _, j) => count + (Math.abs(inputs[2 * j]! * u! + inputs[2 * j + 1]! * v!) < 1e-9 ? 1 : 0), 0);
      held += blocks.filter((block) => onHyperplane(block) > 1).length;
      const h = STEP * program.lambda;
      expectQuotients(byLambda, 1, 0, blocks, false, [tight(at(program, program.lambda + h)), tight(at(program, program.lambda - h))], 2 * h);
    }
    expect(held).toBeGreaterThan(2);
  });

  test("are homogeneous: for the squared loss fit and blocks at (t lambda, t y) are t times those at (lambda, y)", () => {
    for (const model of ["relu", "gated"] as const) {
      const program = ofMax(randomProgram(3, 8, 2, 1, { model }), 0.1);
      const { n, d, lambda, y } = program;
      const { fit, blocks, byLambda, byTargets } = sensitivities(program, tight(program));
      for (let j = 0; j < n; j++) {
        expect(y.reduce((sum, value, k) => sum + value * byTargets!.fit[j * n + k]!, lambda * byLambda.fit[j]!)).toBeCloseTo(fit[j]!, 10);
        for (let k = 0; k < n; k++) expect(byTargets!.fit[j * n + k]).toBeCloseTo(byTargets!.fit[k * n + j]!, 12);
      }
      blocks.forEach(({ vector }, b) => {
        for (let i = 0; i < d; i++) expect(y.reduce((sum, value, k) => sum + value * byTargets!.blocks[b]![i * n + k]!, lambda * byLambda.blocks[b]![i]!)).toBeCloseTo(vector[i]!, 10);
      });
    }
  });

  test("of the zero network are 0", () => {
    const program = ofMax(randomProgram(1, 5, 2, 1), 1.5);
    const { blocks, byLambda, byTargets, sides } = sensitivities(program, solve(program));
    expect(blocks).toEqual([]);
    expect(byLambda.fit).toEqual(new Float64Array(5));
    expect(byTargets!.fit).toEqual(new Float64Array(25));
    expect(sides).toBe("both");
  });

  test("at lambdaMax a neuron enters as lambda falls: right above only", () => {
    const program = ofMax(randomProgram(1, 5, 2, 1), 1);
    const { kinks, sides } = sensitivities(program, solve(program));
    expect(kinks).toHaveLength(1);
    expect(kinks[0]).toMatchObject({ kind: "neuron", slope: -1 });
    expect(sides).toBe("above");
  });

  test("a point on a neuron's hyperplane with multiplier 0 is named, with the side on which the derivatives are right", () => {
    // Points (1, 0), (1, 1) and (0, 1) with targets 2, 2 - lambda and -0.1: the neuron (2 - lambda, 0) fits the second and has the third on its hyperplane, without a multiplier in the cone where it is
    // inactive. As lambda falls it goes there; as lambda grows it is held by the cone on the other side.
    const lambda = 0.25;
    const third = (y: number): ConvexProgram =>
      convexProgram({ inputs: Float64Array.of(1, 0, 1, 1, 0, 1), targets: Float64Array.of(2, 2 - lambda, y), bias: false, scaling: "sum", lambda });
    const program = third(-0.1);
    const gateOf = (active: string): number => program.gates.findIndex((gate) => gate.active.join("") === active);
    const sum = (2 - lambda) / (2 + lambda);
    for (const gate of [gateOf("110"), gateOf("111")]) {
      const solution = { ...tight(program), blocks: [{ gate, sign: 1 as const, vector: Float64Array.of(2 - lambda, 0) }] };
      const { kinks, sides, blocks, byLambda } = sensitivities(program, solution);
      expect(kinks).toEqual([{ kind: "point", block: 0, point: 2 }]);
      expect(sides).toBe("below");
      expect(blocks[0]!.gate).toBe(gateOf("110"));
      expect(byLambda.blocks[0]![1]).toBeCloseTo(sum, 10);
      expect(byLambda.blocks[0]![0]).toBeCloseTo(-(1 + lambda / (2 - lambda)) * sum, 10);
      const h = 1e-5;
      const { fit } = tight(at(program, lambda - h));
      solution.fit.forEach((value, j) => expect((value - fit[j]!) / h).toBeCloseTo(byLambda.fit[j]!, 3));
      const above = tight(at(program, lambda + h));
      expect((above.fit[1]! - solution.fit[1]!) / h).toBeCloseTo(-0.5, 3);
      expect(byLambda.fit[1]).not.toBeCloseTo(-0.5, 1);
    }
    // With the target 0 no cone holds it: the point stays a kink from whichever side it is seen.
    const free = third(0);
    const seen = [gateOf("110"), gateOf("111")].map((gate) => sensitivities(free, { ...tight(free), blocks: [{ gate, sign: 1, vector: Float64Array.of(2 - lambda, 0) }] }));
    expect(seen.map(({ kinks }) => kinks)).toEqual([[{ kind: "point", block: 0, point: 2 }], [{ kind: "point", block: 0, point: 2 }]]);
    expect(seen.map(({ sides }) => sides)).toEqual(["below", "above"]);
  });

  test("where the conditions' derivative is not positive definite to rounding they are refused, not a crash", () => {
    const inputs = Float64Array.of(1, 0, 1, 2, -2, 1, -2, -1, -2, 1, 1, 0, -2, -1, -1);
    const program = convexProgram({ inputs, targets: Float64Array.of(0, 0, -3, -2, 2), lambda: 1, model: "gated" });
    for (const share of [0.017433288221999885, 0.013738237958832627, 0.008531678524172805]) {
      const there = at(program, share * lambdaMax(program));
      const result = (() => {
        try {
          return sensitivities(there, solve(there));
        } catch (error) {
          return error;
        }
      })();
      if (result instanceof Error) expect(result).toBeInstanceOf(RangeError);
    }
  });

  test("dependent blocks and blocks far from an optimum are refused", () => {
    const program = ofMax(randomProgram(2, 6, 2, 1), 0.2);
    const solution = tight(program);
    const [first] = solution.blocks;
    const half = { ...first!, vector: first!.vector.map((entry) => entry / 2) };
    expect(() => sensitivities(program, { ...solution, blocks: [half, half, ...solution.blocks.slice(1)] })).toThrow(/linearly independent/);
    expect(() => sensitivities(program, { ...solution, blocks: [{ ...first!, sign: first!.sign === 1 ? -1 : 1 }] })).toThrow(/near an optimum/);
  });
});
