/** Nothing pruned: what a pruned verdict has to be compared with. */
import { claim, dense } from "./build.js";

const WHY_SHALLOW =
  "linear: matrices of bounded rank. finite: T6, two hidden neurons share two outputs. cube: T7, equal supports are nested.";

const shallow = (widths, about) => ({
  name: `dense-${widths.join("-")}`,
  masks: dense(...widths),
  about,
  source: "dense network",
  tags: ["dense", "shallow"],
  expected: claim(true, false, true, WHY_SHALLOW),
});

const scalar = (widths, about) => ({
  ...shallow(widths, about),
  tags: ["dense", "shallow", "scalar"],
  expected: claim(true, true, true, "linear: all row vectors. finite: T3, one output. cube: T7, one output."),
});

const deep = (widths, about) => ({
  name: `dense-${widths.join("-")}`,
  masks: dense(...widths),
  about,
  source: "dense network",
  tags: ["dense", "deep"],
  expected: claim(
    true,
    null,
    null,
    `linear: F3 contracts all layers but those around the narrowest, what is left is matrices of rank at most ${Math.min(...widths)}. finite and cube: open beyond one hidden layer.`,
  ),
});

const everything = (why) => claim(true, true, true, why);

export default [
  shallow([1, 2, 2], "The smallest dense network with a training problem that has no optimum: five points on a line."),
  shallow([2, 2, 2], "Two of everything; all 2 x 2 matrices, yet finite is no."),
  shallow([2, 3, 2], "More hidden neurons than outputs; all 2 x 2 matrices."),
  shallow([4, 2, 4], "A bottleneck: matrices of rank at most 2."),
  shallow([8, 3, 8], "A dense autoencoder: matrices of rank at most 3."),
  shallow([8, 16, 4], "A wide hidden layer."),
  {
    name: "dense-2-1-2",
    masks: dense(2, 1, 2),
    about: "One hidden neuron: rank-one matrices, and a star.",
    source: "dense network",
    tags: ["dense", "shallow", "star"],
    expected: everything("linear: matrices of rank at most one. finite: T6, the only component is a star. cube: T7, one support."),
  },
  scalar([3, 2, 1], "One output, fewer hidden neurons than inputs."),
  scalar([1, 8, 1], "Piecewise linear functions of one variable with at most eight kinks."),
  {
    name: "dense-3-2",
    masks: dense(3, 2),
    about: "No hidden layer: linear regression.",
    source: "least squares",
    tags: ["dense", "single-layer"],
    expected: everything("L = 1: affine maps, a finite-dimensional linear space."),
  },
  deep([2, 3, 3, 2], "Two hidden layers, all 2 x 2 matrices."),
  deep([4, 3, 2, 3, 4], "A deep autoencoder with a code of two numbers."),
  deep([3, 4, 4, 1], "A deep network with one output: T3 does not reach it."),
  deep([64, 32, 16, 10], "A dense classifier of realistic shape."),
];
