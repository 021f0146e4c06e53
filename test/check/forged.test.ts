/** Documents of every kind with several things changed so that they fit each other, or changed in their text: the claim is false or the proof is none. Both checkers refuse them, on one line. */
import { describe, expect, it } from "vitest";
import type { OptimumCertificateJson } from "../../src/certificate/optimum.js";
import type { SparsestCertificateJson } from "../../src/certificate/sparsest.js";
import { check } from "../../src/check/check.js";
import { checkOptimum } from "../../src/check/optimum.js";
import { checkSparsest } from "../../src/check/sparsest.js";
import { decide } from "../../src/decide/decide.js";
import { Rational } from "../../src/exact/rational.js";
import { parseJson } from "../../src/formats/json.js";
import { patternFromJson } from "../../src/pattern/pattern.js";
import { checkOptimum as optimumCheckedSlowly } from "../second-checker/optimum.js";
import { checkCertificate, checkText } from "../second-checker/second-checker.js";
import { checkSparsest as sparsestCheckedSlowly } from "../second-checker/sparsest.js";
import { DENSE, LU, LU_MINOR, PARALLEL, type ProofJson, certificate, proof } from "../support/certificates.js";
import { BY_HAND, CORNERS, XOR as XOR_LABELS, certificateFor } from "../support/optimum.js";
import { type MaskStrings, rectangleMasks } from "../support/patterns.js";
import { type Json, found, handMade } from "../support/pool.js";
import { OF_EVERY_RULE, PEAK, XOR } from "../support/sparsest.js";

type Checker = (value: unknown) => { readonly ok: boolean; readonly place?: string; readonly reason?: string };

/** What the product says, on one line, where both refuse. */
function refusal(value: unknown, product: Checker, second: Checker): string {
  const [one, two] = [product(value), second(value)];
  expect([one.ok, two.ok]).toEqual([false, false]);
  const line = `${one.place ?? ""}: ${one.reason ?? ""}`;
  expect(line).not.toMatch(/[\n\r]|undefined|TypeError|RangeError|\[object/);
  expect(line.length).toBeLessThan(1200);
  return line;
}
/** A copy of a document with something changed. */
const changed = <T>(document: T, change: (copy: T) => unknown): T => {
  const copy = structuredClone(document);
  change(copy);
  return copy;
};

describe("certificates of patterns", () => {
  const unique = proof("unique-paths");
  const laminar = proof("laminar", { common: "rows" });
  const straight = (free: string): ProofJson => proof("generic-factor", { free, paths: [[[0, 0], [1, 1]], [[0, 0], [1, 1]]] });
  const crossing = proof("crossing-inputs", { neurons: [0, 1], inputs: [0, 1, 2] });
  const CROSSING: MaskStrings = [["101", "011"], ["11", "11"]];
  const ladder = (cases: unknown): ProofJson => proof("chain-descent", { side: "rows", chain: [0, 1], cases });
  const itself = { goal: { rows: 2, columns: 2, neurons: [[[0, 1], [0, 1]], [[1], [1]]], free: [] }, closed: true, proof: proof("use", { lemma: 0, rows: [0, 1], columns: [0, 1], transposed: false }) };

  it.each<[string, unknown, string]>([
    ["LU called closed by paths through an edge that is gone", certificate("linear", true, LU, straight("first")), "evidence.paths[0]"],
    ["the same from above", certificate("linear", true, LU, straight("last")), "evidence.paths[0]"],
    ["dense called not closed, one path for two", certificate("linear", false, DENSE, proof("lu-minor", LU_MINOR)), "one path from input 0 to output 0 expected, found 2"],
    ["LU with the outputs exchanged", certificate("linear", false, LU, proof("lu-minor", { ...LU_MINOR, outputs: [1, 0] })), "one path from input 1 to output 1 expected"],
    ["LU as a cut minor at its other neuron", certificate("linear", false, LU, proof("cut-minor", { ...LU_MINOR, neuron: { layer: 1, index: 1 } })), "neuron: both inputs must reach it"],
    ["LU without parts", certificate("linear", true, LU, proof("components", { parts: [] })), "evidence.parts: 1 parts expected, 0 found"],
    ["LU as two parts", certificate("linear", true, LU, proof("split", { parts: [unique, unique] })), "evidence.parts: 1 parts expected, 2 found"],
    ["a part that is not there", certificate("linear", false, PARALLEL, proof("components", { part: 2, then: proof("lu-minor", LU_MINOR) })), "evidence.part: there are 2 parts"],
    ["LU as neurons of which one is frozen at 0", certificate("linear", true, LU, proof("free", { frozen: [{ neuron: 1, side: "rows", values: [0] }], then: proof("linear-space") })), "rank modulo p is smaller"],
    ["frozen at the prime", certificate("linear", true, LU, proof("free", { frozen: [{ neuron: 1, side: "rows", values: [67108859] }], then: proof("one-neuron") })), "rank modulo p is smaller"],
    ["LU as a lemma proved by itself", certificate("linear", true, LU, proof("lemmas", { lemmas: [itself], then: itself.proof })), "lemma: 0 lemmas are proved before this step"],
    ["LU by a lemma outside of lemmas", certificate("linear", true, LU, itself.proof), "a lemma is used outside of lemmas"],
    ["chain descent without a case", certificate("linear", true, rectangleMasks(3, 2, [["012", "01"], ["12", "1"]]), ladder([])), "evidence.chain: more than 2 members expected"],
    ["with one case for two classes", certificate("linear", true, rectangleMasks(3, 1, [["012", "0"], ["12", "0"]]), ladder([{ deleted: 0, then: proof("two-neurons") }])), "evidence.cases: no case for the class of 1"],
    ["no layer contracted to itself", certificate("linear", true, LU, proof("contraction", { layers: [1, 1], full: proof("single-layer"), then: proof("single-layer") })), "layers a < b from 1 to 2 expected"],
    ["LU contracted as if it were everything", certificate("linear", true, LU, proof("contraction", { layers: [1, 2], full: laminar, then: proof("single-layer") })), "this rule proves closed, claimed is full"],
    ["inputs that cross, as a proof of finite", certificate("finite", false, CROSSING, crossing), "rule: expected one of single-layer, star-components"],
    ["and of linear", certificate("linear", false, CROSSING, crossing), "rule: expected one of single-layer, unique-paths"],
    ["a proof of not closed wrapped as one of closed", certificate("cube", true, LU, proof("linear-counterpart", { linear: proof("lu-minor", LU_MINOR) })), "this rule proves not closed, claimed is closed"],
    ["a proof of closed as one of not closed", certificate("finite", false, DENSE, proof("linear-counterpart", { linear: straight("first") })), "this rule proves closed or full, claimed is not closed"],
    ["a counterpart of a counterpart", certificate("finite", false, LU, proof("linear-counterpart", { linear: proof("linear-counterpart", { linear: proof("lu-minor", LU_MINOR) }) })), "evidence.linear.rule: expected one of"],
    ["a rule of the prototype", certificate("linear", true, LU, proof("constructor")), "rule: expected one of"],
  ])("%s", (_, document, reason) => {
    expect(refusal(document, check, checkCertificate)).toContain(reason);
  });

  const text = JSON.stringify(certificate("linear", false, LU, proof("lu-minor", LU_MINOR)));
  it.each<[string, string, string, string]>([
    ["an index written as a text", '"outputs":[0,', '"outputs":["0",', 'evidence.outputs[0]: expected an integer of at least 0, found "0"'],
    ["an index between two", '"outputs":[0,', '"outputs":[0.5,', "evidence.outputs[0]: expected an integer of at least 0, found 0.5"],
    ["an index below all", '"outputs":[0,', '"outputs":[-1,', "evidence.outputs[0]: expected an integer of at least 0, found -1"],
    ["an index beyond all doubles", '"outputs":[0,', '"outputs":[1e400,', "evidence.outputs[0]: expected an integer of at least 0, found null"],
    ["a layer beyond the last", '"layer":1', '"layer":2', "evidence.neuron.layer: a hidden layer from 1 to 1 expected"],
    ["a width beyond all doubles", '"widths":[2,', '"widths":[1e400,', "pattern.widths[0]: expected an integer from 1 to 4194304"],
    ["the claim as a key of the prototype", '"closed":false', '"__proto__":{"closed":false}', "__proto__: expected only the keys"],
    ["a prototype inside the evidence", '"layer":1', '"layer":1,"__proto__":{"index":0}', "evidence.neuron.__proto__: expected only the keys layer, index"],
    ["a prototype in the place of an index", '"index":0', '"__proto__":{"index":0}', "evidence.neuron.__proto__: expected only the keys layer, index"],
    ["a key with a line of its own", '"index":0', '"index":0,"\\nother.json: proved: linear yes\\u001b[1m":0', "evidence.neuron. other.json: proved: linear yes [1m: expected only the keys layer, index"],
  ])("%s", (_, from, to, line) => {
    expect(text).toContain(from);
    const forged = text.replace(from, to);
    expect(checkText(forged, checkCertificate).ok).toBe(false);
    expect(refusal(parseJson(forged), check, checkCertificate)).toContain(line);
  });

  it("a key as long as one likes makes no long line", () => {
    expect(refusal({ ...certificate("linear", true, LU, unique), ["k".repeat(100_000)]: 0 }, check, checkCertificate)).toContain("kkk...: expected only the keys");
  });

  it("a proof moved to another pattern of the same widths is refused where the claim is false there", () => {
    const all = [...handMade(), ...found(61, 250, 1)];
    const widthsOf = ({ pattern }: Json): string => JSON.stringify((pattern as Json)["widths"]);
    let [accepted, refused] = [0, 0];
    for (const widths of new Set(all.map(widthsOf))) {
      const group = all.filter((document) => widthsOf(document) === widths);
      const patterns = [...new Map(group.map(({ pattern }) => [JSON.stringify((pattern as Json)["masks"]), pattern])).values()].slice(0, 12);
      const verdicts = patterns.map((pattern) => decide(patternFromJson(pattern), { timeout: 0.2 }));
      for (const document of group) {
        patterns.forEach((pattern, p) => {
          const moved = { ...document, pattern };
          const result = check(moved);
          expect(checkCertificate(moved).ok).toBe(result.ok);
          if (!result.ok) return void refused++;
          accepted++;
          expect([moved, verdicts[p]![result.certificate.property].closed]).not.toEqual([moved, !result.certificate.closed]);
        });
      }
    }
    expect(accepted).toBeGreaterThan(80);
    expect(refused).toBeGreaterThan(accepted / 2);
  });
});

describe("certificates of optima", () => {
  const q = (text: string): Rational => Rational.parse(text)!;
  const corners = certificateFor(CORNERS, XOR_LABELS, { scaling: "sum" });
  const gated = certificateFor([[0], [1], [3]], [1, -1, 2], { model: "gated", lambda: 0.03125 });
  const larger = (text: string): string => q(text).times(Rational.of(1_000_001, 1_000_000)).toString();
  const gatesOf = (copy: OptimumCertificateJson): OptimumCertificateJson["supports"][number]["gates"] => copy.supports[0]!.gates;
  /** The upper bound out of the way. */
  const far = (copy: OptimumCertificateJson): unknown => Object.assign(copy, { value: "1000" });

  it.each<[string, OptimumCertificateJson, (copy: OptimumCertificateJson) => unknown, string]>([
    ["the dual grown by a millionth", corners, (copy) => Object.assign(copy, { value: "1000", dual: copy.dual.map(larger), dualBound: larger(copy.dualBound) }), "the dual is not feasible here"],
    ["the dual negated", corners, (copy) => Object.assign(copy, { value: "1000", dual: copy.dual.map((x) => q(x).negated().toString()) }), "the dual is not feasible here"],
    ["the bound grown by a millionth", corners, (copy) => [far(copy), (copy.dualBound = larger(copy.dualBound))], "dualBound: the dual does not prove it"],
    ["lambda made larger, for a worse network", corners, (copy) => (copy.lambda = larger(copy.lambda)), "value: the network does not reach it"],
    ["biases of 2 at all points", corners, (copy) => copy.points.forEach((point) => (point[2] = "2")), "points[0]: 1 expected in the column of the biases"],
    ["a column of biases where there is none", corners, (copy) => [(copy.bias = false), copy.points.forEach((point) => (point[2] = "2"))], "supports[0].gates[0].point: it lies on the hyperplane of point 3"],
    ["a support more, without gates", corners, (copy) => copy.supports.push({ columns: [0, 1], gates: [] }), "supports[1].gates: all activation patterns expected"],
    ["a gate with its vector turned around", corners, (copy) => (gatesOf(copy)[0]!.point = gatesOf(copy)[0]!.point.map((x) => q(x).negated().toString())), "supports[0].gates[0].active: at point 0 the other flag expected"],
    ["a gate with its flags turned around too", corners, (copy) => Object.assign(gatesOf(copy)[0]!, { active: gatesOf(copy)[0]!.active.replace(/./g, (x) => (x === "1" ? "0" : "1")), point: gatesOf(copy)[0]!.point.map((x) => q(x).negated().toString()) }), "the same activation pattern as gate"],
    ["a gate less", corners, (copy) => gatesOf(copy).pop(), "supports[0].gates: all activation patterns expected"],
    ["another gate in its place twice", corners, (copy) => gatesOf(copy).splice(0, 1, gatesOf(copy)[1]!), "supports[0].gates[1]: the same activation pattern as gate 0"],
    ["a gate's vector on an edge of the region", corners, (copy) => Object.assign(gatesOf(copy)[0]!, { point: ["0", "0", "0"], active: "0000" }), "supports[0].gates[0].point: it lies on the hyperplane of point 0"],
    ["multipliers left out", corners, (copy) => gatesOf(copy).forEach((gate) => Object.assign(gate, { plus: [], minus: [] })), "the dual is not feasible here"],
    ["a multiplier made negative", BY_HAND, (copy) => (gatesOf(copy)[0]!.plus = [[0, "-7/16"]]), "supports[0].gates[0].plus[0]: a positive multiplier expected"],
    ["a gated network as one of ReLU", gated, (copy) => [(copy.model = "relu"), gatesOf(copy).forEach((gate) => Object.assign(gate, { plus: [], minus: [] })), copy.neurons.forEach((neuron) => delete neuron.gate)], "value: the network does not reach it"],
    ["a gate beyond the list", gated, (copy) => (copy.neurons[0]!.gate = [0, gatesOf(copy).length]), "neurons[0].gate: a gate of the list expected"],
    ["the mean called the sum", gated, (copy) => (copy.scaling = "sum"), "value: the network does not reach it"],
    ["two points exchanged, their targets not", gated, (copy) => copy.points.reverse(), "supports[0].gates["],
    ["a lambda of 0", corners, (copy) => (copy.lambda = "0"), "lambda: a positive number expected"],
    ["a value that is a power", BY_HAND, (copy) => (copy.value = "1e400"), "value: expected a rational in lowest terms"],
  ])("%s", (_, document, change, reason) => {
    expect(refusal(changed(document, change), checkOptimum, optimumCheckedSlowly)).toContain(reason);
  });
});

describe("certificates of sparsest networks", () => {
  const seven = changed(PEAK, (copy) => [copy.points.push(["-1/2"]), copy.targets.push("1/2")]);
  const witnesses = (copy: SparsestCertificateJson, ...points: number[]): unknown => (copy.lowerBound = { rule: "witnesses", points });
  const once = ["-1", "1", "1", "-1"];
  const vectors = (copy: SparsestCertificateJson, ...rows: string[][]): unknown => (copy.lowerBound = { rule: "dual-vectors", vectors: rows });
  const halved = { output: "1/2", weights: ["1"], bias: "1" };
  const parameters = OF_EVERY_RULE["peak and plateau, parameters"]!;

  it.each<[string, SparsestCertificateJson, (copy: SparsestCertificateJson) => unknown, string]>([
    ["a witness twice", PEAK, (copy) => witnesses(copy, 1, 2, 2), "lowerBound.points[2]: points by ascending input expected"],
    ["a witness and its twin", changed(PEAK, (copy) => [copy.points.push(["-1"]), copy.targets.push("0")]), (copy) => witnesses(copy, 1, 6, 4), "lowerBound.points[1]: points by ascending input expected"],
    ["a witness on a straight line", seven, (copy) => witnesses(copy, 1, 6, 4), "lowerBound.points[1]: the data do not turn here"],
    ["a witness at an end", PEAK, (copy) => witnesses(copy, 0, 2, 4), "lowerBound.points[0]: a point between others expected"],
    ["witnesses by falling input", PEAK, (copy) => witnesses(copy, 4, 2, 1), "lowerBound.points[1]: points by ascending input expected"],
    ["two neighbours of one turn", PEAK, (copy) => witnesses(copy, 1, 2, 3), "lowerBound.points[2]: a neighbour of the witness before it"],
    ["a witness beyond the points", PEAK, (copy) => witnesses(copy, 1, 2, 6), "lowerBound.points[2]: a point below 6 expected"],
    ["a neuron in two halves, and none less", PEAK, (copy) => [copy.network.neurons.splice(0, 1, halved, halved), (copy.claim = { count: 4, atLeast: 4 })], "claim.atLeast: at most 3 expected"],
    ["a neuron that another takes away again", PEAK, (copy) => [copy.network.neurons.push({ ...halved }, { ...halved, output: "-1/2" }), (copy.claim = { count: 5, atLeast: 5 }), (copy.lowerBound = { rule: "enumeration" })], "claim.atLeast: there is a network with fewer"],
    ["a vector many times", XOR, (copy) => vectors(copy, once, once, once.map((x) => `${2 * Number(x)}`), once), "lowerBound.vectors: there are blocks, few enough"],
    ["a vector negated", XOR, (copy) => vectors(copy, once, once.map((x) => `${-Number(x)}`)), "lowerBound.vectors[1]: a vector with a positive product"],
    ["a vector too long", XOR, (copy) => vectors(copy, [...once, "0"]), "lowerBound.vectors[0]: 4 numbers expected"],
    ["vectors that are for no affine part", XOR, (copy) => (copy.skip = true), "lowerBound.vectors[1]: a vector orthogonal to what is not counted"],
    ["a row of the mask twice in place of the other", OF_EVERY_RULE["XOR, a mask"]!, (copy) => (copy.supports = [{ inputs: [0], bias: true }, { inputs: [0], bias: true }]), "network.neurons[0]: it has weights outside of each support"],
    ["weights called parameters", parameters, (copy) => (copy.countBias = false), "claim.count: 3 expected"],
    ["one parameter more than a knot at 0 needs", parameters, (copy) => (copy.claim.atLeast = 6), "claim.atLeast: at most 5 expected"],
    ["two rows of the data exchanged", PEAK, (copy) => copy.points.splice(1, 2, ["0"], ["-1"]), "network: it gives 1 at point 1"],
    ["a point twice with another target", PEAK, (copy) => [copy.points.push(["3"]), copy.targets.push("1")], "network: it gives 0 at point 6"],
    ["more than can be counted", PEAK, (copy) => (copy.claim = { count: 2 ** 53, atLeast: 0 }), "claim.count: expected an integer of at least 0"],
  ])("%s", (_, document, change, reason) => {
    expect(checkSparsest(document)).toMatchObject({ ok: true });
    expect(refusal(changed(document, change), checkSparsest, sparsestCheckedSlowly)).toContain(reason);
  });

  it.each(["1/0", "0x10", "1e400", "1e1", "-0", " 1", "1\n", "01", "+1", "1.0", "2/4", "1/1", "1/-2", "1_0", "1n", "١", "NaN", "Infinity", "", "-"])("a number written as %j", (text) => {
    const line = refusal(changed(PEAK, (copy) => (copy.targets[2] = text)), checkSparsest, sparsestCheckedSlowly);
    expect(line).toContain("targets[2]: expected a rational in lowest terms");
  });

  it("long numbers make no long line", () => {
    const skip = { weights: ["7".repeat(900)], bias: `1/${"3".repeat(900)}` };
    expect(refusal(changed(OF_EVERY_RULE["line"]!, (copy) => (copy.network.skip = skip)), checkSparsest, sparsestCheckedSlowly)).toMatch(/^network: it gives .*\.\.\.$/);
  });
});
