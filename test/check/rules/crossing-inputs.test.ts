import { type Refused, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

const ONE = [["11", "01"]];
const NO_BIAS = { bias: false };
/** Two outputs, supports {0, 2} and {1, 2}: they cross. */
const CROSSING = rectangleMasks(2, 3, [["01", "02"], ["01", "12"]]);
const cross = (neurons: number[], inputs: number[]): unknown => ({ neurons, inputs });
const refused = (name: string, masks: string[][], evidence: unknown, place: string, closed: boolean, pattern = {}): Refused => ({ name, masks, closed, evidence, place, pattern });

ruleCases(
  "crossing-inputs",
  "cube",
  [
    { name: "two neurons that cross", masks: CROSSING, closed: false, evidence: cross([0, 1], [0, 1, 2]) },
    { name: "the neurons in the other order", masks: CROSSING, closed: false, evidence: cross([1, 0], [1, 0, 2]) },
    // The case for which generic kinks are no proof: a third neuron {0, 1, 2} on both outputs. The verdict stands on the corrected proof.
    { name: "a third neuron over both", masks: rectangleMasks(2, 3, [["01", "02"], ["01", "12"], ["01", "012"]]), closed: false, evidence: cross([0, 1], [0, 1, 2]) },
    { name: "one component of several", masks: rectangleMasks(4, 4, [["2", "3"], ["01", "02"], ["01", "12"], ["3", "0"]]), closed: false, evidence: cross([1, 2], [0, 1, 2]) },
  ],
  [
    refused("one neuron twice", CROSSING, cross([0, 0], [0, 1, 2]), "evidence.neurons", false),
    refused("a neuron that does not exist", CROSSING, cross([0, 2], [0, 1, 2]), "evidence.neurons", false),
    refused("a dead neuron", [["101", "011", "000"], ["111", "111"]], cross([0, 2], [0, 1, 2]), "evidence.neurons", false),
    refused("neurons of different components", rectangleMasks(4, 3, [["01", "02"], ["23", "12"]]), cross([0, 1], [0, 1, 2]), "evidence.neurons", false),
    refused("one output: closed whatever the supports", rectangleMasks(1, 3, [["0", "02"], ["0", "12"]]), cross([0, 1], [0, 1, 2]), "evidence.neurons", false),
    refused("a component that is not complete", rectangleMasks(3, 3, [["01", "02"], ["12", "12"]]), cross([0, 1], [0, 1, 2]), "evidence.neurons", false),
    refused("a second output that dead neurons only feed", [["101", "011", "000"], ["110", "001"]], cross([0, 1], [0, 1, 2]), "evidence.neurons", false),
    refused("the first input of both", CROSSING, cross([0, 1], [2, 1, 2]), "evidence.inputs[0]", false),
    refused("the second input of the first neuron", CROSSING, cross([0, 1], [0, 0, 2]), "evidence.inputs[1]", false),
    refused("the third input of one only", CROSSING, cross([0, 1], [0, 1, 1]), "evidence.inputs[2]", false),
    refused("nested supports", rectangleMasks(2, 3, [["01", "012"], ["01", "12"]]), cross([0, 1], [0, 1, 2]), "evidence.inputs[1]", false),
    refused("disjoint supports", rectangleMasks(2, 3, [["01", "0"], ["01", "12"]]), cross([0, 1], [0, 1, 2]), "evidence.inputs[2]", false),
    refused("an input that does not exist", CROSSING, cross([0, 1], [3, 1, 2]), "evidence.inputs[0]", false),
    refused("three layers", [["101", "011"], ["10", "01"], ["11", "11"]], cross([0, 1], [0, 1, 2]), "evidence", false),
    refused("one layer", ONE, cross([0, 1], [0, 1, 2]), "evidence", false),
    refused("the claim closed", CROSSING, cross([0, 1], [0, 1, 2]), "evidence", true),
    refused("layers without biases", CROSSING, cross([0, 1], [0, 1, 2]), "pattern.bias", false, NO_BIAS),
  ],
);
