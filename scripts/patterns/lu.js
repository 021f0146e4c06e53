/** LU factorisation and its relatives: the first known patterns without an optimum. */
import { claim, mask, notClosed } from "./build.js";

const lower = (n) => mask(n, n, (i, j) => j <= i);
const upper = (n) => mask(n, n, (i, j) => j >= i);

const lu = (n) => ({
  name: `lu-${n}`,
  masks: [upper(n), lower(n)],
  about: `LU factors of a ${n} x ${n} matrix: upper triangular, then lower triangular. Some matrices have no LU factorisation, but all are limits of matrices that have one.`,
  source: "Le, Riccietti, Gribonval 2023 (arXiv 2306.02666); textbook LU",
  tags: ["lu", "square"],
  expected: notClosed("N1: LU minor at outputs 1, 2 and inputs 1, 2 through hidden neuron 1: one path each, but two from input 2 to output 2."),
});

const ul = (n) => ({
  name: `ul-${n}`,
  masks: [lower(n), upper(n)],
  about: `UL factors: the masks of lu-${n} transposed one by one. (Transposing the network as a whole gives lu-${n} again.)`,
  source: "textbook UL",
  tags: ["lu", "square"],
  expected: notClosed(`N1: LU minor at outputs ${n}, ${n - 1} and inputs ${n}, ${n - 1} through hidden neuron ${n}; it is lu-${n} counted backwards.`),
});

const blockOf = (index) => Math.floor(index / 2);

export default [
  ...[2, 3, 4, 5].map(lu),
  ...[2, 3, 4, 5].map(ul),
  {
    name: "lu-tridiagonal-4",
    masks: [mask(4, 4, (h, k) => k === h || k === h + 1), mask(4, 4, (i, h) => h === i || h === i - 1)],
    about: "Bidiagonal factors of a tridiagonal matrix (the Thomas algorithm).",
    source: "textbook LU of a tridiagonal matrix",
    tags: ["lu", "banded"],
    expected: notClosed("N1: LU minor at outputs 1, 2 and inputs 1, 2 through hidden neuron 1."),
  },
  {
    name: "lu-block-4",
    masks: [mask(4, 4, (h, k) => blockOf(k) >= blockOf(h)), mask(4, 4, (i, h) => blockOf(h) <= blockOf(i))],
    about: "Block LU with 2 x 2 blocks. No input and output are joined by one path only, so there is no LU minor.",
    source: "textbook block LU",
    tags: ["lu", "square", "hard"],
    expected: notClosed(
      "Own limit: blocks (0, I; I, 0). If X Z = I and V Y = I with 2 x 2 blocks, X and Y are invertible and the first block X Y is not 0; with X = eps I, Y = I, Z = I/eps it tends to 0.",
    ),
  },
  {
    name: "lower-lower-3",
    masks: [lower(3), lower(3)],
    about: "Two lower triangular factors: every lower triangular matrix is such a product.",
    source: "contrast to lu-3",
    tags: ["triangular"],
    expected: claim(
      true,
      false,
      null,
      "linear: C3, or one factor the identity: all lower triangular matrices. finite: T6, hidden neuron 1 feeds all outputs. cube: the hidden-output graph is not complete bipartite, no rule.",
    ),
  },
];
