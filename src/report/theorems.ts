/** The theorem behind each rule: its short name in docs/theory.md, where it comes from, and what it says in words. */
import type { RuleName } from "../certificate/proof.js";

export interface Theorem {
  /** As in docs/theory.md, with a word for those who do not know it by heart. */
  readonly name: string;
  readonly source: string;
  /** The statement, in one or two sentences; "L" is the set of products W_L ... W_1. */
  readonly words: string;
}

const PAPER = "Le, Riccietti, Gribonval 2023 (arXiv 2306.02666)";
const own = (section: string): string => `this project, docs/theory.md section ${section}`;

export const THEOREMS: Readonly<Record<RuleName, Theorem>> = {
  "single-layer": {
    name: "one layer",
    source: "elementary: a linear space of finite dimension is closed",
    words: "With one layer nothing is multiplied: the implementable maps form a linear space of finite dimension.",
  },
  "unique-paths": {
    name: "C1, unique paths",
    source: own("3.2"),
    words: "If no input reaches an output by two paths, L is closed: path products of supported factors form a closed cone.",
  },
  "lu-minor": {
    name: "N1, LU minor",
    source: `${PAPER} for two layers; any depth: ${own("3.4")}`,
    words:
      "If three of the four pairs between two outputs and two inputs have one path each, all through one hidden neuron, and the fourth pair " +
      "has a second path, L is not closed.",
  },
  "cut-minor": {
    name: "N1', cut minor",
    source: own("3.4"),
    words:
      "If all paths of three of the four pairs between two outputs and two inputs run through one hidden neuron, and the fourth pair has a " +
      "path past it, L is not closed.",
  },
  "generic-factor": {
    name: "C3, generic factor",
    source: own("3.6"),
    words: "If, with all other layers fixed at generic weights, the first (or last) layer alone reaches every matrix on the support, L is a linear space.",
  },
  "middle-factor": {
    name: "C3, generic factor",
    source: own("3.6"),
    words: "If, with all other layers fixed, one layer alone reaches every matrix on the support, L is a linear space.",
  },
  "generic-pair": {
    name: "C3', generic pair",
    source: own("3.6"),
    words:
      "If, with all other layers fixed, one layer serves some inputs (outputs) and the first (last) layer all the others, and together they " +
      "reach every matrix on the support, L is a linear space.",
  },
  "star-cover": {
    name: "R4, star cover",
    source: own("4.4"),
    words:
      "A hidden neuron reserved for one of its outputs (or inputs) makes the entries in that row (or column) free; if these cover the " +
      "support, L is a linear space.",
  },
  components: {
    name: "components",
    source: own("3.3"),
    words: "Parts that share no weight and no entry of the product are independent: L is closed exactly if it is for each of them.",
  },
  contraction: {
    name: "F3, contraction",
    source: own("3.5"),
    words: "Adjacent layers that together reach every matrix on their joint support may be replaced by one layer with that support; L does not change.",
  },
  "orthonormal-factor": {
    name: "C4, orthonormal factor",
    source: own("3.7"),
    words:
      "If the columns of the last factor (the rows of the first) can be made orthonormal by moving a triangular factor into the next layer, and the " +
      "product of the other layers is closed, L is closed: orthonormal columns form a compact set and keep lengths.",
  },
  "added-edge": {
    name: "F4, added edge",
    source: own("3.8"),
    words:
      "Where three of the four edges between two neurons of a hidden layer and two of the next exist, and the layers around can take over what clears the " +
      "fourth, the fourth may be added; L does not change.",
  },
  minor: {
    name: "F1, selection",
    source: own("3.1"),
    words: "Keeping some outputs and inputs and what lies between them cuts L with a coordinate subspace: if the part is not closed, neither is the whole.",
  },
  "linear-space": {
    name: "R4, everything free",
    source: own("4.4"),
    words: "When no neuron is left beside the free entries, the set is a linear space.",
  },
  "one-neuron": {
    name: "R5, one neuron",
    source: own("4.5"),
    words: "One neuron beside free entries is closed exactly if none of its entries is free; otherwise it contains an LU minor.",
  },
  "two-neurons": {
    name: "D2, two neurons",
    source: own("4.6"),
    words:
      "Two hidden neurons give a set that is not closed exactly if they share an output and an input and (a) one has an output and an input " +
      "of its own, or (b) they share two outputs and each has an input of its own, or (c) the same with outputs and inputs exchanged.",
  },
  "block-minor": {
    name: "N1'', block minor",
    source: own("4.8"),
    words:
      "For a outputs and as many inputs, b outputs and as many inputs, the block of zeros beside blocks of ranks a and b needs a + b hidden " +
      "neurons. With one less it can be a limit, but is not reached.",
  },
  degeneration: {
    name: "N3, degeneration",
    source: own("4.9"),
    words:
      "If weights that depend on eps give products that tend to a matrix as eps tends to 0, and no weights have that matrix as their product, L is " +
      "not closed.",
  },
  laminar: {
    name: "R7, laminar",
    source: own("4.7"),
    words: "If all hidden neurons have the same outputs and their sets of inputs are pairwise nested or disjoint, or the other way round, L is closed.",
  },
  split: {
    name: "R4, splitting",
    source: own("4.4"),
    words: "Free entries cut a neuron into pieces, and pieces that share no other entry are independent: the set is closed exactly if it is for each part.",
  },
  cap: {
    name: "R2, cap",
    source: own("4.2"),
    words: "Of outputs (or inputs) that meet the same hidden neurons, as many as their rank can be are enough; the others do not change the answer.",
  },
  "chain-descent": {
    name: "R3, chain descent",
    source: own("4.3"),
    words:
      "If outputs (or inputs) that meet nested sets of hidden neurons outnumber the rank they can have, L is closed exactly if it is after " +
      "leaving out any one of them.",
  },
  free: {
    name: "R4, free neurons",
    source: own("4.4"),
    words: "Neurons that reach every entry of their rectangles with one side held fixed make these entries free, and drop out.",
  },
  lemmas: {
    name: "lemmas",
    source: own("4.1"),
    words: "Statements that the proof needs more than once are proved first; each may use those before it.",
  },
  use: {
    name: "R1, renumbering",
    source: own("4.1"),
    words: "Permuting outputs, inputs and hidden neurons, and exchanging outputs and inputs, does not change whether the set is closed.",
  },
  "assisted-free": {
    name: "R6, assisted free",
    source: own("4.12"),
    words:
      "If, whatever fixed values one side of some neurons has, other neurons can be given fixed values so that both together reach every entry of the latter's " +
      "rectangles, these entries are free, and the latter drop out.",
  },
  "constant-rank": {
    name: "R7, constant rank",
    source: own("4.11"),
    words:
      "With one side of every neuron fixed, in normal form, the other sides span a linear space; if its dimension is the same for all values of the fixed " +
      "sides, L is a union of linear spaces over a compact set that they depend on continuously, and closed.",
  },
  everything: {
    name: "R8, everything",
    source: own("4.13"),
    words: "Every matrix on the support is reached, shown case by case with weights that are rational functions of its entries; so L is a linear space.",
  },
  "star-components": {
    name: "T6, stars",
    source: `${own("2.4")}, with T3 for one output: ${PAPER}`,
    words: "With one hidden layer, every training problem has an optimum exactly if no hidden neuron that feeds two outputs shares one of them with another.",
  },
  "shared-output": {
    name: "T6, stars",
    source: own("2.4"),
    words: "With one hidden layer, some training set has no optimum as soon as a hidden neuron feeds two outputs and shares one of them with another.",
  },
  "laminar-components": {
    name: "T7, laminar inputs",
    source: `${own("2.5")}, on T4: ${PAPER}`,
    words:
      "With one hidden layer whose joined hidden neurons and outputs are completely joined, the functions on a cube form a closed set " +
      "exactly if, where there are two outputs or more, the neurons' sets of inputs are nested or disjoint.",
  },
  "crossing-inputs": {
    name: "T7, laminar inputs",
    source: own("2.5"),
    words:
      "Two hidden neurons with the same two outputs or more, a shared input and an input of their own each: some function on the cube is a " +
      "limit and not implementable.",
  },
  "linear-counterpart": {
    name: "T2, linear counterpart",
    source: `${PAPER}; ${own("2.2")}`,
    words: "If L is not closed, some finite training set has no optimum, and the functions on a cube do not form a closed set.",
  },
};
