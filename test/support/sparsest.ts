/** Certificates of sparsest networks for the tests. */
import { type SparsestCertificate, type SparsestCertificateJson, sparsestCertificateToJson } from "../../src/certificate/sparsest.js";
import type { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";

/** The peak and plateau of Nakhleh and Nowak: three knots, at -1, 1/2 and 2. */
export const PEAK: SparsestCertificateJson = {
  format: "wellposed/sparsest-certificate/1",
  points: [["-2"], ["-1"], ["0"], ["1"], ["2"], ["3"]],
  targets: ["0", "0", "1", "1", "0", "0"],
  skip: true,
  count: "neurons",
  countBias: true,
  supports: null,
  network: {
    neurons: [
      { output: "1", weights: ["1"], bias: "1" },
      { output: "-2", weights: ["1"], bias: "-1/2" },
      { output: "1", weights: ["1"], bias: "-2" },
    ],
    skip: null,
  },
  claim: { count: 3, atLeast: 3 },
  lowerBound: { rule: "witnesses", points: [1, 2, 4] },
};

/** The corners of a square, two of them with value 1. One neuron would have a positive output, for the second vector, and be open at both points of value 1; there it is blocked by the first. */
export const XOR: SparsestCertificateJson = {
  format: "wellposed/sparsest-certificate/1",
  points: [["0", "0"], ["0", "1"], ["1", "0"], ["1", "1"]],
  targets: ["0", "1", "1", "0"],
  skip: false,
  count: "neurons",
  countBias: true,
  supports: null,
  network: {
    neurons: [
      { output: "1", weights: ["-1", "1"], bias: "0" },
      { output: "1", weights: ["1", "-1"], bias: "0" },
    ],
    skip: null,
  },
  claim: { count: 2, atLeast: 2 },
  lowerBound: { rule: "dual-vectors", vectors: [["-1", "1", "1", "-1"], ["0", "1", "0", "0"], ["0", "0", "1", "0"]] },
};

/** With an affine part one neuron is enough: x + y - 2 max(0, x + y - 1), for one neuron. */
const XOR_SKIP: SparsestCertificateJson = {
  ...XOR,
  skip: true,
  network: { neurons: [{ output: "-2", weights: ["1", "1"], bias: "-1" }], skip: { weights: ["1", "1"], bias: "0" } },
  claim: { count: 1, atLeast: 1 },
  lowerBound: { rule: "dual-vectors", vectors: [["-1/2", "1/2", "1/2", "-1/2"]] },
};

/** A straight line, as the affine part. */
const LINE: SparsestCertificateJson = {
  ...PEAK,
  targets: ["-3/2", "-1/2", "1/2", "3/2", "5/2", "7/2"],
  network: { neurons: [], skip: { weights: ["1"], bias: "1/2" } },
  claim: { count: 0, atLeast: 0 },
  lowerBound: { rule: "none" },
};

/** |x| and a point twice, in no order. The knot is at 0: one parameter for each neuron. */
const ABSOLUTE: SparsestCertificateJson = {
  ...PEAK,
  points: [["1"], ["0"], ["-1"], ["2"], ["1"], ["-2"]],
  targets: ["1", "0", "1", "2", "1", "2"],
  skip: false,
  count: "parameters",
  network: { neurons: [{ output: "1", weights: ["1"], bias: "0" }, { output: "1/2", weights: ["-2"], bias: "0" }], skip: null },
  claim: { count: 2, atLeast: 1 },
  lowerBound: { rule: "witnesses", points: [1] },
};

export const OF_EVERY_RULE: Readonly<Record<string, SparsestCertificateJson>> = {
  "peak and plateau": PEAK,
  "peak and plateau, parameters": { ...PEAK, count: "parameters", claim: { count: 6, atLeast: 5 } },
  XOR,
  "XOR, an affine part": XOR_SKIP,
  line: LINE,
  "a line of both signs, plain": {
    ...LINE,
    skip: false,
    network: { neurons: [{ output: "1", weights: ["1"], bias: "1/2" }, { output: "-1/2", weights: ["-2"], bias: "-1" }], skip: null },
    claim: { count: 2, atLeast: 2 },
  },
  "absolute value": ABSOLUTE,
  "absolute value, all gone through": { ...ABSOLUTE, claim: { count: 2, atLeast: 2 }, lowerBound: { rule: "enumeration" } },
  "XOR, parameters": { ...XOR, count: "parameters", claim: { count: 4, atLeast: 4 }, lowerBound: { rule: "enumeration" } },
  "XOR, weights": { ...XOR, count: "parameters", countBias: false, claim: { count: 4, atLeast: 3 }, lowerBound: { rule: "enumeration" } },
  "XOR, parameters, a mask": {
    ...XOR,
    count: "parameters",
    supports: [{ inputs: [0, 1], bias: false }, { inputs: [0], bias: true }, { inputs: [0, 1], bias: true }],
    claim: { count: 4, atLeast: 4 },
    lowerBound: { rule: "enumeration" },
  },
  "XOR, a mask": { ...XOR, supports: [{ inputs: [0, 1], bias: false }, { inputs: [0, 1], bias: true }], lowerBound: { rule: "enumeration" } },
};

/** A network that interpolates points of different inputs, along one direction from point to point: nothing sparse. */
export function someNetwork(points: SparsestCertificate["points"], targets: readonly Rational[]): SparsestCertificate["network"] {
  const direction = points[0]!.map((_, c) => Rational.of(101n ** BigInt(c)));
  const places = points.map((point) => point.reduce((sum, x, c) => sum.plus(x.times(direction[c]!)), Rational.zero));
  const order = Array.from(places.keys()).sort((i, j) => places[i]!.compare(places[j]!));
  const neurons: { output: Rational; weights: Rational[]; bias: Rational; from: Rational | undefined }[] = [];
  const valueAt = (x: Rational): Rational =>
    neurons.reduce((sum, { output, from }) => sum.plus(from === undefined ? output : output.times(x.compare(from) > 0 ? x.minus(from) : Rational.zero)), Rational.zero);
  order.forEach((j, k) => {
    const missing = targets[j]!.minus(valueAt(places[j]!));
    if (missing.isZero) return;
    if (k === 0) {
      neurons.push({ output: missing, weights: direction.map(() => Rational.zero), bias: Rational.one, from: undefined });
      return;
    }
    const from = places[order[k - 1]!]!;
    neurons.push({ output: missing.dividedBy(places[j]!.minus(from)), weights: direction, bias: from.negated(), from });
  });
  return { neurons: neurons.map(({ output, weights, bias }) => ({ output, weights, bias })), skip: undefined };
}

/** What a certificate's network counts. */
export function counted({ neurons }: SparsestCertificate["network"], count: SparsestCertificate["count"], countBias: boolean): number {
  if (count === "neurons") return neurons.length;
  return neurons.reduce((sum, { weights, bias }) => sum + weights.filter((w) => !w.isZero).length + (countBias && !bias.isZero ? 1 : 0), 0);
}

/** A small random problem with a network that is not sparse, and the claim that none has fewer than `atLeast`, by enumeration. Some with a mask, in which that network fits. */
export function randomProblem(random: Random): (atLeast: number) => SparsestCertificateJson {
  const d = 1 + random.below(2);
  const count = random.below(2) === 0 ? "neurons" : "parameters";
  const countBias = random.below(3) > 0;
  const small = (): Rational => Rational.of(random.below(5) - 2, 1 + random.below(2));
  const found = new Map<string, Rational[]>();
  for (let j = 0; j < 4 + random.below(d === 1 ? 2 : 1); j++) {
    const point = Array.from({ length: d }, small);
    found.set(point.join(), point);
  }
  const points = [...found.values()];
  // The outputs of a small network, or any.
  const neurons = Array.from({ length: 1 + random.below(2) }, () => ({ output: small(), weights: points[0]!.map(small), bias: small() }));
  const inside = (weights: readonly Rational[], bias: Rational, x: readonly Rational[]): Rational => weights.reduce((sum, w, c) => sum.plus(w.times(x[c]!)), bias);
  const planted = random.below(2) === 0;
  const targets = points.map((x) =>
    planted ? neurons.reduce((sum, { output, weights, bias }) => (inside(weights, bias, x).sign > 0 ? sum.plus(output.times(inside(weights, bias, x))) : sum), Rational.zero) : small(),
  );
  const network = someNetwork(points, targets);
  const supports =
    random.below(3) > 0 ? undefined : network.neurons.map(({ weights, bias }) => ({ inputs: weights.flatMap((w, c) => (w.isZero ? [] : [c])), bias: !bias.isZero || random.below(2) === 0 }));
  const skip = random.below(2) === 0;
  return (atLeast) =>
    sparsestCertificateToJson({ points, targets, skip, count, countBias, supports, network, claim: { count: counted(network, count, countBias), atLeast }, lowerBound: { rule: "enumeration" } });
}
