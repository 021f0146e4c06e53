import { describe, expect, it } from "vitest";
import { checkCertificate, checkCertificateText, DEEPEST, WIDEST } from "./second-checker.js";

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
const CHAIN_OF_THREE: Masks = [["1", "1", "1"], ["110", "011", "100"]];
rule("linear", "generic-factor", [
  closed(FAN_OUT, { free: "first", paths: [[[0, 0], [1, 1]]] }),
  closed(FAN_OUT, { free: "first", paths: [[[1, 0], [0, 1]]] }),
  closed(FAN_IN, { free: "last", paths: [[[0, 0], [1, 1]]] }),
  closed(EMPTY, { free: "first", paths: [[]] }),
  // Three layers, input 1 without edges.
  closed([["10", "10"], ["10", "01"], ["10", "11"]], { free: "first", paths: [[[0, 0, 0], [1, 1, 1]], []] }),
  closed(DENSE, { free: "first", repairs: [] }),
  closed(DENSE, { free: "last", repairs: [[1, 2, []]] }),
  closed(EMPTY, { free: "first", repairs: [] }),
  // Outputs 0, 1 take neurons 0, 1 and move on to 1, 2 for output 2.
  closed(CHAIN_OF_THREE, { free: "first", repairs: [[0, 2, [[2, 0, 1, 2]]]] }),
  // Output 0 takes neuron 1, then output 1 neuron 2 and not 0, as it comes after; output 2 wants it.
  closed([["1", "1", "1"], ["010", "101", "001"]], { free: "first", repairs: [[0, 2, [[2, 2, 0]]]] }),
  // Around the end: output 1 takes neuron 0 after neuron 1 was taken.
  closed([["1", "1"], ["01", "10"]], { free: "first", repairs: [] }),
  // Three layers: 0, 1 take 0, 1 in layer 2; there 0 takes 0, and 1 wants it.
  closed([["1", "1"], ["11", "10"], ["11", "11"]], { free: "first", repairs: [[0, 2, [[1, 0, 1]]]] }),
  closed([["11", "11"], ["11", "10"], ["11", "10"]], { free: "first", repairs: [[0, 3, [[1, 0, 1]]], [0, 2, [[1, 0, 1]]], [1, 3, [[1, 0, 1]]], [1, 2, [[1, 0, 1]]]] }),
  closed([["11", "10"], ["11"]], { free: "last", repairs: [[0, 2, [[1, 0, 1]]]] }),
], [
  [closed(CHAIN_OF_THREE, { free: "first", repairs: [] }), /an output without a neuron/],
  [closed(CHAIN_OF_THREE, { free: "first", repairs: [[0, 2, [[2, 0, 1]]]] }), /neuron 1 is not free/],
  [closed(CHAIN_OF_THREE, { free: "first", repairs: [[0, 2, [[2, 0, 2]]]] }), /neuron 2 does not feed output 0/],
  [closed(CHAIN_OF_THREE, { free: "first", repairs: [[0, 2, [[1, 2]]]] }), /to have a neuron and has none/],
  [closed(CHAIN_OF_THREE, { free: "first", repairs: [[0, 2, [[2]]]] }), /at least one below/],
  [closed(CHAIN_OF_THREE, { free: "first", repairs: [[1, 2, []]] }), /not in 0 \.\. 0/],
  [closed([["1", "1", "1"], ["010", "101", "001"]], { free: "first", repairs: [] }), /an output without a neuron/],
  [closed([["1", "1", "1"], ["010", "101", "001"]], { free: "first", repairs: [[0, 2, [[2, 2, 0, 0]]]] }), /neuron 0 is free/],
  [closed(DENSE, { free: "first", repairs: [[1, 2, []], [0, 2, []]] }), /do not ascend/],
  [closed([["10", "11"], ["11", "01"]], { free: "first", repairs: [[1, 2, [[0, 0]]]] }), /to have a neuron and has none/],
  [closed([["1"]], { free: "first", repairs: [] }), /one layer/],
  [closed(DENSE, { free: "first", repairs: [[0, 1, []]] }), /not in 2 \.\. 2/],
  [closed(DENSE, { free: "first", repairs: [[0, 2, []], [0, 2, []]] }), /not descend/],
  // Layer 3 takes neurons 0 and 1 of layer 2; only neuron 1 has a neuron of layer 1 besides that of 0.
  [closed([["1", "1"], ["10", "10"], ["11", "11"]], { free: "first", repairs: [] }), /an output without a neuron/],
  [closed(DENSE, { free: "first", repairs: [], paths: [] }), /unexpected key/],
  [closed(FAN_OUT, { free: "first", paths: [[[0, 0], [0, 1]]] }), /neuron 0 of layer 1 is used twice/],
  [closed(FAN_OUT, { free: "first", paths: [[[0, 0], [1, 0]]] }), /neuron 0 of layer 2 is used twice/],
  [closed(FAN_OUT, { free: "first", paths: [[[0, 0]]] }), /2 paths are needed/],
  [closed(LU, { free: "first", paths: [[[0, 0], [1, 1]], [[0, 0], [1, 1]]] }), /no edge of W_1/],
  [closed(FAN_IN, { free: "last", paths: [[[0, 0], [0, 1]]] }), /neuron 0 of layer 0 is used twice/],
  [closed(FAN_IN, { free: "last", paths: [[[0, 0, 0], [1, 1, 0]]] }), /expected 2 items/],
  [closed(FAN_IN, { free: "both", paths: [[]] }), /one of first, last/],
  [closed([["1"]], { free: "first", paths: [[[0]]] }), /one layer/],
]);

// Input 0 feeds hidden neuron 0 only, but reaches both outputs: one free column is not enough for it. Its column is taken with x = 1, so
// that W_2's column 0 carries its entries, and the kernel is what vanishes there: a 2 x 2 identity on hidden neurons 1 and 2.
const PAIR: Masks = [["1011", "0111", "0111"], ["111", "111"]];
const pair = (changes: { [key: string]: Json } = {}): Json => ({ free: "first", layer: 2, taken: [0], columns: [[1]], values: [[], []], kernel: [0, 1, 0, 0, 0, 1], ...changes });
const PAIR_TURNED: Masks = [["11", "11", "11"], ["100", "011", "111", "111"]];
// Input 0 feeds hidden neurons 0 and 1 with x = (1, 2), so (2, -1) vanishes on it.
const PAIR_SLANTED: Masks = [["11", "11", "01"], ["111", "111"]];
const slanted = (kernel: number[]): Json => pair({ columns: [[1, 2]], kernel });
// PAIR's first layer; neuron n of layer 1 feeds neuron n of layer 2; all of that feeds both outputs.
const PAIR_MIDDLE: Masks = [PAIR[0] as string[], ["100", "010", "001"], ["111", "111"]];
const PAIR_LATER: Masks = [...PAIR, ["10", "01"]];
rule("linear", "generic-pair", [
  closed(PAIR, pair()),
  closed(PAIR, pair({ columns: [[-3]], kernel: [67108859, 4, 5, -67108859, 2, 1] })), // 4 * 1 - 5 * 2 is not 0
  closed(PAIR_TURNED, pair({ free: "last" })),
  closed(PAIR_SLANTED, slanted([2, -1, 0, 0, 0, 1])),
  closed(PAIR_MIDDLE, pair({ layer: 3, values: [[], [1, 5, -1], []] })),
  closed(PAIR_LATER, pair({ values: [[], [], [2, 3]] })),
  // Nothing taken: the kernel is then any matrix. Everything taken: then its values do not matter further.
  closed(FAN_OUT, pair({ taken: [], columns: [], kernel: [1, 0, 0, 1] })),
  closed([["10", "01"], ["11", "11"]], pair({ taken: [0, 1], columns: [[1], [1]], kernel: [0, 0, 0, 0] })),
  // Input 1 has no edge.
  closed([["10"], ["1"]], pair({ taken: [0, 1], columns: [[1], []], kernel: [0] })),
  closed([["10"], ["1"]], pair({ taken: [0], columns: [[1]], kernel: [0] })),
], [
  [closed(PAIR, pair({ kernel: [0, 1, 2, 0, 2, 4] })), /submatrix for input 1 has rank below 2/],
  [closed(PAIR, pair({ kernel: [0, 1, 0, 0, 0, 67108859] })), /submatrix for input 1 has rank below 2/],
  [closed(PAIR, pair({ kernel: [0, 1, 0, 1, 0, 1] })), /not vanish modulo 67108859 at output 1, input 0/],
  [closed(PAIR, pair({ columns: [[0]] })), /taken inputs has rank below 2/],
  [closed(PAIR, pair({ columns: [[-67108859]] })), /taken inputs has rank below 2/],
  [closed(PAIR, pair({ taken: [], columns: [], kernel: [1, 1, 0, 0, 0, 1] })), /submatrix for input 0 has rank below 2/],
  [closed(PAIR, pair({ taken: [0, 1, 2, 3], columns: [[1], [1, 0], [1, 1, 0], [1, 0, 1]], kernel: [0, 0, 0, 0, 0, 0] })), /rank 8 is impossible with 6 unknowns/],
  [closed(PAIR, pair({ taken: [0, 0], columns: [[1], [1]] })), /not ascending/],
  [closed(PAIR, pair({ taken: [4], columns: [[]] })), /not in 0 \.\. 3/],
  [closed(PAIR, pair({ columns: [] })), /expected 1 items/],
  [closed(PAIR, pair({ columns: [[1, 1]] })), /expected 1 items/],
  [closed(PAIR, pair({ kernel: [1, 0, 0, 1] })), /expected 6 items/],
  [closed(PAIR, pair({ values: [[], [1, 1, 1, 1, 1, 1]] })), /expected 0 items/],
  [closed(PAIR, pair({ layer: 1 })), /not in 2 \.\. 2/],
  [closed(PAIR, pair({ layer: 3 })), /not in 2 \.\. 2/],
  // Turned over, input 0 of PAIR's transpose feeds three hidden neurons.
  [closed(PAIR, pair({ free: "last" })), /expected 3 items/],
  [closed(PAIR_TURNED, pair()), /expected 3 items/],
  [closed(PAIR_SLANTED, slanted([1, -2, 0, 0, 0, 1])), /not vanish/],
  [closed(PAIR_SLANTED, slanted([2, -1, 0, 2, -1, 0])), /input 1 has rank below 2/],
  [closed(PAIR_MIDDLE, pair({ layer: 3, values: [[], [1, 0, 1], []] })), /input 1 has rank below 2/],
  [closed(PAIR_MIDDLE, pair({ layer: 3, values: [[], [0, 1, 1], []] })), /taken inputs has rank below 2/],
  [closed(PAIR_MIDDLE, pair({ layer: 2, values: [[], [], [1, 1, 1, 1, 1, 1]], kernel: [0, 1, 1] })), /taken inputs has rank below 2/],
  [closed(PAIR_LATER, pair({ values: [[], [], [2, 0]] })), /taken inputs has rank below 2/],
  // LU is not closed: input 0 reaches two outputs, input 1 adds one unknown of two.
  [closed(LU, pair({ columns: [[1]], kernel: [0, 0, 1] })), /input 1 has rank below 2/],
  [closed([["1"]], pair({ columns: [[]], values: [[]], kernel: [] })), /one layer/],
  [open(PAIR, pair()), /does not prove/],
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
// For three layers: neuron n of layer 1 feeds neuron n of layer 2, and input and output masks vary.
const DIAGONAL = ["10", "01"];
const bothPaths: Json = { parts: [proof("unique-paths"), proof("unique-paths")] };
rule("linear", "components", [
  closed(CHAIN, { parts: [proof("unique-paths"), proof("star-cover", { stars: [null, ["input", 1]] })] }),
  open(LU_AND_PATH, { part: 0, then: proof("lu-minor", LU_MINOR) }),
  open(LU, { part: 0, then: proof("lu-minor", LU_MINOR) }),
  // Common outputs without a common input, and the other way round: the graph is connected, and still no entry is shared.
  closed([DIAGONAL, ["11", "11"]], { parts: [proof("star-cover", { stars: [["input", 0], null] }), proof("star-cover", { stars: [null, ["input", 1]] })] }),
  closed([["11", "11"], DIAGONAL], { parts: [proof("star-cover", { stars: [["output", 0], null] }), proof("star-cover", { stars: [null, ["output", 1]] })] }),
  // Ordered by the neurons of layer 1, neither by the inputs nor by those of layer 2.
  closed([["01", "10"], DIAGONAL], { parts: [proof("star-cover", { stars: [["input", 1], null] }), proof("star-cover", { stars: [null, ["input", 0]] })] }),
  open([["0011", "0001", "1100", "0100"], ["0010", "0011", "1000", "1100"], ["1000", "0100", "0010", "0001"]], { part: 0, then: proof("lu-minor", { outputs: [2, 3], inputs: [2, 3], neuron: { layer: 1, index: 0 } }) }),
  // Three layers: outputs only, inputs only.
  closed([DIAGONAL, DIAGONAL, ["11", "11"]], bothPaths),
  closed([["11", "11"], DIAGONAL, DIAGONAL], bothPaths),
  // What links the two neurons feeds nothing, or is fed by nothing.
  closed([DIAGONAL, ["10", "01", "11"], ["100", "010"]], bothPaths),
  closed([["10", "01", "00"], ["101", "011"], DIAGONAL], bothPaths),
], [
  // Neurons 0, 1 and neurons 1, 2 share an entry each: one group, though 0 and 2 share none.
  [closed([["100", "111", "001"], ["110", "010", "011"]], { parts: [] }), /expected 1 items/],
  [closed([["1", "1"], DIAGONAL, ["11"]], bothPaths), /expected 1 items/],
  [closed([DIAGONAL, ["11"], ["1"]], bothPaths), /expected 1 items/],
  [closed([["1"], ["1", "1"], DIAGONAL], bothPaths), /expected 1 items/],
  [closed(LU, bothPaths), /expected 1 items/],
  [closed([["1"]], { parts: [proof("single-layer")] }), /one layer/],
  [closed([["0"]], { parts: [] }), /one layer/],
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

/** One input into two hidden neurons, a dense layer, outputs of the second and of both neurons. */
const FRAMED: Masks = [["11", "01"], ["11", "11"], ["01", "11"]];
const commonRows = proof("laminar", { common: "rows" });
rule("linear", "orthonormal-factor", [
  closed(FRAMED, { factor: "last", order: [0, 1], then: commonRows }),
  closed(FRAMED, { factor: "first", order: [1, 0], then: proof("laminar", { common: "columns" }) }),
], [
  [closed(FRAMED, { factor: "last", order: [1, 0], then: commonRows }), /not contained/],
  [closed(FRAMED, { factor: "last", order: [0], then: commonRows }), /is missing/],
  [closed(FRAMED, { factor: "last", order: [0, 0], then: commonRows }), /occurs twice/],
  [closed(FRAMED, { factor: "last", order: [0, 2], then: commonRows }), /not in 0 \.\. 1/],
  [closed(LU, { factor: "last", order: [1, 0], then: proof("single-layer") }), /lacks an input/],
  [open(LU, { factor: "first", order: [0, 1], then: proof("single-layer") }), /does not prove "not closed"/],
]);

/** A triangular block that may be filled, as outputs and inputs are nested the right way. */
const TRIANGULAR: Masks = [["11", "01"], ["10", "11"], ["01", "11"]];
const filledThen = proof("orthonormal-factor", { factor: "last", order: [0, 1], then: commonRows });
rule("linear", "added-edge", [
  closed(TRIANGULAR, { layer: 2, outputs: [0, 1], inputs: [0, 1], then: filledThen }),
], [
  [closed(TRIANGULAR, { layer: 1, outputs: [0, 1], inputs: [0, 1], then: filledThen }), /not in 2 \.\. 2/],
  [closed(TRIANGULAR, { layer: 2, outputs: [1, 0], inputs: [0, 1], then: filledThen }), /not a block/],
  [closed(TRIANGULAR, { layer: 2, outputs: [0, 0], inputs: [0, 1], then: filledThen }), /named twice/],
  [closed([["11", "01"], ["10", "11"], ["10", "11"]], { layer: 2, outputs: [0, 1], inputs: [0, 1], then: filledThen }), /0 feeds more than 1/],
  [closed([["01", "11"], ["10", "11"], ["01", "11"]], { layer: 2, outputs: [0, 1], inputs: [0, 1], then: filledThen }), /1 is fed by more than 0/],
  [closed([["11", "01", "10"], ["100", "111"], ["01", "11"]], { layer: 2, outputs: [0, 1], inputs: [0, 1], then: filledThen }), /fed by a third/],
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

// Neurons 0 and 1 are everywhere, neuron 2 is entry (2, 1). If A_00 = A_10 = 0 then A on rows 0, 1 and columns 1, 2 and A_20 cannot both
// be regular: without (2, 1) the matrix has rank 2.
const ALL3: [number[], number[]] = [[0, 1, 2], [0, 1, 2]];
const BLOCK = rectangles(3, 3, [ALL3, ALL3, single(2, 1)]);
const block = (changes: { [key: string]: Json } = {}): Json => ({ outputs: [[0, 1], [2]], inputs: [[0], [1, 2]], neurons: [[0, 1], [0]], other: 2, ...changes });
const BLOCK_TURNED: Json = { outputs: [[0], [1, 2]], inputs: [[1, 2], [0]], neurons: [[0], [0, 1]], other: 2 };
const lu = (changes: { [key: string]: Json } = {}): Json => ({ outputs: [[0], [1]], inputs: [[0], [1]], neurons: [[0], [0]], other: 1, ...changes });
rule("linear", "block-minor", [
  open(LU, lu()),
  open(BLOCK, block()),
  open(BLOCK, block({ neurons: [[1, 0], [1]] })),
  open(rectangles(3, 3, [ALL3, ALL3, single(1, 0)]), BLOCK_TURNED),
  // Just the entries that are asked for, and two more neurons in the block that may have anything.
  open(rectangles(3, 3, [[[0, 2], [0, 1]], [[1], [2]], single(2, 2), single(2, 1)]), block({ other: 3 })),
], [
  [open(BLOCK, block({ other: null })), /entry \(2, 1\) is not free/],
  [open(BLOCK, block({ other: 1 })), /neuron 1 is one of the two lists/],
  [open(BLOCK, block({ inputs: [[0], [2, 1]] })), /neuron 2 does not cover entry \(2, 2\)/],
  [open(BLOCK, block({ other: 3 })), /not in 0 \.\. 2/],
  [open(BLOCK, block({ neurons: [[0, 2], [0]], other: 1 })), /neuron 2 does not cover entry \(1, 2\)/],
  [open(BLOCK, block({ neurons: [[0, 1], [1]] })), /begin with the same/],
  [open(BLOCK, block({ neurons: [[0, 0], [0]] })), /not 2 different neurons/],
  [open(BLOCK, block({ outputs: [[0, 0], [2]] })), /not 3 different rows/],
  [open(BLOCK, block({ outputs: [[0, 2], [2]] })), /not 3 different rows/],
  [open(BLOCK, block({ inputs: [[1], [1, 2]] })), /not 3 different columns/],
  [open(BLOCK, block({ outputs: [[], [2]], inputs: [[0], []], neurons: [[], [0]] })), /an empty list/],
  [open(BLOCK, block({ outputs: [[0], [2]] })), /lengths/],
  [open(BLOCK, block({ neurons: [[0, 1], [0, 1]] })), /lengths/],
  [open(BLOCK, block({ outputs: [[0, 1], [2], []] })), /expected 2 items/],
  [open(BLOCK, block({ other: "null" })), /integer/],
  // The third neuron meets the blocks: then the rank is 3 and nothing is excluded.
  [open(rectangles(3, 3, [ALL3, ALL3, [[1, 2], [1]]]), block()), /neuron 2 covers an entry of a block/],
  [open(rectangles(3, 3, [ALL3, ALL3, [[2], [0, 1]]]), block()), /neuron 2 covers an entry of a block/],
  [open(rectangles(3, 3, [ALL3, ALL3, single(2, 1), single(1, 0)]), block()), /neuron 3 covers an entry of a block/],
  [open(rectangles(3, 3, [[[0, 1], [0, 1, 2]], ALL3, single(2, 1)]), block()), /neuron 0 does not cover entry \(2, 0\)/],
  [open(DENSE, lu()), /neuron 1 covers an entry of a block/],
  [open(LU, lu({ outputs: [[1], [0]] })), /neuron 1 covers an entry of a block/],
  [closed(BLOCK, block()), /does not prove/],
  [open([["1"]], lu()), /not two layers/],
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

// One neuron on rows 0, 1 and columns 0, 1, 2 of a goal without free entries, and LU with (1, 1) free.
const RECTANGLE: Json = { rows: 2, columns: 3, neurons: [[[0, 1], [0, 1, 2]]], free: [] };
const CORNER: Json = { rows: 2, columns: 2, neurons: [[[0, 1], [0, 1]]], free: [[1, 1]] };
const lemma = (goal: Json, claim: boolean, given: Json): Json => ({ goal, closed: claim, proof: given });
const use = (rows: Json, columns: Json, transposed: Json = false, number: Json = 0): Json => proof("use", { lemma: number, rows, columns, transposed });
const wide = lemma(RECTANGLE, true, proof("one-neuron"));
const corner = lemma(CORNER, false, proof("one-neuron", { outputs: [0, 1], inputs: [0, 1] }));
const lemmas = (list: Json[], then: Json): Json => ({ lemmas: list, then });
const afterFree = (then: Json): Json => proof("free", { frozen: [{ neuron: 1, side: "rows", values: [1] }], then });
const WIDE = rectangles(3, 4, [[[0, 2], [0, 1, 3]]]);
const HIGH = rectangles(3, 4, [[[0, 1, 2], [1, 3]]]);

rule("linear", "lemmas", [
  closed(WIDE, lemmas([wide], proof("one-neuron"))),
  closed(WIDE, lemmas([wide], use([2, 0], [3, 0, 1]))),
  closed(HIGH, lemmas([wide], use([2, 0, 1], [3, 1], true))),
  closed(WIDE, lemmas([wide, lemma({ rows: 3, columns: 3, neurons: [[[0, 1, 2], [0, 2]]], free: [[0, 1]] }, true, use([0, 1, 2], [0, 2], true))], use([0, 2], [3, 0, 1], true, 1))),
  open(LU, lemmas([corner], afterFree(use([0, 1], [0, 1])))),
], [
  [closed(WIDE, lemmas([], proof("one-neuron"))), /empty/],
  [closed(WIDE, lemmas([wide], proof("lemmas", lemmas([wide], proof("one-neuron"))))), /inside/],
  [closed(WIDE, lemmas([wide], use([0, 2], [0, 1, 3], false, 1))), /not in 0 \.\. 0/],
  [closed(WIDE, lemmas([lemma(RECTANGLE, true, use([0, 1], [0, 1, 2]))], proof("one-neuron"))), /not in 0 \.\. -1/],
  [closed(WIDE, lemmas([lemma(RECTANGLE, false, proof("one-neuron"))], proof("one-neuron"))), /keys|missing|expected/],
  [closed(WIDE, lemmas([wide], use([0, 0], [0, 1, 3]))), /twice/],
  [closed(WIDE, lemmas([wide], use([0, 3], [0, 1, 3]))), /not in 0 \.\. 2/],
  [closed(WIDE, lemmas([wide], use([0, 1], [0, 1, 3]))), /other neurons/],
  [closed(WIDE, lemmas([wide], use([0, 2], [0, 1, 3], true))), /expected 3 items/],
  [closed(WIDE, lemmas([wide], use([0, 2], [0, 1, 3], 0))), /true or false/],
  [closed(LU, lemmas([corner], afterFree(use([0, 1], [0, 1])))), /states not closed/],
  [open(LU, lemmas([corner], afterFree(use([0, 1], [1, 0])))), /free entries/],
  [closed(WIDE, lemmas([lemma({ rows: 2, columns: 2, neurons: [], free: [[1, 0], [0, 1]] }, true, proof("linear-space"))], proof("one-neuron"))), /ascending/],
  [closed(WIDE, lemmas([lemma({ rows: 0, columns: 2, neurons: [], free: [] }, true, proof("linear-space"))], proof("one-neuron"))), /not in 1/],
]);

rule("linear", "use", [], [[closed(WIDE, { lemma: 0, rows: [0, 2], columns: [0, 1, 3], transposed: false }), /not inside/]]);

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
  open(LU, freed(proof("block-minor", lu({ other: null })))),
  open(BLOCK, { frozen: [frozen(2, [1])], then: proof("block-minor", block({ other: null })) }),
  closed(DENSE, { frozen: [frozen(0, [1, 0]), frozen(1, [0, 1])], then: proof("linear-space") }),
  closed(DENSE, { frozen: [frozen(0, [1, 2], "columns"), frozen(1, [3, 4], "columns")], then: proof("split", { parts: [] }) }),
  closed(DIAGONAL_HOLES, { frozen: [frozen(1, [1]), frozen(2, [1])], then: proof("split", { parts: [proof("one-neuron"), proof("one-neuron")] }) }),
  // After the last neuron is gone F is normalised away.
  closed(COLUMN, { frozen: [frozen(0, [1], "columns")], then: proof("linear-space") }),
], [
  [open(LU, freed(proof("one-neuron", { outputs: [1, 0], inputs: [0, 1] }))), /one of the first three/],
  [open(LU, freed(proof("one-neuron", { outputs: [0, 1], inputs: [1, 0] }))), /one of the first three/],
  [open(LU, freed(proof("block-minor", lu()))), /not in 0 \.\. 0/],
  [open(LU, freed(proof("block-minor", lu({ outputs: [[1], [0]], other: null })))), /entry \(1, 1\) is free/],
  [open(rectangles(3, 3, [ALL3, ALL3, single(2, 1), single(1, 0)]), { frozen: [frozen(2, [1]), frozen(3, [1])], then: proof("block-minor", block({ other: null })) }), /entry \(1, 0\) is free/],
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

// --------------------------------------------------------------------------------------- degeneration and frozen vectors

// LU with u = (eps, 1), v = (1, 1/eps) for neuron 0, and neuron 1 takes away the pole at (1, 1): the limit is [[0, 1], [1, 0]].
const DEGENERATE_WEIGHTS: Json = [
  [[[0, 0], [["1", 0]]], [[0, 1], [["1", -1]]], [[1, 1], [["1", 0]]]],
  [[[0, 0], [["1", 1]]], [[1, 0], [["1", 0]]], [[1, 1], [["-1", -1]]]],
];
const BOUNDED: Json = { outputs: [0, 1], inputs: [0, 1], layer: 1, neurons: [0] };
const limitOf = (corner: Json, tree: Json): Json => ({ outputs: [0, 1], inputs: [0, 1], limit: [["0", "1"], ["1", corner]], weights: DEGENERATE_WEIGHTS, unreachable: tree });
const unreachable = (tree: Json): Case => open(LU, limitOf("0", tree));
const steps = (...list: { [key: string]: Json }[]): Json => list.reduceRight((then, step) => ({ ...step, then }));
/** Named, then zero or not; where the mark contradicts at once, a leaf that holds still closes the branch. */
const atOnce = (leaf: Json): Json => {
  const other: Json = steps({ entry: [0, 1] }, { conflict: [1, 0] });
  const both: Json = steps({ entry: [0, 1] }, { entry: [1, 0] }, { conflict: [0, 0] });
  const marks: Json = { split: [1, 1, 1], zero: other, nonzero: { split: [2, 1, 1], zero: other, nonzero: { split: [1, 0, 1], zero: leaf, nonzero: both } } };
  return steps({ let: [1, 0, 1] }, { entry: [1, 1] }, marks as { [key: string]: Json });
};
const deepEntries = (count: number): Json => Array.from({ length: count }).reduce<Json>((then) => ({ split: [1, 0, 0], zero: then, nonzero: then }), { conflict: [0, 0] });
/** -1 from x(0,0) = 0, x(0,1) = 1, x(1,0) = 1 and the determinant of x, the products of neuron 0. */
const MULTIPLES: Json[] = [
  { entry: [0, 0], factor: [["1", [[[1, 0, 1], 1]]]] },
  { entry: [0, 1], factor: [["-1", [[[0, 0, 1], 1]]]] },
  { entry: [1, 0], factor: [["-1", []]] },
  { determinant: BOUNDED, factor: [["1", []]] },
];
const combination = (...changed: Json[]): Case => unreachable({ combination: [...MULTIPLES.slice(0, 4 - changed.length), ...changed] });
rule("linear", "degeneration", [
  unreachable({ determinant: BOUNDED }),
  combination(),
  combination({ determinant: BOUNDED, factor: [["1/2", []], ["-1/2", []], ["1", []]] }),
  unreachable(atOnce({ combination: MULTIPLES })),
  unreachable(steps({ let: [0, 0, 1] }, { entry: [1, 0] }, { combination: MULTIPLES })),
  unreachable(steps({ entry: [0, 1] }, { entry: [1, 0] }, { conflict: [0, 0] })),
  unreachable({ split: [1, 0, 0], zero: { conflict: [1, 0] }, nonzero: { split: [2, 0, 0], zero: { conflict: [0, 1] }, nonzero: { conflict: [0, 0] } } }),
  unreachable(atOnce({ conflict: [0, 1] })),
], [
  [closed(LU, limitOf("0", { determinant: BOUNDED })), /does not prove/],
  [open([["11"]], limitOf("0", { determinant: BOUNDED })), /one layer/],
  [open(LU, limitOf("1", { determinant: BOUNDED })), /\(1, 1\) does not tend to its limit/],
  [open(LU, limitOf(null, { determinant: BOUNDED })), /a rational number in a string/],
  [open(LU, limitOf("0/2", { determinant: BOUNDED })), /lowest terms/],
  [open(LU, limitOf("-0", { determinant: BOUNDED })), /not a rational/],
  [open(DENSE, limitOf("0", { determinant: BOUNDED })), /no known product|unknowns are left|may be 0|no contradiction/],
  [unreachable({ determinant: { ...(BOUNDED as object), neurons: [0, 1] } }), /the rank is not bounded/],
  [unreachable({ determinant: { ...(BOUNDED as object), neurons: [1] } }), /the determinant is 0/],
  [unreachable({ determinant: { ...(BOUNDED as object), layer: 2 } }), /not in 1 \.\. 1/],
  [unreachable({ conflict: [1, 1] }), /2 paths have no known product/],
  [unreachable({ conflict: [0, 0] }), /no contradiction/],
  [unreachable({ conflict: [0, 2] }), /not in the minor/],
  [unreachable(steps({ entry: [0, 1] }, { entry: [0, 1] }, { conflict: [0, 0] })), /0 = 0/],
  [unreachable(steps({ entry: [0, 1] }, { split: [1, 0, 1], zero: { conflict: [0, 0] }, nonzero: { conflict: [0, 0] } })), /the edge is marked/],
  [unreachable(steps({ entry: [0, 1] }, { entry: [1, 0] }, { entry: [0, 0] }, { conflict: [0, 0] })), /but the tree goes on/],
  [unreachable(steps({ let: [1, 1, 0] }, { conflict: [0, 0] })), /not a path/],
  [unreachable(atOnce({ conflict: [1, 1] })), /0 = 0/],
  [unreachable(atOnce(steps({ entry: [0, 1] }, { conflict: [0, 1] }))), /but the tree goes on/],
  [unreachable({ prove: [] }), /no such step/],
  [unreachable({ combination: MULTIPLES.slice(1) }), /not a unit/],
  [unreachable({ combination: [] }), /not a unit/],
  [combination({ determinant: BOUNDED, factor: [["2", []]] }), /not a unit/],
  [combination({ determinant: { ...(BOUNDED as object), neurons: [0, 1] }, factor: [["1", []]] }), /the rank is not bounded/],
  [combination({ determinant: BOUNDED, factor: [["0", []]] }), /the coefficient is 0/],
  [combination({ determinant: BOUNDED, factor: [[1, []]] }), /a rational number in a string/],
  [combination({ determinant: BOUNDED, factor: [["1", [[[1, 1, 0], 1]]]] }), /not a path/],
  [combination({ determinant: BOUNDED, factor: [["1", [[[1, 0, 0], 9]]]] }), /the exponent is out of range/],
  [combination({ determinant: BOUNDED, factor: [["1", [[[1, 0, 0], 0]]]] }), /the exponent is out of range/],
  [combination({ entry: [0, 2], factor: [] }, { determinant: BOUNDED, factor: [["1", []]] }), /not in the minor/],
  [unreachable(deepEntries(2)), /the edge is marked|no contradiction/],
]);

// One neuron 01*01: u = (1, x) or u = (0, 1).
const STRAIGHT_PIVOTS: Json = { pivots: [[0, 0, 0, 0], [0, 1, 0, 1]] };
const LATER_PIVOTS: Json = { pivots: [[1, 0, 0, 0], [1, 1, 0, 1]] };
const form = (neuron: number, ...chain: number[]): Json => ({ neuron, side: "rows", chain });
const ranks = (first: Json, changes: { [key: string]: Json } = {}): Case => closed(RANK_ONE, { frozen: [form(0)], dimension: 2, trees: [first, LATER_PIVOTS], ...changes });
const splitAt = (a: number, b: number, polynomial: Json, zero: Json, nonzero: Json): Json => ({ split: [a, b], polynomial, zero, nonzero });
const X: Json = [1, [[0, 1, 1]]];
const nested = (count: number): Json => Array.from({ length: count }).reduce<Json>((then, _, c) => splitAt(0, 1, [X, [c, []]], STRAIGHT_PIVOTS, then), STRAIGHT_PIVOTS);
// Three neurons 01*0: the third is redundant once two are in its chain.
const THREE: Masks = [["1", "1", "1"], ["111", "111"]];
const three = (...frozen: Json[]): Case => closed(THREE, { frozen, dimension: 2, trees: [{ pivots: [[0, 0, 0, 0], [1, 0, 1, 0]] }, { pivots: [[1, 0, 0, 0], [0, 0, 1, 0]] }] });
rule("linear", "constant-rank", [
  ranks(STRAIGHT_PIVOTS),
  ranks(splitAt(0, 1, [X], STRAIGHT_PIVOTS, { pivots: [[1, 0, 0, 0], [0, 1, 0, 1]] })),
  // 2x is known not to be 0, so x is.
  ranks(splitAt(0, 1, [X, X], STRAIGHT_PIVOTS, { pivots: [[1, 0, 0, 0], [0, 1, 0, 1]] })),
  ranks(nested(500)),
  three(form(0), form(1, 0), form(2, 0, 1)),
  closed(EMPTY, { frozen: [], dimension: 0, trees: [{ pivots: [] }] }),
], [
  [ranks({ pivots: [[1, 0, 0, 0], [0, 1, 0, 1]] }), /not known to be nonzero/],
  [ranks({ pivots: [[0, 0, 0, 0]] }), /a row is left/],
  [ranks({ pivots: [[0, 0, 0, 0], [0, 0, 0, 1]] }), /no row \(0, 0\)/],
  [ranks({ pivots: [[0, 0, 0, 2]] }), /no column/],
  [ranks(STRAIGHT_PIVOTS, { dimension: 1 }), /2 pivots, not 1/],
  [ranks(STRAIGHT_PIVOTS, { trees: [STRAIGHT_PIVOTS] }), /a tree is missing/],
  [ranks(STRAIGHT_PIVOTS, { trees: [STRAIGHT_PIVOTS, LATER_PIVOTS, LATER_PIVOTS] }), /more trees/],
  [ranks(STRAIGHT_PIVOTS, { frozen: [], trees: [STRAIGHT_PIVOTS] }), /not all neurons/],
  [ranks(STRAIGHT_PIVOTS, { frozen: [form(0, 0)] }), /not an earlier neuron/],
  [ranks(splitAt(0, 1, [X, [-1, [[0, 1, 1]]]], STRAIGHT_PIVOTS, STRAIGHT_PIVOTS)), /not of degree 1/],
  [ranks(splitAt(0, 1, [[1, [[0, 1, 1], [0, 0, 1]]]], STRAIGHT_PIVOTS, STRAIGHT_PIVOTS)), /the slope is not known/],
  [ranks(splitAt(0, 1, [X], splitAt(0, 1, [X], STRAIGHT_PIVOTS, STRAIGHT_PIVOTS), STRAIGHT_PIVOTS)), /the variable is replaced/],
  [ranks(splitAt(0, 1, [[1, [[0, 1, 9]]]], STRAIGHT_PIVOTS, STRAIGHT_PIVOTS)), /not in 1 \.\. 8/],
  [ranks(splitAt(0, 2, [[1, [[0, 2, 1]]]], STRAIGHT_PIVOTS, STRAIGHT_PIVOTS)), /no such variable/],
  [ranks(nested(501)), /deeper than 500/],
  [three(form(0), form(1, 0), form(2, 1, 0)), /has another chain/],
  [three(form(2, 0, 1), form(0), form(1, 0)), /not an earlier neuron/],
  [three(form(0), form(1, 0), form(2)), /a tree is missing|not known|a row is left|no row/],
  // The rank is not constant: two neurons 01*0 without a chain, which may be parallel.
  [closed([["1", "1"], ["11", "11"]], { frozen: [form(0), form(1)], dimension: 2, trees: [{ pivots: [[0, 0, 0, 0], [1, 0, 1, 0]] }, STRAIGHT_PIVOTS, STRAIGHT_PIVOTS, STRAIGHT_PIVOTS] }), /not known to be nonzero/],
]);

const ALL_FOUR: Json = [[0, 0, 0, 0], [0, 1, 0, 1], [1, 0, 1, 0], [1, 1, 1, 1]];
const CROSSWISE: Json = [[1, 0, 0, 0], [1, 1, 0, 1], [0, 0, 1, 0], [0, 1, 1, 1]];
const nothing: Json = proof("split", { parts: [] });
const freedOnRows = (...neurons: number[]): Json => neurons.map((neuron) => ({ neuron, side: "rows" }));
const assisted = (changes: { [key: string]: Json }): Case =>
  closed(DENSE, { frozen: [form(0)], freed: freedOnRows(1), trees: [{ values: [[0, 1]], pivots: ALL_FOUR }, { values: [[1, 0]], pivots: CROSSWISE }], then: nothing, ...changes });
rule("linear", "assisted-free", [
  assisted({}),
  closed(DENSE, { frozen: [], freed: freedOnRows(0, 1), trees: [{ values: [[1, 0], [0, 1]], pivots: ALL_FOUR }], then: proof("linear-space") }),
], [
  [assisted({ trees: [{ values: [[0, 0]], pivots: ALL_FOUR }, { values: [[1, 0]], pivots: CROSSWISE }] }), /not known to be nonzero/],
  [assisted({ trees: [{ values: [[0, 1]], pivots: [[0, 0, 0, 0]] }, { values: [[1, 0]], pivots: CROSSWISE }] }), /1 pivots inside, not 4/],
  [assisted({ freed: freedOnRows(0) }), /the neuron is frozen/],
  [assisted({ freed: [] }), /the list is empty/],
  [assisted({ then: proof("linear-space") }), /1 neurons/],
  // Neuron 0 also covers row 2, outside what is freed: its rows there come first, or are left.
  [
    closed(rectangles(3, 1, [[[0, 2], [0]], [[0], [0]]]), { frozen: [], freed: freedOnRows(1), trees: [{ values: [[1]], pivots: [[0, 0, 1, 0], [2, 0, 0, 0]] }], then: nothing }),
    /no row|after one inside|no column/,
  ],
]);

const ONES: Json = [[1, []]];
const entryOf = (i: number, j: number): Json => [[1, [[i, j, 1]]]];
const ONE_COLUMN: Masks = [["1"], ["1", "1"]];
const byColumn: Json = { frozen: [{ side: "columns", values: [ONES] }], pivots: [[0, 0, 0, 0], [1, 0, 0, 1]] };
const asItIs: Json = { frozen: [{ side: "rows", values: [entryOf(0, 0), entryOf(1, 0)] }], pivots: [[0, 0, 0, 0]] };
const clear = (target: number, then: Json, pivot: Json = [0, 0]): Json => ({ clear: { side: "rows", pivot, target }, then });
const firstEntry = (zero: Json, nonzero: Json): Case => closed(ONE_COLUMN, { tree: splitAt(0, 0, entryOf(0, 0), zero, nonzero) });
rule("linear", "everything", [
  closed(ONE_COLUMN, { tree: byColumn }),
  firstEntry(byColumn, clear(1, asItIs)),
  closed(DENSE, { tree: { frozen: [{ side: "rows", values: [ONES, []] }, { side: "rows", values: [[], ONES] }], pivots: ALL_FOUR } }),
  closed(EMPTY, { tree: { frozen: [], pivots: [] } }),
], [
  [closed(ONE_COLUMN, { tree: asItIs }), /not known to be nonzero/],
  [firstEntry(asItIs, byColumn), /not known to be nonzero/],
  [firstEntry(clear(1, asItIs), byColumn), /not known to be nonzero/],
  [firstEntry(byColumn, clear(0, asItIs)), /the pivot's own/],
  [firstEntry(byColumn, clear(1, clear(1, asItIs))), /an equality depends on 1/],
  [firstEntry(byColumn, splitAt(1, 0, entryOf(1, 0), byColumn, clear(1, asItIs))), /a nonzero polynomial depends on 1/],
  [firstEntry(byColumn, clear(1, asItIs, [0, 1])), /not an entry of the goal/],
  [closed(RANK_ONE, { tree: { frozen: [{ side: "rows", values: [ONES, []] }], pivots: [[0, 0, 0, 0], [0, 1, 0, 1]] } }), /a row is left/],
  [open(ONE_COLUMN, { tree: byColumn }), /does not prove/],
]);

// ---------------------------------------------------------------------------------------------------------- the document

describe("the document", () => {
  const good = certificate("linear", "lu-minor", open(LU, LU_MINOR));
  const change = (changes: { [key: string]: Json }): Json => ({ ...good, ...changes });
  const inPattern = (changes: { [key: string]: Json }): Json => change({ pattern: { ...pattern(LU), ...changes } });

  it("accepts the example and the ways to write a pattern", () => {
    expect(checkCertificate(good)).toEqual({ ok: true });
    expect(checkCertificate(inPattern({ bias: false }))).toEqual({ ok: true });
    expect(checkCertificate(inPattern({ bias: [true, false], about: "LU", tags: ["small"], source: "a book", expected: { linear: false } }))).toEqual({ ok: true });
    expect(checkCertificate(inPattern({ masks: [{ edges: [[0, 0], [0, 1], [1, 1]] }, ["10", "11"]] }))).toEqual({ ok: true });
    // Bytes 3, 2 (columns 0 and 1; column 1) and 1, 3.
    expect(checkCertificate(inPattern({ masks: [{ bits: "AwI=" }, { bits: "AQM=" }] }))).toEqual({ ok: true });
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
    ["bits of another mask", inPattern({ masks: [{ bits: "AwM=" }, ["10", "11"]] })],
    ["bits without padding", inPattern({ masks: [{ bits: "AwI" }, ["10", "11"]] })],
    ["bits for three rows", inPattern({ masks: [{ bits: "AwIB" }, ["10", "11"]] })],
    ["bits with white space", inPattern({ masks: [{ bits: "AwI " }, ["10", "11"]] })],
    ["a character that is not base64", inPattern({ masks: [{ bits: "A_I=" }, ["10", "11"]] })],
    ["a bit beyond the last column", inPattern({ masks: [{ bits: "BwI=" }, ["10", "11"]] })],
    ["unused bits that are not 0", inPattern({ masks: [{ bits: "AwJ=" }, ["10", "11"]] })],
    ["bits that are no text", inPattern({ masks: [{ bits: [3, 2] }, ["10", "11"]] })],
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
    // `levels` proofs inside the root, which is at depth 0.
    const nested = (levels: number): Json => {
      let inner = proof("unique-paths");
      for (let n = 0; n < levels; n++) inner = proof("components", { parts: [inner] });
      return { ...certificate("linear", "", closed([["1"], ["1"]], {})), ...(inner as { [key: string]: Json }) };
    };
    expect(checkCertificate(nested(DEEPEST))).toEqual({ ok: true });
    expect(checkCertificate(nested(DEEPEST + 1))).toMatchObject({ ok: false, reason: expect.stringMatching(/nested deeper/) });
    expect(checkCertificate(nested(200_000))).toMatchObject({ ok: false, reason: expect.stringMatching(/nested deeper/) });
  });

  it("copes with huge widths in a small file", () => {
    const wide = (width: number): Json => ({ ...pattern(LU), widths: [width, width, width], masks: [{ edges: [[0, 0]] }, { edges: [[0, 0]] }] });
    const unique = (width: number): Json => change({ pattern: wide(width), closed: true, rule: "unique-paths", evidence: {} });
    expect(checkCertificate(unique(WIDEST))).toEqual({ ok: true });
    expect(checkCertificate(unique(WIDEST + 1))).toMatchObject({ ok: false, reason: expect.stringMatching(/not in 1 \.\. 4194304/) });
    expect(checkCertificate(change({ pattern: wide(WIDEST), closed: true, rule: "star-cover", evidence: { stars: [] } })).ok).toBe(false);
  });

  it("reads text, and refuses a key that occurs twice in one object", () => {
    const text = JSON.stringify(good);
    const refused = (instead: string, of: string): void => {
      expect(text).toContain(of);
      expect(checkCertificateText(text.replace(of, instead))).toMatchObject({ ok: false, reason: expect.stringMatching(/occurs twice/) });
    };
    expect(checkCertificateText(text)).toEqual({ ok: true });
    expect(checkCertificateText(JSON.stringify(good, null, 2).replace('"index": 0', '"index" : 0.0'))).toEqual({ ok: true });
    expect(checkCertificateText(JSON.stringify(inPattern({ about: '"name": {"a": 1, "a": 2} \\\\", "name": [', tags: ["name", "name"] })))).toEqual({ ok: true });
    refused('"closed":true,"closed":false', '"closed":false');
    refused('"closed":true,"clos\\u0065d" :false', '"closed":false');
    refused('"layer":1,"layer":1', '"layer":1');
    refused('"name":[{},{"a":1,"a":1}]', '"name":"test"');
    expect(checkCertificateText(text.slice(1))).toEqual({ ok: false, reason: "not JSON" });
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

  it("finds one component, and ten where layer 2 is a hundred chains", () => {
    const then = proof("lu-minor", LU_MINOR);
    const reason = (layers: Masks, part: number): string => (checkCertificate(certificate("linear", "components", open(layers, { part, then }))) as { reason: string }).reason;
    expect(reason(masks, 0)).toMatch(/lu-minor/);
    expect(reason(masks, 1)).toMatch(/not in 0 \.\. 0/);
    // 100 chains between layers 1 and 2, and every output fed by ten of them alone.
    const chains = Array.from({ length: 100 }, (_, x) => ".".repeat(300).replace(/./g, (_dot, y) => (y === x ? "1" : "0")));
    const tens = Array.from({ length: 10 }, (_, o) => Array.from({ length: 100 }, (_one, x) => (Math.floor(x / 10) === o ? "1" : "0")).join(""));
    expect(reason([masks[0] as string[], chains, tens], 10)).toMatch(/not in 0 \.\. 9/);
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

// ------------------------------------------------------------------------------ the new rules against what is known otherwise

/** A sequence that is the same in every run. */
function randomIn(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return Math.floor((state / 2147483647) * below);
  };
}

type Rectangle = [number[], number[]];

const listOf = (set: number): number[] => [0, 1, 2, 3].filter((x) => ((set >> x) & 1) === 1);
const accepts = (item: Case, name: string): boolean => checkCertificate(certificate("linear", name, item)).ok;

/** All rectangles of m rows and n columns that are not empty. */
function allRectangles(m: number, n: number): Rectangle[] {
  const found: Rectangle[] = [];
  for (let rows = 1; rows < 1 << m; rows++) for (let columns = 1; columns < 1 << n; columns++) found.push([listOf(rows), listOf(columns)]);
  return found;
}

const common = (a: number[], b: number[]): number => a.filter((x) => b.includes(x)).length;
const own = (a: number[], b: number[]): boolean => a.some((x) => !b.includes(x));

/** The theorem on two neurons: `corner` when one has a row and a column of its own, `other` for the other reasons not to be closed. */
function twoRectangles([[R1, C1], [R2, C2]]: readonly [Rectangle, Rectangle]): "closed" | "corner" | "other" {
  const rows = common(R1, R2);
  const columns = common(C1, C2);
  if (rows === 0 || columns === 0) return "closed";
  if ((own(R1, R2) && own(C1, C2)) || (own(R2, R1) && own(C2, C1))) return "corner";
  if ((rows >= 2 && own(C1, C2) && own(C2, C1)) || (columns >= 2 && own(R1, R2) && own(R2, R1))) return "other";
  return "closed";
}

describe("block-minor and generic-pair on two neurons", () => {
  const pairs = (m: number, n: number): [Rectangle, Rectangle][] => {
    const all = allRectangles(m, n);
    return all.flatMap((one, x) => all.slice(x).map((two): [Rectangle, Rectangle] => [one, two]));
  };
  const ordered = (below: number): [number, number][] =>
    Array.from({ length: below * below }, (_, n): [number, number] => [Math.floor(n / below), n % below]).filter(([x, y]) => x !== y);

  it.each([[2, 2], [2, 3], [3, 2]])("block-minor is accepted exactly at a corner, all patterns of %i x %i entries", (m, n) => {
    for (const both of pairs(m, n)) {
      const masks = rectangles(m, n, both);
      let direct = 0;
      let afterFree = 0;
      for (const [i, j] of ordered(m)) for (const [k, l] of ordered(n)) for (const v of [0, 1]) {
        const evidence = (neuron: number, other: number | null): Json => ({ outputs: [[i], [j]], inputs: [[k], [l]], neurons: [[neuron], [neuron]], other });
        for (const w of [0, 1]) direct += Number(accepts(open(masks, evidence(v, w)), "block-minor"));
        direct += Number(accepts(open(masks, evidence(v, null)), "block-minor"));
        const [rows, columns] = both[1 - v] as Rectangle;
        for (const side of ["rows", "columns"]) {
          const along = side === "rows" ? rows : columns;
          const frozenOne = frozen(1 - v, along.map((x) => x + 1), side);
          afterFree += Number(accepts(open(masks, { frozen: [frozenOne], then: proof("block-minor", evidence(0, null)) }), "free"));
        }
      }
      const known = twoRectangles(both);
      expect([both, direct > 0]).toEqual([both, known === "corner"]);
      if (afterFree > 0) expect([both, known]).toEqual([both, "corner"]);
    }
  });

  it("generic-pair is accepted for no pattern that is not closed", () => {
    const next = randomIn(7);
    const count = { closed: 0, corner: 0, other: 0 };
    for (let round = 0; round < 3000; round++) {
      const rectangle = (): Rectangle => [listOf(1 + next(7)), listOf(1 + next(7))];
      const both: [Rectangle, Rectangle] = [rectangle(), rectangle()];
      const masks = rectangles(3, 3, both);
      const taken = listOf(next(8));
      const accepted = accepts(closed(masks, pairEvidence(masks, 2, taken, next)), "generic-pair");
      count[twoRectangles(both)] += Number(accepted);
    }
    expect(count.closed).toBeGreaterThan(100);
    expect(count).toMatchObject({ corner: 0, other: 0 });
  });
});

/** The layers as 0/1 matrices without the edges on no path. */
function pruned(masks: Masks): number[][][] {
  const layers: number[][][] = masks.map((mask) => mask.map((row) => [...row].map(Number)));
  for (let l = 1; l < layers.length; l++) {
    layers[l] = (layers[l] as number[][]).map((row): number[] => row.map((x, h) => (x === 1 && (layers[l - 1] as number[][])[h]?.includes(1) === true ? 1 : 0)));
  }
  for (let l = layers.length - 2; l >= 0; l--) {
    layers[l] = (layers[l] as number[][]).map((row, h): number[] => row.map((x) => (x === 1 && (layers[l + 1] as number[][]).some((after) => after[h] === 1) ? 1 : 0)));
  }
  return layers;
}

const P = 67108859;
const mod = (x: number): number => ((x % P) + P) % P;
const product = (a: number[][], b: number[][]): number[][] => a.map((row) => (b[0] as number[]).map((_, c) => row.reduce((sum, x, k) => (sum + x * ((b[k] as number[])[c] as number)) % P, 0)));

/** A vector of the kernel modulo p with random free components. */
function kernelVector(rows: number[][], width: number, next: (below: number) => number): number[] {
  const left = rows.map((row) => [...row]);
  const pivots: number[] = [];
  for (let c = 0; c < width; c++) {
    const at = left.findIndex((row, n) => n >= pivots.length && row[c] !== 0);
    if (at < 0) continue;
    const pivot = left[at] as number[];
    left[at] = left[pivots.length] as number[];
    left[pivots.length] = pivot;
    let scale = 1;
    for (let power = pivot[c] as number, e = P - 2; e > 0; e = Math.floor(e / 2), power = (power * power) % P) if (e % 2 === 1) scale = (scale * power) % P;
    for (const [d, x] of pivot.entries()) pivot[d] = (x * scale) % P;
    for (const row of left) {
      const factor = row[c] as number;
      if (row !== pivot && factor !== 0) for (const [d, x] of pivot.entries()) row[d] = mod((row[d] as number) - factor * x);
    }
    pivots.push(c);
  }
  const vector = Array.from({ length: width }, () => next(P));
  for (const [n, c] of pivots.entries()) {
    vector[c] = mod(-(left[n] as number[]).reduce((sum, x, d) => (pivots.includes(d) ? sum : (sum + x * (vector[d] as number)) % P), 0));
  }
  return vector;
}

/** Evidence of generic-pair, "first", with random values and a random kernel; whether it is accepted is the question. */
function pairEvidence(masks: Masks, f: number, taken: number[], next: (below: number) => number): Json {
  const layers = pruned(masks);
  const values = layers.map((layer, n) => (n === 0 || n === f - 1 ? [] : layer.flat().filter((x) => x === 1).map(() => 1 + next(100))));
  const filled = layers.map((layer, n): number[][] => {
    let e = 0;
    return layer.map((row) => row.map((x) => (x === 1 ? (values[n] as number[])[e++] ?? 1 : 0)));
  });
  const columns = taken.map((k) => (layers[0] as number[][]).filter((row) => row[k] === 1).map(() => 1 + next(100)));
  const free = layers[f - 1] as number[][];
  const edges = free.flatMap((row, y) => row.flatMap((x, h) => (x === 1 ? [[y, h] as const] : [])));
  const rows = taken.flatMap((k, n) => {
    let e = 0;
    let x = (layers[0] as number[][]).map((row) => [row[k] === 1 ? ((columns[n] as number[])[e++] as number) : 0]);
    for (let l = 2; l < f; l++) x = product(filled[l - 1] as number[][], x);
    let after: number[][] = free.map((_, y) => free.map((__, z) => Number(y === z)));
    for (let l = f + 1; l <= layers.length; l++) after = product(filled[l - 1] as number[][], after);
    return after.map((row) => edges.map(([y, h]) => ((row[y] as number) * ((x[h] as number[])[0] as number)) % P));
  });
  return { free: "first", layer: f, taken, columns, values, kernel: kernelVector(rows, edges.length, next) };
}

/** The components of a goal by the letter of the definition, as masks of their own. */
function naiveComponents(masks: Masks): Masks[] {
  const layers = pruned(masks);
  const L = layers.length;
  // label[l - 1][x] for neuron x of layer l; relabelled until nothing changes.
  const label = layers.slice(0, -1).map((layer, n) => layer.map((row, x) => (row.includes(1) ? 1000 * n + x : -1)));
  let reaches = layers[0] as number[][];
  for (const layer of layers.slice(1, -1)) reaches = product(layer, reaches);
  const related: [number, number, number, number][] = [];
  for (let l = 1; l < L - 1; l++) (layers[l] as number[][]).forEach((row, y) => row.forEach((x, h) => x === 1 && related.push([l - 1, h, l, y])));
  for (let a = 0; a < reaches.length; a++) for (let b = 0; b < a; b++) {
    const both = (rows: number[][]): boolean => rows.some((row) => row[a] !== 0 && row[b] !== 0);
    const turned = (reaches[0] as number[]).map((_, k) => reaches.map((row) => row[k] as number));
    if (both(layers[L - 1] as number[][]) && both(turned)) related.push([L - 2, a, L - 2, b]);
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (const [l, x, m, y] of related) {
      const [one, two] = [label[l] as number[], label[m] as number[]];
      if (one[x] === two[y]) continue;
      one[x] = two[y] = Math.min(one[x] as number, two[y] as number);
      changed = true;
    }
  }
  // The smallest label of a group is its smallest neuron of layer 1.
  const names = [...new Set(label.flat())].filter((name) => name >= 0).sort((a, b) => a - b);
  return names.map((name) => layers.map((layer, n) => layer.map((row, y) => row.map((x, h) => {
    const ends = [label[n]?.[y], label[n - 1]?.[h]];
    return x === 1 && ends.includes(name) ? "1" : "0";
  }).join(""))));
}

/** All products over the field of two elements, each matrix as bits. */
function allProducts(masks: Masks): Set<number> {
  const edges = masks.flatMap((mask, l) => mask.flatMap((row, y) => [...row].flatMap((x, h) => (x === "1" ? [[l, y, h] as const] : []))));
  const found = new Set<number>();
  for (let choice = 0; choice < 1 << edges.length; choice++) {
    const layers = masks.map((mask) => mask.map((row) => [...row].map(() => 0)));
    for (const [n, [l, y, h]] of edges.entries()) ((layers[l] as number[][])[y] as number[])[h] = (choice >> n) & 1;
    const bits = layers.slice(1).reduce((before, layer) => product(layer, before), layers[0] as number[][]).flat();
    found.add(bits.reduce((sum, x, n) => sum + (x % 2) * 2 ** n, 0));
  }
  return found;
}

describe("components", () => {
  it("are those of the definition, and the products are the direct product of theirs", () => {
    const next = randomIn(17);
    let several = 0;
    let minors = 0;
    for (let round = 0; round < 600; round++) {
      const depth = 2 + next(3);
      const widths = Array.from({ length: depth + 1 }, () => 2 + next(2));
      const sparse = 2 + next(2);
      const masks = widths.slice(1).map((outputs, l) => Array.from({ length: outputs }, () => Array.from({ length: widths[l] as number }, () => (next(4) >= sparse ? "1" : "0")).join("")));
      const parts = naiveComponents(masks);
      const check = (name: string, of: Masks, evidence: Json): { ok: boolean; reason?: string } => checkCertificate(certificate("linear", name, open(of, evidence)));
      const beyond = check("components", masks, { part: parts.length, then: proof("unique-paths") });
      expect([masks, beyond.reason]).toEqual([masks, expect.stringMatching(parts.length === 0 ? /no component/ : new RegExp(`not in 0 \\.\\. ${parts.length - 1}$`))]);
      // The same answer with the same reason inside `components` and for the part as a pattern, so the same edges as far as that can tell.
      for (const [part, own] of parts.entries()) {
        for (let tries = 0; tries < 50; tries++) {
          const [i, k, layer] = [next(widths[depth] as number), next(widths[0] as number), 1 + next(depth - 1)];
          const evidence: Json = { outputs: [i, (i + 1) % (widths[depth] as number)], inputs: [k, (k + 1) % (widths[0] as number)], neuron: { layer, index: next(widths[layer] as number) } };
          const direct = check("lu-minor", own, evidence);
          const inside = check("components", masks, { part, then: proof("lu-minor", evidence) });
          const tail = ({ reason }: { reason?: string }): string | undefined => reason?.split(": ").pop();
          expect([masks, part, evidence, inside.ok, tail(inside)]).toEqual([masks, part, evidence, direct.ok, tail(direct)]);
          minors += Number(direct.ok);
        }
      }
      if (parts.length < 2 || parts.flat(2).join("").replaceAll("0", "").length > 10) continue;
      several++;
      let sums = new Set([0]);
      let size = 1;
      for (const part of parts) {
        const own = allProducts(part);
        size *= own.size;
        sums = new Set([...sums].flatMap((sum) => [...own].map((one) => sum + one)));
      }
      const whole = allProducts(parts.reduce((one, two) => one.map((mask, l) => mask.map((row, y) => [...row].map((x, h) => (x === "1" || two[l]?.[y]?.[h] === "1" ? "1" : "0")).join("")))));
      expect([masks, size, [...sums].every((sum) => whole.has(sum))]).toEqual([masks, whole.size, true]);
    }
    expect(several).toBeGreaterThan(25);
    expect(minors).toBeGreaterThan(10);
  });
});

describe("closed and not closed are never both accepted", () => {
  it("generic-pair against lu-minor and cut-minor, on all choices of a minor", () => {
    const next = randomIn(11);
    let pairsAccepted = 0;
    let minorsAccepted = 0;
    for (let round = 0; round < 400; round++) {
      const depth = 2 + next(2);
      const widths = Array.from({ length: depth + 1 }, () => 2 + next(2));
      const masks = widths.slice(1).map((outputs, l) => Array.from({ length: outputs }, () => Array.from({ length: widths[l] as number }, () => (next(3) > 0 ? "1" : "0")).join("")));
      let isOpen = false;
      for (let i = 0; i < (widths[depth] as number); i++) for (let j = 0; j < (widths[depth] as number); j++) {
        for (let k = 0; k < (widths[0] as number); k++) for (let l = 0; l < (widths[0] as number); l++) {
          if (i === j || k === l || isOpen) continue;
          for (let h = 1; h < depth; h++) for (let x = 0; x < (widths[h] as number); x++) {
            const evidence: Json = { outputs: [i, j], inputs: [k, l], neuron: { layer: h, index: x } };
            isOpen ||= accepts(open(masks, evidence), "lu-minor") || accepts(open(masks, evidence), "cut-minor");
          }
        }
      }
      let isClosed = false;
      for (let f = 2; f <= depth; f++) for (let set = 0; set < 1 << (widths[0] as number); set++) {
        isClosed ||= accepts(closed(masks, pairEvidence(masks, f, listOf(set), next)), "generic-pair");
      }
      expect([masks, isOpen && isClosed]).toEqual([masks, false]);
      pairsAccepted += Number(isClosed);
      minorsAccepted += Number(isOpen);
    }
    expect(pairsAccepted).toBeGreaterThan(50);
    expect(minorsAccepted).toBeGreaterThan(50);
  });

  // Over the field of two elements all products can be listed, and the rank argument is the same: the limit is none of them.
  it("the limit that block-minor excludes is no product over the field of two elements", () => {
    const next = randomIn(13);
    let accepted = 0;
    let contained = 0;
    for (let round = 0; round < 4000; round++) {
      const a = 1 + next(2);
      const b = 3 - a;
      const order = (): number[] => [0, 1, 2].map((x) => [next(1000), x] as const).sort((x, y) => x[0] - y[0]).map(([, x]) => x);
      const [rows, columns] = [order(), order()];
      const [I, J, K, L] = [rows.slice(0, a), rows.slice(a), columns.slice(0, b), columns.slice(b)];
      const [V, W] = a === 2 ? [[0, 1], [0]] : [[0], [0, 1]];
      const neurons = [[0, 0], [0, 0], [0, 0], [0, 0]].slice(0, 3 + next(2)) as [number, number][];
      const put = (k: number, row: number, column: number): void => {
        const neuron = neurons[k] as [number, number];
        neuron[0] |= 1 << row;
        neuron[1] |= 1 << column;
      };
      for (let s = 0; s < a; s++) put(V[s] as number, I[s] as number, L[s] as number);
      for (let t = 0; t < b; t++) put(W[t] as number, J[t] as number, K[t] as number);
      put(2, J[0] as number, L[0] as number);
      for (let n = next(4); n > 0; n--) put(next(neurons.length), next(3), next(3));
      const sets = neurons.filter(([r, c]) => r > 0 && c > 0);
      const masks = rectangles(3, 3, sets.map(([r, c]): Rectangle => [listOf(r), listOf(c)]));
      let limit = 0;
      const bit = (row: number, column: number): number => 1 << (3 * row + column);
      for (let s = 0; s < a; s++) limit |= bit(I[s] as number, L[s] as number);
      for (let t = 0; t < b; t++) limit |= bit(J[t] as number, K[t] as number);
      let sums = new Set([0]);
      for (const [r, c] of sets) {
        const grown = new Set(sums);
        for (let u = r; u > 0; u = (u - 1) & r) for (let v = c; v > 0; v = (v - 1) & c) {
          let one = 0;
          for (const row of listOf(u)) for (const column of listOf(v)) one |= bit(row, column);
          for (const sum of sums) grown.add(sum ^ one);
        }
        sums = grown;
      }
      if (accepts(open(masks, { outputs: [I, J], inputs: [K, L], neurons: [V, W], other: 2 }), "block-minor")) {
        accepted++;
        expect([masks, sums.has(limit)]).toEqual([masks, false]);
      } else {
        contained += Number(sums.has(limit));
      }
    }
    expect(accepted).toBeGreaterThan(200);
    expect(contained).toBeGreaterThan(200);
  });
});
