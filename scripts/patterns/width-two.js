/** Two hidden neurons, two rectangles: every case of the exact criterion D2. */
import { claim, notClosed, rectangles } from "./build.js";

const two = (name, text, about, expected, tags = []) => ({
  name: `two-${name}`,
  masks: rectangles(text),
  about: `Rectangles ${text} (outputs * inputs of each neuron). ${about}`,
  source: "all cases of two rectangles, this project (D2)",
  tags: ["width-two", ...tags],
  expected,
});

const stars = (why) => claim(true, true, true, `${why} finite: T6, stars.`);
const full = (why) => claim(true, false, true, `${why} finite: T6, a neuron feeds two outputs and shares one. cube: T7, complete bipartite and laminar.`);
const partial = (why) =>
  claim(true, false, null, `${why} finite: T6, a neuron feeds two outputs and shares one. cube: not complete bipartite, no rule.`);

export default [
  two("disjoint-rows", "12*12, 34*12", "No common output.", stars("D2: no overlap, closed.")),
  two("disjoint-both", "12*12, 34*34", "Two independent blocks.", stars("D2: no overlap, closed.")),
  two("disjoint-columns", "12*1, 12*2", "No common input.", full("D2: no overlap, closed.")),
  two("disjoint-columns-one-row", "12*1, 23*2", "One common output, no common input.", partial("D2: no overlap, closed.")),
  two("equal", "123*12, 123*12", "Twice the same rectangle: 3 x 2 matrices, all of them.", full("D2: no exclusive row or column, closed.")),
  two("nested-columns", "12*123, 12*12", "Same outputs, nested inputs.", full("D2: exclusive columns on one side only, no exclusive row, closed.")),
  two("nested-rows", "123*12, 12*12", "Same inputs, nested outputs.", partial("D2: exclusive rows on one side only, no exclusive column, closed.")),
  two("chain-2", "1*12, 12*1", "The one with fewer outputs has more inputs.", partial("D2: each has exclusive rows or exclusive columns, not both, closed; here every entry is free.")),
  two("chain-3", "12*123, 123*12", "The one with fewer outputs has more inputs; not every matrix is reached.", partial("D2: each has exclusive rows or exclusive columns, not both, closed.")),
  two("single-common-row", "1*12, 1*23", "Exclusive columns on both sides but one row only.", stars("D2: (b) needs two common rows, closed; one output.")),
  two("single-common-column", "12*1, 23*1", "Exclusive rows on both sides but one column only.", partial("D2: (c) needs two common columns, closed; one input.")),
  two("a-both", "12*12, 23*23", "Both have an exclusive row and an exclusive column.", notClosed("D2 (a): overlap in entry (2, 2), neuron 1 has row 1 and column 1 for itself."), ["lu"]),
  two("a-corner", "123*12, 3*23", "Only the first has an exclusive row and an exclusive column.", notClosed("D2 (a): overlap in entry (3, 2), neuron 1 has rows 1, 2 and column 1 for itself."), ["lu"]),
  two("a-one-common-row", "12*12, 1*23", "One common row does not help when (a) holds.", notClosed("D2 (a): overlap in entry (1, 2), neuron 1 has row 2 and column 1 for itself."), ["lu"]),
  two("b-collision", "12*13, 12*23", "Columns 1 and 2 parallel, column 3 outside their span: a limit that is not reached. No LU minor.", notClosed("D2 (b): two common rows, exclusive columns on both sides."), ["collision"]),
  two("b-collision-3", "123*12, 123*23", "The collision with three outputs.", notClosed("D2 (b): three common rows, exclusive columns on both sides."), ["collision"]),
  two("c-collision", "13*12, 23*12", "The collision transposed: two common inputs, exclusive outputs on both sides.", notClosed("D2 (c): two common columns, exclusive rows on both sides."), ["collision"]),
];
