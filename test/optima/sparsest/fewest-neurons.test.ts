import { describe, expect, it } from "vitest";
import { checkSparsest } from "../../../src/check/sparsest.js";
import { ORDERED_RATIONALS as F, inner } from "../../../src/exact/ordered-field.js";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { activationPatterns } from "../../../src/optima/convex/arrangement.js";
import { certificateOf } from "../../../src/optima/sparsest/certificate.js";
import { fewestKnots } from "../../../src/optima/sparsest/fewest-knots.js";
import { type FewestNeurons, type FewestNeuronsOptions, fewestNeurons } from "../../../src/optima/sparsest/fewest-neurons.js";
import { plainNetwork } from "../../../src/optima/sparsest/plain-network.js";
import { type SparsestProblem, type Support, interpolates } from "../../../src/optima/sparsest/problem.js";
import { feasibility } from "../../support/feasibility.js";
import { randomPoints } from "./small-sets.js";

const rationals = (...row: number[]): Rational[] => row.map((entry) => Rational.ofNumber(entry));

function problemOf(inputs: number[][], outputs: number[], more: Partial<SparsestProblem> = {}): SparsestProblem {
  return { inputs: inputs.map((row) => rationals(...row)), outputs: rationals(...outputs), skip: false, count: "neurons", countBias: true, ...more };
}

function randomProblem(random: Random, { most = 5, inputs: d = 1 + random.below(2), masked = false } = {}): SparsestProblem {
  const n = 2 + random.below(most - 1);
  const draw = (): number => random.below(7) - 3;
  const inputs = Array.from({ length: n }, () => Array.from({ length: d }, draw));
  const supports = Array.from({ length: 1 + random.below(4) }, (): Support => ({ inputs: Array.from({ length: d }, (_, k) => k).filter(() => random.below(3) > 0), bias: random.below(3) > 0 }));
  return problemOf(inputs, inputs.map(draw), { skip: random.below(2) === 0, ...(masked && { supports }) });
}

/** Has the mask, or whoever there is, a network with this many neurons? By linear feasibility over the weights, for every choice of activation patterns and signs. Nothing: too many to try. */
function existsByEnumeration({ inputs, outputs, skip, supports }: SparsestProblem, count: number, most: number): boolean | undefined {
  const [n, d] = [inputs.length, inputs[0]!.length];
  const rows = inputs.map((x) => [...x, Rational.one]);
  const columnsOf = ({ inputs: own, bias }: Support): number[] => (bias ? [...own, d] : [...own]);
  const every: Support = { inputs: inputs[0]!.map((_, k) => k), bias: true };
  const hidden = supports ?? Array.from({ length: count }, () => every);
  const X = Float64Array.from(rows.flat(), (entry) => entry.toNumber());
  const choices = hidden.map((support) => activationPatterns(X, n, d + 1, Int32Array.from(columnsOf(support)))!.gates.flatMap(({ active }) => [{ support, active, sign: 1 }, { support, active, sign: -1 }]));
  let tried = 0;
  type Choice = (typeof choices)[number][number];
  const feasible = (chosen: readonly Choice[]): boolean => {
    if (++tried > most) throw new RangeError("too many");
    const widths = chosen.map(({ support }) => columnsOf(support).length);
    const width = widths.reduce((sum, w) => sum + w, 0) + (skip ? d + 1 : 0);
    const starts = widths.map((_, k) => widths.slice(0, k).reduce((sum, w) => sum + w, 0));
    const empty = (): Rational[] => Array.from({ length: width }, () => Rational.zero);
    const equations = rows.map((row, j) => {
      const equation = empty();
      for (const [k, { support, active, sign }] of chosen.entries()) {
        if (active[j] === 1) for (const [i, c] of columnsOf(support).entries()) equation[starts[k]! + i] = sign === 1 ? row[c]! : row[c]!.negated();
      }
      if (skip) for (const [c, entry] of row.entries()) equation[width - d - 1 + c] = entry;
      return equation;
    });
    const inequalities = chosen.flatMap(({ support, active }, k) =>
      rows.map((row, j) => {
        const inequality = empty();
        for (const [i, c] of columnsOf(support).entries()) inequality[starts[k]! + i] = active[j] === 1 ? row[c]! : row[c]!.negated();
        return inequality;
      }),
    );
    return feasibility({ equations, values: outputs, inequalities }).feasible;
  };
  const search = (from: number, chosen: readonly Choice[]): boolean => {
    if (chosen.length === count) return feasible(chosen);
    for (let h = from; h < hidden.length; h++) {
      // Without a mask, neurons are interchangeable: patterns ascend.
      const first = supports === undefined && chosen.length > 0 ? choices[h]!.findIndex(({ active, sign }) => active.join() === chosen.at(-1)!.active.join() && sign === chosen.at(-1)!.sign) + 1 : 0;
      for (const choice of choices[h]!.slice(first)) if (search(h + 1, [...chosen, choice])) return true;
    }
    return false;
  };
  try {
    return search(0, []);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * Do the vectors prove that fewer than `lower` neurons are not enough? By another way than the search: a block is unblocked if linear feasibility finds weights in its cone that make s nu . max(0, X w) = 1, and
 * blocks are tried for one vector after the other.
 */
function prove({ inputs, supports }: SparsestProblem, vectors: readonly (readonly Rational[])[], lower: number): boolean {
  const [n, d] = [inputs.length, inputs[0]!.length];
  const rows = inputs.map((x) => [...x, Rational.one]);
  const columnsOf = ({ inputs: own, bias }: Support): number[] => (bias ? [...own, d] : [...own]);
  const hidden = new Map<string, { columns: number[]; room: number }>();
  for (const columns of supports?.map(columnsOf) ?? [rows[0]!.map((_, c) => c)]) {
    const room = supports === undefined ? Infinity : (hidden.get(columns.join())?.room ?? 0) + 1;
    hidden.set(columns.join(), { columns, room });
  }
  const X = Float64Array.from(rows.flat(), (entry) => entry.toNumber());
  const kinds = [...hidden.values()];
  const unblocked = vectors.map((nu) =>
    kinds.map(({ columns }) =>
      activationPatterns(X, n, d + 1, Int32Array.from(columns))!.gates.flatMap(({ active }) => {
        const inequalities = rows.map((row, j) => columns.map((c) => (active[j] === 1 ? row[c]! : row[c]!.negated())));
        const g = columns.map((c) => rows.reduce((sum, row, j) => (active[j] === 1 ? sum.plus(row[c]!.times(nu[j]!)) : sum), Rational.zero));
        return [1, -1].map((sign) => feasibility({ equations: [g], values: [Rational.of(sign)], inequalities }).feasible);
      }),
    ),
  );
  const hits = (left: number, open: readonly number[], room: readonly number[]): boolean => {
    if (open.length === 0) return true;
    if (left <= 0) return false;
    const [first] = open;
    return unblocked[first!]!.some((blocks, kind) => room[kind]! > 0 && blocks.some((is, b) => is && hits(left - 1, open.filter((v) => !unblocked[v]![kind]![b]!), room.map((places, k) => (k === kind ? places - 1 : places)))));
  };
  const most = supports?.length ?? inputs.length + 1;
  return lower === 0 || !hits(Math.min(lower - 1, most), Array.from(vectors.keys()), kinds.map(({ room }) => room));
}

/** The network interpolates and fits the mask, and the vectors prove the bound. */
function expectProved(problem: SparsestProblem, { network, lower, vectors, complete }: FewestNeurons): void {
  expect(complete).toBe(true);
  const { inputs, outputs, skip, supports } = problem;
  if (network !== undefined) {
    expect(network.neurons).toHaveLength(lower);
    expect(interpolates(network, problem)).toBe(true);
    expect(network.skip !== undefined).toBe(skip);
    if (supports !== undefined) {
      const fits = (h: number, free: readonly number[]): boolean =>
        h === network.neurons.length ||
        free.some((at) => {
          const { weights, bias } = network.neurons[h]!;
          const support = supports[at]!;
          const has = weights.every(({ isZero }, k) => isZero || support.inputs.includes(k)) && (bias.isZero || support.bias);
          return has && fits(h + 1, free.filter((other) => other !== at));
        });
      expect(fits(0, Array.from(supports.keys()))).toBe(true);
    }
  }
  for (const nu of vectors) {
    expect(inner(F, nu, outputs).sign).toBe(1);
    if (skip) for (const column of [...inputs[0]!.map((_, k) => inputs.map((x) => x[k]!)), inputs.map(() => Rational.one)]) expect(inner(F, nu, column).isZero).toBe(true);
  }
  expect(prove(problem, vectors, lower)).toBe(true);
  if (lower === 0) expect(vectors).toEqual([]);
}

const solve = async (problem: SparsestProblem, options?: FewestNeuronsOptions): Promise<FewestNeurons> => {
  const found = await fewestNeurons(problem, options);
  expectProved(problem, found);
  return found;
};

describe("fewestNeurons", () => {
  for (const masked of [false, true]) {
    it(`equals exhaustive search over activation patterns${masked ? ", with masks" : ""}`, async () => {
      const random = new Random(masked ? 5 : 4);
      const counts = new Map<number, number>();
      for (let k = 0; k < (masked ? 60 : 24); k++) {
        const problem = randomProblem(random, { most: masked ? 4 : 5, masked });
        const { lower, network } = await solve(problem);
        const below = network === undefined ? Math.min(problem.supports?.length ?? 5, 5) : lower - 1;
        const fewer = below < 0 ? false : existsByEnumeration(problem, below, masked ? 400 : 200);
        expect(fewer).not.toBe(true);
        if (fewer === false) counts.set(lower, (counts.get(lower) ?? 0) + 1);
      }
      // How often it was seen that fewer are not enough, for each number.
      for (const [lower, least] of masked ? ([[1, 8], [2, 8], [Infinity, 8]] as const) : ([[1, 3], [2, 5]] as const)) expect(counts.get(lower) ?? 0).toBeGreaterThanOrEqual(least);
    });
  }

  it("with one input and an affine part is the fewest knots; without, what plain networks need at least and at most", async () => {
    const random = new Random(9);
    for (let k = 0; k < 40; k++) {
      const points = randomPoints(random, 8);
      const problem: SparsestProblem = { inputs: points.x.map((x) => [x]), outputs: points.y, skip: true, count: "neurons", countBias: true };
      expect((await solve(problem)).lower).toBe(fewestKnots(points).count);
      const plain = (await solve({ ...problem, skip: false })).lower;
      const { lower, neurons } = plainNetwork(points);
      expect(plain).toBeGreaterThanOrEqual(lower);
      expect(plain).toBeLessThanOrEqual(neurons.length);
    }
  });

  it("proves minima for 8 points with 3 inputs, with and without affine part, as the checker sees too", async () => {
    const random = new Random(1);
    for (const skip of [false, false, true, true]) {
      const draw = (): Rational => Rational.of(Math.round(1000 * random.normal()), 1000);
      const inputs = Array.from({ length: 8 }, () => Array.from({ length: 3 }, draw));
      const problem: SparsestProblem = { inputs, outputs: inputs.map(draw), skip, count: "neurons", countBias: true };
      const found = await fewestNeurons(problem, { limit: 1000 });
      expect(found).toMatchObject({ complete: true, infeasible: false });
      expect(found.network!.neurons).toHaveLength(found.lower);
      expect(found.lower).toBeGreaterThanOrEqual(skip ? 1 : 2);
      expect(checked(problem, found)).toBe(true);
      // One neuron less is too much to claim.
      if (found.lower > 1) expect(checked(problem, { ...found, vectors: found.vectors.slice(1) })).toBe(false);
    }
  });

  it("needs none where the outputs are affine and affine functions are free, or 0", async () => {
    const inputs = [[0, 1], [2, 3], [-1, 5], [4, 4]];
    const affine = await solve(problemOf(inputs, inputs.map(([a, b]) => 2 * a! - b! + 3), { skip: true }));
    expect(affine).toMatchObject({ lower: 0, vectors: [], network: { neurons: [] } });
    expect(affine.network!.skip!.weights.map(String)).toEqual(["2", "-1"]);
    expect(await solve(problemOf(inputs, [0, 0, 0, 0]))).toMatchObject({ lower: 0, network: { neurons: [], skip: undefined } });
    // Without: one neuron where they are nowhere negative, two where they have both signs.
    expect(await solve(problemOf(inputs, inputs.map(([a, b]) => 2 * a! - b! + 9)))).toMatchObject({ lower: 1 });
    expect(await solve(problemOf(inputs, inputs.map(([a, b]) => 2 * a! - b! + 3)))).toMatchObject({ lower: 2 });
  });

  it("takes points that occur twice, and proves that different outputs there are out of reach", async () => {
    expect((await solve(problemOf([[1, 2], [1, 2], [0, 1]], [3, 3, 0]))).lower).toBe(1);
    const contradictory = await solve(problemOf([[1, 2], [1, 2], [0, 1]], [3, 2, 0]));
    expect(contradictory).toMatchObject({ network: undefined, lower: Infinity, infeasible: true });
    expect(contradictory.vectors.map((nu) => nu.map(String))).toEqual([["1", "-1", "0"]]);
  });

  it("counts the neurons of a mask", async () => {
    const inputs = [[-1, 0], [0, 0], [1, 0], [2, 0], [3, 0]];
    const outputs = [0, 0, 1, 0, 0];
    const one: Support = { inputs: [0], bias: true };
    // A hat has three knots; without an affine part it takes as many neurons.
    expect(await solve(problemOf(inputs, outputs, { supports: [one, one, one] }))).toMatchObject({ lower: 3, infeasible: false });
    const two = await solve(problemOf(inputs, outputs, { supports: [one, one] }));
    expect(two).toMatchObject({ lower: Infinity, infeasible: true, network: undefined });
    // No vector blocks everything: it is the number of neurons that is too small.
    expect(two.vectors.length).toBeGreaterThan(1);
    const blind: Support = { inputs: [1], bias: true };
    expect(await solve(problemOf(inputs, outputs, { supports: [blind, blind, blind] }))).toMatchObject({ infeasible: true });
    expect(await solve(problemOf(inputs, outputs, { supports: [] }))).toMatchObject({ infeasible: true, blocks: 0 });
  });

  it("gives the same by mixed-integer programs, and what these say is confirmed", async () => {
    const random = new Random(12);
    for (let k = 0; k < 12; k++) {
      const problem = randomProblem(random, { most: 6, inputs: 2, masked: k % 3 === 0 });
      const [exact, program] = [await fewestNeurons(problem), await solve(problem, { method: "milp" })];
      expect([program.lower, program.infeasible, program.network?.neurons.length]).toEqual([exact.lower, exact.infeasible, exact.network?.neurons.length]);
      expect(program.trusted).toBeUndefined();
    }
  });

  it("ends when it is told to, with bounds that hold", async () => {
    const random = new Random(8);
    const problem = problemOf(Array.from({ length: 9 }, () => [random.below(99), random.below(99)]), Array.from({ length: 9 }, () => random.below(99) - 49));
    const whole = await fewestNeurons(problem);
    expect(whole.complete).toBe(true);
    const bounds = new Set<number>();
    for (let most = 1; most < 10_000; most *= 4) {
      let asked = 0;
      const { network, lower, vectors, complete, why } = await fewestNeurons(problem, { stop: () => ++asked > most });
      bounds.add(lower);
      expect(lower).toBeLessThanOrEqual(whole.lower);
      expect(network === undefined || interpolates(network, problem)).toBe(true);
      expect(prove(problem, vectors, lower)).toBe(true);
      expect(complete ? "" : why).toBe(complete ? "" : "time");
    }
    expect(bounds.size).toBeGreaterThan(2);
    expect(await fewestNeurons(problem, { timeLimit: 0, method: "milp" })).toMatchObject({ complete: false, lower: 0, vectors: [], why: "time" });
  });

  it("has a network but no bound where there are too many patterns", async () => {
    const problem = problemOf([[0, 1], [1, 3], [2, 0], [3, 3]], [1, 0, 1, 0], { skip: true });
    const found = await fewestNeurons(problem, { limit: 3 });
    expect(found).toMatchObject({ complete: false, lower: 0, blocks: undefined, why: "patterns" });
    expect(interpolates(found.network!, problem)).toBe(true);
  });

  it("tells what it knows while it searches", async () => {
    const told: string[] = [];
    await fewestNeurons(problemOf([[0, 0], [1, 0], [0, 1], [1, 1], [2, 1]], [0, 1, 1, 0, 1]), { onProgress: ({ lower, upper, vectors }) => told.push(`${lower} ${upper} ${vectors}`) });
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)!.split(" ")[0]).toBe(told.at(-1)!.split(" ")[1]);
  });
});

/** Does the checker accept it as a certificate? */
function checked(problem: SparsestProblem, { network, lower, vectors }: FewestNeurons): boolean {
  return checkSparsest(certificateOf(problem, network!, { atLeast: lower, evidence: { rule: "dual-vectors", vectors } })).ok;
}
