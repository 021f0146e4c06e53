import { describe, expect, it } from "vitest";
import { check } from "../../../src/check/check.js";
import { decide } from "../../../src/decide/decide.js";
import { checkCertificate } from "../../second-checker/second-checker.js";
import { DENSE, LU, NO_PATH, PARALLEL, type Refused, certificate, proof, ruleCases } from "../../support/certificates.js";
import { mutants } from "../../support/mutate.js";
import { rectangleMasks } from "../../support/patterns.js";

type Json = Record<string, unknown>;
const refused = (name: string, evidence: unknown, place: string, masks: string[][] = LU, closed = false): Refused => ({ name, masks, closed, evidence, place });

/** LU: u = (eps, 1), v = (1, 1/eps) for neuron 0, and neuron 1 cancels the pole: [[eps, 1], [1, 0]]. */
const one = (...edge: number[]): unknown => [edge, [["1", 0]]];
const LU_WEIGHTS = [[one(0, 0), [[0, 1], [["1", -1]]], one(1, 1)], [[[0, 0], [["1", 1]]], one(1, 0), [[1, 1], [["-1", -1]]]]];
const CORNER = { outputs: [0, 1], inputs: [0, 1], layer: 1, neurons: [0] };
const LU_EVIDENCE = { outputs: [0, 1], inputs: [0, 1], limit: [["0", "1"], ["1", "0"]], weights: LU_WEIGHTS, unreachable: { determinant: CORNER } };
const lu = (changes: Json): unknown => ({ ...LU_EVIDENCE, ...changes });
const tree = (unreachable: unknown): unknown => lu({ unreachable });
const entries = (...list: [number, number][]): unknown => list.slice(0, -1).reduceRight<unknown>((then, entry) => ({ entry, then }), { conflict: list.at(-1) });
/** Both weights on the path 1 -> 0 -> 0 are branched on; one of them being zero contradicts an entry. */
const BRANCHED = {
  split: [1, 0, 0],
  zero: { conflict: [1, 0] },
  nonzero: { split: [2, 0, 0], zero: { conflict: [0, 1] }, nonzero: { conflict: [0, 0] } },
};

/** The same minor on outputs and inputs 1, 2. */
const SHIFTED = {
  outputs: [1, 2],
  inputs: [1, 2],
  limit: LU_EVIDENCE.limit,
  weights: [[one(0, 1), [[0, 2], [["1", -1]]], one(1, 2)], [[[1, 0], [["1", 1]]], one(2, 0), [[2, 1], [["-1", -1]]]]],
  unreachable: { determinant: { outputs: [1, 2], inputs: [1, 2], layer: 1, neurons: [0] } },
};

/** LU after a first layer that changes nothing. */
const DEEP = [["10", "01"], ...LU];
const deepWeights = [[one(0, 0), one(1, 1)], ...LU_WEIGHTS];
const deep = (unreachable: unknown): unknown => lu({ weights: deepWeights, unreachable });

/** Form (b) of two neurons, 01*02 and 01*12: columns 0, 1, 2 = (1, 0), (1, eps), ((1, eps) - (1, 0))/eps. */
const COLLISION = rectangleMasks(2, 3, [["01", "02"], ["01", "12"]]);
const COLLISION_EVIDENCE = {
  outputs: [0, 1],
  inputs: [0, 1, 2],
  limit: [["1", "1", "0"], ["0", "0", "1"]],
  weights: [[one(0, 0), [[0, 2], [["-1", -1]]], one(1, 1), [[1, 2], [["1", -1]]]], [one(0, 0), one(0, 1), [[1, 1], [["1", 1]]]]],
  unreachable: entries([0, 0], [1, 0], [0, 1], [1, 1], [1, 2]),
};

/**
 * Neurons 01*01 and 12*12 meet at (1, 1), and 2*2 takes away the pole at (2, 2). Neuron 0 is 1 everywhere, so it leaves 0 at (1, 1) to neuron 1,
 * which has 1 at (1, 2) and at (2, 1): approached with u = (eps, 1), v = (1, 1/eps) there, and not reached.
 */
const BLOCKS = rectangleMasks(3, 3, [["01", "01"], ["12", "12"], ["2", "2"]]);
const BLOCKS_TREE = (completion: unknown): unknown => ({
  entry: [0, 0],
  then: { entry: [0, 1], then: { entry: [1, 0], then: { completion, then: { entry: [1, 1], then: { entry: [1, 2], then: { conflict: [2, 1] } } } } } },
});
const blocks = (unreachable: unknown, middle = "1"): unknown => ({
  outputs: [0, 1, 2],
  inputs: [0, 1, 2],
  limit: [["1", "1", "0"], ["1", middle, "1"], ["0", "1", "0"]],
  weights: [
    [one(0, 0), one(0, 1), one(1, 1), [[1, 2], [["1", -1]]], one(2, 2)],
    [one(0, 0), one(1, 0), [[1, 1], [["1", 1]]], one(2, 1), [[2, 2], [["-1", -1]]]],
  ],
  unreachable,
});

/** The example of docs/theory.md 4.9: a limit that is seen to be out of reach only with two products named. */
const NAMED = rectangleMasks(3, 3, [["01", "01"], ["01", "02"], ["02", "12"]]);
const named = (...steps: unknown[]): unknown => ({
  outputs: [0, 1, 2],
  inputs: [0, 1, 2],
  limit: [["1", "0", "0"], ["0", "1", "1"], ["0", "1", "1"]],
  weights: [
    [[[0, 0], [["1", -1]]], one(0, 1), [[1, 0], [["-1", -1]]], one(1, 2), one(2, 1), [[2, 2], [["1", 0], ["1", 1]]]],
    [[[0, 0], [["1", 0], ["1", 1]]], one(0, 1), [[0, 2], [["-1", 0]]], one(1, 0), one(1, 1), one(2, 2)],
  ],
  unreachable: steps.slice(0, -1).reduceRight<object>((then, step) => ({ ...(step as object), then }), steps.at(-1) as object),
});
const entry = (i: number, k: number): unknown => ({ entry: [i, k] });
const complete = (h: number, outputs: number[], inputs: number[]): unknown => ({ completion: { outputs, inputs, layer: 1, neurons: [h] } });
const KNOWN = [entry(1, 1), entry(1, 2), entry(2, 1), entry(2, 2)];
const FIRST_NAME = [...KNOWN, { let: [1, 2, 0] }, complete(2, [0, 2], [1, 2]), entry(0, 1), entry(0, 2)];
const BOTH_NAMES = [...FIRST_NAME, { let: [0, 0, 1] }, entry(1, 0), complete(0, [0, 1], [0, 1])];
/** Neuron 1 has 1 + ts, -t, -s, 1 there. */
const END = { determinant: { outputs: [0, 1], inputs: [0, 2], layer: 1, neurons: [1] } };
/** The product of neuron 1 at (1, 0) has a name of its own, s' instead of -s. */
const THREE_NAMES = [...FIRST_NAME, { let: [0, 0, 1] }, { let: [0, 1, 1] }, complete(0, [0, 1], [0, 1])];

/**
 * LU by one leaf. With x(i,k) the products of neuron 0: x(1,1) (0 - x(0,0)) - x(1,0) (1 - x(0,1)) - (1 - x(1,0)) + (x(0,0) x(1,1) - x(0,1) x(1,0)) is -1.
 */
type Power = [path: number[], exponent: number];
const item = (equation: object, ...factor: [string, Power[]][]): object => ({ ...equation, factor });
const path = (...neurons: number[]): Power => [neurons, 1];
const [X10, X11]: Power[] = [path(0, 0, 1), path(1, 0, 1)];
const SUM = [
  item({ entry: [0, 0] }, ["1", [X11]]),
  item({ entry: [0, 1] }, ["-1", [X10]]),
  item({ entry: [1, 0] }, ["-1", []]),
  item({ determinant: CORNER }, ["1", []]),
];
const combined = (...combination: unknown[]): unknown => tree({ combination });
/** The same with paths through a first layer that changes nothing. */
const DEEP_SUM = [
  item({ entry: [0, 0] }, ["1", [path(1, 1, 0, 1)]]),
  item({ entry: [0, 1] }, ["-1", [path(0, 0, 0, 1)]]),
  item({ entry: [1, 0] }, ["-1", []]),
  item({ determinant: { ...CORNER, layer: 2 } }, ["1", []]),
];

/** Neuron 1 of LU made free: neuron 0 is left, the entry (1, 1) is free. */
const afterFree = (evidence: unknown): unknown => ({ frozen: [{ neuron: 1, side: "rows", values: [1] }], then: proof("degeneration", evidence) });
const FREE = {
  outputs: [0, 1],
  inputs: [0, 1],
  limit: [["0", "1"], ["1", null]],
  weights: [[one(0, 0), [[0, 1], [["1", -1]]]], [[[0, 0], [["1", 1]]], one(1, 0)]],
  unreachable: { determinant: CORNER },
};

ruleCases(
  "degeneration",
  "linear",
  [
    { name: "LU, by a determinant", masks: LU, closed: false, evidence: LU_EVIDENCE },
    { name: "LU, entry by entry", masks: LU, closed: false, evidence: tree(entries([0, 1], [1, 0], [0, 0])) },
    { name: "LU, by cases", masks: LU, closed: false, evidence: tree(BRANCHED) },
    { name: "LU among other outputs and inputs", masks: rectangleMasks(3, 3, [["12", "12"], ["2", "2"], ["02", "0"]]), closed: false, evidence: SHIFTED },
    { name: "three layers, by a determinant of the second hidden layer", masks: DEEP, closed: false, evidence: deep({ determinant: { ...CORNER, layer: 2 } }) },
    { name: "three layers, entry by entry", masks: DEEP, closed: false, evidence: deep(entries([0, 1], [1, 0], [0, 0])) },
    { name: "form (b) of two neurons", masks: COLLISION, closed: false, evidence: COLLISION_EVIDENCE },
    { name: "two neurons that meet in one entry, by rank-one completion", masks: BLOCKS, closed: false, evidence: blocks(BLOCKS_TREE(CORNER)) },
    { name: "products with names", masks: NAMED, closed: false, evidence: named(...BOTH_NAMES, END) },
    { name: "a name that an equation explains", masks: NAMED, closed: false, evidence: named(...THREE_NAMES, entry(1, 0), END) },
    { name: "a name in two cases", masks: LU, closed: false, evidence: tree({ let: [1, 0, 1], then: { entry: [0, 1], then: { split: [2, 1, 0], zero: { conflict: [1, 0] }, nonzero: { entry: [1, 0], then: { conflict: [0, 0] } } } } }) },
    { name: "LU, by a combination alone", masks: LU, closed: false, evidence: combined(...SUM) },
    { name: "a combination whose equations and terms are repeated", masks: LU, closed: false, evidence: combined(SUM[0], SUM[1], item({ entry: [1, 0] }, ["-1/3", []], ["1/3", []]), SUM[2], SUM[3], item({ entry: [0, 1] }, ["2", []]), item({ entry: [0, 1] }, ["-2", []])) },
    { name: "a combination with an equation that holds and one without terms", masks: LU, closed: false, evidence: tree({ entry: [0, 0], then: { combination: [...SUM, item({ determinant: { ...CORNER, neurons: [1] } }, ["7", []]), item({ entry: [1, 1] })] } }) },
    { name: "a combination that is a product of weights known not to be zero", masks: LU, closed: false, evidence: tree({ split: [1, 0, 0], zero: { conflict: [1, 0] }, nonzero: { split: [2, 1, 0], zero: { conflict: [1, 0] }, nonzero: { combination: SUM.map((one) => ({ ...one, factor: (one as { factor: [string, Power[]][] }).factor.map(([coefficient, powers]) => [coefficient, [...powers, [[0, 0, 1], 3]]]) })) } } }) },
    { name: "a combination where names are known", masks: LU, closed: false, evidence: tree({ let: [1, 0, 0], then: { entry: [0, 1], then: { combination: SUM.toSpliced(1, 1) } } }) },
    { name: "three layers, by a combination of the second hidden layer", masks: DEEP, closed: false, evidence: deep({ combination: DEEP_SUM }) },
    { name: "a limit that is no integer", masks: LU, closed: false, evidence: lu({ limit: [["0", "-1/2"], ["1", "0"]], weights: [LU_WEIGHTS[0], [[[0, 0], [["-1/2", 1]]], one(1, 0), [[1, 1], [["-1", -1]]]]] }) },
    { name: "weights with several terms", masks: LU, closed: false, evidence: lu({ weights: [[[[0, 0], [["1", 0], ["3", 2]]], [[0, 1], [["1", -1]]], one(1, 1)], [[[0, 0], [["1", 1]]], one(1, 0), [[1, 1], [["-1", -1], ["5", 1]]]]] }) },
  ],
  [
    refused("the claim closed", LU_EVIDENCE, "evidence", LU, true),
    refused("one layer", lu({ weights: [[]], limit: [["0", "0"], ["0", "0"]], unreachable: { conflict: [0, 0] } }), "evidence", [["11", "01"]]),
    // The minor.
    refused("outputs that do not ascend", lu({ outputs: [1, 0] }), "evidence.outputs"),
    refused("no outputs", lu({ outputs: [], limit: [] }), "evidence.outputs"),
    refused("an input that does not exist", lu({ inputs: [0, 2] }), "evidence.inputs"),
    // The limit.
    refused("a limit with a row too many", lu({ limit: [["0", "1"], ["1", "0"], ["0", "0"]] }), "evidence.limit"),
    refused("a limit with an entry too few", lu({ limit: [["0", "1"], ["1"]] }), "evidence.limit[1]"),
    refused("null where no entry is free", lu({ limit: [["0", "1"], ["1", null]] }), "evidence.limit[1][1]"),
    refused("a fraction not in lowest terms", lu({ limit: [["0", "2/2"], ["1", "0"]] }), "evidence.limit[0][1]"),
    refused("a denominator with a sign", lu({ limit: [["0", "1/-2"], ["1", "0"]] }), "evidence.limit[0][1]"),
    refused("minus zero", lu({ limit: [["-0", "1"], ["1", "0"]] }), "evidence.limit[0][0]"),
    refused("a number as a number", lu({ limit: [[0, "1"], ["1", "0"]] }), "evidence.limit[0][0]"),
    refused("a number that is too long", lu({ limit: [["1".repeat(1001), "1"], ["1", "0"]] }), "evidence.limit[0][0]"),
    refused("another limit than that of the weights", lu({ limit: [["0", "1"], ["1", "1"]] }), "evidence.limit[1][1]"),
    // The weights.
    refused("a pole that nothing takes away", lu({ weights: [LU_WEIGHTS[0], LU_WEIGHTS[1]!.slice(0, 2)] }), "evidence.limit[1][1]", LU, false),
    refused("weights for one layer", lu({ weights: LU_WEIGHTS.slice(0, 1) }), "evidence.weights"),
    refused("an edge that is not there", lu({ weights: [LU_WEIGHTS[0], [...LU_WEIGHTS[1]!, one(0, 1)]] }), "evidence.weights[1][3]"),
    refused("an edge twice", lu({ weights: [LU_WEIGHTS[0], [...LU_WEIGHTS[1]!, one(1, 0)]] }), "evidence.weights[1][3]"),
    refused("an edge outside the minor", { ...SHIFTED, weights: [[...SHIFTED.weights[0]!, one(2, 0)], SHIFTED.weights[1]] }, "evidence.weights[0][3]", rectangleMasks(3, 3, [["12", "12"], ["2", "2"], ["02", "0"]])),
    refused("an edge of a neuron that is dead in the minor", { ...SHIFTED, weights: [SHIFTED.weights[0], [...SHIFTED.weights[1]!, one(2, 2)]] }, "evidence.weights[1][3]", rectangleMasks(3, 3, [["12", "12"], ["2", "2"], ["02", "0"]])),
    refused("a weight without terms", lu({ weights: [LU_WEIGHTS[0], [...LU_WEIGHTS[1]!.slice(0, 2), [[1, 1], []]]] }), "evidence.weights[1][2][1]"),
    refused("a term 0", lu({ weights: [LU_WEIGHTS[0], [...LU_WEIGHTS[1]!.slice(0, 2), [[1, 1], [["0", -2], ["-1", -1]]]]] }), "evidence.weights[1][2][1][0][0]"),
    refused("exponents that do not ascend", lu({ weights: [LU_WEIGHTS[0], [...LU_WEIGHTS[1]!.slice(0, 2), [[1, 1], [["5", 1], ["-1", -1]]]]] }), "evidence.weights[1][2][1][1][1]"),
    refused("an exponent out of range", lu({ weights: [LU_WEIGHTS[0], [...LU_WEIGHTS[1]!.slice(0, 2), [[1, 1], [["-1", -1], ["1", 1000001]]]]] }), "evidence.weights[1][2][1][1][1]"),
    // The proof.
    refused("a determinant that is zero", tree({ determinant: { ...CORNER, neurons: [1] } }), "evidence.unreachable.determinant"),
    refused("a determinant of a matrix whose rank is not bounded", tree({ determinant: { ...CORNER, neurons: [0, 1] } }), "evidence.unreachable.determinant.neurons"),
    refused("no neurons", tree({ determinant: { ...CORNER, neurons: [] } }), "evidence.unreachable.determinant.neurons"),
    refused("a neuron that does not exist", tree({ determinant: { ...CORNER, neurons: [2] } }), "evidence.unreachable.determinant.neurons"),
    refused("a layer that is not hidden", tree({ determinant: { ...CORNER, layer: 2 } }), "evidence.unreachable.determinant.layer"),
    refused("layer 0", tree({ determinant: { ...CORNER, layer: 0 } }), "evidence.unreachable.determinant.layer"),
    refused("outputs that are not in the minor", tree({ determinant: { ...CORNER, outputs: [0, 2] } }), "evidence.unreachable.determinant.outputs"),
    refused("as many inputs as outputs are needed", tree({ determinant: { ...CORNER, inputs: [0] } }), "evidence.unreachable.determinant.inputs"),
    refused("the same input twice", tree({ determinant: { ...CORNER, inputs: [0, 0] } }), "evidence.unreachable.determinant.inputs"),
    refused("a conflict where there is none", tree({ conflict: [0, 0] }), "evidence.unreachable.conflict"),
    refused("a conflict outside the minor", tree({ conflict: [0, 2] }), "evidence.unreachable.conflict"),
    refused("an entry with two products that are not known", tree({ entry: [1, 1], then: { conflict: [0, 0] } }), "evidence.unreachable.entry"),
    refused("an entry whose products are known", tree({ entry: [0, 1], then: { entry: [0, 1], then: { conflict: [0, 0] } } }), "evidence.unreachable.then.entry"),
    refused("a step that contradicts, with another after it", tree({ entry: [0, 1], then: { entry: [1, 0], then: { entry: [0, 0], then: { conflict: [0, 0] } } } }), "evidence.unreachable.then.then.entry"),
    refused("entries too few for a conflict", tree(entries([0, 1], [0, 0])), "evidence.unreachable.then.conflict"),
    refused("a case left open", tree({ ...BRANCHED, zero: { conflict: [0, 0] } }), "evidence.unreachable.zero.conflict"),
    refused("the other case left open", tree({ ...BRANCHED, nonzero: { conflict: [0, 0] } }), "evidence.unreachable.nonzero.conflict"),
    refused("cases of a weight that does not exist", tree({ ...BRANCHED, split: [2, 0, 1] }), "evidence.unreachable.split"),
    refused("cases of a weight of a layer that does not exist", tree({ ...BRANCHED, split: [3, 0, 0] }), "evidence.unreachable.split"),
    refused("cases of a weight known not to be zero", tree({ entry: [1, 0], then: BRANCHED }), "evidence.unreachable.then.split"),
    refused("a completion that completes nothing", blocks(BLOCKS_TREE({ ...CORNER, neurons: [1] })), "evidence.unreachable.then.then.then.completion", BLOCKS),
    refused("a completion with two unknown products", blocks({ completion: { outputs: [1, 2], inputs: [1, 2], layer: 1, neurons: [1] }, then: { conflict: [0, 0] } }), "evidence.unreachable.completion", BLOCKS),
    refused("a matrix that is reached", { ...(blocks(BLOCKS_TREE(CORNER), "2") as object), weights: [
      [one(0, 0), one(0, 1), one(1, 1), one(1, 2), one(2, 2)],
      [one(0, 0), one(1, 0), one(1, 1), one(2, 1), [[2, 2], [["-1", 0]]]],
    ] }, "evidence.unreachable.then.then.then.then.then.then.conflict", BLOCKS),
    refused("a name for a product that is known", named(...KNOWN, { let: [1, 0, 1] }, { conflict: [0, 0] }), "evidence.unreachable.then.then.then.then.let", NAMED),
    refused("a name for a path that is not there", named({ let: [0, 2, 0] }, { conflict: [0, 0] }), "evidence.unreachable.let", NAMED),
    refused("a name for a part of a path", named({ let: [0, 0] }, { conflict: [0, 0] }), "evidence.unreachable.let", NAMED),
    refused("names that may be anything", named(...THREE_NAMES, END), `evidence.unreachable${".then".repeat(11)}.determinant`, NAMED),
    refused("a division by a product that may be 0", named(...KNOWN, { let: [1, 0, 0] }, { let: [0, 0, 0] }, complete(0, [0, 1], [0, 1]), END), `evidence.unreachable${".then".repeat(6)}.completion`, NAMED),
    refused("a name too few", named(...KNOWN, { let: [0, 0, 1] }, entry(1, 0), { conflict: [0, 0] }), `evidence.unreachable${".then".repeat(6)}.conflict`, NAMED),
    refused("an equation that holds", named(...BOTH_NAMES, entry(1, 0), END), `evidence.unreachable${".then".repeat(11)}.entry`, NAMED),
    refused("a determinant of the first hidden layer, where two neurons are passed", deep({ determinant: CORNER }), "evidence.unreachable.determinant", DEEP),
    refused("a combination with an equation too few", combined(...SUM.slice(1)), "evidence.unreachable.combination"),
    refused("a combination that is zero", combined(item({ entry: [0, 0] }, ["1", []], ["-1", []])), "evidence.unreachable.combination"),
    refused("no equations", combined(), "evidence.unreachable.combination"),
    refused("a combination with two terms", combined(...SUM.slice(0, 3), item({ determinant: CORNER }, ["2", []])), "evidence.unreachable.combination"),
    refused("a combination that is a product which may be zero", combined(...SUM.map((one) => ({ ...one, factor: (one as { factor: [string, Power[]][] }).factor.map(([coefficient, powers]) => [coefficient, [...powers, X10]]) }))), "evidence.unreachable.combination"),
    refused("a combination of the determinant of another neuron", combined(...SUM.slice(0, 3), item({ determinant: { ...CORNER, neurons: [1] } }, ["1", []])), "evidence.unreachable.combination"),
    refused("a combination of a determinant whose rank is not bounded", combined(...SUM.slice(0, 3), item({ determinant: { ...CORNER, neurons: [0, 1] } }, ["1", []])), "evidence.unreachable.combination[3].determinant.neurons"),
    refused("a combination of an entry outside the minor", combined(item({ entry: [0, 2] }, ["1", []]), ...SUM), "evidence.unreachable.combination[0].entry"),
    refused("a combination with a path that is not there", combined(item({ entry: [0, 0] }, ["1", [path(1, 1, 0)]]), ...SUM.slice(1)), "evidence.unreachable.combination[0].factor[0][1][0][0]"),
    refused("a combination with a part of a path", combined(item({ entry: [0, 0] }, ["1", [path(1, 0)]]), ...SUM.slice(1)), "evidence.unreachable.combination[0].factor[0][1][0][0]"),
    refused("a combination with the exponent 0", combined(item({ entry: [0, 0] }, ["1", [X11, [[1, 0, 0], 0]]]), ...SUM.slice(1)), "evidence.unreachable.combination[0].factor[0][1][1][1]"),
    refused("a combination with an exponent above 8", combined(item({ entry: [0, 0] }, ["1", [X11, [[1, 0, 0], 9]]]), ...SUM.slice(1)), "evidence.unreachable.combination[0].factor[0][1][1][1]"),
    refused("a combination with the coefficient 0", combined(...SUM, item({ entry: [1, 0] }, ["0", []])), "evidence.unreachable.combination[4].factor[0][0]"),
    refused("a combination with a number as a number", combined(...SUM.slice(0, 2), { entry: [1, 0], factor: [[1, []]] }, SUM[3]), "evidence.unreachable.combination[2].factor[0][0]"),
    refused("a combination of both an entry and a determinant", combined({ entry: [0, 0], determinant: CORNER, factor: [] }, ...SUM), "evidence.unreachable.combination[0].determinant"),
    refused("steps after a combination", tree({ combination: SUM, then: { conflict: [0, 0] } }), "evidence.unreachable.then"),
    refused("a combination for a limit that is reached", { ...(lu({ limit: [["1", "1"], ["1", "1"]], weights: [[one(0, 0), one(0, 1)], [one(0, 0), one(1, 0)]] }) as object), unreachable: { combination: SUM } }, "evidence.unreachable.combination"),
    refused("rank one, which is closed", lu({ weights: [[], []], unreachable: { conflict: [0, 1] } }), "evidence.limit[1][0]", rectangleMasks(2, 2, [["01", "01"]])),
    refused("everything, which is closed", lu({}), "evidence.unreachable.determinant", DENSE),
    refused("no path at all", { outputs: [0, 1], inputs: [0, 1], limit: [["0", "0"], ["0", "0"]], weights: [[], []], unreachable: { conflict: [0, 0] } }, "evidence.unreachable.conflict", NO_PATH),
    refused("independent paths", { outputs: [0, 1], inputs: [0, 1], limit: [["1", "0"], ["0", "0"]], weights: [[one(0, 0)], [one(0, 0)]], unreachable: { conflict: [0, 0] } }, "evidence.unreachable.conflict", PARALLEL),
    refused("more steps than may be nested", tree(Array.from({ length: 501 }).reduce<unknown>((then) => ({ entry: [0, 1], then }), { conflict: [0, 0] })), `evidence.unreachable${".then".repeat(500)}`),
  ],
);

ruleCases(
  "free",
  "linear",
  [{ name: "then degeneration with a free entry", masks: LU, closed: false, evidence: afterFree(FREE) }],
  [
    refused("then degeneration with a number for the free entry", afterFree({ ...FREE, limit: [["0", "1"], ["1", "0"]] }), "evidence.then.evidence.limit[1][1]"),
    refused("then degeneration with a conflict at the free entry", afterFree({ ...FREE, unreachable: { conflict: [1, 1] } }), "evidence.then.evidence.unreachable.conflict"),
    refused("then degeneration with a combination of the free entry", afterFree({ ...FREE, unreachable: { combination: [item({ entry: [1, 1] }, ["1", []])] } }), "evidence.then.evidence.unreachable.combination[0].entry"),
    refused("then degeneration with an edge of the neuron that is gone", afterFree({ ...FREE, weights: [[...FREE.weights[0]!, one(1, 1)], FREE.weights[1]] }), "evidence.then.evidence.weights[0][2]"),
  ],
);

describe("a changed degeneration", () => {
  const originals = [LU_EVIDENCE, tree(BRANCHED), tree(entries([0, 1], [1, 0], [0, 0])), combined(...SUM)].map((evidence) => certificate("linear", false, LU, proof("degeneration", evidence)));
  originals.push(certificate("linear", false, BLOCKS, proof("degeneration", blocks(BLOCKS_TREE(CORNER)))));
  originals.push(certificate("linear", false, LU, proof("free", afterFree(FREE))));

  it("is refused, but for changes that leave it true: more edges where it does not look, another order or another weight", () => {
    for (const original of originals) {
      expect(check(original)).toMatchObject({ ok: true });
      let refusals = 0;
      const valid: string[] = [];
      for (const { change, value } of mutants(original, ["minor", "lu-minor", "linear-space"], [])) {
        if (JSON.stringify(value) === JSON.stringify(original)) continue;
        const result = check(value);
        expect(checkCertificate(value).ok, change).toBe(result.ok);
        if (!result.ok) refusals++;
        else {
          valid.push(change);
          expect(decide(result.certificate.pattern).linear.closed, change).not.toBe(true);
        }
      }
      expect(refusals).toBeGreaterThan(500);
      expect(valid.filter((change) => !/^(evidence\.(then\.evidence\.)?(weights|unreachable)|pattern\.(name|bias|masks)|pattern: key (name|bias) removed|evidence\.frozen)/.test(change))).toEqual([]);
    }
  });
});
