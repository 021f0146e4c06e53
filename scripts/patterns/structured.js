/** Pruning by structure: blocks, bands, groups, low rank plus diagonal, single edges. */
import { claim, dense, full, mask, notClosed, rectangles } from "./build.js";

const T6 = "finite: T6, a neuron feeds two outputs and shares one.";
const OPEN_CUBE = "cube: the hidden-output graph is not complete bipartite, no rule.";

const diagonalBlocks = (rows, cols, count) =>
  mask(rows * count, cols * count, (i, j) => Math.floor(i / rows) === Math.floor(j / cols));

/** A convolution layer with kernel 2 whose weights are not shared: output i sees i and i + 1. */
const pairs = (rows) => mask(rows, rows + 1, (i, j) => j === i || j === i + 1);

const convolutions = (inputs, about, tags, expected) => ({
  name: `local-${inputs}-${inputs - 1}-${inputs - 2}`,
  masks: [pairs(inputs - 1), pairs(inputs - 2)],
  about,
  source: "two locally connected layers with windows of two",
  tags: ["banded", ...tags],
  expected,
});

const LOCAL_LIMIT =
  "Own limit: end neurons free their entries; a13 = a22 = a35 = a44 = 1, a23 = a34 = 0 and a24 = eps are reached. With a24 = 0 they are not: a23 = 0 and a13 a22 not 0 force neuron 3 onto entry (2, 3), a34 = 0 and a35 a44 not 0 onto (3, 4), so its entry (2, 4) is not 0.";

export default [
  {
    name: "block-diagonal-2",
    masks: [diagonalBlocks(3, 3, 2), diagonalBlocks(3, 3, 2)],
    about: "Two independent dense blocks 3-3-3 (a grouped layer).",
    source: "grouped layers",
    tags: ["block-diagonal"],
    expected: claim(true, false, true, `linear: each block is dense. ${T6} cube: T7, each component dense.`),
  },
  {
    name: "block-diagonal-deep",
    masks: [diagonalBlocks(3, 2, 2), diagonalBlocks(3, 3, 2), diagonalBlocks(2, 3, 2)],
    about: "Two independent dense blocks 2-3-3-2.",
    source: "grouped layers",
    tags: ["block-diagonal", "deep"],
    expected: claim(true, null, null, "linear: F3 in each block, all block-diagonal matrices. finite and cube: open beyond one hidden layer."),
  },
  {
    name: "block-sparse-8",
    masks: [mask(8, 8, (i, j) => (Math.floor(i / 2) + Math.floor(j / 2)) % 2 === 0), full(4, 8)],
    about: "A checkerboard of 2 x 2 blocks under a full last layer: two disjoint input supports.",
    source: "block sparsity",
    tags: ["block"],
    expected: claim(true, false, true, `linear: R7, supports equal or disjoint. ${T6} cube: T7.`),
  },
  convolutions(4, "Windows of two, twice; three neurons.", [], claim(true, false, null, `linear: C3, all matrices of the band. ${T6} ${OPEN_CUBE}`)),
  convolutions(
    5,
    "Windows of two, twice; four neurons: still every matrix of the band.",
    ["hard"],
    claim(
      true,
      false,
      null,
      `linear: own proof. Neurons 1 and 4 free their entries. Neuron 2 makes a13 and a22 and adds to a23 any nonzero number (any number if a13 a22 = 0); neuron 3 likewise for a24, a33. Two nonzero numbers have any sum: all matrices of the band. ${T6} ${OPEN_CUBE}`,
    ),
  ),
  convolutions(6, "Windows of two, twice; five neurons: no longer closed, without an LU minor.", ["hard"], notClosed(LOCAL_LIMIT)),
  convolutions(12, "Windows of two, twice, longer.", ["hard"], notClosed(`F1: outputs 1 to 4 and inputs 1 to 6 select local-6-5-4. ${LOCAL_LIMIT}`)),
  {
    name: "strided-8-4-2",
    masks: [mask(4, 8, (h, k) => Math.floor(k / 2) === h), mask(2, 4, (i, h) => Math.floor(h / 2) === i)],
    about: "Windows of two with stride two, twice: a forest.",
    source: "strided locally connected layers",
    tags: ["tree", "star"],
    expected: claim(true, true, true, "T6: each output has neurons of its own; finite yes gives the other two."),
  },
  {
    name: "depthwise-separable",
    masks: [
      mask(6, 8, (h, k) => Math.floor(h / 3) === Math.floor(k / 4) && (k % 4 === h % 3 || k % 4 === (h % 3) + 1)),
      mask(6, 6, (i, h) => i % 3 === h % 3),
    ],
    about: "Two channels of four positions: windows of two in each channel, then mixing of the channels at each position (weights not shared).",
    source: "depthwise separable convolution as a pattern",
    tags: ["banded", "unique-paths"],
    expected: claim(true, false, true, `linear: C1, unique paths. ${T6} cube: T7, at each position the channels have disjoint inputs.`),
  },
  {
    name: "low-rank-plus-diagonal-2",
    masks: rectangles("12*12, 1*1, 2*2"),
    about: "One full neuron and one neuron per diagonal entry.",
    source: "low rank plus diagonal",
    tags: ["low-rank"],
    expected: claim(true, false, null, `linear: C3, two neurons per input and two outputs, all 2 x 2 matrices. ${T6} ${OPEN_CUBE}`),
  },
  {
    name: "low-rank-plus-diagonal-3",
    masks: rectangles("123*123, 1*1, 2*2, 3*3"),
    about: "Rank one plus diagonal, one size larger.",
    source: "low rank plus diagonal",
    tags: ["low-rank", "lu"],
    expected: notClosed("N1: LU minor at outputs 1, 2 and inputs 3, 2 through neuron 1."),
  },
  {
    name: "one-edge-first",
    masks: rectangles("12*12, 12*2"),
    about: "dense-2-2-2 without one weight of the first layer.",
    source: "smallest pruning steps",
    tags: ["edge"],
    expected: claim(true, false, true, `linear: R7, nested supports. ${T6} cube: T7.`),
  },
  {
    name: "one-edge-last",
    masks: rectangles("12*12, 2*12"),
    about: "dense-2-2-2 without one weight of the last layer.",
    source: "smallest pruning steps",
    tags: ["edge"],
    expected: claim(true, false, null, `linear: R7 transposed, nested outputs. ${T6} ${OPEN_CUBE}`),
  },
  {
    name: "two-edges",
    masks: rectangles("12*12, 1*2"),
    about: "dense-2-2-2 without one weight of each layer, both at the same neuron: LU up to the order of the outputs.",
    source: "smallest pruning steps",
    tags: ["edge", "lu"],
    expected: notClosed("N1: LU minor at outputs 2, 1 and inputs 1, 2 through neuron 1; D2 (a)."),
  },
  {
    name: "nm-2-4-stars",
    masks: [["1100", "0011", "1010", "0101"], ["1100", "0011"]],
    about: "2:4 sparsity along the inputs; every hidden neuron ends in one output.",
    source: "2:4 structured sparsity",
    tags: ["nm", "star"],
    expected: claim(true, true, true, "T6: each output has neurons of its own; finite yes gives the other two."),
  },
  {
    name: "nm-2-4-lu",
    masks: [["1100", "0011", "1010", "0101"], ["1100", "1010"]],
    about: "2:4 sparsity along the inputs; the fourth hidden neuron is dead.",
    source: "2:4 structured sparsity",
    tags: ["nm", "lu", "dead"],
    expected: notClosed("N1: LU minor at outputs 1, 2 and inputs 2, 1 through neuron 1."),
  },
  {
    name: "flag-3",
    masks: rectangles("1*123, 12*12, 123*1"),
    about: "Rectangles under a staircase: each neuron has more outputs and fewer inputs than the one before.",
    source: "chain of rectangles",
    tags: ["flag"],
    expected: claim(true, false, null, `linear: star cover, all matrices above the antidiagonal and on it. ${T6} ${OPEN_CUBE}`),
  },
  {
    name: "neurons-removed",
    masks: [
      mask(8, 6, (h) => h % 3 === 0),
      mask(4, 8, (_, h) => h % 3 === 0),
    ],
    about: "Whole hidden neurons pruned: dense-6-3-4 with five dead neurons beside it.",
    source: "neuron pruning",
    tags: ["neuron", "dead"],
    expected: claim(true, false, true, `linear: matrices of rank at most 3. ${T6} cube: T7, equal supports.`),
  },
  {
    name: "autoencoder-tied-shape",
    masks: [mask(4, 8, (h, k) => Math.floor(k / 2) === h), mask(8, 4, (i, h) => Math.floor(i / 2) === h)],
    about: "Each code neuron reads and writes its own pair of coordinates.",
    source: "sparse autoencoder",
    tags: ["star", "block-diagonal"],
    expected: claim(true, true, true, "T6: every component is one hidden neuron; finite yes gives the other two."),
  },
  {
    name: "wide-dense-last",
    masks: [mask(12, 6, (h, k) => h % 6 === k), ...dense(12, 3)],
    about: "Every hidden neuron sees one input: a sum of functions of one variable.",
    source: "additive models",
    tags: ["laminar"],
    expected: claim(true, false, true, `linear: all matrices. ${T6} cube: T7, supports equal or disjoint.`),
  },
];
