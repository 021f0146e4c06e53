import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { kept } from "../../../src/pattern/mask.js";
import { pruneDead } from "../../../src/pattern/live.js";
import { edgesOf, makePattern } from "../../../src/pattern/pattern.js";
import { pathPlanes } from "../../../src/pattern/paths.js";
import { findCutMinor } from "../../../src/rules/cut-minor.js";
import type { LinearEvidence } from "../../../src/certificate/proof.js";
import { check } from "../../../src/check/check.js";
import { certificateToJson } from "../../../src/certificate/certificate.js";
import { DENSE, LU, LU_MINOR, NO_PATH, PARALLEL, type Refused, ruleCases } from "../../support/certificates.js";
import { randomMasks } from "../../support/patterns.js";
import { allPaths } from "../../support/paths.js";

const at = (outputs: number[], inputs: number[], layer: number, index: number): unknown => ({ outputs, inputs, neuron: { layer, index } });
/** All paths of (0,0), (0,1), (1,0), two each, run through neuron 0 of layer 2; (1,1) has one more through neuron 1. */
const CUT = [["11", "11", "01"], ["110", "001"], ["10", "11"]];
const CUT_MINOR = at([0, 1], [0, 1], 2, 0);
const refused = (name: string, evidence: unknown, place: string, masks = CUT, closed = false): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "cut-minor",
  "linear",
  [
    { name: "several paths, all through one neuron", masks: CUT, closed: false, evidence: CUT_MINOR },
    { name: "an LU minor, the case of single paths", masks: LU, closed: false, evidence: LU_MINOR },
    { name: "two ways around the neuron", masks: [["11", "01", "01"], ["100", "111"]], closed: false, evidence: LU_MINOR },
  ],
  [
    refused("outputs exchanged", at([1, 0], [0, 1], 2, 0), "evidence"),
    refused("inputs exchanged", at([0, 1], [1, 0], 2, 0), "evidence"),
    refused("a neuron that not all paths pass", at([0, 1], [0, 1], 1, 0), "evidence"),
    refused("the neuron on the way around", at([0, 1], [0, 1], 2, 1), "evidence.neuron"),
    refused("a neuron of the input layer", at([0, 1], [0, 1], 0, 0), "evidence.neuron.layer"),
    refused("a neuron of the output layer", at([0, 1], [0, 1], 3, 0), "evidence.neuron.layer"),
    refused("a neuron that does not exist", at([0, 1], [0, 1], 2, 2), "evidence.neuron.index"),
    refused("one output twice", at([1, 1], [0, 1], 2, 0), "evidence.outputs"),
    refused("an input that does not exist", at([0, 1], [0, 2], 2, 0), "evidence.inputs"),
    refused("no way around the neuron: rank one", LU_MINOR, "evidence", [["11"], ["1", "1"]]),
    refused("a way around that dies", LU_MINOR, "evidence", [["11", "00"], ["10", "11"]]),
    refused("a way around for (i, k) too", LU_MINOR, "evidence", DENSE),
    refused("a neuron that one input does not reach", LU_MINOR, "evidence.neuron", PARALLEL),
    refused("a first input that reaches nothing, so that no path of it avoids the neuron", LU_MINOR, "evidence.neuron", [["01", "01"], ["10", "11"]]),
    refused("a second input that does not reach the neuron", LU_MINOR, "evidence.neuron", [["10", "01"], ["10", "11"]]),
    refused("a first output that nothing reaches", LU_MINOR, "evidence.neuron", [["11", "01"], ["00", "11"]]),
    refused("a second output that the neuron does not reach", LU_MINOR, "evidence.neuron", [["11", "01"], ["10", "01"]]),
    refused("no paths at all", LU_MINOR, "evidence.neuron", NO_PATH),
    refused("the claim closed", CUT_MINOR, "evidence", CUT, true),
  ],
);

/**
 * The statement behind the rule, on random deep patterns with exact integers: A_ik, A_il, A_jk are products around the neuron, and weights
 * exist that bring the minor near [[0, 1], [1, 0]].
 */
describe("a cut minor, evaluated", () => {
  const random = new Random(31);
  const found: { layers: ReturnType<typeof pruneDead>; evidence: LinearEvidence["cut-minor"] }[] = [];
  for (let n = 0; n < 20_000 && found.length < 150; n++) {
    const layers = pruneDead(randomMasks(random, 2 + random.below(3), 4));
    const proof = findCutMinor(layers, pathPlanes(layers));
    if (proof?.rule === "cut-minor") found.push({ layers, evidence: proof.evidence });
  }
  const product = (layers: ReturnType<typeof pruneDead>, weight: (l: number, i: number, j: number) => bigint, accept: (path: number[]) => boolean): bigint =>
    allPaths(layers)
      .filter(accept)
      .reduce((sum, path) => sum + layers.reduce((value, _, l) => value * weight(l, path[l + 1]!, path[l]!), 1n), 0n);

  it("is found in many patterns, and the checker accepts each", () => {
    expect(found.length).toBe(150);
    for (const { layers, evidence } of found) {
      const json = certificateToJson({ pattern: makePattern("x", layers), property: "linear", closed: false, proof: { rule: "cut-minor", evidence } });
      expect(check(json)).toMatchObject({ ok: true });
    }
  });

  it("has A_ik A_j'l = A_il A_jk for all weights, where A_j'l counts the paths through the neuron only", () => {
    for (const { layers, evidence } of found) {
      const [i, j] = evidence.outputs;
      const [k, l] = evidence.inputs;
      const { layer, index } = evidence.neuron;
      const values = layers.map((mask) => Array.from({ length: kept(mask) }, () => BigInt(random.below(19) - 9)));
      const place = layers.map((mask) => new Map(edgesOf(mask).map((edge, e) => [edge.join(), e])));
      const weight = (m: number, a: number, b: number): bigint => values[m]![place[m]!.get(`${a},${b}`)!]!;
      const entry = (o: number, c: number, through = false): bigint =>
        product(layers, weight, (path) => path[0] === c && path.at(-1) === o && (!through || path[layer] === index));
      expect(entry(i, k) * entry(j, l, true)).toBe(entry(i, l) * entry(j, k));
    }
  });

  it("comes as near to [[0, 1], [1, 0]] as one likes", () => {
    const big = 10n ** 6n;
    for (const { layers, evidence } of found) {
      const [i, j] = evidence.outputs;
      const [k, l] = evidence.inputs;
      const { layer, index } = evidence.neuron;
      // Weights 1, but big on the edges from l and 1/big on those into i; z on one edge into the detour's neuron of the layer.
      // All scaled by big: the edges into i carry 1, the other last edges big.
      const detour = allPaths(layers).find((path) => path[0] === l && path.at(-1) === j && path[layer] !== index)!;
      const last = layers.length - 1;
      const weigh = (z: bigint) => (m: number, a: number, b: number): bigint => {
        let value = m === last && a !== i ? big : 1n;
        if (m === 0 && b === l) value *= big;
        if (m === layer - 1 && a !== index) value *= a === detour[layer] ? z : 0n;
        return value;
      };
      const entry = (o: number, c: number, z: bigint): bigint => product(layers, weigh(z), (path) => path[0] === c && path.at(-1) === o);
      // The entry (j, l) is a + b z with b > 0; the rational z = -a / b makes it zero and moves no other entry of the minor.
      const a = entry(j, l, 0n);
      const b = entry(j, l, 1n) - a;
      expect(b > 0n).toBe(true);
      for (const [o, c] of [[i, k], [i, l], [j, k]] as const) expect(entry(o, c, 5n)).toBe(entry(o, c, 0n));
      const [ik, il, jk] = [entry(i, k, 0n), entry(i, l, 0n), entry(j, k, 0n)];
      // Up to the numbers of paths, at most 4^4, the scaled minor is [[1, big], [big, 0]].
      expect([ik > 0n, ik < 1000n, il >= big, jk >= big]).toEqual([true, true, true, true]);
    }
  });
});
