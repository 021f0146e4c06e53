import { DENSE, LU, LU_MINOR, type Refused, proof, ruleCases } from "../../support/certificates.js";

const DIAGONAL = ["10", "01"];
/** A layer that passes everything on, then LU; LU, then such a layer. */
const LATER = [DIAGONAL, ...LU];
const EARLIER = [...LU, DIAGONAL];
const lu = proof("lu-minor", LU_MINOR);
/** diag, then 11/01: everything on its support. */
const FULL_FIRST = proof("star-cover", { stars: [["output", 0], ["input", 1]] });
/** 10/11, then diag. */
const FULL_LAST = proof("star-cover", { stars: [["input", 0], ["output", 1]] });
const BOTH = proof("star-cover", { stars: [["output", 0], ["output", 1]] });
const RANK_ONE = [["11"], ["1", "1"]];
const refused = (name: string, evidence: unknown, place: string, masks = LATER, closed = false): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "contraction",
  "linear",
  [
    { name: "the first two layers of three, not closed", masks: LATER, closed: false, evidence: { layers: [1, 2], full: FULL_FIRST, then: lu } },
    { name: "the last two layers of three, not closed", masks: EARLIER, closed: false, evidence: { layers: [2, 3], full: FULL_LAST, then: lu } },
    { name: "everything to one layer, closed", masks: DENSE, closed: true, evidence: { layers: [1, 2], full: BOTH, then: proof("single-layer") } },
    {
      name: "a contraction inside the proof of full",
      masks: [...DENSE, ["11", "11"]],
      closed: true,
      evidence: { layers: [1, 3], full: proof("contraction", { layers: [2, 3], full: BOTH, then: BOTH }), then: proof("single-layer") },
    },
  ],
  [
    refused("layers in the wrong order", { layers: [2, 1], full: FULL_FIRST, then: lu }, "evidence.layers"),
    refused("one layer only", { layers: [1, 1], full: FULL_FIRST, then: lu }, "evidence.layers"),
    refused("layer 0", { layers: [0, 1], full: FULL_FIRST, then: lu }, "evidence.layers"),
    refused("a layer beyond the last", { layers: [2, 4], full: FULL_FIRST, then: lu }, "evidence.layers"),
    refused("the wrong layers", { layers: [2, 3], full: FULL_FIRST, then: lu }, "evidence.full.evidence.stars"),
    refused("a proof that the layers are closed, where full is needed", { layers: [1, 2], full: proof("unique-paths"), then: lu }, "evidence.full.evidence"),
    refused("a proof that fails for what is left", { layers: [1, 2], full: FULL_FIRST, then: proof("single-layer") }, "evidence.then.evidence"),
    refused("the same proof for the claim closed", { layers: [1, 2], full: FULL_FIRST, then: lu }, "evidence.then.evidence", LATER, true),
    refused(
      "layers that are closed but of rank one: as one layer they would be everything",
      { layers: [1, 2], full: proof("generic-factor", { free: "first", paths: [[[0, 0], [0, 1]], [[0, 0], [0, 1]]] }), then: proof("single-layer") },
      "evidence.full.evidence.paths[0][1]",
      RANK_ONE,
      true,
    ),
    refused(
      "LU as full",
      { layers: [1, 2], full: BOTH, then: proof("single-layer") },
      "evidence.full.evidence.stars",
      LU,
      true,
    ),
    refused("a two-layer goal", { parts: [] }, "evidence.parts"),
  ],
);
