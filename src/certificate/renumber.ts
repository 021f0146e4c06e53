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
    unreachable: mapTree(turned.unreachable, renumbered(to)),
  };
}

/** The values in order, and where each stood. */
function ascending(list: readonly number[]): { values: number[]; places: number[] } {
  const places = [...list.keys()].sort((a, b) => list[a]! - list[b]!);
  return { values: places.map((place) => list[place]!), places };
}

/** Where the places named in a tree go. */
interface Moves {
  edge(edge: Edge): Edge;
  entry(entry: readonly [output: number, input: number]): [number, number];
  path(neurons: readonly number[]): number[];
  bottleneck(part: Bottleneck): Bottleneck;
  /** Does the determinant of the part change its sign? */
  changesSign(part: Bottleneck): boolean;
}

function renumbered({ rows, columns, neurons }: Renumbering): Moves {
  const places = ({ outputs, inputs }: Bottleneck): [number[], number[]] => [outputs.map((i) => rows[i]!), inputs.map((j) => columns[j]!)];
  return {
    edge: ([layer, output, input]) => (layer === 1 ? [1, neurons[output]!, columns[input]!] : [2, rows[output]!, neurons[input]!]),
    entry: ([i, j]) => [rows[i]!, columns[j]!],
    path: ([j, h, i]) => [columns[j!]!, neurons[h!]!, rows[i!]!],
    bottleneck: (part) => {
      const [outputs, inputs] = places(part);
      // Pieces of one neuron may be neurons of their own in the evidence's pattern.
      const own = [...new Set(part.neurons.map((h) => neurons[h]!))];
      return { outputs: ascending(outputs).values, inputs: ascending(inputs).values, layer: part.layer, neurons: ascending(own).values };
    },
    // Rows and columns are put in order: the determinant changes its sign with every exchange.
    changesSign: (part) => places(part).filter(isOddOrder).length === 1,
  };
}

const TRANSPOSED: Moves = {
  edge: ([layer, output, input]) => [3 - layer, input, output],
  entry: ([i, j]) => [j, i],
  path: (neurons) => neurons.toReversed(),
  bottleneck: ({ outputs, inputs, layer, neurons }) => ({ outputs: inputs, inputs: outputs, layer, neurons }),
  changesSign: () => false,
};

function mapTree(tree: Unreachable, moves: Moves): Unreachable {
  const below = (next: Unreachable): Unreachable => mapTree(next, moves);
  if ("split" in tree) return { split: moves.edge(tree.split), zero: below(tree.zero), nonzero: below(tree.nonzero) };
  if ("let" in tree) return { let: moves.path(tree.let), then: below(tree.then) };
  if ("entry" in tree) return { entry: moves.entry(tree.entry), then: below(tree.then) };
  if ("completion" in tree) return { completion: moves.bottleneck(tree.completion), then: below(tree.then) };
  if ("conflict" in tree) return { conflict: moves.entry(tree.conflict) };
  if ("determinant" in tree) return { determinant: moves.bottleneck(tree.determinant) };
  return { combination: tree.combination.map((multiple) => mapMultiple(multiple, moves)) };
}

function mapMultiple(multiple: Multiple, { entry, bottleneck, path, changesSign }: Moves): Multiple {
  const factor = multiple.factor.map(([coefficient, powers]): PathPolynomial[number] => [coefficient, powers.map(([own, exponent]) => [path(own), exponent])]);
  if ("entry" in multiple) return { entry: entry(multiple.entry), factor };
  const part = multiple.determinant;
  return { determinant: bottleneck(part), factor: changesSign(part) ? factor.map(([coefficient, powers]) => [negated(coefficient), powers]) : factor };
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
    unreachable: mapTree(unreachable, TRANSPOSED),
  };
}
