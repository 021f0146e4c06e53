import { LU, type Refused, proof, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

const one = proof("one-neuron");
const two = proof("two-neurons");
const all = (chain: number[], cases: [number, unknown][], side = "rows"): unknown => ({ side, chain, cases: cases.map(([deleted, then]) => ({ deleted, then })) });
const some = (chain: number[], deleted: number, then: unknown, side = "rows"): unknown => ({ side, chain, deleted, then });
const TALL = rectangleMasks(2, 2, [["01", "01"]]);
const WIDE = rectangleMasks(2, 3, [["01", "012"]]);
/** One column, classes {0} and {0, 1}: rank one, so two rows are already too many. */
const COLUMN = rectangleMasks(3, 1, [["012", "0"], ["12", "0"]]);
/** Rows of classes {0}, {0, 1}, {0, 1}: more than rank two. Without row 1 or 2 it is LU. */
const LU_TALL = rectangleMasks(3, 2, [["012", "01"], ["12", "1"]]);
const luOf = (low: number): unknown => proof("two-neurons", { outputs: [low, 0], inputs: [1, 0] });
const refused = (name: string, evidence: unknown, place: string, masks = TALL, closed = true): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "chain-descent",
  "linear",
  [
    { name: "two rows of one class: one case", masks: TALL, closed: true, evidence: all([0, 1], [[0, one]]) },
    { name: "two rows of one class: the other case", masks: TALL, closed: true, evidence: all([0, 1], [[1, one]]) },
    { name: "two columns of three", masks: WIDE, closed: true, evidence: all([0, 2], [[2, one]], "columns") },
    { name: "two classes: a case for each", masks: COLUMN, closed: true, evidence: all([0, 1], [[0, two], [1, two]]) },
    { name: "cases in any order, one twice", masks: COLUMN, closed: true, evidence: all([0, 1], [[1, two], [0, two], [1, two]]) },
    { name: "not closed without one row", masks: LU_TALL, closed: false, evidence: some([0, 1, 2], 1, luOf(2)) },
    { name: "not closed without the other row of its class", masks: LU_TALL, closed: false, evidence: some([0, 1, 2], 2, luOf(1)) },
  ],
  [
    refused("closed with no case", all([0, 1], []), "evidence.cases"),
    refused("closed without a case for the larger class", all([0, 1], [[0, two]]), "evidence.cases", COLUMN),
    refused("closed without a case for the smaller class", all([0, 1], [[1, two]]), "evidence.cases", COLUMN),
    refused("closed by the cases that suit: the class whose loss leaves LU has none", all([0, 1, 2], [[0, two]]), "evidence.cases", LU_TALL),
    refused("closed with a false case", all([0, 1, 2], [[0, two], [1, two]]), "evidence.cases[1].then.evidence", LU_TALL),
    refused("a case outside the chain", all([0, 1], [[2, two], [0, two]]), "evidence.cases[0].deleted", COLUMN),
    refused("a chain no longer than its rank", all([0, 1], [[0, one], [1, one]]), "evidence.chain", LU),
    refused("a chain of one row", all([0], [[0, one]]), "evidence.chain"),
    refused("an empty chain", all([], []), "evidence.chain"),
    refused("a chain not ascending", all([1, 0], [[0, one]]), "evidence.chain"),
    refused("a row twice in the chain", all([0, 0], [[0, one]]), "evidence.chain"),
    refused("a row that does not exist", all([0, 2], [[0, one]]), "evidence.chain"),
    refused("a row that no neuron meets", all([0, 1], [[0, one]]), "evidence.chain", rectangleMasks(2, 1, [["0", "0"]])),
    refused(
      "classes that are not comparable",
      all([0, 1, 2], [[0, two], [1, two]]),
      "evidence.chain",
      rectangleMasks(3, 1, [["0", "0"], ["12", "0"]]),
    ),
    refused("rows as columns", all([0, 1, 2], [[0, two], [1, two]], "columns"), "evidence.chain", COLUMN),
    refused("one case for the claim closed", some([0, 1], 0, one), "evidence"),
    refused("all cases for the claim not closed", all([0, 1, 2], [[1, luOf(2)]]), "evidence", LU_TALL, false),
    refused("not closed without a row outside the chain", some([1, 2, 3], 0, luOf(1)), "evidence.deleted", rectangleMasks(4, 2, [["0123", "01"], ["123", "1"]]), false),
    refused("not closed with a false proof", some([0, 1, 2], 0, luOf(2)), "evidence.then.evidence", LU_TALL, false),
    refused("three layers", all([0, 1], [[0, one]]), "evidence", [["1"], ["1"], ["1", "1"]]),
  ],
);

/** 01*01, 1*1 and a copy of row 0 keep their meaning only while nothing is free. */
ruleCases(
  "free",
  "linear",
  [],
  [
    refused(
      "then chain-descent, although an entry is free: LU would come out closed",
      { frozen: [{ neuron: 1, side: "rows", values: [1] }], then: proof("chain-descent", all([0, 1], [[0, one], [1, one]])) },
      "evidence.then.evidence",
      LU,
    ),
    refused(
      "then chain-descent of columns, although an entry is free",
      { frozen: [{ neuron: 1, side: "rows", values: [1] }], then: proof("chain-descent", all([0, 1], [[0, one]], "columns")) },
      "evidence.then.evidence",
      LU,
    ),
  ],
);
