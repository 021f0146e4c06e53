/** More than one hidden layer, where only `linear` is decided unless it is no. */
import { claim, dense, full, identity, mask, notClosed, rectangles } from "./build.js";

const OPEN = "finite and cube: open beyond one hidden layer.";
const closed = (why) => claim(true, null, null, `linear: ${why} ${OPEN}`);
const lower = (n) => mask(n, n, (i, j) => j <= i);
const half = (index) => Math.floor(index / 2);

const deep = (name, masks, about, tags, expected) => ({
  name: `deep-${name}`,
  masks,
  about,
  source: "construction of depth",
  tags: ["deep", ...tags],
  expected,
});

const [luFirst, luLast] = rectangles("12*12, 2*2");
const [collisionFirst, collisionLast] = rectangles("12*13, 12*23");

export default [
  deep("lu-identity", [luFirst, identity(2), luLast], "lu-2 with an identity layer between the factors.", ["lu", "identity"], notClosed("N1: path counts are those of lu-2.")),
  deep(
    "dense-identity",
    [full(3, 2), identity(3), full(2, 3)],
    "dense-2-3-2 with an identity layer inserted.",
    ["identity"],
    closed("F3, identity and full layer contract to the full layer: all 2 x 2 matrices."),
  ),
  deep(
    "collision-identity",
    [identity(3), collisionFirst, collisionLast],
    "two-b-collision with an identity layer in front; no LU minor.",
    ["identity", "collision"],
    notClosed("F3 contracts the first two layers, then D2 (b)."),
  ),
  deep(
    "lu-3",
    [luFirst, ["10", "10", "01"], ["100", "011"]],
    "The three single paths meet in the first hidden layer; the second path from input 2 to output 2 keeps apart to the end.",
    ["lu"],
    notClosed("N1: LU minor at outputs 1, 2 and inputs 1, 2 through neuron 1 of the first hidden layer."),
  ),
  deep(
    "lu-4",
    [["101", "010", "001"], ["110", "011"], ["10", "11", "01"], ["100", "010", "011"]],
    "The single paths meet in the middle of four layers; the second path shares its first and last edges with the first one.",
    ["lu"],
    notClosed("N1: LU minor at outputs 1, 2 and inputs 1, 2 through neuron 1 of the second hidden layer."),
  ),
  deep("triangular-cubed-3", [lower(3), lower(3), lower(3)], "Three lower triangular factors.", ["triangular"], closed("C3, or two factors the identity: all lower triangular matrices.")),
  deep(
    "tree-in",
    [mask(4, 8, (i, j) => half(j) === i), mask(2, 4, (i, j) => half(j) === i), full(1, 2)],
    "A binary tree of eight inputs and one output.",
    ["tree", "scalar", "unique-paths"],
    closed("C1, unique paths."),
  ),
  deep(
    "tree-out",
    [full(2, 1), mask(4, 2, (i, j) => half(i) === j), mask(8, 4, (i, j) => half(i) === j)],
    "A binary tree of one input and eight outputs.",
    ["tree", "unique-paths"],
    closed("C1, unique paths."),
  ),
  deep(
    "bottleneck-one",
    [["110", "011"], full(1, 2), full(2, 1), ["10", "11", "01"]],
    "Sparse encoder and decoder around one neuron: rank-one matrices.",
    ["bottleneck"],
    closed("the layers below the bottleneck make every row vector, those above every column vector (F3, one output, one input); rank one is closed (R5)."),
  ),
  deep(
    "scalar-sparse",
    [["1010", "0101", "1100"], ["110", "011"], full(1, 2)],
    "Two sparse hidden layers and one output.",
    ["scalar"],
    closed("C3, one output: every input has a path of its own to it."),
  ),
  deep("dense-after-lu", [luFirst, luLast, full(2, 2)], "lu-2 followed by a full layer: the full layer makes every matrix by itself.", ["lu"], closed("C3 with the last layer free, the others the identity: all 2 x 2 matrices.")),
  deep("dense-10-layers", dense(...Array.from({ length: 11 }, () => 3)), "Ten full layers of three neurons.", ["dense"], closed("F3, all 3 x 3 matrices.")),
];
