/** Patterns on which plausible shortcuts of the theory go wrong, one shortcut each. */
import { claim, full, notClosed, rectangles } from "./build.js";

const T6 = "finite: T6, a neuron feeds two outputs and shares one.";
const OPEN_CUBE = "cube: the hidden-output graph is not complete bipartite, no rule.";

const trap = (name, text, about, expected) => ({
  name: `trap-${name}`,
  masks: rectangles(text),
  about: `Rectangles ${text} (outputs * inputs of each neuron). ${about}`,
  source: "proofs of this project, rules that needed amending",
  tags: ["trap"],
  expected,
});

export default [
  trap(
    "free-entry",
    "12*12, 2*2",
    "lu-2. Once entry (2, 2) is free both rows have the same class; capping or descending then (R2, R3 without regard to free entries) would call it closed.",
    notClosed("N1 and D2 (a); R5 with (2, 2) free."),
  ),
  trap(
    "surplus-neuron",
    "12*12, 2*2, 2*2",
    "lu-2 with its second neuron doubled. Orthogonal unit vectors for both copies do not exist, so an argument over the empty set of them (R7 without deleting surplus neurons) would call it closed.",
    notClosed("N1: LU minor at outputs 1, 2 and inputs 1, 2; three paths from input 2 to output 2."),
  ),
  trap(
    "chain-of-singletons",
    "12*1, 12*2, 12*123",
    "Laminar. With the input side frozen, chains alone do not give a constant dimension; with the common output side frozen they do.",
    claim(true, false, true, `linear: R7, laminar supports. ${T6} cube: T7.`),
  ),
  trap(
    "chain-not-a-chain",
    "123*12, 124*12, 12*12",
    "Neurons 1 and 2 are not comparable, so both cannot precede neuron 3 in one chain: unit vectors orthogonal to both exist only when they are parallel.",
    claim(true, false, null, `linear: R6, neuron 3 frees the entries of outputs 1 and 2 whatever the others do; what is left of neurons 1 and 2 is one row each: all 4 x 2 matrices. ${T6} ${OPEN_CUBE}`),
  ),
  trap(
    "chain-not-a-chain-transposed",
    "12*123, 12*124, 12*12",
    "The transpose: linear sees nothing wrong, but the input supports of neurons 1 and 2 cross.",
    claim(true, false, false, `linear: as trap-chain-not-a-chain, all 2 x 4 matrices. ${T6} cube: T7, supports 123 and 124 cross.`),
  ),
  trap(
    "flipped-kink",
    "12*13, 12*23, 12*123",
    "A forced kink on the third neuron in general position can be turned round, and then the target is attained; forced kinks must sit on one output with positive weights.",
    claim(true, false, false, `linear: C3, two or more neurons per input and two outputs, all matrices. ${T6} cube: T7, supports 13 and 23 cross.`),
  ),
  trap(
    "shared-kink",
    "12*1, 1*1, 2*1",
    "One input, one neuron for both outputs and one for each. Counting kinks of each output on its own would miss that a kink can be shared.",
    claim(true, false, null, `linear: one input, all vectors. ${T6} ${OPEN_CUBE}`),
  ),
  trap(
    "no-minor-is-not-closed",
    "12*12, 12*23, 3*2, 3*4",
    "No LU minor anywhere, yet not closed: the third output only adds a component of its own.",
    notClosed("F1 to outputs 1, 2, then D2 (b): two common rows, exclusive columns 1 and 3."),
  ),
  {
    name: "trap-lu-then-sum",
    masks: [...rectangles("12*12, 2*2"), full(1, 2)],
    about: "lu-2 followed by one output. A sub-network that is not closed does not make the network not closed: selection keeps inputs and outputs, not layers.",
    source: "limits of F1",
    tags: ["trap", "deep", "scalar"],
    expected: claim(true, null, null, "linear: C3, one output: all row vectors. finite and cube: open beyond one hidden layer."),
  },
  {
    name: "trap-lu-with-rival-edge",
    masks: [
      ["11", "11"],
      ["10", "11"],
    ],
    about: "lu-2 with one more weight: adding an edge can restore closedness, so deleting edges is no way to prove a defect.",
    source: "limits of F1",
    tags: ["trap"],
    expected: claim(true, false, null, `linear: R7 transposed, equal inputs and nested outputs. ${T6} ${OPEN_CUBE}`),
  },
];
