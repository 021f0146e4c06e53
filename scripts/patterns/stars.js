/** Patterns with all three properties: one output, or one hidden neuron, in every component. */
import { claim, dense, mask, rectangles } from "./build.js";

const all = (why) => claim(true, true, true, why);
const STARS = "T6: every component of the hidden-output graph is a star; finite yes gives the other two.";

const star = (name, masks, about, why, tags = []) => ({
  name: `star-${name}`,
  masks,
  about,
  source: "construction for T3 and T6",
  tags: ["star", ...tags],
  expected: all(why),
});

export default [
  star("one-neuron", rectangles("1234*123"), "A single hidden neuron with three inputs and four outputs.", STARS),
  star(
    "one-neuron-gaps",
    [mask(1, 4, (_, k) => k !== 1), mask(4, 1, (i) => i !== 2)],
    "A single hidden neuron; one input and one output are cut off.",
    STARS,
  ),
  star("forest", rectangles("1*12, 1*23, 23*3"), "An output with two neurons, and a neuron with two outputs.", STARS),
  star("scalar-triangle", rectangles("1*12, 1*23, 1*13"), "One output; the input supports cross each other.", "T3 and T7: one output, any first layer.", ["scalar"]),
  star("two-scalars", rectangles("1*12, 1*23, 2*13, 2*12"), "Two outputs, each with neurons of its own, whose input supports cross.", STARS),
  star("block-stars", rectangles("12*12, 34*34, 56*56"), "Block-diagonal with one hidden neuron per block.", STARS, ["block-diagonal"]),
  star(
    "single-layer",
    [mask(3, 4, (i, k) => (i + k) % 2 === 0)],
    "A masked linear layer without hidden neurons.",
    "L = 1: affine maps with masked matrix, a linear space.",
    ["single-layer"],
  ),
  star("sparse-scalar-16", [mask(8, 16, (h, k) => (h * 5 + k * 3) % 4 === 0), dense(8, 1)[0]], "One output, a first layer with a quarter of the weights.", "T3 and T7: one output, any first layer.", [
    "scalar",
  ]),
];
