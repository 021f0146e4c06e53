import { DENSE, LU, type Refused, ruleCases } from "../../support/certificates.js";

const ONE = [["11", "01"]];
const SOME_BIAS = { bias: [true, false] };
/** Two stars, joined by neuron 3 that no input reaches. */
const STARS_WITH_DEAD = [["11", "10", "01", "00"], ["1000", "1001", "0111"]];
const share = (neuron: number, outputs: number[], other: number): unknown => ({ neuron, outputs, other });
const refused = (name: string, masks: string[][], evidence: unknown, place: string, closed: boolean, pattern = {}): Refused => ({ name, masks, closed, evidence, place, pattern });

ruleCases(
  "shared-output",
  "finite",
  [
    { name: "the dense 1-2-2 network", masks: [["1", "1"], ["11", "11"]], closed: false, evidence: share(0, [0, 1], 1) },
    { name: "LU", masks: LU, closed: false, evidence: share(0, [0, 1], 1) },
    { name: "a chain in the other direction", masks: [["11", "11"], ["11", "10"]], closed: false, evidence: share(0, [1, 0], 1) },
  ],
  [
    refused("the neuron that feeds one output in the first place", LU, share(1, [0, 1], 0), "evidence.neuron", false),
    refused("outputs exchanged: the other neuron does not feed the last", LU, share(0, [1, 0], 1), "evidence.other", false),
    refused("one output twice", DENSE, share(0, [1, 1], 1), "evidence.outputs", false),
    refused("one neuron twice", DENSE, share(0, [0, 1], 0), "evidence.other", false),
    refused("an output that does not exist", DENSE, share(0, [0, 2], 1), "evidence.outputs", false),
    refused("a neuron that does not exist", DENSE, share(2, [0, 1], 1), "evidence.other", false),
    refused("another neuron that does not exist", DENSE, share(0, [0, 1], 2), "evidence.other", false),
    refused("another neuron that no input reaches", STARS_WITH_DEAD, share(0, [0, 1], 3), "evidence.other", false),
    refused("a neuron that no input reaches", STARS_WITH_DEAD, share(3, [1, 2], 1), "evidence.neuron", false),
    refused("three layers", [["1"], ["1", "1"], ["11", "11"]], share(0, [0, 1], 1), "evidence", false),
    refused("one layer", ONE, share(0, [0, 1], 1), "evidence", false),
    refused("the claim closed", DENSE, share(0, [0, 1], 1), "evidence", true),
    refused("a layer without biases", DENSE, share(0, [0, 1], 1), "pattern.bias", false, SOME_BIAS),
  ],
);
