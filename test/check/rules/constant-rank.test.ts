import { LU, NO_PATH, type Case, type Refused, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

/** A form that freezes rows. */
const rows = (neuron: number, chain: number[] = []): unknown => ({ neuron, side: "rows", chain });
const columns = (neuron: number, chain: number[] = []): unknown => ({ neuron, side: "columns", chain });
const leaf = (...pivots: number[][]): unknown => ({ pivots });
const split = (variable: number[], polynomial: unknown, zero: unknown, nonzero: unknown): unknown => ({ split: variable, polynomial, zero, nonzero });
const rank = (frozen: unknown[], dimension: number, trees: unknown[]): unknown => ({ frozen, dimension, trees });

const ONE = rectangleMasks(2, 2, [["01", "01"]]);
const TWICE = rectangleMasks(2, 2, [["01", "01"], ["01", "01"]]);
const THRICE = rectangleMasks(2, 2, [["01", "01"], ["01", "01"], ["01", "01"]]);
const FOUR = rectangleMasks(2, 2, [["01", "01"], ["01", "01"], ["01", "01"], ["01", "01"]]);
const SURPLUS = rectangleMasks(2, 2, [["01", "01"], ["1", "1"], ["1", "1"]]);
const CROSSED = rectangleMasks(3, 3, [["01", "012"], ["12", "012"]]);

/** u = (1, x), x named [0, 1]; or u = (0, 1). */
const TREES = [leaf([0, 0, 0, 0], [0, 1, 0, 1]), leaf([1, 0, 0, 0], [1, 1, 0, 1])];
const X = [[1, [[0, 1, 1]]]];
/** Of two equal rectangles, the second cleared at the pivot of the first: everything. */
const BOTH = [leaf([0, 0, 0, 0], [0, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1]), leaf([1, 0, 0, 0], [1, 1, 0, 1], [0, 0, 1, 0], [0, 1, 1, 1])];
/** LU: rank three at u = (1, x), two at u = (0, 1). */
const LU_TREES = [leaf([0, 0, 0, 0], [0, 1, 0, 1], [1, 1, 1, 1]), leaf([1, 0, 0, 0], [1, 1, 0, 1])];

const ok = (name: string, masks: string[][], evidence: unknown): Case => ({ name, masks, closed: true, evidence });
const no = (name: string, masks: string[][], evidence: unknown, place: string, closed = true): Refused => ({ name, masks, closed, evidence, place });
const oneTree = (tree: unknown): unknown => rank([rows(0)], 2, [tree, TREES[1]]);

ruleCases(
  "constant-rank",
  "linear",
  [
    ok("one rectangle", ONE, rank([rows(0)], 2, TREES)),
    ok("one rectangle, columns frozen", ONE, rank([columns(0)], 2, [leaf([0, 0, 0, 0], [1, 0, 0, 1]), leaf([0, 1, 0, 0], [1, 1, 0, 1])])),
    ok("a split that is not needed, the pivots elsewhere where it helps", ONE, oneTree(split([0, 1], X, TREES[0], leaf([1, 0, 0, 0], [1, 1, 0, 1])))),
    ok("a split on x = 3", ONE, oneTree(split([0, 1], [[1, [[0, 1, 1]]], [-3, []]], leaf([1, 0, 0, 0], [0, 1, 0, 1]), TREES[0]))),
    ok("a split on a variable that the vectors do not hold", ONE, oneTree(split([0, 0], [[1, [[0, 0, 1]]]], TREES[0], TREES[0]))),
    ok("a slope that is known to be nonzero", ONE, oneTree(split([0, 0], [[1, [[0, 0, 1]]]], TREES[0], split([0, 1], [[2, [[0, 0, 2], [0, 1, 1]]], [1, []]], TREES[0], TREES[0])))),
    ok("two equal rectangles, the second with a chain", TWICE, rank([rows(0), rows(1, [0])], 4, BOTH)),
    ok("the order of the forms is free", TWICE, rank([rows(1), rows(0, [1])], 4, [leaf([0, 0, 1, 0], [0, 1, 1, 1], [1, 0, 0, 0], [1, 1, 0, 1]), leaf([1, 0, 1, 0], [1, 1, 1, 1], [0, 0, 0, 0], [0, 1, 0, 1])])),
    ok("a third equal rectangle, redundant", THRICE, rank([rows(0), rows(1, [0]), rows(2, [0, 1])], 4, BOTH)),
    ok("no neurons: the space 0", NO_PATH, rank([], 0, [leaf()])),
  ],
  [
    no("a dimension too large", ONE, rank([rows(0)], 3, TREES), "evidence.trees[0].pivots"),
    no("dimensions that differ: LU", LU, rank([rows(0), rows(1)], 3, LU_TREES), "evidence.trees[1].pivots"),
    no("dimensions that differ: LU with its second neuron doubled, the copy redundant", SURPLUS, rank([rows(0), rows(1), rows(2, [1])], 3, LU_TREES), "evidence.trees[1].pivots"),
    no("dimensions that differ: the same without a chain", SURPLUS, rank([rows(0), rows(1), rows(2)], 3, LU_TREES), "evidence.trees[1].pivots"),
    no("LU with its second neuron doubled, as if there were nothing to show", SURPLUS, rank([rows(0), rows(1), rows(2, [1])], 3, []), "evidence.trees"),
    no("the hard choice of pivots left out", LU, rank([rows(0), rows(1)], 3, [LU_TREES[0]]), "evidence.trees"),
    no("a choice of pivots shown twice", ONE, rank([rows(0)], 2, [...TREES, TREES[1]]), "evidence.trees"),
    no("choices of pivots in another order", ONE, rank([rows(0)], 2, TREES.toReversed()), "evidence.trees[0].pivots[0]"),
    no("a neuron left out", SURPLUS, rank([rows(0), rows(1)], 3, LU_TREES), "evidence.frozen"),
    no("a neuron twice", TWICE, rank([rows(0), rows(0, [0])], 4, BOTH), "evidence.frozen[1].neuron"),
    no("a neuron that does not exist", ONE, rank([rows(1)], 2, TREES), "evidence.frozen[0].neuron"),
    no("a chain with a later neuron", TWICE, rank([rows(0, [1]), rows(1)], 4, BOTH), "evidence.frozen[0].chain[0]"),
    no("a chain with itself", ONE, rank([rows(0, [0])], 2, TREES), "evidence.frozen[0].chain[0]"),
    no("a chain with a neuron frozen on the other side", TWICE, rank([columns(0), rows(1, [0])], 4, BOTH), "evidence.frozen[1].chain[0]"),
    no("a chain with a neuron twice", THRICE, rank([rows(0), rows(1, [0]), rows(2, [0, 0])], 4, BOTH), "evidence.frozen[2].chain[1]"),
    no("a chain with a redundant neuron", FOUR, rank([rows(0), rows(1, [0]), rows(2, [0, 1]), rows(3, [0, 1, 2])], 4, BOTH), "evidence.frozen[3].chain[2]"),
    no("a chain that is none for its member", THRICE, rank([rows(0), rows(1, [0]), rows(2, [1])], 4, BOTH), "evidence.frozen[2].chain[0]"),
    no("a chain whose members were not cleared from each other", THRICE, rank([rows(0), rows(1), rows(2, [0, 1])], 4, BOTH), "evidence.frozen[2].chain[1]"),
    no("a neuron that does not move into the next: rows not contained", CROSSED, rank([rows(0), rows(1, [0])], 6, []), "evidence.frozen[1].chain[0]"),
    no("a neuron that does not move into the next: columns beyond it, not free", LU, rank([rows(1), rows(0, [1])], 3, []), "evidence.frozen[1].chain[0]"),
    no("equal rectangles without a chain, whose vectors may be parallel", TWICE, rank([rows(0), rows(1)], 4, [BOTH[0], BOTH[1], BOTH[0], BOTH[1]]), "evidence.trees[0].pivots[2]"),
    no("a pivot that may be zero", ONE, oneTree(leaf([1, 0, 0, 0], [1, 1, 0, 1])), "evidence.trees[0].pivots[0]"),
    no("a pivot that is zero", ONE, rank([rows(0)], 2, [TREES[0], leaf([0, 0, 0, 0], [1, 1, 0, 1])]), "evidence.trees[1].pivots[0]"),
    no("a pivot that is zero on its branch", ONE, oneTree(split([0, 1], X, leaf([1, 0, 0, 0], [1, 1, 0, 1]), TREES[0])), "evidence.trees[0].zero.pivots[0]"),
    no("a row used twice", ONE, oneTree(leaf([0, 0, 0, 0], [0, 0, 0, 0])), "evidence.trees[0].pivots[1]"),
    no("a column used twice", ONE, oneTree(leaf([0, 0, 0, 0], [1, 0, 0, 0])), "evidence.trees[0].pivots[1]"),
    no("an entry that does not exist", ONE, oneTree(leaf([2, 0, 0, 0])), "evidence.trees[0].pivots[0]"),
    no("a free weight that does not exist", ONE, oneTree(leaf([0, 0, 0, 2])), "evidence.trees[0].pivots[0]"),
    no("a free weight of a redundant neuron", THRICE, rank([rows(0), rows(1, [0]), rows(2, [0, 1])], 4, [leaf([0, 0, 2, 0]), BOTH[1]]), "evidence.trees[0].pivots[0]"),
    no("pivots too few", ONE, oneTree(leaf([0, 0, 0, 0])), "evidence.trees[0].pivots"),
    no("a split on no variable", ONE, oneTree(split([0, 2], X, TREES[0], TREES[0])), "evidence.trees[0].split"),
    no("a split on a neuron that does not exist", ONE, oneTree(split([1, 0], X, TREES[0], TREES[0])), "evidence.trees[0].split"),
    no("a split on a variable that its polynomial does not hold", ONE, oneTree(split([0, 0], X, TREES[0], TREES[0])), "evidence.trees[0].split"),
    no("a split of degree two", ONE, oneTree(split([0, 1], [[1, [[0, 1, 2]]]], TREES[0], TREES[0])), "evidence.trees[0].split"),
    no("a split of degree two in two factors", ONE, oneTree(split([0, 1], [[1, [[0, 1, 1], [0, 1, 1]]]], TREES[0], TREES[0])), "evidence.trees[0].split"),
    no("a split by the polynomial 0", ONE, oneTree(split([0, 1], [], TREES[0], TREES[0])), "evidence.trees[0].split"),
    no("a split by terms that cancel", ONE, oneTree(split([0, 1], [[1, [[0, 1, 1]]], [-1, [[0, 1, 1]]]], TREES[0], TREES[0])), "evidence.trees[0].split"),
    no("a slope that may vanish", ONE, oneTree(split([0, 1], [[1, [[0, 0, 1], [0, 1, 1]]], [1, []]], TREES[0], TREES[0])), "evidence.trees[0].split"),
    no("a variable that is replaced already", ONE, oneTree(split([0, 1], X, split([0, 1], X, TREES[0], TREES[0]), TREES[0])), "evidence.trees[0].zero.polynomial"),
    no("a variable in a polynomial that does not exist", ONE, oneTree(split([0, 1], [[1, [[0, 2, 1]]]], TREES[0], TREES[0])), "evidence.trees[0].polynomial[0]"),
    no("an exponent of 0", ONE, oneTree(split([0, 1], [[1, [[0, 1, 1]]], [1, [[0, 0, 0]]]], TREES[0], TREES[0])), "evidence.trees[0].polynomial[1]"),
    no("an exponent of 9", ONE, oneTree(split([0, 1], [[1, [[0, 1, 1]]], [1, [[0, 0, 9]]]], TREES[0], TREES[0])), "evidence.trees[0].polynomial[1]"),
    no("a nonzero polynomial that a replacement makes zero", ONE, oneTree(split([0, 1], X, TREES[0], split([0, 1], X, leaf([1, 0, 0, 0], [1, 1, 0, 1]), TREES[0]))), "evidence.trees[0].nonzero.zero.pivots[0]"),
    no("the claim not closed", LU, rank([rows(0), rows(1)], 3, LU_TREES), "evidence", false),
    no("three layers", [...ONE, ["10", "01"]], rank([rows(0)], 2, TREES), "evidence"),
  ],
);
