/** Counterexamples, interpolation documents, certificates of optima and of sparsest networks: the product's checker and the one written from docs/certificates.md alone say the same. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CounterexampleJson } from "../../src/certificate/counterexample.js";
import { checkCounterexample as checkedByProduct } from "../../src/check/counterexample.js";
import { checkInterpolation as interpolationCheckedByProduct } from "../../src/check/interpolation.js";
import { checkOptimum as optimumCheckedByProduct } from "../../src/check/optimum.js";
import { checkSparsest as sparsestCheckedByProduct } from "../../src/check/sparsest.js";
import { counterexample } from "../../src/counterexample/counterexample.js";
import { existenceFor } from "../../src/decide/existence.js";
import { Random } from "../../src/exact/random.js";
import { type Pattern, makePattern, patternFromJson } from "../../src/pattern/pattern.js";
import { DENSE122, LU2, made, patternOf } from "../support/counterexamples.js";
import { randomPoints } from "../support/interpolation.js";
import { mutants } from "../support/mutate.js";
import { BY_HAND, OF_EVERY_KIND, randomCertificate } from "../support/optimum.js";
import { randomMasks, shuffled } from "../support/patterns.js";
import { OF_EVERY_RULE, PEAK, XOR, randomProblem } from "../support/sparsest.js";
import { checkCounterexample, checkCounterexampleText } from "./counterexample.js";
import { checkInterpolation, checkInterpolationText } from "./interpolation.js";
import { checkOptimum, checkOptimumText } from "./optimum.js";
import { checkSparsest, checkSparsestText } from "./sparsest.js";

type Check = (value: unknown) => { readonly ok: boolean; readonly reason?: string };

const text = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const library = readdirSync("patterns", { recursive: true })
  .map(String)
  .filter((file) => file.endsWith(".json"))
  .sort()
  .map((file): { format?: string } => JSON.parse(readFileSync(join("patterns", file), "utf8")) as { format?: string })
  .filter(({ format }) => format === "wellposed/pattern/1")
  .map((json) => patternFromJson(json));

/** What is refused of the counterexamples that are made, and how many there are by each rule. */
function counterexamplesOf(patterns: readonly Pattern[]): { refused: string[]; rules: Map<string, number> } {
  const refused: string[] = [];
  const rules = new Map<string, number>();
  for (const pattern of patterns) {
    for (const property of ["linear", "finite"] as const) {
      const outcome = counterexample(pattern, { property, timeout: 5 });
      if (outcome.counterexample === null) continue;
      const { rule } = outcome.certificate;
      rules.set(rule, (rules.get(rule) ?? 0) + 1);
      const [one, two] = [checkedByProduct(text(outcome.certificate)), checkCounterexampleText(JSON.stringify(outcome.certificate))];
      if (!one.ok) refused.push(`${pattern.name} ${property}, by the product: ${one.place}: ${one.reason}`);
      if (!two.ok) refused.push(`${pattern.name} ${property}, by the second checker: ${two.reason}`);
    }
  }
  return { refused, rules };
}

/** Mutants on which the checkers differ; of so many mutants, and the document itself, which both accept. */
function differences(document: unknown, count: number, one: Check, two: Check): { differ: string[]; accepted: number; refused: number } {
  expect([one(text(document)).ok, two(text(document)).ok]).toEqual([true, true]);
  const all = [...mutants(text(document) as Record<string, unknown>, ["moment-curve", "second-differences"], [])];
  const differ: string[] = [];
  let [accepted, refused] = [0, 0];
  for (const n of shuffled(new Random(81), all.length).slice(0, count)) {
    const { change, value } = all[n]!;
    const [a, b] = [one(text(value)), two(text(value))];
    if (a.ok !== b.ok) differ.push(`${change}: ${a.ok ? "the second checker" : "the product"} refuses: ${a.reason ?? b.reason}`);
    if (b.ok) accepted++;
    else refused++;
    expect(b.reason ?? "").not.toMatch(/^internal/);
  }
  return { differ, accepted, refused };
}

describe("counterexamples", () => {
  it("of the pattern library are accepted by both", () => {
    const { refused, rules } = counterexamplesOf(shuffled(new Random(82), library.length).slice(0, 120).map((n) => library[n]!));
    expect(refused).toEqual([]);
    expect(rules.get("moment-curve")).toBeGreaterThan(10);
    expect(rules.get("second-differences")).toBeGreaterThan(10);
  });

  it("of random patterns of two to four layers are accepted by both", () => {
    const random = new Random(83);
    const patterns = Array.from({ length: 300 }, (_, n) => makePattern(`random-${n}`, randomMasks(random, 2 + (n % 3), 4)));
    const { refused, rules } = counterexamplesOf(patterns);
    expect(refused).toEqual([]);
    expect(rules.get("moment-curve")).toBeGreaterThan(5);
    expect(rules.get("second-differences")).toBeGreaterThan(5);
  });

  it.each([
    ["moment-curve", made(patternOf(LU2)).certificate, 1500],
    ["moment-curve, three layers", made(patternOf([...LU2, ["10", "01"]])).certificate, 300],
    ["second-differences", made(patternOf(DENSE122), "finite").certificate, 1500],
    ["second-differences, more neurons", made(patternOf([["1", "1", "1"], ["110", "011"]]), "finite").certificate, 800],
  ])("%s: with one change, both accept or both refuse", (_, document, count) => {
    const { differ, accepted, refused } = differences(document, count, checkedByProduct, checkCounterexample);
    expect(differ).toEqual([]);
    expect(accepted).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(accepted);
  });
});

// Of LU2: 11 points on the curve (T_1, T_2), the limit [[0, 1], [1, 0]] or the like. Each change is one lie; everything else stays as it was.
interface Curve {
  [key: string]: unknown;
  limit: string[][];
  curve: string[][];
  parameters: string[];
}
const lu = (): CounterexampleJson => text(made(patternOf(LU2)).certificate) as CounterexampleJson;
const shallow = (): CounterexampleJson => text(made(patternOf(DENSE122), "finite").certificate) as CounterexampleJson;
const changed = (document: CounterexampleJson, change: (document: CounterexampleJson, evidence: Curve) => void): CounterexampleJson => {
  change(document, document.evidence as Curve);
  return document;
};

describe("false counterexamples are refused by both", () => {
  it.each([
    ["a point off the curve", changed(lu(), ({ data }) => void (data.points[0] = ["7", "7"])), /not on the curve/],
    ["a parameter twice", changed(lu(), ({ data }, { parameters }) => [data.points, data.targets, parameters].forEach((list) => (list[1] = list[0]!))), /one occurs twice/],
    ["a point too few", changed(lu(), ({ data }, { parameters }) => [data.points, data.targets, parameters].forEach((list) => list.pop())), /more than 10 points/],
    ["a curve in a line", changed(lu(), (_, { curve }) => void (curve[1] = curve[0]!)), /linearly dependent/],
    ["a target that is another", changed(lu(), ({ data }) => void (data.targets[0] = ["5", "5"])), /not the limit times the point/],
    ["the loss of nothing", changed(lu(), (document) => void (document.loss = [])), /not the loss of the family/],
    ["an edge not in the pattern", changed(lu(), ({ family }) => void family.weights[0]!.push([[1, 0], [["1", 0]]])), /not an edge of the pattern/],
    ["a bias in a layer without", changed(lu(), ({ pattern }) => void (pattern.bias = [false, true])), /has no biases/],
    // The goal is then one layer in which both entries have an edge of their own.
    ["layers that are no longer two", changed(lu(), (_, evidence) => void (evidence["through"] = [0, 2])), /unreachable/],
    ["edges added to all there are", changed(lu(), (_, evidence) => void (evidence["added"] = [[1, 1, 0], [2, 0, 1]])), /unreachable/],
    ["an edge added outside", changed(lu(), (_, evidence) => void (evidence["added"] = [[3, 0, 0]])), /added/],
    ["second differences with outputs of the same number", changed(shallow(), (_, evidence) => void (evidence["outputs"] = [0, 0])), /the same/],
    ["second differences of one neuron", changed(shallow(), (_, evidence) => void (evidence["other"] = evidence["neuron"])), /the same/],
    ["second differences with outputs exchanged", changed(shallow(), (_, evidence) => void (evidence["outputs"] = (evidence["outputs"] as number[]).toReversed())), /target/],
    // Hidden neuron 1 gets no input: one neuron is left, and with it the limit is reached in no way that the rule knows.
    ["second differences with a dead neuron", changed(shallow(), ({ pattern }) => void (pattern.masks[0] = ["1", "0"])), /does not feed/],
  ] as const)("%s", (_, document, reason) => {
    expect(checkCounterexample(document)).toMatchObject({ ok: false, reason: expect.stringMatching(reason) as string });
    expect(checkedByProduct(document).ok).toBe(false);
  });

  it("keys that occur twice, by the text", () => {
    const json = JSON.stringify(lu());
    expect(checkCounterexampleText(json)).toEqual({ ok: true });
    expect(checkCounterexampleText(json.replace('"loss":', '"loss":[],"loss":')).ok).toBe(false);
  });
});

describe("interpolation documents", () => {
  const random = new Random(84);
  const documents = Array.from({ length: 60 }, (_, n) => {
    const pattern = makePattern(`random-${n}`, randomMasks(random, 1 + (n % 4), 4));
    const points = randomPoints(random, 1 + random.below(4), pattern.widths[0]!);
    if (n % 5 === 0) points.push(points[0]!);
    const { by, certificate } = existenceFor(pattern, points, { timeout: 5 });
    return by === "interpolation" ? certificate : null;
  }).filter((certificate) => certificate !== null);

  it("of random points are accepted by both", () => {
    expect(documents.length).toBeGreaterThan(5);
    for (const document of documents) {
      expect(interpolationCheckedByProduct(text(document)).ok).toBe(true);
      expect(checkInterpolationText(JSON.stringify(document))).toEqual({ ok: true });
    }
  });

  it("with one change, both accept or both refuse", () => {
    for (const document of documents.slice(0, 8)) {
      const { differ, accepted, refused } = differences(document, 400, interpolationCheckedByProduct, checkInterpolation);
      expect(differ).toEqual([]);
      expect(accepted).toBeGreaterThan(0);
      expect(refused).toBeGreaterThan(accepted);
    }
  });

  const pattern = { format: "wellposed/pattern/1", name: "test", widths: [2, 1, 2], masks: [["10"], ["1", "1"]] };
  const on = (points: string[][], changes: object = {}): object => ({ format: "wellposed/interpolation/1", pattern, points, hidden: [{ weights: [[[0, 0], "1"]], biases: [] }], ...changes });
  it.each<readonly [string, object, boolean]>([
    ["two points", on([["0", "0"], ["1", "0"]]), true],
    ["a point twice", on([["0", "0"], ["1", "0"], ["1", "0"]]), true],
    ["points that differ in an input that reaches no output", on([["0", "0"], ["1", "0"], ["1", "5"]]), true],
    ["three points for two features", on([["0", "0"], ["1", "0"], ["2", "0"]]), false],
    ["a neuron that is off at both", on([["0", "0"], ["-1", "0"]]), false],
    ["two points, no bias for the constant", on([["0", "0"], ["1", "0"]], { pattern: { ...pattern, bias: [true, false] } }), false],
    ["one point, no weights, the constant alone", on([["0", "0"]], { hidden: [{ weights: [], biases: [] }] }), true],
    ["a weight of 1/2", on([["0", "0"]], { hidden: [{ weights: [[[0, 0], "1/2"]], biases: [] }] }), false],
    ["an edge that is not there", on([["0", "0"]], { hidden: [{ weights: [[[0, 1], "1"]], biases: [] }] }), false],
    ["no points", on([]), false],
  ])("%s", (_, document, ok) => {
    expect(checkInterpolation(document).ok).toBe(ok);
    expect(interpolationCheckedByProduct(document).ok).toBe(ok);
  });
});

describe("optimum certificates", () => {
  it("of random problems are accepted by both", () => {
    const random = new Random(85);
    for (let n = 0; n < 20; n++) {
      const document = randomCertificate(random);
      expect(optimumCheckedByProduct(document)).toMatchObject({ ok: true });
      expect(checkOptimumText(JSON.stringify(document))).toEqual({ ok: true });
    }
  });

  it.each(Object.entries(OF_EVERY_KIND))("with one change, both accept or both refuse: %s", (_, document) => {
    const { differ, accepted, refused } = differences(document, 250, optimumCheckedByProduct, checkOptimum);
    expect(differ).toEqual([]);
    expect(accepted).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(accepted);
  });

  const some = (changes: object): object => ({ ...BY_HAND, ...changes });
  const open = { active: "1", point: ["5"], plus: [], minus: [] };
  const closed = { active: "0", point: ["-1"], plus: [], minus: [] };
  const on = (...gates: object[]): object => ({ supports: [{ columns: [0], gates }] });
  it.each<readonly [string, object, boolean]>([
    ["by hand", some({}), true],
    ["a larger value", some({ value: "1" }), true],
    ["a smaller bound", some({ dualBound: "-1" }), true],
    ["a smaller value", some({ value: "87/256" }), false],
    ["a value a little smaller", some({ value: "349999/1024000", dualBound: "0" }), false],
    ["a bound a little larger", some({ dualBound: "350001/1024000", value: "1" }), false],
    ["a bound above the value", some({ dualBound: "2", value: "1" }), false],
    ["gates in another order", some(on(closed, open)), true],
    ["one gate of two", some(on(open)), false],
    ["one gate, and not called all", some({ ...on(open), complete: false }), true],
    ["no gate for the neuron", some({ ...on(closed), complete: false }), false],
    ["a multiplier that does no harm", some(on({ ...open, minus: [[0, "1/8"]] }, closed)), true],
    ["a multiplier that does", some(on({ ...open, plus: [[0, "1/8"]] }, closed)), false],
    ["a multiplier at a closed gate", some(on(open, { ...closed, plus: [[0, "7/16"]] })), true],
    ["one that is too large", some(on(open, { ...closed, minus: [[0, "1/2"]] })), false],
    ["a support without columns besides", some({ supports: [...BY_HAND.supports, { columns: [], gates: [{ ...closed, point: ["0"] }] }] }), true],
    ["its gate open", some({ supports: [...BY_HAND.supports, { columns: [], gates: [{ ...open, point: ["0"] }] }] }), false],
    ["the sum in place of the mean, the same for one point", some({ scaling: "sum" }), true],
    ["logistic loss: log 2 with no neuron, from above", some({ loss: "logistic", neurons: [], value: "6931471805599453097/10000000000000000000", dualBound: "0", dual: ["7/16"] }), true],
    ["from below", some({ loss: "logistic", neurons: [], value: "6931471805599453093/10000000000000000000", dualBound: "0", dual: ["7/16"] }), false],
    // -(7/16 log 7/16 + 9/16 log 9/16) = 0.68531...
    ["its bound from below", some({ loss: "logistic", neurons: [], value: "1", dualBound: "68531/100000" }), true],
    ["from above", some({ loss: "logistic", neurons: [], value: "1", dualBound: "68533/100000" }), false],
    ["t = 0 and no bound", some({ loss: "logistic", value: "1", dual: ["0"], dualBound: "0" }), true],
    ["t below 0", some({ loss: "logistic", value: "1", dual: ["-1/4"], dualBound: "0" }), false],
    ["t above 1", some({ loss: "logistic", value: "2", lambda: "2", dual: ["3/2"], dualBound: "0" }), false],
    ["gates without neurons of the model", some({ model: "gated" }), false],
    ["gated", some({ model: "gated", supports: [{ columns: [0], gates: [{ active: "1", point: ["1"] }, { active: "0", point: ["-1"] }] }], neurons: [{ gate: [0, 0], weights: ["3/4"], output: "3/4" }] }), true],
    ["gated, at the closed gate", some({ model: "gated", supports: [{ columns: [0], gates: [{ active: "1", point: ["1"] }, { active: "0", point: ["-1"] }] }], neurons: [{ gate: [0, 1], weights: ["3/4"], output: "3/4" }] }), false],
    ["a point of zeros", some({ points: [["1"], ["0"]], targets: ["1", "0"], scaling: "sum", dual: ["7/16", "0"], ...on({ ...open, active: "10" }, { ...closed, active: "00" }) }), true],
    ["that opens a gate", some({ points: [["1"], ["0"]], targets: ["1", "0"], scaling: "sum", dual: ["7/16", "0"], ...on({ ...open, active: "11" }, { ...closed, active: "00" }) }), false],
  ])("%s", (_, document, ok) => {
    expect([checkOptimum(document), optimumCheckedByProduct(document)].map((outcome) => outcome.ok)).toEqual([ok, ok]);
  });
});

describe("certificates of sparsest networks", () => {
  it("of random problems, both find the same bound by going through all", () => {
    const random = new Random(86);
    for (let n = 0; n < 25; n++) {
      const make = randomProblem(random);
      for (let least = 0; least <= Math.min(3, make(0).claim.count); least++) {
        const [one, two] = [sparsestCheckedByProduct(text(make(least))), checkSparsestText(JSON.stringify(make(least)))];
        expect(two.ok).toBe(one.ok);
        if (!one.ok) break;
      }
    }
  });

  it.each(Object.entries(OF_EVERY_RULE))("with one change, both accept or both refuse: %s", (_, document) => {
    const { differ, accepted, refused } = differences(document, 250, sparsestCheckedByProduct, checkSparsest);
    expect(differ).toEqual([]);
    expect(accepted).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(accepted);
  });

  const peak = (changes: object): object => ({ ...PEAK, ...changes });
  const xor = (changes: object): object => ({ ...XOR, ...changes });
  const claims = (count: number, atLeast: number): object => ({ claim: { count, atLeast } });
  const witnesses = (...points: number[]): object => ({ lowerBound: { rule: "witnesses", points } });
  const vectors = (...rows: string[][]): object => ({ lowerBound: { rule: "dual-vectors", vectors: rows } });
  const parameters = { count: "parameters" };
  const enumeration = { lowerBound: { rule: "enumeration" } };
  it.each<readonly [string, object, boolean]>([
    ["fewer from below than are proved", peak(claims(3, 2)), true],
    ["other witnesses", peak(witnesses(1, 3, 4)), true],
    ["the neighbours of a run", peak(witnesses(1, 2, 3)), false],
    ["five parameters by three knots, one perhaps at 0", peak({ ...parameters, ...claims(6, 5) }), true],
    ["six", peak({ ...parameters, ...claims(6, 6) }), false],
    ["six by going through all, without the first point", peak({ ...parameters, ...claims(6, 6), ...enumeration, points: PEAK.points.slice(1), targets: PEAK.targets.slice(1), skip: false }), false],
    ["weights only", peak({ ...parameters, countBias: false, ...claims(3, 3) }), true],
    ["without an affine part", peak({ skip: false }), true],
    ["an affine part that is 0", peak({ network: { ...PEAK.network, skip: { weights: ["0"], bias: "0" } } }), true],
    ["a larger mask", peak({ supports: [[0], [], [0], [0]].map((inputs) => ({ inputs, bias: true })) }), true],
    ["a mask that is too small", peak({ supports: [[0], [], [0]].map((inputs) => ({ inputs, bias: true })) }), false],
    ["no vectors, nothing claimed", xor({ ...vectors(), ...claims(2, 0) }), true],
    ["no vectors, one claimed", xor({ ...vectors(), ...claims(2, 1) }), false],
    ["one vector, one claimed", xor({ ...vectors(["0", "1", "0", "0"]), ...claims(2, 1) }), true],
    ["vectors scaled, and one more", xor(vectors(["-1/2", "1/2", "1/2", "-1/2"], ["0", "5", "0", "0"], ["0", "0", "1", "0"], ["0", "1", "1", "0"])), true],
    ["a vector without a positive product", xor(vectors(...["-1 1 1 -1", "0 1 0 0", "0 0 1 0", "1 0 0 1"].map((row) => row.split(" ")))), false],
    ["a vector of three", xor(vectors(["0", "1", "0"])), false],
    ["vectors that are not orthogonal to affine functions", xor({ ...vectors(["0", "1", "0", "0"]), ...claims(2, 1), skip: true }), false],
    ["one that is", xor({ ...vectors(["-1", "1", "1", "-1"]), ...claims(2, 1), skip: true }), true],
    ["two neurons where one is enough with an affine part", xor({ ...enumeration, skip: true }), false],
    ["one parameter of a neuron and constants for nothing", xor({ ...parameters, countBias: false, ...enumeration, ...claims(4, 4) }), true],
    ["the same, an affine part", xor({ ...parameters, skip: true, countBias: false, ...enumeration, ...claims(4, 3) }), false],
    ["a mask where each neuron has one input but the last two", xor({ ...enumeration, supports: [[0], [1], [0, 1], [0, 1]].map((inputs) => ({ inputs, bias: true })) }), true],
    ["one neuron only that sees both inputs, for a network of two", xor({ ...enumeration, supports: [[0], [1], [0, 1]].map((inputs) => ({ inputs, bias: true })) }), false],
  ])("%s", (_, document, ok) => {
    expect([checkSparsest(document), sparsestCheckedByProduct(document)].map((outcome) => outcome.ok)).toEqual([ok, ok]);
  });
});
