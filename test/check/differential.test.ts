import { beforeAll, describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { type Verdicts, decide } from "../../src/decide/decide.js";
import { Random } from "../../src/exact/random.js";
import { pruneDead } from "../../src/pattern/live.js";
import { type Mask, kept } from "../../src/pattern/mask.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { checkCertificate } from "../second-checker/second-checker.js";
import { rulesIn } from "../support/pool.js";
import { randomMasks } from "../support/patterns.js";

const PATTERNS = 3000;

interface Sample {
  readonly masks: readonly Mask[];
  readonly verdicts: Verdicts;
}

const samples: Sample[] = [];

beforeAll(() => {
  const random = new Random(61);
  for (let n = 0; n < PATTERNS; n++) {
    const masks = randomMasks(random, 1 + (n % 4), 5);
    samples.push({ masks, verdicts: decide(makePattern(`random ${n}`, masks)) });
  }
});

const certificates = () => samples.flatMap(({ verdicts }) => Object.values(verdicts).flatMap(({ certificate }) => (certificate === null ? [] : [certificate])));
const edges = (masks: readonly Mask[]): number => masks.reduce((sum, mask) => sum + kept(mask), 0);

describe(`${PATTERNS} random patterns of one to four layers`, () => {
  it("have dead edges in many cases, and none in many", () => {
    const dead = samples.filter(({ masks }) => edges(pruneDead(masks)) < edges(masks)).length;
    expect(dead).toBeGreaterThan(PATTERNS / 5);
    expect(PATTERNS - dead).toBeGreaterThan(PATTERNS / 5);
  });

  it("get both verdicts for every property, often", () => {
    for (const property of ["linear", "finite", "cube"] as const) {
      for (const closed of [true, false]) {
        expect(samples.filter(({ verdicts }) => verdicts[property].closed === closed).length).toBeGreaterThan(PATTERNS / 50);
      }
    }
  });

  it("have a certificate with every verdict and none without", () => {
    for (const { verdicts } of samples) {
      for (const { closed, certificate } of Object.values(verdicts)) expect(certificate?.closed ?? null).toBe(closed);
    }
  });

  it("have certificates that the checker accepts after a trip through JSON text", () => {
    const refused = certificates().filter((certificate) => !check(JSON.parse(JSON.stringify(certificate))).ok);
    expect(refused).toEqual([]);
  });

  it("have certificates that the checker written from the document alone accepts", () => {
    const refused = certificates().filter((certificate) => !checkCertificate(JSON.parse(JSON.stringify(certificate))).ok);
    expect(refused).toEqual([]);
  });

  it("have certificates that both refuse once the claim is turned round", () => {
    const accepted = certificates().filter((certificate) => {
      const other = { ...certificate, closed: !certificate.closed };
      return check(other).ok || checkCertificate(other).ok;
    });
    expect(accepted).toEqual([]);
  });

  it("use half of the rules and more, those that prove with polynomials among them", () => {
    const used = new Set(certificates().flatMap((certificate) => [...rulesIn(certificate)]));
    expect(used.size).toBeGreaterThanOrEqual(12);
    for (const rule of ["degeneration", "constant-rank", "assisted-free", "everything"]) expect(used).toContain(rule);
  });

  it("never say that a network is closed whose linear counterpart is not", () => {
    for (const { verdicts } of samples) {
      if (verdicts.linear.closed !== false) continue;
      expect(verdicts.finite.closed).toBe(false);
      expect(verdicts.cube.closed).toBe(false);
    }
  });

  it("with one hidden layer never have finite closed and cube not", () => {
    const two = samples.filter(({ masks }) => masks.length === 2);
    expect(two.filter(({ verdicts }) => verdicts.finite.closed === true && verdicts.cube.closed === false)).toEqual([]);
  });
});
