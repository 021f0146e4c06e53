/** Valid certificates for every rule, by hand; what decide() finds for random patterns is added where a test wants more. */
import { decide } from "../../src/decide/decide.js";
import { Random } from "../../src/exact/random.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { DENSE, LU, LU_MINOR, NO_PATH, PARALLEL, type ProofJson, certificate, proof } from "./certificates.js";
import { type MaskStrings, randomMasks, rectangleMasks } from "./patterns.js";

export type Json = Record<string, unknown>;

const one = proof("one-neuron");
const two = proof("two-neurons");
const unique = proof("unique-paths");
const lu = proof("lu-minor", LU_MINOR);
const STARS = proof("star-cover", { stars: [["output", 0], ["output", 1]] });
const DIAGONAL = ["10", "01"];
const straight = [[[0, 0], [1, 1]], [[0, 0], [1, 1]]];
const frozen = (neuron: number, side: string, ...values: number[]): unknown => ({ neuron, side, values });
const both = proof("free", { frozen: [frozen(0, "rows", 1, 2), frozen(1, "rows", 3, 5)], then: proof("linear-space") });
const corner = proof("one-neuron", { outputs: [0, 1], inputs: [0, 1] });
const LU_WITH_FREE = proof("free", { frozen: [frozen(1, "rows", 1)], then: corner });

const LINEAR: [closed: boolean, MaskStrings, ProofJson][] = [
  [true, [["101", "010"]], proof("single-layer")],
  [true, [["1010", "0101", "1010", "0101"], ["1100", "1100", "0011", "0011"]], unique],
  [true, [["110", "001"], ["10", "01"], ["11"]], unique],
  [false, LU, lu],
  [false, [["110", "010", "001"], ["100", "110", "011"]], lu],
  [false, [DIAGONAL, ...LU], proof("lu-minor", { ...LU_MINOR, neuron: { layer: 2, index: 0 } })],
  [false, [["11", "11", "01"], ["110", "001"], ["10", "11"]], proof("cut-minor", { ...LU_MINOR, neuron: { layer: 2, index: 0 } })],
  [false, [["11", "01", "01"], ["100", "111"]], proof("cut-minor", LU_MINOR)],
  [true, DENSE, proof("generic-factor", { free: "first", paths: straight })],
  [true, DENSE, proof("generic-factor", { free: "last", paths: straight })],
  [true, [["1", "1"], DIAGONAL, ["11", "11"]], proof("generic-factor", { free: "first", paths: [[[0, 0, 1], [1, 1, 0]]] })],
  [true, DENSE, proof("generic-factor", { free: "last", repairs: [] })],
  [true, [["01", "01", "11"], ["110", "011", "100"]], proof("generic-factor", { free: "first", repairs: [[1, 2, [[2, 0, 1, 2]]]] })],
  [true, [["101", "110", "010"], ["111"]], proof("generic-factor", { free: "last", repairs: [[0, 2, [[2, 0, 1, 2]]]] })],
  [true, [["1", "1"], ["11", "10"], ["11", "10"]], proof("generic-factor", { free: "first", repairs: [[0, 3, [[1, 0, 1]]], [0, 2, [[1, 0, 1]]]] })],
  [true, [["11", "11", "11"], ["111", "111"]], proof("generic-pair", { free: "first", layer: 2, taken: [0], columns: [[1, 1, 1]], values: [[], []], kernel: [1, -1, 0, 0, 1, -1] })],
  [true, [["11", "11"], ["11", "11"], DIAGONAL], proof("generic-pair", { free: "first", layer: 3, taken: [], columns: [], values: [[], [1, 2, 3, 5], []], kernel: [4, -7] })],
  [true, [DIAGONAL, ["11", "11"], DIAGONAL], proof("middle-factor", { layer: 2, values: [[2, -3], [], [5, 7]] })],
  [true, DENSE, proof("middle-factor", { layer: 1, values: [[], [1, 2, 3, 5]] })],
  [true, DENSE, STARS],
  [true, rectangleMasks(3, 3, [["012", "1"], ["1", "012"], ["", "0"]]), proof("star-cover", { stars: [["input", 1], ["output", 1], null] })],
  [true, PARALLEL, proof("components", { parts: [unique, unique] })],
  [false, [["110", "010", "001"], ["100", "110", "001"]], proof("components", { part: 0, then: lu })],
  [false, [DIAGONAL, ...LU], proof("contraction", { layers: [1, 2], full: proof("star-cover", { stars: [["output", 0], ["input", 1]] }), then: lu })],
  [true, DENSE, proof("contraction", { layers: [1, 2], full: both, then: proof("single-layer") })],
  [true, [["11", "01"], ["11", "11"], ["01", "11"]], proof("orthonormal-factor", { factor: "last", order: [0, 1], then: proof("laminar", { common: "rows" }) })],
  [true, [["11", "01"], ["11", "11"], ["01", "11"]], proof("orthonormal-factor", { factor: "first", order: [1, 0], then: proof("laminar", { common: "columns" }) })],
  [
    true,
    [["11", "01"], ["10", "11"], ["01", "11"]],
    proof("added-edge", { layer: 2, outputs: [0, 1], inputs: [0, 1], then: proof("orthonormal-factor", { factor: "last", order: [0, 1], then: proof("laminar", { common: "rows" }) }) }),
  ],
  [false, [["110", "010", "001"], ["101", "111", "111"]], proof("minor", { outputs: [0, 1], inputs: [0, 1], then: lu })],
  [true, NO_PATH, proof("linear-space")],
  [true, DENSE, both],
  [true, rectangleMasks(3, 3, [["02", "012"]]), one],
  [false, LU, LU_WITH_FREE],
  [false, rectangleMasks(3, 3, [["01", "01"], ["12", "1"]]), proof("two-neurons", { outputs: [1, 0], inputs: [1, 0] })],
  [false, rectangleMasks(2, 3, [["01", "02"], ["01", "12"]]), proof("two-neurons", { outputs: [0, 1], inputs: [0, 1, 2] })],
  [false, rectangleMasks(3, 2, [["02", "01"], ["12", "01"]]), proof("two-neurons", { outputs: [0, 1, 2], inputs: [0, 1] })],
  [true, rectangleMasks(2, 3, [["01", "0"], ["0", "012"]]), two],
  [
    false,
    rectangleMasks(4, 4, [["0123", "0123"], ["0123", "0123"], ["23", "23"], ["23", "23"]]),
    proof("block-minor", { outputs: [[0, 1], [2]], inputs: [[0], [2, 3]], neurons: [[0, 1], [0]], other: 2 }),
  ],
  [false, LU, proof("free", { frozen: [frozen(1, "rows", 1)], then: proof("block-minor", { outputs: [[0], [1]], inputs: [[0], [1]], neurons: [[0], [0]], other: null }) })],
  [true, rectangleMasks(2, 4, [["01", "0123"], ["01", "01"], ["01", "23"]]), proof("laminar", { common: "rows" })],
  [true, rectangleMasks(4, 2, [["0123", "01"], ["01", "01"], ["23", "01"]]), proof("laminar", { common: "columns" })],
  [true, PARALLEL, proof("split", { parts: [one, one] })],
  [false, rectangleMasks(3, 3, [["0", "0"], ["12", "12"], ["2", "2"]]), proof("split", { part: 1, then: proof("two-neurons", { outputs: [2, 1], inputs: [2, 1] }) })],
  [true, rectangleMasks(2, 2, [["01", "01"], ["0", "1"], ["1", "0"]]), proof("free", { frozen: [frozen(1, "rows", 1), frozen(2, "columns", 1)], then: proof("split", { parts: [one, one] }) })],
  [true, rectangleMasks(3, 2, [["012", "01"]]), proof("cap", { side: "rows", deleted: [1, 2], then: one })],
  [false, rectangleMasks(2, 3, [["01", "012"], ["1", "1"]]), proof("cap", { side: "columns", deleted: [2], then: proof("two-neurons", { outputs: [1, 0], inputs: [1, 0] }) })],
  [
    true,
    rectangleMasks(3, 1, [["012", "0"], ["12", "0"]]),
    proof("chain-descent", { side: "rows", chain: [0, 1], cases: [{ deleted: 0, then: two }, { deleted: 1, then: two }] }),
  ],
  [
    false,
    rectangleMasks(3, 2, [["012", "01"], ["12", "1"]]),
    proof("chain-descent", { side: "rows", chain: [0, 1, 2], deleted: 1, then: proof("two-neurons", { outputs: [2, 0], inputs: [1, 0] }) }),
  ],
];

/** Two parts of the same kind, the second with rows and columns exchanged: rows 0, 1 and 2 to 4. */
const TWICE = rectangleMasks(5, 5, [["01", "012"], ["01", "012"], ["0", "1"], ["234", "34"], ["234", "34"], ["3", "3"]]);
const twice = { rows: 2, columns: 3, neurons: [[[0, 1], [0, 1, 2]], [[0, 1], [0, 1, 2]], [[0], [1]]], free: [] };
const everything = proof("free", { frozen: [frozen(0, "rows", 1, 2), frozen(1, "rows", 3, 5)], then: proof("split", { parts: [] }) });
const use = (lemma: number, rows: number[], columns: number[], transposed = false): ProofJson => proof("use", { lemma, rows, columns, transposed });
const lemma = (goal: unknown, closed: boolean, given: ProofJson): unknown => ({ goal, closed, proof: given });
const ONE_FREE = { rows: 2, columns: 2, neurons: [[[0, 1], [0, 1]]], free: [[1, 1]] };

LINEAR.push(
  [true, TWICE, proof("lemmas", { lemmas: [lemma(twice, true, everything)], then: proof("split", { parts: [use(0, [0, 1], [0, 1, 2]), use(0, [2, 3, 4], [3, 4], true)] }) })],
  [false, LU, proof("lemmas", { lemmas: [lemma(ONE_FREE, false, corner), lemma(ONE_FREE, false, use(0, [0, 1], [0, 1]))], then: proof("free", { frozen: [frozen(1, "rows", 1)], then: use(1, [0, 1], [0, 1], true) }) })],
);

/** LU with weights that diverge: [[eps, 1], [1, 0]] is a product for every eps > 0, and [[0, 1], [1, 0]] is none. */
const entry = (i: number, k: number, then: unknown): unknown => ({ entry: [i, k], then });
const conflict = (i: number, k: number): unknown => ({ conflict: [i, k] });
const byDeterminant = { determinant: { outputs: [0, 1], inputs: [0, 1], layer: 1, neurons: [0] } };
/** A product with a name; one of its weights is zero, then it is not. */
const byCases = {
  let: [1, 0, 1],
  then: entry(1, 1, { split: [2, 1, 0], zero: conflict(1, 0), nonzero: entry(1, 0, entry(0, 1, conflict(0, 0))) }),
};
const degenerate = (unreachable: unknown, corner: string | null = "0"): ProofJson => {
  const first = [[[0, 0], [["1", 0]]], [[0, 1], [["1", -1]]]];
  const second = [[[0, 0], [["1", 1]]], [[1, 0], [["1", 0]]]];
  const weights = corner === null ? [first, second] : [[...first, [[1, 1], [["1", 0]]]], [...second, [[1, 1], [["-1", -1]]]]];
  return proof("degeneration", { outputs: [0, 1], inputs: [0, 1], limit: [["0", "1"], ["1", corner]], weights, unreachable });
};
const form = (neuron: number, side: string, ...chain: number[]): unknown => ({ neuron, side, chain });
const term = (coefficient: number, ...powers: number[][]): unknown => [coefficient, powers];
const cases = (split: number[], polynomial: unknown, zero: unknown, nonzero: unknown): unknown => ({ split, polynomial, zero, nonzero });
const STRAIGHT = [[0, 0, 0, 0], [0, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1]];
const CROSS = [[1, 0, 0, 0], [1, 1, 0, 1], [0, 0, 1, 0], [0, 1, 1, 1]];
/** A column, first entry zero or not: in the second case a multiple of the first row makes the second entry zero. */
const COLUMN = [["1"], ["1", "1"]];
const withOne = { frozen: [{ side: "columns", values: [[term(1)]] }], pivots: [[0, 0, 0, 0], [1, 0, 0, 1]] };
const asItIs = { frozen: [{ side: "rows", values: [[term(1, [0, 0, 1])], [term(1, [1, 0, 1])]] }], pivots: [[0, 0, 0, 0]] };

/** x(0,0) = 0, x(0,1) = 1, x(1,0) = 1 and x(0,0) x(1,1) = x(0,1) x(1,0): multiples of these add up to a number that is not 0, or to a power of x(1,0) where that is not 0. */
const byCombination = (times: string, ...also: unknown[]): unknown => {
  const item = (equation: object, coefficient: string, ...powers: unknown[]): unknown => ({ ...equation, factor: [[coefficient, [...powers, ...also]]] });
  const [x10, x11] = [[[0, 0, 1], 1], [[1, 0, 1], 1]];
  const minus = times.startsWith("-") ? times.slice(1) : `-${times}`;
  return { combination: [item({ entry: [0, 0] }, times, x11), item({ entry: [0, 1] }, minus, x10), item({ entry: [1, 0] }, minus), item(byDeterminant, times)] };
};

LINEAR.push(
  [false, LU, degenerate(byDeterminant)],
  [false, LU, degenerate(byCases)],
  [false, LU, degenerate(byCombination("1"))],
  [false, LU, degenerate({ let: [1, 0, 0], then: { split: [1, 0, 0], zero: conflict(1, 0), nonzero: { split: [2, 1, 0], zero: conflict(1, 0), nonzero: byCombination("-3/2", [[0, 0, 1], 2]) } } })],
  [false, LU, proof("free", { frozen: [frozen(1, "rows", 1)], then: degenerate(byDeterminant, null) })],
  [
    true,
    rectangleMasks(2, 2, [["01", "01"]]),
    proof("constant-rank", {
      frozen: [form(0, "rows")],
      dimension: 2,
      // With u = (1, x), any multiple of 1 or of x may be a pivot where x is not 0.
      trees: [cases([0, 1], [term(2, [0, 1, 1])], { pivots: [[0, 0, 0, 0], [0, 1, 0, 1]] }, { pivots: [[0, 0, 0, 0], [1, 1, 0, 1]] }), { pivots: [[1, 0, 0, 0], [1, 1, 0, 1]] }],
    }),
  ],
  [
    true,
    rectangleMasks(2, 2, [["01", "0"], ["01", "0"], ["01", "01"]]),
    proof("constant-rank", {
      frozen: [form(0, "columns"), form(1, "columns", 0), form(2, "rows")],
      dimension: 3,
      trees: [{ pivots: [[0, 0, 0, 0], [1, 0, 0, 1], [0, 1, 2, 1]] }, { pivots: [[0, 0, 0, 0], [1, 0, 0, 1], [1, 1, 2, 1]] }],
    }),
  ],
  [true, DENSE, proof("assisted-free", { frozen: [], freed: [{ neuron: 0, side: "rows" }, { neuron: 1, side: "rows" }], trees: [{ values: [[1, 0], [0, 1]], pivots: STRAIGHT }], then: proof("linear-space") })],
  [
    true,
    DENSE,
    proof("assisted-free", {
      frozen: [form(0, "rows")],
      freed: [{ neuron: 1, side: "rows" }],
      trees: [{ values: [[0, 1]], pivots: STRAIGHT }, { values: [[1, 0]], pivots: CROSS }],
      then: proof("split", { parts: [] }),
    }),
  ],
  [true, DENSE, proof("everything", { tree: { frozen: [{ side: "rows", values: [[term(1)], []] }, { side: "rows", values: [[], [term(1)]] }], pivots: STRAIGHT } })],
  [true, COLUMN, proof("everything", { tree: cases([0, 0], [term(1, [0, 0, 1])], withOne, { clear: { side: "rows", pivot: [0, 0], target: 1 }, then: asItIs }) })],
);

const FINITE: typeof LINEAR = [
  [true, [["11", "01"]], proof("single-layer")],
  [true, [["11", "10", "01"], ["100", "100", "011"]], proof("star-components")],
  [false, LU, proof("shared-output", { neuron: 0, outputs: [0, 1], other: 1 })],
  [false, [DIAGONAL, ...LU], proof("linear-counterpart", { linear: proof("lu-minor", { ...LU_MINOR, neuron: { layer: 2, index: 0 } }) })],
];

const CUBE: typeof LINEAR = [
  [true, [["11", "01"]], proof("single-layer")],
  [true, rectangleMasks(3, 4, [["01", "0123"], ["01", "01"], ["2", "02"], ["2", "12"]]), proof("laminar-components")],
  [false, rectangleMasks(2, 3, [["01", "02"], ["01", "12"]]), proof("crossing-inputs", { neurons: [0, 1], inputs: [0, 1, 2] })],
  [false, LU, proof("linear-counterpart", { linear: LU_WITH_FREE })],
];

/** Hand-made certificates, at least one for each rule of each property. */
export function handMade(): Json[] {
  const all = { linear: LINEAR, finite: FINITE, cube: CUBE };
  return Object.entries(all).flatMap(([property, list]) => list.map(([closed, masks, given]) => certificate(property, closed, masks, given)));
}

/** What decide() says of random patterns: at most `each` certificates of one shape, where shape is the rules used and the claim. */
export function found(seed: number, patterns: number, each: number): Json[] {
  const random = new Random(seed);
  const counts = new Map<string, number>();
  const list: Json[] = [];
  for (let n = 0; n < patterns; n++) {
    const verdicts = decide(makePattern("random", randomMasks(random, 1 + random.below(4), 4)));
    for (const { certificate: json } of Object.values(verdicts)) {
      if (json === null) continue;
      const shape = `${json.property} ${json.closed} ${[...rulesIn(json)].sort().join()}`;
      const count = counts.get(shape) ?? 0;
      counts.set(shape, count + 1);
      if (count < each) list.push(JSON.parse(JSON.stringify(json)) as Json);
    }
  }
  return list;
}

/** The names of all rules in a certificate or proof. */
export function rulesIn(value: unknown): Set<string> {
  const names = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    else if (typeof part === "object" && part !== null) {
      if ("rule" in part && typeof part.rule === "string") names.add(part.rule);
      Object.values(part).forEach(visit);
    }
  };
  visit(value);
  return names;
}
