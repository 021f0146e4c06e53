import { describe, expect, it } from "vitest";
import { checkCertificate, DEEPEST } from "./second-checker.js";

// Every case was worked out by hand from docs/certificates.md.

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Masks = string[][];

const proof = (rule: string, evidence: Json = {}): Json => ({ rule, evidence });

/** Widths are read off the masks; masks without rows do not occur here. */
function pattern(masks: Masks): { [key: string]: Json } {
  const inputs = (masks[0] as string[])[0]?.length ?? 0;
  return { format: "wellposed/pattern/1", name: "test", widths: [inputs, ...masks.map((mask) => mask.length)], masks };
}

/** Two layers from rectangles: [rows, columns] for each hidden neuron. */
function rectangles(m: number, n: number, neurons: [number[], number[]][]): Masks {
  const has = (list: number[], x: number): string => (list.includes(x) ? "1" : "0");
  const first = neurons.map(([, columns]) => Array.from({ length: n }, (_, k) => has(columns, k)).join(""));
  const second = Array.from({ length: m }, (_, i) => neurons.map(([rows]) => has(rows, i)).join(""));
  return [first, second];
}

interface Case {
  masks: Masks;
  closed: boolean;
  evidence: Json;
}

const closed = (masks: Masks, evidence: Json): Case => ({ masks, closed: true, evidence });
const open = (masks: Masks, evidence: Json): Case => ({ masks, closed: false, evidence });

function certificate(property: string, rule: string, { masks, closed: claim, evidence }: Case): { [key: string]: Json } {
  return { format: "wellposed/certificate/1", pattern: pattern(masks), property, closed: claim, rule, evidence };
}

function rule(property: string, name: string, accepted: Case[], refused: [Case, RegExp][]): void {
  describe(`${property}: ${name}`, () => {
    it.each(accepted.map((item, n) => [n, item] as const))("accepts case %i", (_, item) => {
      expect(checkCertificate(certificate(property, name, item))).toEqual({ ok: true });
    });
    it.each(refused.map(([item, reason], n) => [n, reason, item] as const))("refuses case %i: %s", (_, reason, item) => {
      const outcome = checkCertificate(certificate(property, name, item));
      expect(outcome).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
      expect(outcome).not.toMatchObject({ reason: expect.stringMatching(/^internal/) });
    });
  });
}

const LU: Masks = [["11", "01"], ["10", "11"]];
const DENSE: Masks = [["11", "11"], ["11", "11"]];
const RANK_ONE: Masks = rectangles(2, 2, [[[0, 1], [0, 1]]]);
const CHAIN: Masks = [["10", "01"], ["10", "01"]]; // two disjoint paths
const EMPTY: Masks = [["0"], ["0"]];
const LU_MINOR: Json = { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 1, index: 0 } };

// ------------------------------------------------------------------------------------------------------- layered goals

rule("linear", "single-layer", [closed([["10", "01"]], {}), closed([["00"]], {})], [
  [closed(CHAIN, {}), /2 layers/],
  [open([["10"]], {}), /does not prove/],
  [closed([["10"]], { why: 1 }), /unexpected key/],
  [closed([["10"]], []), /expected an object/],
]);

// The last pattern has two paths only before hidden neuron 1, which feeds nothing, is pruned.
rule("linear", "unique-paths", [closed(RANK_ONE, {}), closed(CHAIN, {}), closed(EMPTY, {}), closed([["1", "1"], ["10"]], {})], [
  [closed([["1", "1"], ["11"]], {}), /two paths/],
  [closed(LU, {}), /two paths lead from input 1/],
  [open(RANK_ONE, {}), /does not prove/],
  [closed([["1", "1"], ["10", "01"], ["11"]], {}), /two paths/],
]);

rule("linear", "lu-minor", [open(LU, LU_MINOR), open([["10", "01"], ...LU], { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 2, index: 0 } })], [
  [open(LU, { outputs: [1, 0], inputs: [0, 1], neuron: { layer: 1, index: 0 } }), /not exactly one path/],
  [open(LU, { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 1, index: 1 } }), /does not reach the neuron/],
  [open(LU, { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 2, index: 0 } }), /not in 1 \.\. 1/],
  [open(LU, { outputs: [0, 0], inputs: [0, 1], neuron: { layer: 1, index: 0 } }), /the same/],
  [open(RANK_ONE, LU_MINOR), /fewer than two/],
  [open(LU, { outputs: [0, 1], inputs: [0, 1.5], neuron: { layer: 1, index: 0 } }), /integer/],
  [closed(LU, LU_MINOR), /does not prove/],
]);

// Two paths join each of the pairs (0,0), (0,1), (1,0), all through neuron 0 of layer 2; neuron 1 of layer 2 gives (1,1) a path of its own.
const CUT: Masks = [["11", "11", "01"], ["110", "001"], ["10", "11"]];
const CUT_MINOR: Json = { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 2, index: 0 } };
rule("linear", "cut-minor", [open(CUT, CUT_MINOR), open(LU, LU_MINOR)], [
  [open(CUT, { outputs: [1, 0], inputs: [0, 1], neuron: { layer: 2, index: 0 } }), /path from input 1 to output 1 avoids/],
  [open(CUT, { outputs: [0, 1], inputs: [1, 0], neuron: { layer: 2, index: 0 } }), /path from input 1 to output 1 avoids/],
  [open(CUT, { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 1, index: 0 } }), /path from input 0 to output 0 avoids/],
  [open(CUT, { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 2, index: 1 } }), /not between/],
  [open(CUT, { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 3, index: 0 } }), /not in 1 \.\. 2/],
  [open(CUT, { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 0, index: 0 } }), /not in 1 \.\. 2/],
  [open(CUT, { outputs: [0, 0], inputs: [0, 1], neuron: { layer: 2, index: 0 } }), /the same/],
  [open(RANK_ONE, LU_MINOR), /no path from input 1 to output 1 avoids/],
  [closed(CUT, CUT_MINOR), /does not prove/],
]);

const FAN_OUT: Masks = [["1", "1"], ["11", "11"]];
const FAN_IN: Masks = [["11", "11"], ["11"]];
rule("linear", "generic-factor", [
  closed(FAN_OUT, { free: "first", paths: [[[0, 0], [1, 1]]] }),
  closed(FAN_OUT, { free: "first", paths: [[[1, 0], [0, 1]]] }),
  closed(FAN_IN, { free: "last", paths: [[[0, 0], [1, 1]]] }),
  closed(EMPTY, { free: "first", paths: [[]] }),
  // Three layers, input 1 without edges.
  closed([["10", "10"], ["10", "01"], ["10", "11"]], { free: "first", paths: [[[0, 0, 0], [1, 1, 1]], []] }),
], [
  [closed(FAN_OUT, { free: "first", paths: [[[0, 0], [0, 1]]] }), /neuron 0 of layer 1 is used twice/],
  [closed(FAN_OUT, { free: "first", paths: [[[0, 0], [1, 0]]] }), /neuron 0 of layer 2 is used twice/],
  [closed(FAN_OUT, { free: "first", paths: [[[0, 0]]] }), /2 paths are needed/],
  [closed(LU, { free: "first", paths: [[[0, 0], [1, 1]], [[0, 0], [1, 1]]] }), /no edge of W_1/],
  [closed(FAN_IN, { free: "last", paths: [[[0, 0], [0, 1]]] }), /neuron 0 of layer 0 is used twice/],
  [closed(FAN_IN, { free: "last", paths: [[[0, 0, 0], [1, 1, 0]]] }), /expected 2 items/],
  [closed(FAN_IN, { free: "both", paths: [[]] }), /one of first, last/],
  [closed([["1"]], { free: "first", paths: [[[0]]] }), /one layer/],
]);

rule("linear", "middle-factor", [
  closed([["10", "01"], ["11", "11"]], { layer: 2, values: [[1, -3], []] }),
  closed([["11", "11"], ["10", "01"]], { layer: 1, values: [[], [1, 2]] }),
  closed(DENSE, { layer: 1, values: [[], [1, 2, 3, 4]] }),
  // One input, one output, two paths: the one entry is w_00 * 0 + w_11 * 5.
  closed([["1", "1"], ["10", "01"], ["11"]], { layer: 2, values: [[1, 1], [], [0, 5]] }),
], [
  [closed([["10", "01"], ["11", "11"]], { layer: 2, values: [[1, 0], []] }), /rank below 4/],
  [closed([["10", "01"], ["11", "11"]], { layer: 2, values: [[1, 67108859], []] }), /rank below 4/],
  [closed(DENSE, { layer: 1, values: [[], [1, 2, 2, 4]] }), /rank below 4/],
  [closed([["10", "01"], ["11", "11"]], { layer: 1, values: [[], [1, 2, 3, 4]] }), /2 unknowns/],
  [closed([["10", "01"], ["11", "11"]], { layer: 2, values: [[1, 1], [1, 1, 1, 1]] }), /expected 0 items/],
  [closed([["10", "01"], ["11", "11"]], { layer: 2, values: [[1, 1, 1, 1], []] }), /expected 2 items/],
  [closed(DENSE, { layer: 0, values: [[], []] }), /not in 1 \.\. 2/],
  [closed(DENSE, { layer: 3, values: [[1, 0, 0, 1], [1, 0, 0, 1]] }), /not in 1 \.\. 2/],
  [closed(DENSE, { layer: 1, values: [[], [1, 2, 3, 2 ** 53]] }), /integer/],
  [closed([["1"]], { layer: 1, values: [[]] }), /one layer/],
]);

rule("linear", "star-cover", [
  closed(DENSE, { stars: [["output", 0], ["output", 1]] }),
  closed(DENSE, { stars: [["input", 1], ["input", 0]] }),
  closed([["1", "1"], ["10"]], { stars: [["input", 0], null] }),
], [
  [closed(DENSE, { stars: [["output", 0], ["output", 0]] }), /entry \(1, 0\)/],
  [closed(DENSE, { stars: [["input", 0], ["output", 0]] }), /entry \(1, 1\)/],
  [closed(LU, { stars: [["output", 0], ["output", 1]] }), /entry \(1, 0\)/],
  [closed(LU, { stars: [["output", 0], ["output", 0]] }), /not fed/],
  [closed(DENSE, { stars: [["output", 0], null] }), /null/],
  [closed([["1", "1"], ["10"]], { stars: [["input", 0], ["input", 0]] }), /null/],
  [closed(DENSE, { stars: [["output", 0]] }), /expected 2 items/],
]);

const LU_AND_PATH: Masks = [["110", "010", "001"], ["100", "110", "001"]];
rule("linear", "components", [
  closed(CHAIN, { parts: [proof("unique-paths"), proof("star-cover", { stars: [null, ["input", 1]] })] }),
  open(LU_AND_PATH, { part: 0, then: proof("lu-minor", LU_MINOR) }),
], [
  [closed(CHAIN, { parts: [proof("unique-paths")] }), /expected 2 items/],
  [closed(CHAIN, { parts: [proof("unique-paths"), proof("star-cover", { stars: [["input", 0], null] })] }), /null/],
  [closed(EMPTY, { parts: [] }), /no component/],
  [open(LU_AND_PATH, { part: 1, then: proof("lu-minor", LU_MINOR) }), /not exactly one path/],
  [open(LU_AND_PATH, { part: 2, then: proof("lu-minor", LU_MINOR) }), /not in 0 \.\. 1/],
  [open(LU_AND_PATH, { part: 0, then: proof("unique-paths") }), /does not prove/],
  [closed(CHAIN, { part: 0, then: proof("unique-paths") }), /missing/],
]);

const LU_LATER: Masks = [["10", "01"], ...LU];
const DIAGONAL_FULL = proof("middle-factor", { layer: 2, values: [[1, 1], []] });
rule("linear", "contraction", [
  open(LU_LATER, { layers: [1, 2], full: DIAGONAL_FULL, then: proof("lu-minor", LU_MINOR) }),
  closed(CHAIN, { layers: [1, 2], full: DIAGONAL_FULL, then: proof("single-layer") }),
], [
  [open(LU_LATER, { layers: [2, 3], full: DIAGONAL_FULL, then: proof("lu-minor", LU_MINOR) }), /expected 3 items/],
  [open(LU_LATER, { layers: [1, 2], full: proof("unique-paths"), then: proof("lu-minor", LU_MINOR) }), /does not prove "full"/],
  [open(LU_LATER, { layers: [2, 1], full: DIAGONAL_FULL, then: proof("lu-minor", LU_MINOR) }), /not ascending/],
  [open(LU_LATER, { layers: [0, 1], full: DIAGONAL_FULL, then: proof("lu-minor", LU_MINOR) }), /not in 1 \.\. 3/],
  [open(LU_LATER, { layers: [1, 2], full: DIAGONAL_FULL, then: proof("unique-paths") }), /does not prove "not closed"/],
  [closed(CHAIN, { layers: [1, 2], full: DIAGONAL_FULL, then: proof("unique-paths", { more: 1 }) }), /unexpected key/],
]);

const LU_WIDE: Masks = [["111", "011"], ["10", "11"]];
rule("linear", "minor", [
  open(LU_WIDE, { outputs: [0, 1], inputs: [0, 2], then: proof("lu-minor", { outputs: [0, 1], inputs: [0, 2], neuron: { layer: 1, index: 0 } }) }),
], [
  [open(LU_WIDE, { outputs: [0, 1], inputs: [0, 2], then: proof("lu-minor", LU_MINOR) }), /not exactly one path from input 1/],
  [open(LU_WIDE, { outputs: [0, 1], inputs: [1, 0], then: proof("lu-minor", LU_MINOR) }), /not ascending/],
  [open(LU_WIDE, { outputs: [], inputs: [0, 1], then: proof("lu-minor", LU_MINOR) }), /empty/],
  [open(LU_WIDE, { outputs: [0, 2], inputs: [0, 1], then: proof("lu-minor", LU_MINOR) }), /not in 0 \.\. 1/],
  [closed(LU_WIDE, { outputs: [0], inputs: [0, 1], then: proof("unique-paths") }), /does not prove/],
]);

// ---------------------------------------------------------------------------------------------------- two-layer goals

rule("linear", "linear-space", [closed(EMPTY, {})], [
  [closed(RANK_ONE, {}), /1 neurons/],
  [open(EMPTY, {}), /does not prove/],
  [closed(EMPTY, { values: [] }), /unexpected key/],
  [closed([["0"]], {}), /not two layers/],
]);

const single = (i: number, j: number): [number[], number[]] => [[i], [j]];
const frozen = (neuron: number, values: number[], side = "rows"): Json => ({ neuron, side, values });
/** Neuron 1 of LU makes entry (1, 1) free. */
const freed = (then: Json): Json => ({ frozen: [frozen(1, [1])], then });

rule("linear", "one-neuron", [closed(RANK_ONE, {}), closed(rectangles(3, 1, [[[0, 2], [0]]]), {})], [
  [closed(LU, {}), /2 neurons/],
  [open(RANK_ONE, { outputs: [0, 1], inputs: [0, 1] }), /not free/],
  [closed(RANK_ONE, { outputs: [0, 1], inputs: [0, 1] }), /unexpected key/],
  [closed(EMPTY, {}), /0 neurons/],
]);

const NESTED = rectangles(2, 2, [[[0, 1], [0]], [[0, 1], [0, 1]]]);
const CROSSING = rectangles(2, 3, [[[0, 1], [0, 2]], [[0, 1], [1, 2]]]);
const CROSSING_ROWS = rectangles(3, 2, [[[0, 2], [0, 1]], [[1, 2], [0, 1]]]);
rule("linear", "two-neurons", [
  open(LU, { outputs: [1, 0], inputs: [1, 0] }),
  open(CROSSING, { outputs: [0, 1], inputs: [0, 1, 2] }),
  open(CROSSING, { outputs: [1, 0], inputs: [1, 0, 2] }),
  open(CROSSING_ROWS, { outputs: [0, 1, 2], inputs: [0, 1] }),
  closed(NESTED, {}),
  closed(CHAIN, {}),
  // A cross: common row 0 and column 0, row 1 own to one, column 1 own to the other.
  closed(rectangles(2, 2, [[[0], [0, 1]], [[0, 1], [0]]]), {}),
], [
  [open(LU, { outputs: [0, 1], inputs: [0, 1] }), /none of the forms/],
  [open(LU, { outputs: [1, 0], inputs: [1, 1] }), /none of the forms/],
  [open(CROSSING, { outputs: [0, 0], inputs: [0, 1, 2] }), /none of the forms/],
  [open(CROSSING, { outputs: [0, 1], inputs: [0, 2, 1] }), /none of the forms/],
  [open(CROSSING_ROWS, { outputs: [0, 1, 2], inputs: [1, 1] }), /none of the forms/],
  [open(NESTED, { outputs: [0, 1], inputs: [0, 1] }), /none of the forms/],
  [closed(LU, {}), /forms/],
  [closed(CROSSING, {}), /forms/],
  [closed(CROSSING_ROWS, {}), /forms/],
  [closed(RANK_ONE, {}), /1 neurons/],
]);

rule("linear", "laminar", [
  closed(rectangles(2, 3, [[[0, 1], [0, 1]], [[0, 1], [0]], [[0, 1], [2]]]), { common: "rows" }),
  closed(rectangles(3, 2, [[[0, 1], [0, 1]], [[0], [0, 1]], [[2], [0, 1]]]), { common: "columns" }),
  closed(RANK_ONE, { common: "columns" }),
], [
  [closed(CROSSING, { common: "rows" }), /cross/],
  [closed(CROSSING, { common: "columns" }), /not all equal/],
  [closed(CHAIN, { common: "rows" }), /not all equal/],
  [closed(EMPTY, { common: "rows" }), /no neuron/],
  [closed(NESTED, { common: "inputs" }), /one of rows, columns/],
  [open(CROSSING, { common: "rows" }), /does not prove/],
]);

rule("linear", "split", [
  closed(CHAIN, { parts: [proof("one-neuron"), proof("one-neuron")] }),
  closed(EMPTY, { parts: [] }),
  open(LU_AND_PATH, { part: 0, then: proof("two-neurons", { outputs: [1, 0], inputs: [1, 0] }) }),
], [
  [closed(CHAIN, { parts: [proof("one-neuron")] }), /expected 2 items/],
  [closed(LU, { parts: [proof("one-neuron"), proof("one-neuron")] }), /expected 1 items/],
  [open(LU_AND_PATH, { part: 1, then: proof("two-neurons", { outputs: [1, 0], inputs: [1, 0] }) }), /1 neurons/],
  [open(EMPTY, { part: 0, then: proof("linear-space") }), /not in/],
  // A layered rule inside a two-layer goal.
  [closed(CHAIN, { parts: [proof("unique-paths"), proof("unique-paths")] }), /layered goals/],
]);

const TALL = rectangles(3, 2, [[[0, 1, 2], [0, 1]]]);
const LU_DOUBLED = rectangles(3, 2, [[[0, 1, 2], [0, 1]], [[1], [1]]]); // LU, row 2 as row 0
const FORM_A = proof("two-neurons", { outputs: [1, 0], inputs: [1, 0] });
rule("linear", "cap", [
  closed(TALL, { side: "rows", deleted: [0, 2], then: proof("one-neuron") }),
  closed(TALL, { side: "columns", deleted: [0], then: proof("one-neuron") }),
  open(LU_DOUBLED, { side: "rows", deleted: [2], then: FORM_A }),
], [
  [closed(TALL, { side: "rows", deleted: [0, 1, 2], then: proof("linear-space") }), /fewer than 1/],
  [closed(TALL, { side: "rows", deleted: [], then: proof("one-neuron") }), /empty/],
  [closed(TALL, { side: "rows", deleted: [2, 0], then: proof("one-neuron") }), /not ascending/],
  [closed(TALL, { side: "rows", deleted: [3], then: proof("one-neuron") }), /not in 0 \.\. 2/],
  [closed(rectangles(3, 2, [[[0, 1], [0, 1]]]), { side: "rows", deleted: [2], then: proof("one-neuron") }), /in no neuron/],
  [open(LU_DOUBLED, { side: "rows", deleted: [1], then: FORM_A }), /fewer than 2/],
  [open(LU_DOUBLED, { side: "columns", deleted: [2], then: FORM_A }), /not in 0 \.\. 1/],
  // Two neurons, four equal rows: two have to stay.
  [closed(rectangles(3, 2, [[[0, 1, 2], [0, 1]], [[0, 1, 2], [0, 1]]]), { side: "rows", deleted: [1, 2], then: proof("two-neurons") }), /fewer than 2/],
]);

rule("linear", "chain-descent", [
  closed(TALL, { side: "rows", chain: [0, 2], cases: [{ deleted: 2, then: proof("one-neuron") }] }),
  closed(TALL, { side: "columns", chain: [0, 1], cases: [{ deleted: 0, then: proof("one-neuron") }] }),
  open(LU_DOUBLED, { side: "rows", chain: [0, 1, 2], deleted: 2, then: FORM_A }),
  // Classes {0, 1} (rows 0, 1) and {1} (row 2): whichever row goes, the two neurons left are nested.
  closed(rectangles(3, 2, [[[0, 1], [0, 1]], [[0, 1, 2], [0, 1]]]), {
    side: "rows",
    chain: [0, 1, 2],
    cases: [{ deleted: 2, then: proof("two-neurons") }, { deleted: 0, then: proof("two-neurons") }],
  }),
], [
  [closed(rectangles(3, 2, [[[0, 1], [0, 1]], [[0, 1, 2], [0, 1]]]), { side: "rows", chain: [0, 1, 2], cases: [{ deleted: 2, then: proof("two-neurons") }] }), /no case for the class of 0/],
  [closed(TALL, { side: "rows", chain: [0], cases: [{ deleted: 0, then: proof("one-neuron") }] }), /more than 1/],
  [closed(TALL, { side: "rows", chain: [0, 2], cases: [{ deleted: 1, then: proof("one-neuron") }] }), /not in the chain/],
  [closed(TALL, { side: "rows", chain: [0, 2], cases: [] }), /no case/],
  [closed(rectangles(4, 2, [[[0, 1], [0, 1]], [[0, 2, 3], [0, 1]]]), { side: "rows", chain: [0, 1, 2, 3], cases: [] }), /not comparable/],
  [open(LU_DOUBLED, { side: "rows", chain: [0, 1, 2], deleted: 1, then: FORM_A }), /1 neurons/],
  [open(LU_DOUBLED, { side: "rows", chain: [0, 1, 2], cases: [{ deleted: 2, then: FORM_A }] }), /missing/],
  [closed(rectangles(3, 2, [[[0, 1], [0, 1]]]), { side: "rows", chain: [0, 1, 2], cases: [] }), /in no neuron/],
]);

const COLUMN = rectangles(2, 1, [[[0, 1], [0]]]);
const DIAGONAL_HOLES = rectangles(2, 2, [[[0, 1], [0, 1]], single(0, 1), single(1, 0)]);
rule("linear", "free", [
  open(LU, freed(proof("one-neuron", { outputs: [0, 1], inputs: [0, 1] }))),
  closed(DENSE, { frozen: [frozen(0, [1, 0]), frozen(1, [0, 1])], then: proof("linear-space") }),
  closed(DENSE, { frozen: [frozen(0, [1, 2], "columns"), frozen(1, [3, 4], "columns")], then: proof("split", { parts: [] }) }),
  closed(DIAGONAL_HOLES, { frozen: [frozen(1, [1]), frozen(2, [1])], then: proof("split", { parts: [proof("one-neuron"), proof("one-neuron")] }) }),
  // After the last neuron is gone F is normalised away.
  closed(COLUMN, { frozen: [frozen(0, [1], "columns")], then: proof("linear-space") }),
], [
  [open(LU, freed(proof("one-neuron", { outputs: [1, 0], inputs: [0, 1] }))), /one of the first three/],
  [open(LU, freed(proof("one-neuron", { outputs: [0, 1], inputs: [1, 0] }))), /one of the first three/],
  [closed(LU, freed(proof("one-neuron"))), /some entries are free/],
  [closed(LU, freed(proof("laminar", { common: "rows" }))), /some entries are free/],
  [closed(DIAGONAL_HOLES, { frozen: [frozen(1, [1]), frozen(2, [1])], then: proof("one-neuron") }), /not connected/],
  // Entries v_0 + u_0, v_1 - u_0, v_0 + u_1, v_1 - u_1: rank 3.
  [closed(DENSE, { frozen: [frozen(0, [1, 1]), frozen(1, [1, -1], "columns")], then: proof("linear-space") }), /rank below 4/],
  [closed(DENSE, { frozen: [frozen(0, [1, 0]), frozen(1, [1, 0])], then: proof("linear-space") }), /rank below 4/],
  [closed(DENSE, { frozen: [frozen(0, [1, 0]), frozen(1, [1, 67108859])], then: proof("linear-space") }), /rank below 4/],
  [closed(DENSE, { frozen: [frozen(1, [1, 0]), frozen(0, [0, 1])], then: proof("linear-space") }), /not ascending/],
  [closed(DENSE, { frozen: [frozen(0, [1]), frozen(1, [0, 1])], then: proof("linear-space") }), /expected 2 items/],
  [closed(RANK_ONE, { frozen: [frozen(0, [1, 1])], then: proof("linear-space") }), /2 unknowns/],
  [closed(DENSE, { frozen: [], then: proof("linear-space") }), /empty/],
]);

// ----------------------------------------------------------------------------------------------------------- finite, cube

for (const property of ["finite", "cube"]) {
  rule(property, "single-layer", [closed([["10", "01"]], {})], [
    [closed(CHAIN, {}), /2 layers/],
    [open([["1"]], {}), /does not prove/],
    [closed([["1"]], { linear: proof("single-layer") }), /unexpected key/],
  ]);
  rule(property, "linear-counterpart", [
    open(LU, { linear: proof("lu-minor", LU_MINOR) }),
    open(LU, { linear: proof("free", freed(proof("one-neuron", { outputs: [0, 1], inputs: [0, 1] }))) }),
  ], [
    [open(RANK_ONE, { linear: proof("unique-paths") }), /does not prove "not closed"/],
    [closed(LU, { linear: proof("lu-minor", LU_MINOR) }), /does not prove closed/],
    [open(LU, { linear: proof("linear-counterpart", { linear: proof("lu-minor", LU_MINOR) }) }), /no such rule/],
    [open(LU, proof("lu-minor", LU_MINOR)), /missing/],
  ]);
}

rule("finite", "star-components", [
  closed([["11", "11"], ["11"]], {}), // one output
  closed([["11"], ["1", "1"]], {}), // one hidden neuron
  closed([["11", "11", "11"], ["110", "001", "001"]], {}), // one component of each kind
  closed(EMPTY, {}),
  closed([["1", "0"], ["11", "01"]], {}), // hidden neuron 1 has no input and is pruned
], [
  [closed(LU, {}), /several/],
  [closed(DENSE, {}), /several/],
  [closed([["1"]], {}), /1 layers/],
  [open(LU, {}), /does not prove/],
]);

rule("finite", "shared-output", [
  open(LU, { neuron: 0, outputs: [0, 1], other: 1 }),
  open(DENSE, { neuron: 1, outputs: [1, 0], other: 0 }),
], [
  [open(LU, { neuron: 0, outputs: [1, 0], other: 1 }), /does not feed output 0/],
  [open(LU, { neuron: 1, outputs: [0, 1], other: 0 }), /both outputs/],
  [open(DENSE, { neuron: 1, outputs: [0, 1], other: 1 }), /the same/],
  [open(DENSE, { neuron: 1, outputs: [0, 0], other: 0 }), /the same/],
  // Hidden neuron 1 has no input: pruned, so it does not feed output 1.
  [open([["1", "0"], ["10", "11"]], { neuron: 0, outputs: [0, 1], other: 1 }), /does not feed output 1/],
  [closed(LU, { neuron: 0, outputs: [0, 1], other: 1 }), /does not prove/],
]);

rule("cube", "laminar-components", [
  closed([["110", "011"], ["11"]], {}), // one output: anything
  closed([["110", "010", "001"], ["111", "111"]], {}),
  closed(EMPTY, {}),
], [
  [closed([["110", "011"], ["11", "11"]], {}), /crossing/],
  [closed(LU, {}), /not complete/],
  [closed([["1"]], {}), /1 layers/],
  [open(DENSE, {}), /does not prove/],
]);

const CROSSED: Masks = [["101", "011"], ["11", "11"]];
rule("cube", "crossing-inputs", [open(CROSSED, { neurons: [0, 1], inputs: [0, 1, 2] }), open(CROSSED, { neurons: [1, 0], inputs: [1, 0, 2] })], [
  [open(CROSSED, { neurons: [1, 0], inputs: [0, 1, 2] }), /only the first/],
  [open(CROSSED, { neurons: [0, 1], inputs: [0, 0, 2] }), /only the second/],
  [open(CROSSED, { neurons: [0, 1], inputs: [0, 1, 1] }), /feed both/],
  [open(CROSSED, { neurons: [0, 0], inputs: [0, 1, 2] }), /the same/],
  [open([["101", "011"], ["11"]], { neurons: [0, 1], inputs: [0, 1, 2] }), /one output/],
  [open([["101", "011"], ["11", "01"]], { neurons: [0, 1], inputs: [0, 1, 2] }), /not complete/],
  [open([["101", "011"], ["10", "01", "10"]], { neurons: [0, 1], inputs: [0, 1, 2] }), /not in one component/],
]);

// ---------------------------------------------------------------------------------------------------------- the document

describe("the document", () => {
  const good = certificate("linear", "lu-minor", open(LU, LU_MINOR));
  const change = (changes: { [key: string]: Json }): Json => ({ ...good, ...changes });
  const inPattern = (changes: { [key: string]: Json }): Json => change({ pattern: { ...pattern(LU), ...changes } });

  it("accepts the example and the ways to write a pattern", () => {
    expect(checkCertificate(good)).toEqual({ ok: true });
    expect(checkCertificate(inPattern({ bias: false }))).toEqual({ ok: true });
    expect(checkCertificate(inPattern({ bias: [true, false], about: "LU", tags: ["small"] }))).toEqual({ ok: true });
    expect(checkCertificate(inPattern({ masks: [{ edges: [[0, 0], [0, 1], [1, 1]] }, ["10", "11"]] }))).toEqual({ ok: true });
  });

  it.each<[string, Json]>([
    ["no object", []],
    ["null", null],
    ["another format", change({ format: "wellposed/certificate/2" })],
    ["another key", change({ note: "" })],
    ["another property", change({ property: "complex" })],
    ["closed as a string", change({ closed: "false" })],
    ["an unknown rule", change({ rule: "constructor" })],
    ["a rule of another property", change({ rule: "shared-output", evidence: { neuron: 0, outputs: [0, 1], other: 1 } })],
    ["another pattern format", inPattern({ format: "wellposed/pattern/2" })],
    ["an unknown key of the pattern", inPattern({ weights: [] })],
    ["a ragged mask", inPattern({ masks: [["11", "0"], ["10", "11"]] })],
    ["a 2 in a mask", inPattern({ masks: [["12", "01"], ["10", "11"]] })],
    ["too few masks", inPattern({ masks: [["11", "01"]] })],
    ["widths that do not fit", inPattern({ widths: [2, 3, 2] })],
    ["a width of zero", inPattern({ widths: [2, 0, 2], masks: [[], ["", ""]] })],
    ["an edge twice", inPattern({ masks: [{ edges: [[0, 0], [0, 0]] }, ["10", "11"]] })],
    ["an edge outside", inPattern({ masks: [{ edges: [[2, 0]] }, ["10", "11"]] })],
    ["bias for too few layers", inPattern({ bias: [true] })],
    ["a list of strings for bias", inPattern({ bias: ["yes", "yes"] })],
  ])("refuses %s", (_, value) => {
    const outcome = checkCertificate(value);
    expect(outcome.ok).toBe(false);
    expect(outcome).not.toMatchObject({ reason: expect.stringMatching(/^internal/) });
  });

  it("refuses a certificate without a key", () => {
    for (const key of Object.keys(good)) {
      const less = { ...good };
      delete less[key];
      expect(checkCertificate(less).ok).toBe(false);
    }
  });

  it("asks for free biases in every layer for finite and cube", () => {
    const evidence: Json = { linear: proof("lu-minor", LU_MINOR) };
    for (const property of ["finite", "cube"]) {
      const withBias = (bias: Json): Json => change({ property, rule: "linear-counterpart", evidence, pattern: { ...pattern(LU), bias } });
      expect(checkCertificate(withBias([true, true])).ok).toBe(true);
      expect(checkCertificate(withBias([true, false])).ok).toBe(false);
      expect(checkCertificate(withBias(false)).ok).toBe(false);
    }
  });

  it("follows nested proofs only so far", () => {
    /** A chain of this many proofs, the root included. */
    const nested = (levels: number): Json => {
      let inner = proof("unique-paths");
      for (let n = 1; n < levels; n++) inner = proof("components", { parts: [inner] });
      return { ...certificate("linear", "", closed([["1"]], {})), ...(inner as { [key: string]: Json }) };
    };
    expect(checkCertificate(nested(DEEPEST + 1))).toEqual({ ok: true });
    expect(checkCertificate(nested(DEEPEST + 2))).toMatchObject({ ok: false, reason: expect.stringMatching(/nested deeper/) });
    expect(checkCertificate(nested(200_000))).toMatchObject({ ok: false, reason: expect.stringMatching(/nested deeper/) });
  });

  it("copes with huge widths in a small file", () => {
    const wide = { ...pattern(LU), widths: [2 ** 22, 2 ** 22, 2 ** 22], masks: [{ edges: [[0, 0]] }, { edges: [[0, 0]] }] };
    expect(checkCertificate(change({ pattern: wide, closed: true, rule: "unique-paths", evidence: {} }))).toEqual({ ok: true });
    expect(checkCertificate(change({ pattern: wide, closed: true, rule: "star-cover", evidence: { stars: [] } })).ok).toBe(false);
  });
});

describe("784-300-100-10 at half density", () => {
  const widths = [784, 300, 100, 10];
  let state = 1;
  const random = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const masks = widths.slice(1).map((outputs, l) =>
    Array.from({ length: outputs }, () => Array.from({ length: widths[l] as number }, () => (random() < 0.5 ? "1" : "0")).join("")),
  );
  const edge = (l: number, output: number, input: number): boolean => masks[l]?.[output]?.[input] === "1";

  it("answers for unique-paths and lu-minor", () => {
    expect(checkCertificate(certificate("linear", "unique-paths", closed(masks, {}))).ok).toBe(false);
    expect(checkCertificate(certificate("linear", "lu-minor", open(masks, LU_MINOR))).ok).toBe(false);
  });

  it("accepts a path system for generic-factor", () => {
    // For each input ten disjoint paths to the ten outputs, found greedily from the outputs back.
    const paths: number[][][] = [];
    for (let k = 0; k < 784; k++) {
      const list: number[][] = [];
      const used1 = new Set<number>();
      const used2 = new Set<number>();
      for (let o = 0; o < 10; o++) {
        search: for (let h2 = 0; h2 < 100; h2++) {
          if (used2.has(h2) || !edge(2, o, h2)) continue;
          for (let h1 = 0; h1 < 300; h1++) {
            if (used1.has(h1) || !edge(1, h2, h1) || !edge(0, h1, k)) continue;
            used1.add(h1);
            used2.add(h2);
            list.push([h1, h2, o]);
            break search;
          }
        }
      }
      paths.push(list);
    }
    const good = closed(masks, { free: "first", paths });
    expect(checkCertificate(certificate("linear", "generic-factor", good))).toEqual({ ok: true });
    (paths[783] as number[][])[9] = (paths[783] as number[][])[8] as number[];
    expect(checkCertificate(certificate("linear", "generic-factor", good)).ok).toBe(false);
  });
});
