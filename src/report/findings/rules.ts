/** The rules behind findings about masks: ids that never change, what each says, and how much it matters. docs/rules.md says the same. */

/** `none`: a fact, nothing to act on. */
export type Level = "error" | "warning" | "note" | "none";

export const LEVELS: readonly Level[] = ["error", "warning", "note", "none"];

export type RuleId = "WP001" | "WP002" | "WP003" | "WP010" | "WP011" | "WP012" | "WP020" | "WP021" | "WP022" | "WP030" | "WP031" | "WP032" | "WP033";

export interface Rule {
  readonly id: RuleId;
  readonly name: string;
  /** One line. */
  readonly short: string;
  /** What it means and what can be done, in a few sentences. */
  readonly help: string;
  readonly level: Level;
}

export const RULES: readonly Rule[] = [
  {
    id: "WP001",
    name: "dead-hidden-neurons",
    short: "Hidden neurons lie on no path from an input to an output",
    help:
      "Either no input reaches them, or they reach no output. A neuron that reaches no output can be removed without any change. One that no input reaches is a constant, " +
      "which the next layer's biases can take over. Weights at dead neurons are kept for nothing.",
    level: "note",
  },
  {
    id: "WP002",
    name: "unused-inputs",
    short: "Inputs reach no output",
    help: "No path of kept weights leads from these inputs to an output: the network ignores them. Often intended, as a selection of features.",
    level: "note",
  },
  {
    id: "WP003",
    name: "unreached-outputs",
    short: "Outputs that no input reaches",
    help: "No path of kept weights leads from an input to these outputs: whatever the weights, they are constant.",
    level: "warning",
  },
  {
    id: "WP010",
    name: "cut-layer",
    short: "No path crosses this layer, though it has weights",
    help:
      "The weights that are kept join no neuron that an input reaches to one that reaches an output. The whole network is constant in its inputs, and all its hidden neurons are dead. " +
      "The message names a weight that opens a path again, where one is enough.",
    level: "error",
  },
  {
    id: "WP011",
    name: "prunes-nothing",
    short: "The mask keeps every weight",
    help:
      "A note for a layer among pruned ones: some tools skip layers silently, by their size or their name. A warning when no layer of the network is pruned: the masks may never have been set.",
    level: "note",
  },
  {
    id: "WP012",
    name: "empty-layer",
    short: "The mask keeps no weight",
    help:
      "A layer without weights blocks the flow of data: the whole network is constant in its inputs, and all its hidden neurons are dead. A pruning threshold for all layers together does this " +
      "to layers with small weights; demand that each layer keeps some.",
    level: "error",
  },
  {
    id: "WP020",
    name: "nm-structure",
    short: "The mask has N:M structure",
    help:
      "In every group of M consecutive weights, exactly N are kept, or at most N: at least M - N are zero. Along the inputs the groups lie in the rows of the [out, in] matrix, as hardware for sparse " +
      "matrices wants it; along the outputs in its columns. Groups start at 0; when M does not divide the length, what is left at the end is told apart. Said only where a random mask with " +
      "as many weights would not have it, and in its tightest form: what is exactly 2:4 is also 4:8.",
    level: "none",
  },
  {
    id: "WP021",
    name: "nm-broken",
    short: "The mask nearly has N:M structure",
    help:
      "At least 99 % of the groups of M consecutive weights follow N:M, far more than by chance, and some do not. The message says how many, how many of these keep more than N, and which is the first. " +
      "Kernels for N:M matrices refuse such a layer, or drop weights.",
    level: "warning",
  },
  {
    id: "WP022",
    name: "nm-demanded",
    short: "The N:M structure that --expect demands is missing",
    help:
      "Some group of M consecutive weights along the inputs keeps more than N, or the remainder at the end of a row does. The message names the first such group, and says so when the structure " +
      "holds along the outputs instead: then the matrix is the transposed one.",
    level: "error",
  },
  {
    id: "WP030",
    name: "block-structure",
    short: "The mask consists of blocks that are all kept or all zero",
    help: "The largest such blocks, counted from row 0 and column 0; blocks at the ends may be cut short. Said only where a random mask would not have it.",
    level: "none",
  },
  {
    id: "WP031",
    name: "whole-neurons",
    short: "Rows and columns were pruned as a whole",
    help: "Kept are exactly the weights in some rows and some columns, so the layer is a dense layer of a smaller size.",
    level: "none",
  },
  {
    id: "WP032",
    name: "band",
    short: "The kept weights form a band along the diagonal",
    help: "Weight [i, j] is kept only where j - i lies between two bounds that leave out at least a quarter of the matrix.",
    level: "none",
  },
  {
    id: "WP033",
    name: "diagonal-blocks",
    short: "The kept weights lie in blocks along the diagonal",
    help: "The layer consists of independent parts, in the order that rows and columns have. Parts that only a permutation would bring together are not looked for.",
    level: "none",
  },
];

const BY_ID = new Map(RULES.map((rule) => [rule.id, rule]));

export function ruleOf(id: RuleId): Rule {
  return BY_ID.get(id)!;
}
