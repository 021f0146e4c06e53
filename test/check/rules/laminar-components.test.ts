import { DENSE, LU, NO_PATH, type Refused, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

const ONE = [["11", "01"]];
const NO_BIAS = { bias: false };
const SOME_BIAS = { bias: [false, true] };
/** Two outputs, supports {0, 2} and {1, 2}: they cross. */
const CROSSING = rectangleMasks(2, 3, [["01", "02"], ["01", "12"]]);
const refused = (name: string, masks: string[][], evidence: unknown, place: string, closed: boolean, pattern = {}): Refused => ({ name, masks, closed, evidence, place, pattern });

ruleCases(
  "laminar-components",
  "cube",
  [
    { name: "the dense network", masks: DENSE, closed: true, evidence: {} },
    { name: "one output, whatever the supports", masks: rectangleMasks(1, 3, [["0", "01"], ["0", "12"]]), closed: true, evidence: {} },
    { name: "nested and disjoint supports", masks: rectangleMasks(2, 4, [["01", "0123"], ["01", "01"], ["01", "2"]]), closed: true, evidence: {} },
    { name: "crossing supports in different components", masks: rectangleMasks(4, 3, [["01", "01"], ["23", "12"]]), closed: true, evidence: {} },
    { name: "crossing supports where one neuron is dead", masks: [["110", "011", "000"], ["101", "101"]], closed: true, evidence: {} },
    { name: "no path at all", masks: NO_PATH, closed: true, evidence: {} },
  ],
  [
    refused("crossing supports", CROSSING, {}, "evidence", true),
    refused("a component that is not complete, although nested", LU, {}, "evidence", true),
    refused("the first and the third support cross", rectangleMasks(2, 3, [["01", "01"], ["01", "0"], ["01", "12"]]), {}, "evidence", true),
    refused("a good component beside a crossing one", rectangleMasks(3, 4, [["2", "3"], ["01", "02"], ["01", "12"]]), {}, "evidence", true),
    refused("one layer", ONE, {}, "evidence", true),
    refused("three layers", [["1"], ["1"], ["1"]], {}, "evidence", true),
    refused("the claim not closed", DENSE, {}, "evidence", false),
    refused("layers without biases", DENSE, {}, "pattern.bias", true, NO_BIAS),
    refused("one layer without biases", DENSE, {}, "pattern.bias", true, SOME_BIAS),
  ],
);
