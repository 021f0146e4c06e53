import { PRIME } from "../../../src/exact/modular.js";
import { DENSE, LU, NO_PATH, type Refused, ruleCases } from "../../support/certificates.js";

type Evidence = { free: string; layer: number; taken: number[]; columns: number[][]; values: number[][]; kernel: number[] };
const pair = (changes: Partial<Evidence> & Record<string, unknown> = {}): Record<string, unknown> => ({ free: "first", layer: 2, taken: [], columns: [], values: [[], []], kernel: [], ...changes });
const refused = (name: string, masks: string[][], evidence: unknown, place: string, closed = true): Refused => ({ name, masks, closed, evidence, place });

/** Dense two by two: nothing is taken and the kernel is any invertible matrix; or both inputs are taken and W_2 does everything. */
const NOTHING_TAKEN = pair({ kernel: [1, 2, 3, 5] });
const ALL_TAKEN = pair({ taken: [0, 1], columns: [[1, 0], [0, 1]], kernel: [0, 0, 0, 0] });
/** Input 0 taken with x = (1, 1): the kernel must send (1, 1) to zero; it is then of rank one, too little for input 1. */
const ONE_TAKEN = pair({ taken: [0], columns: [[1, 1]], kernel: [1, -1, 2, -2] });
/** Three hidden neurons: with x = (1, 1, 1) taken, a kernel of rank two remains for input 1. */
const WIDE = [["11", "11", "11"], ["111", "111"]];
const WIDE_TAKEN = pair({ taken: [0], columns: [[1, 1, 1]], kernel: [1, -1, 0, 0, 1, -1] });
const THREE = [["11", "11"], ["11", "11"], ["10", "01"]];

ruleCases(
  "generic-pair",
  "linear",
  [
    { name: "nothing taken: a generic factor", masks: DENSE, closed: true, evidence: NOTHING_TAKEN },
    { name: "everything taken: a middle factor", masks: DENSE, closed: true, evidence: ALL_TAKEN },
    { name: "one of two inputs taken, a kernel of rank two left", masks: WIDE, closed: true, evidence: WIDE_TAKEN },
    { name: "the transpose of that", masks: [["11", "11", "11"], ["111", "111"]], closed: true, evidence: { ...WIDE_TAKEN, free: "last" } },
    { name: "the kernel given by other residues", masks: WIDE, closed: true, evidence: pair({ ...WIDE_TAKEN, kernel: [1 + PRIME, PRIME - 1, 0, -PRIME, 1, -1] }) },
    { name: "three layers, the second free", masks: THREE, closed: true, evidence: pair({ values: [[], [], [4, -7]], kernel: [1, 2, 3, 5] }) },
    { name: "three layers, the third free", masks: THREE, closed: true, evidence: pair({ layer: 3, values: [[], [1, 2, 3, 5], []], kernel: [4, -7] }) },
    { name: "no path at all", masks: NO_PATH, closed: true, evidence: pair() },
  ],
  [
    refused("a kernel of rank one for an input that is not taken", DENSE, pair({ kernel: [1, 2, 2, 4] }), "evidence.kernel"),
    refused("a kernel singular modulo p only", DENSE, pair({ kernel: [1, 1, 1, 1 + PRIME] }), "evidence.kernel"),
    refused("a kernel of zeros while an input is not taken", DENSE, pair({ kernel: [0, 0, 0, 0] }), "evidence.kernel"),
    refused("one input taken, no rank left for the other", DENSE, ONE_TAKEN, "evidence.kernel"),
    refused("a kernel that does not vanish on the taken column", WIDE, pair({ ...WIDE_TAKEN, kernel: [1, -1, 1, 0, 1, -1] }), "evidence.kernel"),
    refused("taken columns that are parallel", DENSE, pair({ taken: [0, 1], columns: [[1, 2], [2, 4]], kernel: [0, 0, 0, 0] }), "evidence.columns"),
    refused("a taken column of zeros", DENSE, pair({ taken: [0, 1], columns: [[0, 0], [1, 1]], kernel: [0, 0, 0, 0] }), "evidence.columns"),
    refused("a taken column of multiples of p", DENSE, pair({ taken: [0, 1], columns: [[PRIME, 0], [0, 1]], kernel: [0, 0, 0, 0] }), "evidence.columns"),
    refused("rank one", [["11"], ["1", "1"]], pair({ kernel: [1, 1] }), "evidence.kernel"),
    refused("rank one with an input taken", [["11"], ["1", "1"]], pair({ taken: [0], columns: [[1]], kernel: [0, 0] }), "evidence.kernel"),
    refused("rank one with both inputs taken", [["11"], ["1", "1"]], pair({ taken: [0, 1], columns: [[1], [1]], kernel: [0, 0] }), "evidence.columns"),
    refused("LU, nothing taken", LU, pair({ kernel: [1, 2, 3] }), "evidence.kernel"),
    refused("LU, input 0 taken", LU, pair({ taken: [0], columns: [[1]], kernel: [0, 0, 1] }), "evidence.kernel"),
    refused("taken not ascending", DENSE, pair({ ...ALL_TAKEN, taken: [1, 0] }), "evidence.taken"),
    refused("an input taken twice", DENSE, pair({ ...ALL_TAKEN, taken: [0, 0] }), "evidence.taken"),
    refused("an input that does not exist", DENSE, pair({ ...ALL_TAKEN, taken: [0, 2] }), "evidence.taken"),
    refused("a column too few", DENSE, pair({ ...ALL_TAKEN, columns: [[1, 0]] }), "evidence.columns"),
    refused("a column entry too many", DENSE, pair({ ...ALL_TAKEN, columns: [[1, 0, 0], [0, 1]] }), "evidence.columns[0]"),
    refused("a kernel entry too few", DENSE, pair({ kernel: [1, 2, 3] }), "evidence.kernel"),
    refused("values for the free layer", DENSE, pair({ values: [[], [1, 1, 1, 1]], kernel: [1, 2, 3, 5] }), "evidence.values[1]"),
    refused("values for the first layer", DENSE, pair({ values: [[1, 1, 1, 1], []], kernel: [1, 2, 3, 5] }), "evidence.values[0]"),
    refused("a list of values too few", DENSE, pair({ values: [[]], kernel: [1, 2, 3, 5] }), "evidence.values"),
    refused("a zero factor above", THREE, pair({ values: [[], [], [4, 0]], kernel: [1, 2, 3, 5] }), "evidence.kernel"),
    refused("the first layer as the free one", DENSE, pair({ layer: 1, kernel: [1, 2, 3, 5] }), "evidence.layer"),
    refused("a layer beyond the last", DENSE, pair({ layer: 3, kernel: [1, 2, 3, 5] }), "evidence.layer"),
    refused("one layer", [["1"]], pair({ values: [[]] }), "evidence.layer"),
    refused("the claim not closed", DENSE, NOTHING_TAKEN, "evidence", false),
  ],
);
