import { PRIME } from "../../../src/exact/modular.js";
import { DENSE, LU, NO_PATH, type Refused, proof, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

const rows = (neuron: number, ...values: number[]): unknown => ({ neuron, side: "rows", values });
const columns = (neuron: number, ...values: number[]): unknown => ({ neuron, side: "columns", values });
const all = proof("linear-space");
const free = (frozen: unknown[], then: unknown = all): unknown => ({ frozen, then });
const corner = proof("one-neuron", { outputs: [0, 1], inputs: [0, 1] });
const refused = (name: string, evidence: unknown, place: string, masks = DENSE, closed = true): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "free",
  "linear",
  [
    { name: "two neurons with rows frozen", masks: DENSE, closed: true, evidence: free([rows(0, 1, 2), rows(1, 3, 5)]) },
    { name: "two neurons with columns frozen", masks: DENSE, closed: true, evidence: free([columns(0, 1, 2), columns(1, 3, 5)]) },
    { name: "zeros where they do no harm", masks: DENSE, closed: true, evidence: free([rows(0, 1, 0), rows(1, 0, -1)]) },
    { name: "a row and a column that cross", masks: rectangleMasks(2, 2, [["01", "0"], ["0", "01"]]), closed: true, evidence: free([columns(0, 1), rows(1, 1)]) },
    { name: "one neuron of LU, then the minor", masks: LU, closed: false, evidence: free([rows(1, 1)], corner) },
    { name: "one neuron after the other", masks: rectangleMasks(2, 2, [["0", "01"], ["1", "01"]]), closed: true, evidence: free([rows(0, 1)], proof("free", free([rows(0, 7)]))) },
    {
      name: "a neuron whose entries are all free already",
      masks: rectangleMasks(2, 2, [["01", "01"], ["01", "01"], ["0", "0"]]),
      closed: true,
      evidence: free([rows(0, 1, 2), rows(1, 3, 5)], proof("free", free([columns(0, 0)]))),
    },
  ],
  [
    refused("frozen vectors that are parallel", free([rows(0, 1, 2), rows(1, 2, 4)]), "evidence.frozen"),
    refused("frozen vectors that are parallel modulo p only", free([rows(0, 1, 1), rows(1, 1, 1 + PRIME)]), "evidence.frozen"),
    refused("a frozen vector of zeros", free([rows(0, 0, 0), rows(1, 1, 1)]), "evidence.frozen"),
    refused("a frozen vector of multiples of p", free([rows(0, PRIME, -PRIME), rows(1, 1, 1)]), "evidence.frozen"),
    refused("a rectangle alone: rank one", free([rows(0, 1, 1)]), "evidence.frozen", rectangleMasks(2, 2, [["01", "01"]])),
    refused("LU all at once", free([rows(0, 1, 1), rows(1, 1)]), "evidence.frozen", LU),
    refused("LU all at once with columns frozen", free([columns(0, 1, 1), columns(1, 1)]), "evidence.frozen", LU),
    refused("nothing frozen", free([]), "evidence.frozen", NO_PATH),
    refused("nothing frozen, with a proof that would do for the goal itself", free([], proof("one-neuron")), "evidence.frozen", [["1"], ["1"]]),
    refused("a neuron twice", free([rows(0, 1, 2), rows(0, 3, 5)]), "evidence.frozen[1].neuron"),
    refused("neurons not ascending", free([rows(1, 1, 2), rows(0, 3, 5)]), "evidence.frozen[1].neuron"),
    refused("a neuron that does not exist", free([rows(0, 1, 2), rows(2, 3, 5)]), "evidence.frozen[1].neuron"),
    refused("a value too few", free([rows(0, 1), rows(1, 3, 5)]), "evidence.frozen[0].values"),
    refused("a value too many", free([rows(0, 1, 2), rows(1, 3, 5, 7)]), "evidence.frozen[1].values"),
    refused("values for the other side", free([rows(0, 1, 1, 1), rows(1, 1, 1, 1)]), "evidence.frozen[0].values", rectangleMasks(2, 3, [["01", "012"], ["01", "012"]])),
    refused("a neuron that a step before has freed", free([rows(0, 1)], proof("free", free([rows(1, 1)]))), "evidence.then.evidence.frozen[0].neuron", rectangleMasks(2, 2, [["0", "01"], ["1", "01"]])),
    refused("the claim not closed where everything is free", free([rows(0, 1, 2), rows(1, 3, 5)]), "evidence.then.evidence", DENSE, false),
    refused("three layers", free([rows(0, 1)]), "evidence", [["1"], ["1"], ["1"]]),
  ],
);
