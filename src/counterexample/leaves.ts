/**
 * Proofs that two layers are not closed, by one look, as a limit with weights and the steps that show it out of reach: the evidence of rule
 * `degeneration` (docs/theory.md 4.5, 4.6, 4.8).
 */
import type { Bottleneck, LinearEvidence, Unreachable, WeightFamily } from "../certificate/proof.js";
import type { LaurentJson } from "../exact/laurent.js";
import type { Rectangles } from "../pattern/rectangles.js";
import { contains } from "../pattern/sets.js";

export type Degeneration = LinearEvidence["degeneration"];

const ONE: LaurentJson = [["1", 0]];
const EPS: LaurentJson = [["1", 1]];
const POLE: LaurentJson = [["1", -1]];
const MINUS_POLE: LaurentJson = [["-1", -1]];

const ascending = (list: readonly number[]): number[] => list.toSorted((a, b) => a - b);

/** The minor with a 1 at the entries `ones`, null at free ones, 0 elsewhere. */
function evidence(state: Rectangles, outputs: number[], inputs: number[], ones: readonly (readonly [number, number])[], weights: WeightFamily[][], unreachable: Unreachable): Degeneration {
  const isOne = new Set(ones.map(([i, k]) => `${i},${k}`));
  const value = (i: number, k: number): string | null => (contains(state.free[i]!, k) ? null : isOne.has(`${i},${k}`) ? "1" : "0");
  const [rows, cols] = [ascending(outputs), ascending(inputs)];
  return { outputs: rows, inputs: cols, limit: rows.map((i) => cols.map((k) => value(i, k))), weights, unreachable };
}

/** Fewer neurons than the rank of what they have to make. */
function determinant(outputs: number[], inputs: number[], neurons: number[]): { determinant: Bottleneck } {
  return { determinant: { outputs: ascending(outputs), inputs: ascending(inputs), layer: 1, neurons: ascending(neurons) } };
}

/** R5: the neuron makes (i,k), (i,l) and (j,k); (j,l) is free. */
export function oneNeuron(state: Rectangles, [i, j]: readonly [number, number], [k, l]: readonly [number, number]): Degeneration {
  const weights: WeightFamily[][] = [
    [[[0, k], ONE], [[0, l], POLE]],
    [[[i, 0], EPS], [[j, 0], ONE]],
  ];
  return evidence(state, [i, j], [k, l], [[i, l], [j, k]], weights, determinant([i, j], [k, l], [0]));
}

/** N1'': every neuron makes one of the ones on its own, the first one two of them; the other takes its pole away. */
export function blockMinor(state: Rectangles, { outputs, inputs, neurons, other }: LinearEvidence["block-minor"]): Degeneration {
  const [I, J] = outputs;
  const [K, L] = inputs;
  const [first, second] = neurons;
  const v = first[0]!;
  const own = (list: readonly number[], at: readonly number[]): WeightFamily[] => list.slice(1).map((h, s) => [[h, at[s + 1]!], ONE]);
  const back = (list: readonly number[], at: readonly number[]): WeightFamily[] => list.slice(1).map((h, s) => [[at[s + 1]!, h], ONE]);
  const weights: WeightFamily[][] = [
    [[[v, K[0]!], ONE], [[v, L[0]!], POLE], ...own(first, L), ...own(second, K), ...(other === null ? [] : [[[other, L[0]!], ONE] satisfies WeightFamily])],
    [[[I[0]!, v], EPS], [[J[0]!, v], ONE], ...back(first, I), ...back(second, J), ...(other === null ? [] : [[[J[0]!, other], MINUS_POLE] satisfies WeightFamily])],
  ];
  const ones = [...I.map((i, s) => [i, L[s]!] as const), ...J.map((j, t) => [j, K[t]!] as const)];
  return evidence(state, outputs.flat(), inputs.flat(), ones, weights, determinant(outputs.flat(), inputs.flat(), [...first, ...second.slice(1)]));
}

/** D2, forms (a), (b) and (c). */
export function twoNeurons(state: Rectangles, outputs: readonly number[], inputs: readonly number[]): Degeneration {
  const owner = (side: "rows" | "cols", member: number): number => state.neurons.findIndex((rectangle) => contains(rectangle[side], member));
  if (inputs.length === 3) return collision(state, outputs, inputs, owner("cols", inputs[0]!), true);
  if (outputs.length === 3) return collision(state, inputs, outputs, owner("rows", outputs[0]!), false);
  // (a): the first output and input are common, the second ones own to one neuron.
  const h = owner("rows", outputs[1]!);
  return blockMinor(state, { outputs: [[outputs[1]!], [outputs[0]!]], inputs: [[inputs[1]!], [inputs[0]!]], neurons: [[h], [h]], other: 1 - h });
}

/** Columns p, q, r = e1, e1, e2, where x makes p and y makes q alone; or rows, transposed. */
function collision(state: Rectangles, pair: readonly number[], triple: readonly number[], x: number, isColumns: boolean): Degeneration {
  const [c, d] = pair as [number, number];
  const [p, q, r] = triple as [number, number, number];
  const y = 1 - x;
  const long: [number, number, LaurentJson][] = [[x, p, ONE], [y, q, ONE], [x, r, MINUS_POLE], [y, r, POLE]];
  const short: [number, number, LaurentJson][] = [[x, c, ONE], [y, c, ONE], [y, d, EPS]];
  const [below, above] = isColumns ? [long, short] : [short, long];
  const weights: WeightFamily[][] = [
    below.map(([h, k, terms]): WeightFamily => [[h, k], terms]),
    above.map(([h, i, terms]): WeightFamily => [[i, h], terms]),
  ];
  const at = (one: number, other: number): [number, number] => (isColumns ? [one, other] : [other, one]);
  const tree: Unreachable = { entry: at(c, p), then: { entry: at(d, p), then: { entry: at(c, q), then: { entry: at(d, q), then: { conflict: at(d, r) } } } } };
  const [outputs, inputs] = isColumns ? [pair, triple] : [triple, pair];
  return evidence(state, [...outputs], [...inputs], [at(c, p), at(c, q), at(d, r)], weights, tree);
}
