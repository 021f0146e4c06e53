/** R4 backwards: entries that were set free get their value from the neurons that freed them (docs/theory.md 4.4). */
import type { LinearEvidence, WeightFamily } from "../certificate/proof.js";
import { Laurent } from "../exact/laurent.js";
import { Random } from "../exact/random.js";
import { Rational } from "../exact/rational.js";
import type { Rectangles } from "../pattern/rectangles.js";
import { contains, members } from "../pattern/sets.js";
import type { Degeneration } from "./leaves.js";
import { type Equation, solve } from "./linear-system.js";
import { columnOf } from "./product.js";

type Frozen = LinearEvidence["free"]["frozen"];

/** Frozen vectors of small integers tried before those of the proof, which are large. */
const ATTEMPTS = 60;

/**
 * The evidence with weights of the frozen neurons such that the product is 0 at the entries of the minor that they freed, and its limit there. Neurons
 * are those of `state`, the goal in which the entries are not free yet.
 */
export function completed(state: Rectangles, evidence: Degeneration, frozen: Frozen): Degeneration {
  const { outputs, inputs } = evidence;
  const layers = evidence.weights.map((layer) => layer.map(([[output, input], terms]) => ({ output, input, weight: Laurent.fromJson(terms)! })));
  const columns = new Map(inputs.map((k) => [k, columnOf(layers, k)]));
  const isFreed = (i: number, k: number): boolean =>
    !contains(state.free[i]!, k) && frozen.some(({ neuron }) => contains(state.neurons[neuron]!.rows, i) && contains(state.neurons[neuron]!.cols, k));
  const entries = outputs.flatMap((i) => inputs.flatMap((k): [number, number][] => (isFreed(i, k) ? [[i, k]] : [])));
  const wanted = entries.map(([i, k]) => (columns.get(k)!.get(i) ?? Laurent.zero).negated());
  const limit = outputs.map((i, a) => inputs.map((k, b) => (isFreed(i, k) ? "0" : evidence.limit[a]![b]!)));
  if (wanted.every(({ isZero }) => isZero)) return { ...evidence, limit };

  const random = new Random(1);
  for (let attempt = 0; attempt <= ATTEMPTS; attempt++) {
    const vectors = frozen.map(({ neuron, side, values }) => {
      const own = members(side === "rows" ? state.neurons[neuron]!.rows : state.neurons[neuron]!.cols);
      const value = (e: number): number => (attempt === ATTEMPTS ? values[e]! : attempt === 0 ? 1 : random.below(5) - 2);
      return { neuron, side, values: new Map(own.map((x, e) => [x, Rational.of(value(e))])) };
    });
    const found = weightsFor(state, entries, wanted, vectors);
    if (found !== undefined) return { ...evidence, limit, weights: [[...evidence.weights[0]!, ...found[0]], [...evidence.weights[1]!, ...found[1]]] };
  }
  throw new RangeError("the frozen vectors of the proof do not reach its free entries");
}

interface Vector {
  readonly neuron: number;
  readonly side: "rows" | "columns";
  readonly values: ReadonlyMap<number, Rational>;
}

function weightsFor(state: Rectangles, entries: readonly [number, number][], wanted: readonly Laurent[], vectors: readonly Vector[]): [WeightFamily[], WeightFamily[]] | undefined {
  const numbers = new Map<string, number>();
  const unknown = (g: number, x: number): number => {
    const name = `${g},${x}`;
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name)!;
  };
  const equations = entries.map(([i, k]): Equation => {
    const terms = vectors.flatMap(({ neuron, side, values }, g) => {
      const { rows, cols } = state.neurons[neuron]!;
      if (!contains(rows, i) || !contains(cols, k)) return [];
      return [{ column: unknown(g, side === "rows" ? k : i), value: values.get(side === "rows" ? i : k)! }];
    });
    return { columns: terms.map(({ column }) => column), values: terms.map(({ value }) => value) };
  });
  const solution = solve(equations, wanted, numbers.size);
  if (solution === undefined) return undefined;
  const [below, above]: [WeightFamily[], WeightFamily[]] = [[], []];
  vectors.forEach(({ neuron, side, values }, g) => {
    const solved = [...numbers].flatMap(([name, at]): [number, Laurent][] => {
      const [owner, x] = name.split(",").map(Number) as [number, number];
      return owner === g && !solution[at]!.isZero ? [[x, solution[at]!]] : [];
    });
    if (solved.length === 0) return;
    const met = new Set(entries.map(([i, k]) => (side === "rows" ? i : k)));
    const fixed = [...values].filter(([x, value]) => met.has(x) && !value.isZero).map(([x, value]): [number, Laurent] => [x, Laurent.constant(value)]);
    const [u, v] = side === "rows" ? [fixed, solved] : [solved, fixed];
    for (const [k, weight] of v) below.push([[neuron, k], weight.toJson()]);
    for (const [i, weight] of u) above.push([[i, neuron], weight.toJson()]);
  });
  return [below, above];
}
