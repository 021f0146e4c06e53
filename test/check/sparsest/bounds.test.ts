import { describe, expect, it } from "vitest";
import { type SparsestCertificate, sparsestCertificateFromJson } from "../../../src/certificate/sparsest.js";
import { Effort, TooLarge } from "../../../src/check/limits.js";
import { checkByEnumeration, checkDualVectors, provedByTargets } from "../../../src/check/sparsest/bounds.js";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { PEAK, XOR } from "../../support/sparsest.js";

const peak = sparsestCertificateFromJson(PEAK);
const xor = sparsestCertificateFromJson(XOR);
const vector = (...entries: number[]): Rational[] => entries.map((entry) => Rational.ofNumber(entry));

describe("provedByTargets", () => {
  const proved = (targets: number[], changes: Partial<SparsestCertificate> = {}): number => provedByTargets({ ...peak, targets: vector(...targets), skip: false, ...changes }, new Effort());
  const [zero, constant, line, turn, both] = [[0, 0, 0, 0, 0, 0], [2, 2, 2, 2, 2, 2], [-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0], [1, -1, 1, 0, 0, 0]];

  it("is 0 for what is free, 1 for what is not, 2 for both signs where nothing is free", () => {
    expect([zero, constant, line, turn, both].map((y) => proved(y))).toEqual([0, 1, 2, 1, 2]);
    expect([zero, constant, line, turn, both].map((y) => proved(y, { skip: true }))).toEqual([0, 0, 0, 1, 1]);
  });

  it("knows that constants are free where biases do not count and some neuron may have one", () => {
    const weights = { count: "parameters", countBias: false } as const;
    expect([zero, constant, line, turn, both].map((y) => proved(y, weights))).toEqual([0, 0, 1, 1, 1]);
    expect([constant, line].map((y) => proved(y, { ...weights, supports: [{ inputs: [0], bias: false }] }))).toEqual([1, 2]);
    expect([constant, line].map((y) => proved(y, { ...weights, supports: [{ inputs: [0], bias: false }, { inputs: [], bias: true }] }))).toEqual([0, 1]);
    expect([constant, line].map((y) => proved(y, { count: "parameters" }))).toEqual([1, 2]);
  });
});

describe("checkDualVectors", () => {
  const check = (vectors: Rational[][], least: number, changes: Partial<SparsestCertificate> = {}): void => checkDualVectors({ ...xor, ...changes }, vectors, least, new Effort());
  const three = [vector(-1, 1, 1, -1), vector(0, 1, 0, 0), vector(0, 0, 1, 0)];

  it("accepts what they prove, and no more", () => {
    for (const least of [0, 1, 2]) expect(() => check(three, least)).not.toThrow();
    expect(() => check(three, 3)).toThrow("no vector blocks all of them");
    for (const v of three.keys()) expect(() => check(three.filter((_, k) => k !== v), 2)).toThrow("no vector blocks all of them");
    expect(() => check([], 0)).not.toThrow();
    expect(() => check([], 1)).toThrow("no vector blocks all of them");
  });

  it("accepts them for parameters too: any of two neurons has two", () => {
    expect(() => check([...three, vector(-1, 1, 0, 0), vector(-1, 0, 1, 0), vector(0, 1, 0, -1), vector(0, 0, 1, -1)], 2, { count: "parameters" })).not.toThrow();
    expect(() => check(three, 5, { count: "parameters" })).toThrow("no vector blocks all of them");
  });

  it("demands a positive product with the targets, and to be orthogonal to what is free", () => {
    expect(() => check([vector(1, 0, 0, 1)], 1)).toThrow("lowerBound.vectors[0]: a vector with a positive product");
    expect(() => check([three[0]!, vector(0, -1, 0, 0)], 1)).toThrow("lowerBound.vectors[1]: a vector with a positive product");
    expect(() => check([vector(0, 1, 0, 0)], 1, { skip: true })).toThrow("orthogonal");
    expect(() => check([vector(-1, 1, 1, -1)], 1, { skip: true })).not.toThrow();
    expect(() => check([vector(0, 1, 1)], 1)).toThrow("lowerBound.vectors[0]: 4 numbers");
  });
});

describe("checkByEnumeration", () => {
  const accepts = (certificate: SparsestCertificate, least: number): boolean => {
    try {
      checkByEnumeration(certificate, least, new Effort());
      return true;
    } catch (error) {
      expect(String(error)).toContain("there is a network with fewer");
      return false;
    }
  };
  const fewest = (certificate: SparsestCertificate): number => {
    let least = 0;
    while (least < 8 && accepts(certificate, least + 1)) least++;
    return least;
  };

  it("finds the fewest knots, and neurons where there is no affine part", () => {
    expect(fewest(peak)).toBe(3);
    expect(fewest({ ...peak, skip: false })).toBe(3);
    expect(fewest({ ...peak, targets: vector(2, 1, 0, 0, 1, 2), skip: false })).toBe(2);
    // A line of both signs, and one with a knot of the other sign than its slope beside it.
    expect(fewest({ ...peak, targets: vector(-2, -1, 0, 1, 2, 3), skip: false })).toBe(2);
    expect(fewest({ ...peak, targets: vector(-2, -1, 0, 0, 0, 0), skip: false })).toBe(1);
  });

  it("finds the fewest neurons and parameters of XOR, in masks too", () => {
    expect([xor, { ...xor, skip: true }].map(fewest)).toEqual([2, 1]);
    const parameters = { ...xor, count: "parameters" } as const;
    // With an affine part, max(0, x + y - 1) has three parameters, max(0, x - y) two.
    expect([parameters, { ...parameters, skip: true }, { ...parameters, skip: true, countBias: false }].map(fewest)).toEqual([4, 2, 2]);
    const entries = (...inputs: number[][]): SparsestCertificate => ({ ...xor, supports: inputs.map((own) => ({ inputs: own, bias: true })) });
    expect([entries([0, 1], [0, 1]), entries([0, 1], [0], [1])].map(fewest)).toEqual([2, 3]);
    // Sums of functions of one input each never give it.
    expect(fewest(entries([0], [1], [0], [1]))).toBe(8);
    // One neuron that sees both is not enough without a bias.
    expect(fewest({ ...xor, supports: [{ inputs: [0, 1], bias: false }, { inputs: [0], bias: false }, { inputs: [1], bias: false }] })).toBe(3);
  });

  it("goes through eight points of two inputs", () => {
    const random = new Random(1);
    const draw = (): Rational => Rational.of(random.below(2001) - 1000, 1000);
    const points = Array.from({ length: 8 }, () => [draw(), draw()]);
    const targets = points.map(draw);
    expect(accepts({ ...xor, points, targets }, 3)).toBe(true);
    expect(accepts({ ...xor, points, targets, count: "parameters" }, 6)).toBe(true);
    expect(accepts({ ...xor, points, targets }, 6)).toBe(false);
  });

  it("stops where the work is too much", () => {
    const random = new Random(2);
    const points = Array.from({ length: 40 }, () => Array.from({ length: 6 }, () => Rational.of(random.below(2001) - 1000)));
    const large = { ...xor, points, targets: points.map((point) => point[0]!) };
    expect(() => checkByEnumeration(large, 3, new Effort(2 ** 28))).toThrow(TooLarge);
    expect(() => checkByEnumeration({ ...large, points: points.slice(0, 8), targets: large.targets.slice(0, 8), count: "parameters" }, 40, new Effort(2 ** 28))).toThrow(TooLarge);
  });
});
