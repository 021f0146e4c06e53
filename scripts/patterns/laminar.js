/** First layers whose input supports are laminar, or not, under full last layers: the criterion T7. */
import { claim, rectangles } from "./build.js";

const T6 = "finite: T6, a neuron feeds two outputs and shares one.";

const first = (name, text, about, expected) => ({
  name: `supports-${name}`,
  masks: rectangles(text),
  about: `Rectangles ${text} (outputs * inputs of each neuron). ${about}`,
  source: "construction for T7",
  tags: ["laminar"],
  expected,
});

const nested = (why) => claim(true, false, true, `linear: R7, ${why}. ${T6} cube: T7.`);
const crossing = (linear) => claim(true, false, false, `linear: ${linear}. ${T6} cube: T7, two outputs and supports that cross.`);

export default [
  first("tree", "12*1234, 12*12, 12*34, 12*1", "Input supports form a tree.", nested("laminar supports")),
  first("partition", "12*12, 12*34", "Input supports are disjoint.", nested("disjoint supports")),
  first("chain", "12*123, 12*12, 12*1", "Input supports form a chain.", nested("nested supports")),
  first("chain-tall", "1234*123, 1234*12, 1234*1", "A chain under four outputs: not every matrix is reached.", nested("nested supports")),
  first("triangle", "12*12, 12*23, 12*13", "Three supports that cross; every 2 x 3 matrix is reached, so linear does not see the defect.", crossing("C3, two neurons per input and two outputs, all matrices")),
  first("triangle-3", "123*12, 123*23, 123*13", "The triangle with three outputs: give every neuron one input.", crossing("star cover, all 3 x 3 matrices")),
  first("crossing-with-helper", "12*12, 12*23, 12*2", "The collision of two-b-collision, healed in the linear counterpart by a neuron on the common input.", crossing("star cover, all 2 x 3 matrices")),
  first(
    "components-laminar-and-scalar",
    "12*12, 12*3, 3*12, 3*23",
    "Two outputs with laminar supports, and a separate output with supports that cross.",
    nested("each component: laminar, or one output"),
  ),
  first(
    "components-each-laminar",
    "12*12, 12*12, 34*23, 34*23",
    "Two components; supports of different components cross, which does not matter.",
    nested("each component has equal supports"),
  ),
  first("components-triangle-and-scalar", "12*12, 12*23, 12*13, 3*12", "One bad component spoils the cube.", crossing("C3 in the first component, one output in the second")),
];
