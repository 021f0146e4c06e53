import { LU, type Case, type Refused, proof, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

const rows = (neuron: number, chain: number[] = []): unknown => ({ neuron, side: "rows", chain });
const freed = (neuron: number, side = "rows"): unknown => ({ neuron, side });
const leaf = (values: number[][], ...pivots: number[][]): unknown => ({ values, pivots });
const DONE = proof("split", { parts: [] });

const TWICE = rectangleMasks(2, 2, [["01", "01"], ["01", "01"]]);
/** The entries of column 0 lie outside what is freed. */
const BROAD = rectangleMasks(2, 3, [["01", "012"], ["01", "12"]]);
const SURPLUS = rectangleMasks(2, 2, [["01", "01"], ["1", "1"], ["1", "1"]]);
const THREE_ROWS = rectangleMasks(3, 2, [["012", "01"], ["012", "01"]]);
const FOUR = rectangleMasks(2, 2, [["01", "01"], ["01", "01"], ["01", "01"], ["01", "01"]]);
const THRICE = rectangleMasks(2, 2, [["01", "01"], ["01", "01"], ["01", "01"]]);

/** The assisting neuron has u = (1, x) or (0, 1), the freed one (0, 1) or (1, 0). */
const BOTH = [leaf([[0, 1]], [0, 0, 0, 0], [0, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1]), leaf([[1, 0]], [1, 0, 0, 0], [1, 1, 0, 1], [0, 0, 1, 0], [0, 1, 1, 1])];
const BROAD_BOTH = [
  leaf([[0, 1]], [0, 0, 0, 0], [0, 1, 0, 1], [0, 2, 0, 2], [1, 1, 1, 1], [1, 2, 1, 2]),
  leaf([[1, 0]], [1, 0, 0, 0], [1, 1, 0, 1], [1, 2, 0, 2], [0, 1, 1, 1], [0, 2, 1, 2]),
];
const step = (frozen: unknown[], free: unknown[], trees: unknown[], then: unknown = DONE): unknown => ({ frozen, freed: free, trees, then });
const twice = (...trees: unknown[]): unknown => step([rows(0)], [freed(1)], trees);
const broad = (first: unknown, then: unknown = proof("split", { parts: [proof("one-neuron")] })): unknown => step([rows(0)], [freed(1)], [first, BROAD_BOTH[1]], then);

const ok = (name: string, masks: string[][], evidence: unknown, closed = true): Case => ({ name, masks, closed, evidence });
const no = (name: string, masks: string[][], evidence: unknown, place: string, closed = true): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "assisted-free",
  "linear",
  [
    ok("one of two equal rectangles", TWICE, twice(...BOTH)),
    ok("a rectangle inside that of its assistant: pivots outside it first", BROAD, broad(BROAD_BOTH[0])),
    ok("without assistance, as the rule free", TWICE, step([], [freed(0), freed(1)], [leaf([[1, 0], [0, 1]], [0, 0, 0, 0], [0, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1])], proof("linear-space"))),
    ok("the corner of LU, without assistance: what is left is not closed", LU, step([], [freed(1)], [leaf([[1]], [1, 1, 1, 1])], proof("one-neuron", { outputs: [0, 1], inputs: [0, 1] })), false),
    ok(
      "one copy of a neuron by the other: LU with its second neuron doubled",
      SURPLUS,
      step([rows(1)], [freed(2)], [leaf([[1]], [1, 1, 1, 1])], proof("split", { part: 0, then: proof("one-neuron", { outputs: [0, 1], inputs: [0, 1] }) })),
      false,
    ),
    ok(
      "two assistants with a chain, which leave nothing to be freed by the third",
      THRICE,
      step([rows(0), rows(1, [0])], [freed(2)], [
        leaf([[0, 0]], [0, 0, 0, 0], [0, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1]),
        leaf([[0, 0]], [1, 0, 0, 0], [1, 1, 0, 1], [0, 0, 1, 0], [0, 1, 1, 1]),
      ]),
    ),
    ok("a redundant assistant is left out", FOUR, step([rows(0), rows(1, [0]), rows(2, [0, 1])], [freed(3)], [
      leaf([[0, 0]], [0, 0, 0, 0], [0, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1]),
      leaf([[0, 0]], [1, 0, 0, 0], [1, 1, 0, 1], [0, 0, 1, 0], [0, 1, 1, 1]),
    ])),
  ],
  [
    no("a pivot of a redundant assistant", FOUR, step([rows(0), rows(1, [0]), rows(2, [0, 1])], [freed(3)], [leaf([[0, 0]], [0, 0, 2, 0]), BOTH[1]]), "evidence.trees[0].pivots[0]"),
    no("freed vectors that do not reach everything", TWICE, twice(leaf([[1, 0]], [0, 0, 0, 0], [0, 1, 0, 1]), BOTH[1]), "evidence.trees[0].pivots"),
    no("a pivot that may be zero: 1 - x", TWICE, twice(leaf([[1, 1]], [0, 0, 0, 0], [0, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1]), BOTH[1]), "evidence.trees[0].pivots[2]"),
    no("three rows reached by two neurons", THREE_ROWS, step([rows(0)], [freed(1)], [leaf([[0, 1, 0]], [0, 0, 0, 0], [0, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1]), ...BOTH]), "evidence.trees[0].pivots"),
    no("the large neuron of LU, its small one assisting", LU, step([rows(1)], [freed(0)], [leaf([[1, 1]], [0, 0, 0, 0], [0, 1, 0, 1], [1, 1, 1, 1])]), "evidence.trees[0].pivots"),
    no("a pivot inside while entries outside are left", BROAD, broad(leaf([[0, 1]], [0, 1, 0, 1], [0, 0, 0, 0], [0, 2, 0, 2], [1, 1, 1, 1], [1, 2, 1, 2])), "evidence.trees[0].pivots[0]"),
    no("no pivot for the entries outside", BROAD, broad(leaf([[0, 1]], [0, 1, 0, 1])), "evidence.trees[0].pivots[0]"),
    no("pivots outside only", BROAD, broad(leaf([[0, 1]], [0, 0, 0, 0])), "evidence.trees[0].pivots"),
    no("a choice of pivots left out", TWICE, twice(BOTH[0]), "evidence.trees"),
    no("a tree too many", TWICE, twice(...BOTH, BOTH[0]), "evidence.trees"),
    no("nothing freed", TWICE, step([rows(0)], [], BOTH), "evidence.freed"),
    no("a freed neuron that does not exist", TWICE, step([rows(0)], [freed(2)], BOTH), "evidence.freed[0].neuron"),
    no("a freed neuron twice", TWICE, step([rows(0)], [freed(1), freed(1)], BOTH), "evidence.freed[1].neuron"),
    no("freed neurons in falling order", TWICE, step([], [freed(1), freed(0)], BOTH), "evidence.freed[1].neuron"),
    no("an assistant that is freed", TWICE, step([rows(0)], [freed(0), freed(1)], BOTH), "evidence.freed[0].neuron"),
    no("an assistant twice", THRICE, step([rows(0), rows(0)], [freed(2)], BOTH), "evidence.frozen[1].neuron"),
    no("an assistant that does not exist", TWICE, step([rows(2)], [freed(1)], BOTH), "evidence.frozen[0].neuron"),
    no("a chain with a neuron that is freed", THRICE, step([rows(1, [0])], [freed(0)], BOTH), "evidence.frozen[0].chain[0]"),
    no("a vector missing", TWICE, twice(leaf([], [0, 0, 0, 0]), BOTH[1]), "evidence.trees[0].values"),
    no("a vector too many", TWICE, twice(leaf([[0, 1], [0, 1]], [0, 0, 0, 0]), BOTH[1]), "evidence.trees[0].values"),
    no("a vector too long", TWICE, twice(leaf([[0, 1, 0]], [0, 0, 0, 0]), BOTH[1]), "evidence.trees[0].values[0]"),
    no("a vector that is no list of integers", TWICE, twice(leaf([[0, 0.5]], [0, 0, 0, 0]), BOTH[1]), "evidence.trees[0].values[0][1]"),
    no("freed entries that are not free afterwards", TWICE, step([rows(0)], [freed(1)], BOTH, proof("linear-space")), "evidence.then.evidence"),
    no("what is left of LU called closed", LU, step([], [freed(1)], [leaf([[1]], [1, 1, 1, 1])], proof("one-neuron")), "evidence.then.evidence"),
    no("what is left of LU capped, its free entry forgotten", LU, step([], [freed(1)], [leaf([[1]], [1, 1, 1, 1])], proof("cap", { side: "rows", deleted: [1], then: proof("one-neuron") })), "evidence.then.evidence"),
    no("a proof of the other claim", TWICE, twice(...BOTH), "evidence.then.evidence", false),
  ],
);
