/** The two kinds of goals, and what rules are told. */

/** The deepest nesting of proofs, the root at depth 0. */
export const DEEPEST = 500;

export const SIDES = ["rows", "columns"] as const;
export type Side = (typeof SIDES)[number];

export const NONE: ReadonlySet<number> = new Set();

/** A set of pairs (output, input), findable from both ends. Also used for sets of entries (row, column). */
export class Layer {
  readonly byOutput = new Map<number, Set<number>>();
  readonly byInput = new Map<number, Set<number>>();
  size = 0;

  add(output: number, input: number): void {
    if (this.has(output, input)) return;
    push(this.byOutput, output, input);
    push(this.byInput, input, output);
    this.size++;
  }
  has(output: number, input: number): boolean {
    return this.byOutput.get(output)?.has(input) === true;
  }
  inputsOf(output: number): ReadonlySet<number> {
    return this.byOutput.get(output) ?? NONE;
  }
  outputsOf(input: number): ReadonlySet<number> {
    return this.byInput.get(input) ?? NONE;
  }
  *edges(): Generator<[number, number]> {
    for (const [output, inputs] of this.byOutput) for (const input of inputs) yield [output, input];
  }
  filter(keep: (output: number, input: number) => boolean): Layer {
    const kept = new Layer();
    for (const [output, input] of this.edges()) if (keep(output, input)) kept.add(output, input);
    return kept;
  }
}

export function push(map: Map<number, Set<number>>, key: number, item: number): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([item]));
  else set.add(item);
}

export function ascending(items: Iterable<number>): number[] {
  return [...items].sort((a, b) => a - b);
}

/** `layers[l - 1]` is W_l. Always pruned when a rule sees it. */
export interface Layered {
  kind: "layered";
  widths: readonly number[];
  layers: readonly Layer[];
}

export interface Neuron {
  rows: ReadonlySet<number>;
  columns: ReadonlySet<number>;
}

/** Always normalised when a rule sees it. Rows and columns of neurons iterate in ascending order. */
export interface TwoLayer {
  kind: "two-layer";
  m: number;
  n: number;
  neurons: readonly Neuron[];
  free: Layer;
}

export type Goal = Layered | TwoLayer;
export type Claim = "closed" | "not closed" | "full";

export function prune(goal: Layered): Layered {
  const { widths, layers } = goal;
  // fed[l]: neurons of layer l that some input reaches; `undefined` stands for all inputs.
  const fed: (Set<number> | undefined)[] = [undefined];
  for (const [n, layer] of layers.entries()) {
    const before = fed[n];
    const now = new Set<number>();
    for (const [output, input] of layer.edges()) if (before === undefined || before.has(input)) now.add(output);
    fed.push(now);
  }
  const pruned: Layer[] = [];
  let useful: Set<number> | undefined; // neurons of layer l that reach some output; all outputs at first
  for (let n = layers.length - 1; n >= 0; n--) {
    const before = fed[n];
    const after = useful;
    const kept = (layers[n] as Layer).filter((output, input) => (before === undefined || before.has(input)) && (after === undefined || after.has(output)));
    pruned.push(kept);
    useful = new Set(kept.byInput.keys());
  }
  return { kind: "layered", widths, layers: pruned.reverse() };
}

export function normalise(m: number, n: number, neurons: readonly Neuron[], free: Layer): TwoLayer {
  const kept = neurons
    .filter((neuron) => neuron.rows.size > 0 && neuron.columns.size > 0)
    .map((neuron) => ({ rows: new Set(ascending(neuron.rows)), columns: new Set(ascending(neuron.columns)) }));
  const inside = free.filter((row, column) => kept.some((neuron) => neuron.rows.has(row) && neuron.columns.has(column)));
  return { kind: "two-layer", m, n, neurons: kept, free: inside };
}

export function convert(goal: Layered): TwoLayer {
  const [first, second] = goal.layers as [Layer, Layer];
  const hidden = ascending(second.byInput.keys());
  const neurons = hidden.map((h) => ({ rows: second.outputsOf(h), columns: first.inputsOf(h) }));
  return normalise(goal.widths[2] as number, goal.widths[0] as number, neurons, new Layer());
}

export function transposedLayer(layer: Layer): Layer {
  const turned = new Layer();
  for (const [output, input] of layer.edges()) turned.add(input, output);
  return turned;
}

export function transposed({ m, n, neurons, free }: TwoLayer): TwoLayer {
  return { kind: "two-layer", m: n, n: m, neurons: neurons.map(({ rows, columns }) => ({ rows: columns, columns: rows })), free: transposedLayer(free) };
}

/** Inputs and outputs change places: layer l is the transpose of layer L+1-l. */
export function reversed({ widths, layers }: Layered): Layered {
  return { kind: "layered", widths: [...widths].reverse(), layers: layers.map(transposedLayer).reverse() };
}

export interface Context<G extends Goal> {
  goal: G;
  claim: Claim;
  evidence: unknown;
  at: string;
  /** How deep this rule is nested, the root at 0. */
  depth: number;
  /** What `use` may name here; nothing outside of `lemmas`. */
  lemmas: readonly Lemma[] | undefined;
  /** Checks a proof inside the evidence, which may name `lemmas`: the same as here unless said. */
  prove(proof: unknown, goal: Goal, claim: Claim, where: string, lemmas?: readonly Lemma[]): void;
}

export interface Lemma {
  goal: TwoLayer;
  claim: Claim;
}

export const within = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean => a.size <= b.size && [...a].every((x) => b.has(x));
