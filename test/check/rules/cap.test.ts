import { LU, type Refused, proof, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

const one = proof("one-neuron");
const lu = proof("two-neurons", { outputs: [1, 0], inputs: [1, 0] });
const cap = (deleted: number[], then: unknown, side = "rows"): unknown => ({ side, deleted, then });
const TALL = rectangleMasks(3, 2, [["012", "01"]]);
const WIDE = rectangleMasks(2, 3, [["01", "012"]]);
/** LU with a copy of its first row. */
const LU_TALL = rectangleMasks(3, 2, [["012", "01"], ["1", "1"]]);
const LU_WIDE = rectangleMasks(2, 3, [["01", "012"], ["1", "1"]]);
/** LU with its second row three times: two must stay. */
const LU_BELOW = rectangleMasks(4, 2, [["0123", "01"], ["123", "1"]]);
const refused = (name: string, evidence: unknown, place: string, masks = TALL, closed = true): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "cap",
  "linear",
  [
    { name: "rows of rank one", masks: TALL, closed: true, evidence: cap([1, 2], one) },
    { name: "other rows of the same class", masks: TALL, closed: true, evidence: cap([0, 1], one) },
    { name: "fewer rows than could go", masks: TALL, closed: true, evidence: cap([1], one) },
    { name: "columns of rank one", masks: WIDE, closed: true, evidence: cap([0, 2], one, "columns") },
    { name: "a copy of a row of LU, not closed", masks: LU_TALL, closed: false, evidence: cap([2], lu) },
    { name: "a copy of a column of LU, not closed", masks: LU_WIDE, closed: false, evidence: cap([2], lu, "columns") },
    { name: "a third row of a class of two neurons", masks: LU_BELOW, closed: false, evidence: cap([3], lu) },
    {
      name: "rows of three neurons in one column: rank one",
      masks: rectangleMasks(2, 1, [["01", "0"], ["01", "0"], ["01", "0"]]),
      closed: true,
      evidence: cap([1], proof("laminar", { common: "rows" })),
    },
    { name: "a cap after a cap", masks: rectangleMasks(2, 2, [["01", "01"]]), closed: true, evidence: cap([1], proof("cap", cap([1], one, "columns"))) },
  ],
  [
    refused("every row of a class", cap([0, 1, 2], one), "evidence.deleted[0]"),
    refused("more than may go", cap([2, 3], lu), "evidence.deleted[0]", LU_BELOW, false),
    refused("a row of another class than the copies", cap([1], lu), "evidence.deleted[0]", LU_TALL, false),
    refused("a row of LU: its classes occur once each", cap([1], one), "evidence.deleted[0]", LU, true),
    refused("a row that no neuron meets", cap([2], one), "evidence.deleted[0]", rectangleMasks(3, 1, [["01", "0"]])),
    refused("a row that does not exist", cap([3], one), "evidence.deleted"),
    refused("rows not ascending", cap([2, 1], one), "evidence.deleted"),
    refused("a row twice", cap([1, 1], one), "evidence.deleted"),
    refused("no rows", cap([], one), "evidence.deleted"),
    refused("rows as columns", cap([1, 2], one, "columns"), "evidence.deleted"),
    refused("a false proof of what is left", cap([2], proof("linear-space")), "evidence.then.evidence"),
    refused("the claim not closed with a proof of closed", cap([1, 2], one), "evidence.then.evidence", TALL, false),
    refused("three layers", cap([1], one), "evidence", [["1"], ["1"], ["1", "1"]]),
  ],
);

ruleCases(
  "contraction",
  "linear",
  [],
  [
    refused(
      "cap as a proof of full: rank one cut to one row would be everything",
      {
        layers: [1, 2],
        full: proof("cap", cap([1, 2], proof("free", { frozen: [{ neuron: 0, side: "rows", values: [1] }], then: proof("linear-space") }))),
        then: proof("single-layer"),
      },
      "evidence.full.evidence",
    ),
  ],
);

/** After 1*1 of LU has become free both rows have class {0}; but the entry (1, 1) is free, so they are not copies. */
ruleCases(
  "free",
  "linear",
  [],
  [
    refused(
      "then cap, although an entry is free: LU would come out closed",
      { frozen: [{ neuron: 1, side: "rows", values: [1] }], then: proof("cap", cap([1], one)) },
      "evidence.then.evidence",
      LU,
    ),
    refused(
      "then cap of columns, although an entry is free",
      { frozen: [{ neuron: 1, side: "columns", values: [1] }], then: proof("cap", cap([1], one, "columns")) },
      "evidence.then.evidence",
      LU,
    ),
  ],
);
