/** Fast transforms: products of sparse factors with structured paths. */
import { butterflyFactor, claim, mask, notClosed } from "./build.js";

const T7 = "finite: T6, blocks of neurons that share several outputs. cube: T7, complete bipartite components with disjoint input supports.";
const OPEN = "finite and cube: open beyond one hidden layer.";

const fft = (n) => {
  const strides = Array.from({ length: Math.log2(n) }, (_, l) => 2 ** l);
  return {
    name: `fft-${n}`,
    masks: strides.map((stride) => butterflyFactor(n, stride)),
    about: `The butterfly factors of a fast Fourier transform of size ${n}: two weights per row, one path from every input to every output.`,
    source: "Zheng, Riccietti, Gribonval 2023, butterfly factorisation; Cooley-Tukey",
    tags: ["butterfly", "unique-paths"],
    expected: n === 4 ? claim(true, false, true, `linear: C1, unique paths. ${T7}`) : claim(true, null, null, `linear: C1, unique paths. ${OPEN}`),
  };
};

/** Inputs (block, x), hidden (block, y), outputs (y, z), each pair numbered block by block. */
const monarch = (side) => {
  const [major, minor] = [(index) => Math.floor(index / side), (index) => index % side];
  const n = side * side;
  return {
    name: `monarch-${n}`,
    masks: [mask(n, n, (h, k) => major(h) === major(k)), mask(n, n, (i, h) => major(i) === minor(h))],
    about: `Monarch: two block-diagonal factors of ${side} blocks ${side} x ${side} with a permutation between them, one path from every input to every output.`,
    source: "Monarch matrices (Dao et al. 2022)",
    tags: ["monarch", "block", "unique-paths"],
    expected: claim(true, false, true, `linear: C1, unique paths. ${T7}`),
  };
};

/** Layer l joins j to j + n * (product of the earlier radices), n = 0 .. radix - 1, modulo the product of one round. */
const radix = (name, radices, rounds, about, expected) => {
  const n = radices.reduce((product, r) => product * r, 1);
  const steps = radices.map((_, l) => radices.slice(0, l).reduce((product, r) => product * r, 1));
  const round = radices.map((r, l) =>
    mask(n, n, (i, j) => {
      const offset = (i - j + n) % n;
      return offset % steps[l] === 0 && offset / steps[l] < r;
    }),
  );
  return {
    name,
    masks: Array.from({ length: rounds }, () => round).flat(),
    about,
    source: "RadiX-Net mixed-radix topologies (Kepner, Robinett 2019)",
    tags: ["radix-net"],
    expected,
  };
};

const JORDAN =
  "Own proof: the product is diag(B1, B2) (D1, D2; D3, D4) diag(A1, A2) with 2 x 2 blocks, D diagonal (the two middle factors of kaleidoscope-4 contract by F3). Of (I, I; I, J) it would make J = B1 (diagonal) B1^-1, but J = (1, 1; 0, 1) is not diagonalisable over the reals; (1, 1; 0, 1 + eps) is.";

export default [
  ...[4, 8, 16].map(fft),
  monarch(3),
  monarch(4),
  {
    name: "sandwich-4",
    masks: [1, 2, 1].map((stride) => butterflyFactor(4, stride)),
    about: "Butterfly factors of strides 1, 2, 1: two paths between any input and output, so no LU minor. A limit shows Jordan blocks, which the product cannot make.",
    source: "kaleidoscope hierarchy (Dao et al. 2020), smallest case with its middle factors merged",
    tags: ["butterfly", "hard"],
    expected: notClosed(JORDAN),
  },
  {
    name: "kaleidoscope-4",
    masks: [1, 2, 2, 1].map((stride) => butterflyFactor(4, stride)),
    about: "A butterfly of size 4 and its mirror image. The set of products has full dimension (over the complex numbers it is dense) and is not closed.",
    source: "kaleidoscope hierarchy (Dao et al. 2020)",
    tags: ["butterfly", "hard"],
    expected: notClosed(JORDAN),
  },
  radix("radix-2-2", [2, 2], 1, "Mixed radix (2, 2) on four neurons: one path between any two.", claim(true, false, true, `linear: C1, unique paths. ${T7}`)),
  radix("radix-3-2", [3, 2], 1, "Mixed radix (3, 2) on six neurons: one path between any two.", claim(true, false, true, `linear: C1, unique paths. ${T7}`)),
  radix("radix-2-2-2", [2, 2, 2], 1, "Mixed radix (2, 2, 2) on eight neurons: one path between any two.", claim(true, null, null, `linear: C1, unique paths. ${OPEN}`)),
  radix("radix-2-2-twice", [2, 2], 2, "Two rounds of mixed radix (2, 2): four paths between any two. No verdict is claimed.", {
    why: "Equal path counts above one: neither C1 nor N1 applies.",
  }),
];
