import { LU, NO_PATH, type Case, type Refused, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

type Json = unknown;
const a = (i: number, j: number): Json => [[1, [[i, j, 1]]]];
const ZERO: Json = [];
const ONE: Json = [[1, []]];
const rows = (...values: Json[]): Json => ({ side: "rows", values });
const columns = (...values: Json[]): Json => ({ side: "columns", values });
const leaf = (frozen: Json[], ...pivots: number[][]): Json => ({ frozen, pivots });
const split = (i: number, j: number, zero: Json, nonzero: Json): Json => ({ split: [i, j], polynomial: a(i, j), zero, nonzero });
const clear = (side: string, pivot: number[], target: number, then: Json): Json => ({ clear: { side, pivot, target }, then });

const ROW = rectangleMasks(1, 2, [["0", "01"]]);
const TWICE = rectangleMasks(2, 2, [["01", "01"], ["01", "01"]]);
const ONE_NEURON = rectangleMasks(2, 2, [["01", "01"]]);
/** 0*01 and 01*0: everything but the corner, covered twice at (0, 0). */
const CORNER = rectangleMasks(2, 2, [["0", "01"], ["01", "0"]]);

/** The identity as first vectors: whatever A is, its rows are the second ones. */
const ID = leaf([rows(ONE, ZERO), rows(ZERO, ONE)], [0, 0, 0, 0], [0, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1]);
/** LU with A_00 != 0: column 0 of A, and the corner to itself. */
const LU_REGULAR = leaf([rows(a(0, 0), a(1, 0)), rows(ONE)], [0, 0, 0, 0], [0, 1, 0, 1], [1, 1, 1, 1]);
/** LU with row 0 = 0. */
const LU_EMPTY = leaf([rows(ZERO, ONE), rows(ONE)], [1, 0, 0, 0], [1, 1, 1, 1]);

const ok = (name: string, masks: string[][], tree: Json): Case => ({ name, masks, closed: true, evidence: { tree } });
const no = (name: string, masks: string[][], tree: Json, place: string, closed = true): Refused => ({ name, masks, closed, evidence: { tree }, place });

ruleCases(
  "everything",
  "linear",
  [
    ok("one row", ROW, leaf([rows(ONE)], [0, 0, 0, 0], [0, 1, 0, 1])),
    ok("two equal rectangles", TWICE, ID),
    ok("both sides", CORNER, leaf([rows(ONE), columns(ONE)], [0, 0, 0, 0], [0, 1, 0, 1], [1, 0, 1, 1])),
    ok("a split, with the first column of the matrix as vector where it is not 0", TWICE, split(0, 0, ID, leaf([rows(a(0, 0), a(1, 0)), rows(ZERO, ONE)], [0, 0, 0, 0], [0, 1, 0, 1], [1, 1, 1, 1], [1, 0, 1, 0]))),
    ok("rows cleared", TWICE, split(0, 0, ID, clear("rows", [0, 0], 1, ID))),
    ok("columns cleared", TWICE, split(0, 0, ID, clear("columns", [0, 0], 1, ID))),
    ok("rows and columns cleared, one after the other", TWICE, split(0, 0, ID, clear("rows", [0, 0], 1, clear("columns", [0, 0], 1, ID)))),
    ok("no entries", NO_PATH, leaf([])),
  ],
  [
    no("LU where A_00 may be zero", LU, LU_REGULAR, "evidence.tree.pivots[0]"),
    no("LU where A_00 is zero", LU, split(0, 0, LU_REGULAR, LU_REGULAR), "evidence.tree.zero.pivots[0]"),
    no("LU where A_00 is zero and A_01 is not", LU, split(0, 0, split(0, 1, LU_EMPTY, LU_EMPTY), LU_REGULAR), "evidence.tree.zero.nonzero.pivots"),
    no("LU where A_00 is zero, row 0 cleared by row 1, which has one neuron more", LU, split(0, 0, split(1, 0, LU_EMPTY, clear("rows", [1, 1], 0, LU_EMPTY)), LU_REGULAR), "evidence.tree.zero.zero.pivots"),
    no("LU, a clearing against the order of the classes", LU, split(1, 1, clear("rows", [1, 1], 0, LU_EMPTY), LU_EMPTY), "evidence.tree.zero.clear"),
    no("one neuron, which has rank one", ONE_NEURON, leaf([rows(ONE, ZERO)], [0, 0, 0, 0], [0, 1, 0, 1]), "evidence.tree.pivots"),
    no("one neuron, its first column as vector", ONE_NEURON, split(0, 0, ID, leaf([rows(a(0, 0), a(1, 0))], [0, 0, 0, 0], [0, 1, 0, 1])), "evidence.tree.zero.frozen"),
    no("one neuron, first column and right-hand side left over", ONE_NEURON, split(0, 0, leaf([rows(ONE, ZERO)]), leaf([rows(a(0, 0), a(1, 0))], [0, 0, 0, 0], [0, 1, 0, 1])), "evidence.tree.zero.pivots"),
    no("clearing beside an entry that may be zero", TWICE, clear("rows", [0, 0], 1, ID), "evidence.tree.clear"),
    no("clearing beside an entry that is zero", TWICE, split(0, 0, clear("rows", [0, 0], 1, ID), ID), "evidence.tree.zero.clear"),
    no("clearing a line by itself", TWICE, split(0, 0, ID, clear("rows", [0, 0], 0, ID)), "evidence.tree.nonzero.clear"),
    no("clearing a line that does not exist", TWICE, split(0, 0, ID, clear("rows", [0, 0], 2, ID)), "evidence.tree.nonzero.clear.target"),
    no("clearing with a pivot that is no entry", TWICE, split(0, 0, ID, clear("rows", [0, 2], 1, ID)), "evidence.tree.nonzero.clear.pivot"),
    no("clearing twice", TWICE, split(0, 0, ID, clear("rows", [0, 0], 1, clear("rows", [0, 0], 1, ID))), "evidence.tree.nonzero.then.clear"),
    no("clearing that breaks what is nonzero", TWICE, split(0, 0, ID, split(1, 1, ID, clear("rows", [0, 0], 1, ID))), "evidence.tree.nonzero.nonzero.clear"),
    no("clearing that breaks what is zero", TWICE, split(0, 0, ID, split(1, 1, clear("rows", [0, 0], 1, ID), ID)), "evidence.tree.nonzero.zero.clear"),
    no("clearing columns after rows when the pivot's row was cleared away", TWICE, split(0, 0, ID, clear("rows", [0, 0], 1, clear("columns", [1, 0], 1, ID))), "evidence.tree.nonzero.then.clear"),
    no("a split on an entry outside the support", LU.map((layer, l) => (l === 0 ? ["10", "01"] : layer)), split(0, 1, ID, ID), "evidence.tree.split"),
    no("a vector too few", TWICE, leaf([rows(ONE, ZERO)], [0, 0, 0, 0]), "evidence.tree.frozen"),
    no("a vector too short", TWICE, leaf([rows(ONE), rows(ONE, ONE)], [0, 0, 0, 0]), "evidence.tree.frozen[0].values"),
    no("a vector with a variable that is no entry", TWICE, leaf([rows(a(0, 2), ZERO), rows(ZERO, ONE)]), "evidence.tree.frozen[0].values[0][0]"),
    no("the right-hand side as pivot", TWICE, leaf([rows(ZERO, ZERO), rows(ZERO, ONE)], [0, 0, 2, 0]), "evidence.tree.pivots[0]"),
    no("the claim not closed", TWICE, ID, "evidence", false),
  ],
);
