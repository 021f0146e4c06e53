/** R4 backwards: entries that were set free get their value from the neurons that freed them (docs/theory.md 4.4). */
import type { FamilyWeight } from "../certificate/counterexample.js";
import type { LinearEvidence, Proof, WeightFamily } from "../certificate/proof.js";
import { Laurent } from "../exact/laurent.js";
import { Random } from "../exact/random.js";
import { Rational } from "../exact/rational.js";
import { type Rectangles, freeNeurons } from "../pattern/rectangles.js";
import { contains, members, setOf } from "../pattern/sets.js";
import type { Degeneration } from "./leaves.js";
import { type Equation, solve } from "./linear-system.js";
import { type LayerWeights, columnOf } from "./product.js";
import { Unsupported } from "./unsupported.js";

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
  const [below, above] = completion(state, layers, outputs, inputs, frozen, () => Laurent.zero);
  const json = (list: readonly FamilyWeight[]): WeightFamily[] => list.map(({ output, input, weight }) => [[output, input], weight.toJson()]);
  const limit = outputs.map((i, a) => inputs.map((k, b) => (isFreed(state, frozen, i, k) ? "0" : evidence.limit[a]![b]!)));
  return { ...evidence, limit, weights: [[...evidence.weights[0]!, ...json(below)], [...evidence.weights[1]!, ...json(above)]] };
}

/**
 * Two layers whose product is `wanted` on `outputs` x `inputs`, entry by entry as the proof frees them.
 * @param proof that every matrix on the rectangles is a product
 * @throws Unsupported
 */
export function composed(state: Rectangles, proof: Proof, wanted: Wanted, outputs: readonly number[], inputs: readonly number[]): [LayerWeights, LayerWeights] {
  if (state.neurons.length === 0) return [[], []];
  if (proof.rule !== "free") throw new Unsupported(`layers that were taken together by rule ${proof.rule} are not taken apart yet`);
  const { frozen, then } = proof.evidence;
  const gone = new Set(frozen.map(({ neuron }) => neuron));
  const left = [...state.neurons.keys()].filter((k) => !gone.has(k));
  const [first, second] = composed(freeNeurons(state, setOf(gone)), then, wanted, outputs, inputs);
  const below = first.map((edge) => ({ ...edge, output: left[edge.output]! }));
  const above = second.map((edge) => ({ ...edge, input: left[edge.input]! }));
  const [more, further] = completion(state, [below, above], outputs, inputs, frozen, wanted);
  return [
    [...below, ...more],
    [...above, ...further],
  ];
}

export type Wanted = (output: number, input: number) => Laurent;

function isFreed(state: Rectangles, frozen: Frozen, i: number, k: number): boolean {
  const covers = (neuron: number): boolean => contains(state.neurons[neuron]!.rows, i) && contains(state.neurons[neuron]!.cols, k);
  return !contains(state.free[i]!, k) && frozen.some(({ neuron }) => covers(neuron));
}

/** Weights of the frozen neurons that make the product what is wanted at the entries that they freed. */
function completion(
  state: Rectangles,
  layers: readonly LayerWeights[],
  outputs: readonly number[],
  inputs: readonly number[],
  frozen: Frozen,
  wanted: Wanted,
): [FamilyWeight[], FamilyWeight[]] {
  const columns = new Map(inputs.map((k) => [k, columnOf(layers, k)]));
  const entries = outputs.flatMap((i) => inputs.flatMap((k): [number, number][] => (isFreed(state, frozen, i, k) ? [[i, k]] : [])));
  const missing = entries.map(([i, k]) => wanted(i, k).minus(columns.get(k)!.get(i) ?? Laurent.zero));
  if (missing.every(({ isZero }) => isZero)) return [[], []];

  const random = new Random(1);
  for (let attempt = 0; attempt <= ATTEMPTS; attempt++) {
    const vectors = frozen.map(({ neuron, side, values }) => {
      const own = members(side === "rows" ? state.neurons[neuron]!.rows : state.neurons[neuron]!.cols);
      const value = (e: number): number => (attempt === ATTEMPTS ? values[e]! : attempt === 0 ? 1 : random.below(5) - 2);
      return { neuron, side, values: new Map(own.map((x, e) => [x, Rational.of(value(e))])) };
    });
    const found = weightsFor(state, entries, missing, vectors);
    if (found !== undefined) return found;
  }
  throw new RangeError("the frozen vectors of the proof do not reach its free entries");
}

interface Vector {
  readonly neuron: number;
  readonly side: "rows" | "columns";
  readonly values: ReadonlyMap<number, Rational>;
}

function weightsFor(state: Rectangles, entries: readonly [number, number][], wanted: readonly Laurent[], vectors: readonly Vector[]): [FamilyWeight[], FamilyWeight[]] | undefined {
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
  const [below, above]: [FamilyWeight[], FamilyWeight[]] = [[], []];
  vectors.forEach(({ neuron, side, values }, g) => {
    const solved = [...numbers].flatMap(([name, at]): [number, Laurent][] => {
      const [owner, x] = name.split(",").map(Number) as [number, number];
      return owner === g && !solution[at]!.isZero ? [[x, solution[at]!]] : [];
    });
    if (solved.length === 0) return;
    const met = new Set(entries.map(([i, k]) => (side === "rows" ? i : k)));
    const fixed = [...values].filter(([x, value]) => met.has(x) && !value.isZero).map(([x, value]): [number, Laurent] => [x, Laurent.constant(value)]);
    const [u, v] = side === "rows" ? [fixed, solved] : [solved, fixed];
    for (const [k, weight] of v) below.push({ output: neuron, input: k, weight });
    for (const [i, weight] of u) above.push({ output: i, input: neuron, weight });
  });
  return [below, above];
}
