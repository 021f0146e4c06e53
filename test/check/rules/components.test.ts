import { LU, LU_MINOR, NO_PATH, PARALLEL, type Refused, proof, ruleCases } from "../../support/certificates.js";

const unique = proof("unique-paths");
const minor = (a: number): unknown => proof("lu-minor", { outputs: [a, a + 1], inputs: [a, a + 1], neuron: { layer: 1, index: a } });
/** LU on inputs 0, 1 and a path from input 2; the same with the path first. */
const LU_AND_PATH = [["110", "010", "001"], ["100", "110", "001"]];
const PATH_AND_LU = [["100", "011", "001"], ["100", "010", "011"]];
const refused = (name: string, evidence: unknown, place: string, masks = PARALLEL, closed = true): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "components",
  "linear",
  [
    { name: "every component closed", masks: PARALLEL, closed: true, evidence: { parts: [unique, unique] } },
    { name: "a single component", masks: [["1"], ["1"]], closed: true, evidence: { parts: [unique] } },
    { name: "components that share an output but no entry", masks: [["10", "01"], ["11"]], closed: true, evidence: { parts: [unique, unique] } },
    { name: "one component not closed", masks: LU_AND_PATH, closed: false, evidence: { part: 0, then: minor(0) } },
    { name: "the second component not closed, neurons keeping their numbers", masks: PATH_AND_LU, closed: false, evidence: { part: 1, then: minor(1) } },
    { name: "dead edges that would join components", masks: [["10", "01", "00"], ["101", "011"]], closed: true, evidence: { parts: [unique, unique] } },
  ],
  [
    refused("a component too few", { parts: [unique] }, "evidence.parts"),
    refused("a component too many", { parts: [unique, unique, unique] }, "evidence.parts"),
    refused("one component with a false proof", { parts: [unique, proof("single-layer")] }, "evidence.parts[1].evidence"),
    refused("LU hidden among closed components", { parts: [unique, unique] }, "evidence.parts[0].evidence", LU_AND_PATH),
    refused("the wrong component not closed", { part: 1, then: minor(0) }, "evidence.then.evidence", LU_AND_PATH, false),
    refused("a component that does not exist", { part: 2, then: minor(0) }, "evidence.part", LU_AND_PATH, false),
    refused("all parts for the claim not closed", { parts: [minor(0), unique] }, "evidence", LU_AND_PATH, false),
    refused("one part for the claim closed", { part: 0, then: unique }, "evidence"),
    refused("a pattern without any path: no component, closed", { parts: [] }, "evidence", NO_PATH),
    refused("a pattern without any path: no component, not closed", { part: 0, then: minor(0) }, "evidence", NO_PATH, false),
    refused("a single layer", { parts: [proof("single-layer"), proof("single-layer")] }, "evidence", [["10", "01"]]),
    refused("components that share an entry", { parts: [unique, unique] }, "evidence.parts", [["1", "1"], ["11"]]),
    refused("components that are one", { parts: [unique, unique] }, "evidence.parts", LU),
    refused("a proof of the right part for the whole", { part: 0, then: proof("components", { part: 1, then: proof("lu-minor", LU_MINOR) }) }, "evidence.then.evidence.part", LU_AND_PATH, false),
  ],
);
