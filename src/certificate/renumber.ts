/**
 * The evidence of `degeneration` about a two-layer pattern, carried to another pattern in which it occurs under other numbers, perhaps transposed.
 */
import type { Bottleneck, Edge, LinearEvidence, Multiple, PathPolynomial, Unreachable, WeightFamily } from "./proof.js";

type Degeneration = LinearEvidence["degeneration"];

/** Where the rows, columns and neurons of the evidence's pattern go, after transposing it if `transposed`: rows[i] is the number of its row i there. */
export interface Renumbering {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly neurons: readonly number[];
  readonly transposed: boolean;
}

/** The evidence under the new numbers. Its rows, columns and neurons must be among those of the renumbering. */
export function renumberDegeneration(evidence: Degeneration, to: Renumbering): Degeneration {
  const turned = to.transposed ? transposedEvidence(evidence) : evidence;
  const outputs = ascending(turned.outputs.map((i) => to.rows[i]!));
  const inputs = ascending(turned.inputs.map((j) => to.columns[j]!));
  const [first, second] = turned.weights as [WeightFamily[], WeightFamily[]];
  return {
    outputs: outputs.values,
    inputs: inputs.values,
    limit: outputs.places.map((i) => inputs.places.map((j) => turned.limit[i]![j]!)),
    weights: [
      first.map(([[h, j], terms]): WeightFamily => [[to.neurons[h]!, to.columns[j]!], terms]),
      second.map(([[i, h], terms]): WeightFamily => [[to.rows[i]!, to.neurons[h]!], terms]),
    ],
    unreachable: renumberTree(turned.unreachable, to),
  };
}

/** The values in order, and where each stood. */
function ascending(list: readonly number[]): { values: number[]; places: number[] } {
  const places = [...list.keys()].sort((a, b) => list[a]! - list[b]!);
  return { values: places.map((place) => list[place]!), places };
}

function renumberTree(tree: Unreachable, to: Renumbering): Unreachable {
  const below = (next: Unreachable): Unreachable => renumberTree(next, to);
  const bottleneck = ({ outputs, inputs, layer, neurons }: Bottleneck): Bottleneck => ({
    outputs: ascending(outputs.map((i) => to.rows[i]!)).values,
    inputs: ascending(inputs.map((j) => to.columns[j]!)).values,
    layer,
    neurons: ascending(neurons.map((h) => to.neurons[h]!)).values,
  });
  const entry = ([i, j]: readonly [number, number]): [number, number] => [to.rows[i]!, to.columns[j]!];
  const path = ([j, h, i]: readonly number[]): number[] => [to.columns[j!]!, to.neurons[h!]!, to.rows[i!]!];
  if ("split" in tree) {
    const [layer, output, input] = tree.split;
    const edge: Edge = layer === 1 ? [1, to.neurons[output]!, to.columns[input]!] : [2, to.rows[output]!, to.neurons[input]!];
    return { split: edge, zero: below(tree.zero), nonzero: below(tree.nonzero) };
  }
  if ("let" in tree) return { let: path(tree.let), then: below(tree.then) };
  if ("entry" in tree) return { entry: entry(tree.entry), then: below(tree.then) };
  if ("completion" in tree) return { completion: bottleneck(tree.completion), then: below(tree.then) };
  if ("conflict" in tree) return { conflict: entry(tree.conflict) };
  if ("determinant" in tree) return { determinant: bottleneck(tree.determinant) };
  return { combination: tree.combination.map((multiple) => renumberMultiple(multiple, to, { entry, bottleneck, path })) };
}

/** Where the places named in a tree go. */
interface Moves {
  entry(entry: readonly [number, number]): [number, number];
  bottleneck(part: Bottleneck): Bottleneck;
  path(path: readonly number[]): number[];
}

function renumberMultiple(multiple: Multiple, to: Renumbering, { entry, bottleneck, path }: Moves): Multiple {
  const factor = movedFactor(multiple.factor, path);
  if ("entry" in multiple) return { entry: entry(multiple.entry), factor };
  const { outputs, inputs } = multiple.determinant;
  // Rows and columns are put in order: the determinant changes its sign with every exchange.
  const isOdd = isOddOrder(outputs.map((i) => to.rows[i]!)) !== isOddOrder(inputs.map((j) => to.columns[j]!));
  return { determinant: bottleneck(multiple.determinant), factor: isOdd ? factor.map(([coefficient, powers]) => [negated(coefficient), powers]) : factor };
}

function movedFactor(factor: PathPolynomial, path: Moves["path"]): PathPolynomial {
  return factor.map(([coefficient, powers]): PathPolynomial[number] => [coefficient, powers.map(([own, exponent]) => [path(own), exponent])]);
}

/** Does it take an odd number of exchanges to put the list in order? */
function isOddOrder(list: readonly number[]): boolean {
  return list.flatMap((value, n) => list.slice(n + 1).filter((later) => later < value)).length % 2 === 1;
}

/** Of a canonical rational other than "0". */
function negated(coefficient: string): string {
  return coefficient.startsWith("-") ? coefficient.slice(1) : `-${coefficient}`;
}

/** Rows and columns exchanged: the product is transposed when the two factors are, and change places. */
function transposedEvidence({ outputs, inputs, limit, weights, unreachable }: Degeneration): Degeneration {
  const [first, second] = weights as [WeightFamily[], WeightFamily[]];
  const flipped = (families: readonly WeightFamily[]): WeightFamily[] => families.map(([[a, b], terms]): WeightFamily => [[b, a], terms]);
  return {
    outputs: inputs,
    inputs: outputs,
    limit: inputs.map((_, j) => outputs.map((__, i) => limit[i]![j]!)),
    weights: [flipped(second), flipped(first)],
    unreachable: transposedTree(unreachable),
  };
}

function transposedTree(tree: Unreachable): Unreachable {
  const bottleneck = ({ outputs, inputs, layer, neurons }: Bottleneck): Bottleneck => ({ outputs: inputs, inputs: outputs, layer, neurons });
  const turned = ([i, k]: readonly [number, number]): [number, number] => [k, i];
  if ("split" in tree) {
    const [layer, output, input] = tree.split;
    return { split: [3 - layer, input, output], zero: transposedTree(tree.zero), nonzero: transposedTree(tree.nonzero) };
  }
  if ("let" in tree) return { let: tree.let.toReversed(), then: transposedTree(tree.then) };
  if ("entry" in tree) return { entry: turned(tree.entry), then: transposedTree(tree.then) };
  if ("completion" in tree) return { completion: bottleneck(tree.completion), then: transposedTree(tree.then) };
  if ("conflict" in tree) return { conflict: turned(tree.conflict) };
  if ("determinant" in tree) return { determinant: bottleneck(tree.determinant) };
  const combination = tree.combination.map(({ factor, ...equation }): Multiple => {
    const reversed = movedFactor(factor, (path) => path.toReversed());
    return "entry" in equation ? { entry: turned(equation.entry), factor: reversed } : { determinant: bottleneck(equation.determinant), factor: reversed };
  });
  return { combination };
}
