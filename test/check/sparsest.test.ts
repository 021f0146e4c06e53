import { describe, expect, it } from "vitest";
import { type SparsestCertificateJson, sparsestCertificateToJson } from "../../src/certificate/sparsest.js";
import { checkSparsest } from "../../src/check/sparsest.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { pointsOf } from "../../src/optima/sparsest/data.js";
import { fewestKnots } from "../../src/optima/sparsest/fewest-knots.js";
import { checkSparsest as checkedSlowly } from "../second-checker/sparsest.js";
import { mutants } from "../support/mutate.js";
import { shuffled } from "../support/patterns.js";
import type { Json } from "../support/pool.js";
import { OF_EVERY_RULE, PEAK, XOR, randomProblem } from "../support/sparsest.js";

/** Of longer documents so many mutants are looked at. */
const MUTANTS = 1000;

type Change = (copy: SparsestCertificateJson) => void;

const changed = (document: SparsestCertificateJson, change: Change): SparsestCertificateJson => {
  const copy = structuredClone(document);
  change(copy);
  return copy;
};
const refusal = (value: unknown): string => {
  const result = checkSparsest(value);
  expect(result.ok).toBe(false);
  return result.ok ? "" : `${result.place}: ${result.reason}`;
};

/** Is the claim true? By going through all choices of patterns with linear programs over the weights, whatever the rule. */
const isTrue = (document: SparsestCertificateJson): boolean => checkedSlowly({ ...document, lowerBound: { rule: "enumeration" } }).ok;

describe("checkSparsest", () => {
  it.each(Object.entries(OF_EVERY_RULE))("accepts what is proved, and that is true: %s", (_, document) => {
    expect(checkSparsest(document)).toMatchObject({ ok: true });
    expect(isTrue(document)).toBe(true);
  });

  it.each<[string, Change, string]>([
    ["no points", (copy) => Object.assign(copy, { points: [], targets: [] }), "points: at least one"],
    ["points without inputs", (copy) => (copy.points = copy.points.map(() => [])), "points[0]: at least one input"],
    ["points of different length", (copy) => copy.points[1]!.push("0"), "points[1]: 1 numbers expected"],
    ["too few targets", (copy) => copy.targets.pop(), "targets: 6 numbers expected"],
    ["a point with two targets", (copy) => (copy.points[2] = ["-1"]), "network: it gives"],
    ["another target", (copy) => (copy.targets[3] = "2"), "network: it gives 1 at point 3"],
    ["too long weights", (copy) => copy.network.neurons[1]!.weights.push("0"), "network.neurons[1].weights: 1 numbers expected"],
    ["an output of 0", (copy) => copy.network.neurons.push({ output: "0", weights: ["1"], bias: "0" }), "network.neurons[3].output: a number other than 0"],
    ["a neuron that is 0", (copy) => copy.network.neurons.push({ output: "1", weights: ["0"], bias: "0" }), "network.neurons[3]: a weight or bias other than 0"],
    ["another weight", (copy) => (copy.network.neurons[1]!.weights = ["2"]), "network: it gives"],
    ["an affine part that does not fit", (copy) => (copy.network.skip = { weights: ["1", "0"], bias: "0" }), "network.skip.weights: 1 numbers"],
    ["one that changes the network", (copy) => (copy.network.skip = { weights: ["1"], bias: "0" }), "network: it gives -2 at point 0"],
    ["one where there is none", (copy) => Object.assign(copy, { skip: false, network: { ...copy.network, skip: { weights: ["0"], bias: "0" } } }), "network.skip: null expected"],
    ["another count", (copy) => (copy.claim.count = 4), "claim.count: 3 expected"],
    ["parameters counted as neurons", (copy) => (copy.count = "parameters"), "claim.count: 6 expected"],
    ["more from below than there are", (copy) => (copy.claim.atLeast = 4), "claim.atLeast: at most the count"],
    ["a witness left out", (copy) => Object.assign(copy.lowerBound, { points: [1, 4] }), "claim.atLeast: at most 2 expected, what is proved"],
    ["the targets as the reason", (copy) => (copy.lowerBound = { rule: "none" }), "claim.atLeast: at most 1 expected"],
    ["inputs of a mask that do not ascend", (copy) => (copy.supports = [{ inputs: [0, 0], bias: true }]), "supports[0].inputs[1]: ascending inputs below 1"],
    ["inputs of a mask that are not there", (copy) => (copy.supports = [{ inputs: [1], bias: true }]), "supports[0].inputs[0]: ascending inputs below 1"],
    ["a mask with too few neurons", (copy) => (copy.supports = [0, 1].map(() => ({ inputs: [0], bias: true }))), "network.neurons: they cannot have different supports"],
    ["a mask without biases", (copy) => (copy.supports = [0, 1, 2].map(() => ({ inputs: [0], bias: false }))), "network.neurons[0]: it has weights outside"],
    ["a mask without inputs for one", (copy) => (copy.supports = [0, 0, 1].map((none) => ({ inputs: none ? [] : [0], bias: true }))), "network.neurons: they cannot"],
  ])("refuses %s", (_, change, reason) => {
    expect(refusal(changed(PEAK, change))).toContain(reason);
  });

  it("accepts a mask in which the network fits", () => {
    const supports = [[], [0], [0], [0]].map((inputs) => ({ inputs, bias: true }));
    expect(checkSparsest({ ...PEAK, supports })).toMatchObject({ ok: true });
    expect(checkSparsest({ ...PEAK, claim: { count: 3, atLeast: 1 } })).toMatchObject({ ok: true });
  });

  it("accepts exactly the lower bounds that are true, by going through all", () => {
    const random = new Random(1);
    let [larger, masks] = [0, 0];
    for (let n = 0; n < 25; n++) {
      const make = randomProblem(random);
      const { claim, supports } = make(0);
      let least = 0;
      while (least < claim.count && checkSparsest(make(least + 1)).ok) least++;
      // More of them take long to go through slowly.
      if (least > 2) continue;
      expect(isTrue(make(least))).toBe(true);
      if (least < claim.count) expect([refusal(make(least + 1)), isTrue(make(least + 1))]).toEqual(["claim.atLeast: there is a network with fewer", false]);
      if (least > 1) larger++;
      if (supports !== null) masks++;
    }
    expect(Math.min(larger, masks)).toBeGreaterThan(2);
  });

  it("has the knots of many points of one input at once", () => {
    const random = new Random(2);
    const inputs = Array.from({ length: 1500 }, (_, j) => Rational.of(2 ** 20 * j + random.below(2 ** 20), 2 ** 20));
    const points = pointsOf(inputs, inputs.map(() => random.normal()));
    const { count, witnesses, interpolant } = fewestKnots(points);
    const { slope, at, value, knots } = interpolant;
    const document = sparsestCertificateToJson({
      points: points.x.map((x) => [x]),
      targets: points.y,
      skip: true,
      count: "neurons",
      countBias: true,
      supports: undefined,
      network: { neurons: knots.map(({ x, change }) => ({ output: change, weights: [Rational.one], bias: x.negated() })), skip: { weights: [slope], bias: value.minus(slope.times(at)) } },
      claim: { count, atLeast: count },
      lowerBound: { rule: "witnesses", points: witnesses },
    });
    expect(checkSparsest(document)).toMatchObject({ ok: true });
    expect(refusal(changed(document, (copy) => (copy.network.neurons[700]!.output = "1/3")))).toContain("network: it gives");
  });

  it("refuses what is no such document, without throwing", () => {
    const values = [null, 1, "text", [], {}, { ...PEAK, more: 1 }, { ...PEAK, format: "wellposed/optimum-certificate/1" }, { ...PEAK, points: [[0]] }, { ...PEAK, count: "knots" }];
    for (const value of [...values, { ...PEAK, lowerBound: { rule: "witnesses" } }, { ...PEAK, claim: { count: 3, atLeast: 2.5 } }]) expect(checkSparsest(value).ok).toBe(false);
  });

  it("refuses as too large what would take too long: denominators, sums along the line", () => {
    const odd = Array.from({ length: 300 }, (_, p) => `1/${10n ** 40n + BigInt(2 * p + 1)}`);
    const wide = odd.map((x) => [x, x]);
    expect(refusal({ ...XOR, points: wide, targets: wide.map(() => "0") })).toContain("denominator");
    const neurons = Array.from({ length: 3000 }, (_, p) => ({ output: `1/${10n ** 900n + BigInt(2 * p + 1)}`, weights: ["1"], bias: "1" }));
    expect(refusal({ ...PEAK, network: { neurons, skip: null }, claim: { count: 3000, atLeast: 0 } })).toContain("too large");
  });
});

describe("certificates of sparsest networks with anything changed", () => {
  it.each(Object.entries(OF_EVERY_RULE))("are accepted only where they are true: %s", (_, document) => {
    const original = JSON.stringify(document);
    let [accepted, refused] = [0, 0];
    const all = [...mutants(JSON.parse(original) as Json, ["none", "witnesses", "dual-vectors", "enumeration"], [])];
    for (const n of shuffled(new Random(21), all.length).slice(0, MUTANTS)) {
      const { change, value } = all[n]!;
      if (JSON.stringify(value) === original) continue;
      const result = checkSparsest(value);
      if (!result.ok) {
        refused++;
        continue;
      }
      accepted++;
      expect([change, isTrue(value as SparsestCertificateJson)]).toEqual([change, true]);
    }
    expect(refused).toBeGreaterThan(150);
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(refused / 4);
  });
});
