/**
 * The evidence of every rule, as TypeScript types. docs/certificates.md is the normative text; this file follows it word
 * for word. All indices are 0-based; layers are numbered from 1 (W_1) to L (W_L); neuron layers from 0 (inputs) to L.
 */

export type Property = "linear" | "finite" | "cube";
export const PROPERTIES: readonly Property[] = ["linear", "finite", "cube"];

/** The side of a two-layer pattern that a rule works on: rows are outputs, columns are inputs. */
export type Side = "rows" | "columns";

/** Continues with a proof about what a step left over. */
interface Then {
  then: Proof;
}

/** A goal cut into parts: closed needs all of them, not closed needs one. */
export type Parts = { parts: Proof[] } | { part: number; then: Proof };

/** An edge as layer (1 to L), output neuron and input neuron. */
export type Edge = [layer: number, output: number, input: number];

/** A weight as a Laurent polynomial in eps: canonical rationals other than "0", exponents strictly ascending. */
export type WeightFamily = [edge: [output: number, input: number], terms: [coefficient: string, exponent: number][]];

/** The neurons `neurons` of a hidden layer, and the part of the product that passes through them on `outputs` x `inputs`. */
export interface Bottleneck {
  outputs: number[];
  inputs: number[];
  layer: number;
  neurons: number[];
}

/** A proof that no weights give a certain product: steps add to what is known of the weights, leaves are contradictions. */
export type Unreachable =
  | { split: Edge; zero: Unreachable; nonzero: Unreachable }
  | { let: number[]; then: Unreachable }
  | { entry: [output: number, input: number]; then: Unreachable }
  | { completion: Bottleneck; then: Unreachable }
  | { conflict: [output: number, input: number] }
  | { determinant: Bottleneck }
  | { combination: Multiple[] };

/** What a product of weights satisfies: its entry is the limit's, or a determinant vanishes. */
export type Equation = { entry: [output: number, input: number] } | { determinant: Bottleneck };

export type Multiple = Equation & { factor: PathPolynomial };

/** A polynomial in the products of paths, each given by its neurons: terms [coefficient, [[path, exponent], ...]], coefficients canonical rationals other than "0". */
export type PathPolynomial = [coefficient: string, powers: [path: number[], exponent: number][]][];

/** A two-layer goal: R and C of each neuron, and the free entries. */
export interface TwoLayerJson {
  rows: number;
  columns: number;
  neurons: [number[], number[]][];
  free: [number, number][];
}

/** A statement proved once and used where it is needed. */
export interface LemmaJson {
  goal: TwoLayerJson;
  closed: boolean;
  proof: Proof;
}

/** A frozen vector in normal form: the neuron, its frozen side, and the neurons whose pivots are cleared from it. */
export interface FrozenForm {
  neuron: number;
  side: Side;
  chain: number[];
}

/** A polynomial in variables named by two indices: terms [coefficient, [[index, index, exponent], ...]]. */
export type SplitPolynomial = [number, [number, number, number][]][];

/** Pivots [i, j, neuron, row or column] of an elimination; `values` for the neurons whose vectors are chosen there. */
export interface FrozenLeaf {
  values?: number[][];
  pivots: [number, number, number, number][];
}

/** Cases by a polynomial: zero, then solved for the variable `split`, or not. */
export type Cases<L> = { split: [number, number]; polynomial: SplitPolynomial; zero: Cases<L>; nonzero: Cases<L> } | L;

/** The variables are frozen weights [neuron, row or column]. */
export type FrozenTree = Cases<FrozenLeaf>;

/** A vector of a neuron as polynomials in the entries [row, column] of a matrix, by ascending row (column) of the neuron. */
export interface FrozenChoice {
  side: Side;
  values: SplitPolynomial[];
}

/** A vector for each neuron, and the pivots that solve for the others. */
export interface EverythingLeaf {
  frozen: FrozenChoice[];
  pivots: [number, number, number, number][];
}

/** In the row (column) `target`, the entry in the column (row) of the pivot is taken to be zero. */
export interface ClearingStep {
  clear: { side: Side; pivot: [number, number]; target: number };
  then: EverythingTree;
}

/** The variables are the entries [row, column] of a matrix. */
export type EverythingTree = Cases<EverythingLeaf | ClearingStep>;

/** Evidence by rule, for the property `linear`. */
export interface LinearEvidence {
  "single-layer": Record<string, never>;
  "unique-paths": Record<string, never>;
  "lu-minor": { outputs: [number, number]; inputs: [number, number]; neuron: { layer: number; index: number } };
  "cut-minor": { outputs: [number, number]; inputs: [number, number]; neuron: { layer: number; index: number } };
  "generic-factor": { free: "first" | "last" } & ({ paths: number[][][] } | { repairs: [end: number, layer: number, paths: number[][]][] });
  "generic-pair": {
    free: "first" | "last";
    layer: number;
    taken: number[];
    columns: number[][];
    values: number[][];
    kernel: number[];
  };
  "middle-factor": { layer: number; values: number[][] };
  "star-cover": { stars: (["output", number] | ["input", number] | null)[] };
  components: Parts;
  contraction: { layers: [number, number]; full: Proof } & Then;
  "orthonormal-factor": { factor: "first" | "last"; order: number[] } & Then;
  "added-edge": { layer: number; outputs: [number, number]; inputs: [number, number] } & Then;
  minor: { outputs: number[]; inputs: number[] } & Then;
  "linear-space": Record<string, never>;
  "one-neuron": Record<string, never> | { outputs: [number, number]; inputs: [number, number] };
  "two-neurons": Record<string, never> | { outputs: number[]; inputs: number[] };
  "block-minor": {
    outputs: [number[], number[]];
    inputs: [number[], number[]];
    neurons: [number[], number[]];
    other: number | null;
  };
  degeneration: {
    outputs: number[];
    inputs: number[];
    /** limit[a][b] belongs to outputs[a] and inputs[b]: a canonical rational, or null for a free entry. */
    limit: (string | null)[][];
    /** For each layer the weights that are not zero. */
    weights: WeightFamily[][];
    unreachable: Unreachable;
  };
  laminar: { common: Side };
  split: Parts;
  cap: { side: Side; deleted: number[] } & Then;
  "chain-descent": { side: Side; chain: number[] } & ({ cases: { deleted: number; then: Proof }[] } | { deleted: number; then: Proof });
  free: { frozen: { neuron: number; side: Side; values: number[] }[] } & Then;
  lemmas: { lemmas: LemmaJson[] } & Then;
  use: { lemma: number; rows: number[]; columns: number[]; transposed: boolean };
  "assisted-free": { frozen: FrozenForm[]; freed: { neuron: number; side: Side }[]; trees: FrozenTree[] } & Then;
  everything: { tree: EverythingTree };
  "constant-rank": { frozen: FrozenForm[]; dimension: number; trees: FrozenTree[] };
}

/** Evidence by rule, for the property `finite`. */
export interface FiniteEvidence {
  "single-layer": Record<string, never>;
  "star-components": Record<string, never>;
  "shared-output": { neuron: number; outputs: [number, number]; other: number };
  "linear-counterpart": { linear: Proof };
}

/** Evidence by rule, for the property `cube`. */
export interface CubeEvidence {
  "single-layer": Record<string, never>;
  "laminar-components": Record<string, never>;
  "crossing-inputs": { neurons: [number, number]; inputs: [number, number, number] };
  "linear-counterpart": { linear: Proof };
}

type Tagged<E> = { [R in keyof E]: { rule: R; evidence: E[R] } }[keyof E];

/** A proof that a counterpart is closed or not closed: a rule with its evidence. */
export type Proof = Tagged<LinearEvidence>;
export type FiniteProof = Tagged<FiniteEvidence>;
export type CubeProof = Tagged<CubeEvidence>;
export type AnyProof = Proof | FiniteProof | CubeProof;

export type LinearRule = keyof LinearEvidence;
export type RuleName = LinearRule | keyof FiniteEvidence | keyof CubeEvidence;
