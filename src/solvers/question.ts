/**
 * What other tools are asked about a pattern, before it is written in any language: is L closed, and is this limit reachable?
 *
 * L is the set of products W_L ... W_1 with the pattern's supports. Entry (i, k) of the product is the sum over the paths from input k to output i
 * of the product of the weights along the path; entries without a path are 0 on both sides and are not mentioned.
 * Closed [own, docs/theory.md section 1]: for all A, if for every eps > 0 some weights bring every entry within eps of A, then some weights reach A.
 */
import { Rational } from "../exact/rational.js";
import { badInput } from "../pattern/fault.js";
import { select } from "../pattern/layers.js";
import { type Mask, row } from "../pattern/mask.js";
import type { Pattern } from "../pattern/pattern.js";

/** The entry of W_layer (from 1) in row `output` and column `input`, numbered within the layer. */
export interface Weight {
  readonly layer: number;
  readonly output: number;
  readonly input: number;
}

/** An entry of the product, as its paths: each a list of weight numbers, W_L first. */
export interface Entry {
  readonly output: number;
  readonly input: number;
  readonly paths: readonly (readonly number[])[];
}

/** An entry that must have a value; without paths it can only be 0. */
export interface Equation extends Entry {
  readonly value: Rational;
}

interface Asked {
  readonly name: string;
  /** The factors W_1, ..., W_L: for reachability only what leads from the asked inputs to the asked outputs. */
  readonly masks: readonly Mask[];
  /** Every weight that occurs, by layer, then output, then input. */
  readonly weights: readonly Weight[];
}

/** Is L closed? `entries`: those with a path, row by row. */
export interface ClosednessQuestion extends Asked {
  readonly kind: "closedness";
  readonly entries: readonly Entry[];
}

/** Is some matrix of L equal to the limit on every entry that is asked? */
export interface ReachabilityQuestion extends Asked {
  readonly kind: "reachability";
  readonly limit: Limit;
  readonly entries: readonly Equation[];
}

export type Question = ClosednessQuestion | ReachabilityQuestion;

/** Values of the product on some outputs and inputs: values[a][b] belongs to (outputs[a], inputs[b]), null for an entry that is not asked. */
export interface Limit {
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
  readonly values: readonly (readonly (Rational | null)[])[];
}

/** Factors written in all products together: a file of some megabytes, far beyond what any solver can do. */
const MAX_FACTORS = 500_000;

/** @throws Fault when the product is too large to be written out */
export function closednessQuestion({ name, masks }: Pattern): ClosednessQuestion {
  const outputs = Array.from({ length: masks.at(-1)!.rows }, (_, i) => i);
  const inputs = Array.from({ length: masks[0]!.cols }, (_, k) => k);
  const kept = select(masks, outputs, inputs);
  const { entries, weights } = entriesOf(kept, outputs, () => true);
  return { kind: "closedness", name, masks: kept, weights, entries };
}

/**
 * The quantifier-free question for a limit; keeping outputs and inputs is theory F1.
 * @param limit its outputs and inputs distinct and in range
 * @throws Fault when the product is too large to be written out
 */
export function reachabilityQuestion({ name, masks }: Pattern, limit: Limit): ReachabilityQuestion {
  const asked = new Map<string, Rational>();
  limit.values.forEach((line, a) => line.forEach((value, b) => value !== null && asked.set(placeOf(limit.outputs[a]!, limit.inputs[b]!), value)));
  const outputs = limit.outputs.filter((_, a) => limit.values[a]!.some((value) => value !== null));
  const inputs = limit.inputs.filter((_, b) => limit.values.some((line) => line[b] !== null));
  const kept = select(masks, outputs, inputs);
  const { entries, weights } = entriesOf(kept, outputs, (output, input) => asked.has(placeOf(output, input)));
  const byPlace = new Map(entries.map((entry) => [placeOf(entry.output, entry.input), entry]));
  const equations = [...asked].flatMap(([place, value]): Equation[] => {
    const [output, input] = place.split(",").map(Number) as [number, number];
    const { paths } = byPlace.get(place) ?? { paths: [] };
    return paths.length === 0 && value.isZero ? [] : [{ output, input, paths, value }];
  });
  return { kind: "reachability", name, masks: kept, weights, limit, entries: equations };
}

function placeOf(output: number, input: number): string {
  return `${output},${input}`;
}

/** The asked entries that have a path, by output as listed and by input ascending, and the weights in them. */
function entriesOf(
  masks: readonly Mask[],
  outputs: readonly number[],
  asked: (output: number, input: number) => boolean,
): { entries: Entry[]; weights: Weight[] } {
  checkSize(masks, outputs);
  const entries = outputs.flatMap((output) => {
    const byInput = new Map<number, Weight[][]>();
    for (const path of pathsTo(masks, output)) {
      const { input } = path.at(-1)!;
      if (!asked(output, input)) continue;
      const paths = byInput.get(input);
      if (paths === undefined) byInput.set(input, [path]);
      else paths.push(path);
    }
    return [...byInput].sort(([a], [b]) => a - b).map(([input, paths]) => ({ output, input, paths }));
  });
  const weights = new Map<string, Weight>();
  for (const { paths } of entries) for (const weight of paths.flat()) weights.set(nameOf(weight), weight);
  const sorted = [...weights.values()].sort((a, b) => a.layer - b.layer || a.output - b.output || a.input - b.input);
  const numbers = new Map(sorted.map((weight, w) => [nameOf(weight), w]));
  return {
    entries: entries.map(({ paths, ...place }) => ({ ...place, paths: paths.map((path) => path.map((weight) => numbers.get(nameOf(weight))!)) })),
    weights: sorted,
  };
}

function nameOf({ layer, output, input }: Weight): string {
  return `${layer},${output},${input}`;
}

/** The paths to an output as weights, W_L first, in the order of their neurons from the output down. */
function pathsTo(masks: readonly Mask[], output: number): Weight[][] {
  let paths: Weight[][] = [[]];
  for (let layer = masks.length; layer >= 1; layer--) {
    const mask = masks[layer - 1]!;
    paths = paths.flatMap((path) => {
      const neuron = path.at(-1)?.input ?? output;
      return Array.from(row(mask, neuron), (input) => [...path, { layer, output: neuron, input }]);
    });
  }
  return paths;
}

/** Counts the paths (in doubles: only the size matters) before they are listed. */
function checkSize(masks: readonly Mask[], outputs: readonly number[]): void {
  let counts = new Float64Array(masks[0]!.cols).fill(1);
  for (const mask of masks) counts = Float64Array.from({ length: mask.rows }, (_, i) => row(mask, i).reduce((sum, j) => sum + counts[j]!, 0));
  const factors = masks.length * outputs.reduce((sum, i) => sum + counts[i]!, 0);
  if (factors > MAX_FACTORS) throw badInput("the product", `at most ${MAX_FACTORS} factors when written out`, `${factors}`);
}
