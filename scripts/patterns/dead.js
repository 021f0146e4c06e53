/** Neurons, inputs and outputs that pruning has cut off, and layers without bias. */
import { claim, dense, full, rectangles } from "./build.js";

const STAR = "Dead neurons first, then T6: the component left is a star; finite yes gives the other two.";

const dead = (name, masks, about, expected) => ({ name: `dead-${name}`, masks, about, source: "pruning accidents", tags: ["dead"], expected });

const withoutBias = (name, masks, bias, linear, why) => ({
  name,
  masks,
  bias,
  about: "Biases are not all free, so only the linear counterpart gets a verdict.",
  source: "networks without bias",
  tags: ["bias"],
  expected: claim(linear, null, null, `linear: ${why} finite and cube: stated for free biases only.`),
});

export default [
  dead("no-output", [["11", "01"], ["10", "10"]], "The second hidden neuron feeds nothing.", claim(true, true, true, STAR)),
  dead(
    "no-input",
    [["11", "00"], full(2, 2)],
    "The second hidden neuron sees no input: a constant, absorbed by the output biases. A test for stars that counts it says no.",
    claim(true, true, true, STAR),
  ),
  dead("lu-defused", [["11", "00"], ["10", "11"]], "lu-2 whose second neuron has lost its input.", claim(true, true, true, STAR)),
  dead(
    "output-cut",
    [full(2, 2), ["11", "11", "00"]],
    "The third output is cut off and constant; the rest is dense-2-2-2.",
    claim(true, false, true, "As dense-2-2-2: linear all matrices, finite no by T6, cube yes by T7."),
  ),
  dead("input-cut", [["110", "110"], full(1, 2)], "The third input is not used; one output.", claim(true, true, true, "T3 and T7: one output.")),
  dead("all-cut", [full(3, 2), ["000", "000"]], "The last layer is pruned away: both outputs are constants.", claim(true, true, true, "Nothing is live: constants, a linear space.")),
  dead(
    "cut-in-the-chain",
    [["11", "01"], ["10", "01"], ["10", "10"]],
    "The neuron that would complete an LU minor feeds a neuron that feeds nothing.",
    claim(true, null, null, "linear: what is live is one neuron in each hidden layer, rank-one matrices (F3, R5). finite and cube: open beyond one hidden layer."),
  ),
  withoutBias("lu-2-no-bias", rectangles("12*12, 2*2"), false, false, "N1, as lu-2."),
  withoutBias("dense-2-3-2-no-bias", dense(2, 3, 2), false, true, "all 2 x 2 matrices."),
  withoutBias("one-neuron-output-bias-only", rectangles("12*12"), [false, true], true, "rank-one matrices."),
];
