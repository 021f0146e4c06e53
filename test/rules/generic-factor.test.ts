import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Certificate, certificateToJson } from "../../src/certificate/certificate.js";
import type { LinearEvidence } from "../../src/certificate/proof.js";
import { check } from "../../src/check/check.js";
import { Random } from "../../src/exact/random.js";
import { reachCounts } from "../../src/pattern/layers.js";
import { pruneDead } from "../../src/pattern/live.js";
import { type Mask, bitRows, maskOf, maskOfBits, row, transpose } from "../../src/pattern/mask.js";
import { PackedMask } from "../../src/pattern/packed-mask.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { DisjointPaths } from "../../src/rules/disjoint-paths.js";
import { findGenericFactor } from "../../src/rules/generic-factor.js";
import { checkCertificate } from "../second-checker/second-checker.js";
import { allPaths, arbitraryPruned, masksFrom, pathsBetween, range, show } from "../decide/build.js";
import { replay } from "../support/next-fit.js";

const budget = new Budget(Infinity);
type Evidence = LinearEvidence["generic-factor"];

const disjoint = (a: readonly number[], b: readonly number[]): boolean => a.every((v, l) => v !== b[l]);

/** The most paths, of a list, no two of which share a neuron. */
function most(paths: readonly number[][], taken: readonly number[][] = []): number {
  const [path, ...rest] = paths;
  if (path === undefined) return taken.length;
  const without = most(rest, taken);
  return taken.every((other) => disjoint(path, other)) ? Math.max(without, most(rest, [...taken, path])) : without;
}

/** C3 with the first factor free: from every input, as many disjoint paths behind it as it reaches outputs. */
function holdsFirst(masks: readonly Mask[]): boolean {
  const paths = allPaths(masks);
  return range(masks[0]!.cols).every((k) => {
    const own = paths.filter((path) => path[0] === k).map((path) => path.slice(1));
    return most(own) === new Set(own.map((path) => path.at(-1))).size;
  });
}

/** The paths of the evidence, made by hand where they are not listed. */
function pathsOf(masks: readonly Mask[], evidence: Evidence): number[][][] {
  if ("paths" in evidence) return evidence.paths;
  if (evidence.free === "first") return replay(masks, evidence.repairs) as number[][][];
  return replay(reversed(masks), evidence.repairs).map((system) => system.map((path) => path.toReversed() as number[]));
}

/** Has every input disjoint paths to all that it reaches, by augmenting whole paths? */
function hasSystems(masks: readonly Mask[]): boolean {
  const search = new DisjointPaths(masks.slice(1).map(transpose));
  const fedBy = transpose(masks[0]!);
  const counts = reachCounts(masks);
  return range(fedBy.rows).every((k) => search.find(row(fedBy, k), counts[k]!).length === counts[k]);
}

const block = (x: number): number => Math.floor(x / 3);

const reversed = (masks: readonly Mask[]): Mask[] => masks.map(transpose).reverse();

describe("generic factor", () => {
  it("is found exactly when the first or the last factor has disjoint paths enough", () => {
    const seen = { found: 0, none: 0 };
    fc.assert(
      fc.property(arbitraryPruned(2, 3, 3), (masks) => {
        const holds = holdsFirst(masks) || holdsFirst(reversed(masks));
        seen[holds ? "found" : "none"]++;
        expect(findGenericFactor(masks, budget) !== undefined, show(masks)).toBe(holds);
      }),
      { seed: 1, numRuns: 400 },
    );
    expect(Math.min(seen.found, seen.none)).toBeGreaterThan(50);
  });

  it("names or makes paths of the pattern, disjoint, to all that each input or output is joined to", () => {
    const seen = { paths: 0, repairs: 0 };
    fc.assert(
      fc.property(arbitraryPruned(2, 4, 4), (masks) => {
        const proof = findGenericFactor(masks, budget);
        fc.pre(proof !== undefined);
        const evidence = proof!.evidence as Evidence;
        seen["paths" in evidence ? "paths" : "repairs"]++;
        const first = evidence.free === "first";
        const paths = pathsOf(masks, evidence);
        const between = pathsBetween(masks);
        const [ends, others] = first ? [masks[0]!.cols, masks.at(-1)!.rows] : [masks.at(-1)!.rows, masks[0]!.cols];
        expect(paths.length).toBe(ends);
        paths.forEach((system, x) => {
          const joined = range(others).filter((y) => (first ? between(y, x) : between(x, y)).length > 0);
          expect(system.map((path) => (first ? path.at(-1)! : path[0]!)).toSorted(), show(masks)).toEqual(joined);
          for (const path of system) {
            const whole = first ? [x, ...path] : [...path, x];
            expect(between(whole.at(-1)!, whole[0]!)).toContainEqual(whole);
          }
          system.forEach((path, p) => system.slice(0, p).forEach((other) => expect(disjoint(path, other)).toBe(true)));
        });
      }),
      { seed: 2, numRuns: 600 },
    );
    expect(seen.repairs).toBeGreaterThan(100);
  });

  it("is found as often as by whole paths alone, in wider patterns too, and both checkers accept it", () => {
    const random = new Random(9);
    const seen = { first: 0, last: 0, repaired: 0, deep: 0, paths: 0, none: 0 };
    for (let n = 0; n < 1200; n++) {
      const widths = Array.from({ length: 3 + random.below(2) }, () => 1 + random.below(7));
      const [thick, thin] = [4 + random.below(6), 3 + random.below(5)];
      const masks = pruneDead(widths.slice(1).map((rows, l) => maskOf(rows, widths[l]!, () => random.below(10) < (l === 0 ? thick : thin))));
      const proof = findGenericFactor(masks, budget);
      expect(proof !== undefined, show(masks)).toBe(hasSystems(masks) || hasSystems(reversed(masks)));
      if (proof === undefined) {
        seen.none++;
        continue;
      }
      const evidence = proof.evidence as Evidence;
      seen[evidence.free]++;
      if ("paths" in evidence) seen.paths++;
      else {
        if (evidence.repairs.length > 0) seen[masks.length > 2 ? "deep" : "repaired"]++;
        expect(evidence.repairs.every(([, , paths]) => paths.length > 0)).toBe(true);
      }
      const json = certificateToJson({ pattern: makePattern("some", masks), property: "linear", closed: true, proof });
      expect(check(json), show(masks)).toMatchObject({ ok: true });
      expect(checkCertificate(json), show(masks)).toEqual({ ok: true });
    }
    expect(Math.min(seen.first, seen.last, seen.repaired, seen.deep, seen.paths, seen.none), JSON.stringify(seen)).toBeGreaterThan(10);
  });

  it.each<[string, boolean, Mask[], (end: number) => number[][]]>([
    // Outputs from 1000 on have one neuron each, which an earlier output took.
    ["dense layers kept as bits", true, [maskOf(1030, 1024, () => true), maskOf(1024, 1030, (i, h) => (i < 1000 ? (i + h) % 2 === 0 : h === i - 1000))], () =>
      range(24).map((h) => [expect.anything(), h, expect.anything()])],
    ["sparse layers", false, [maskOf(1200, 1200, (h, k) => block(h) === block(k)), maskOf(1200, 1200, (i, h) => block(i) === block(h) && ["110", "011", "100"][i % 3]![h % 3] === "1")], (k) =>
      [[3 * block(k) + 2, 3 * block(k), 3 * block(k) + 1, 3 * block(k) + 2]]],
  ])("is found, with repairs for every input, for %s", (_, packed, layers, repairs) => {
    const masks = layers.map((mask) => maskOfBits(mask.rows, mask.cols, bitRows(mask)));
    expect(masks.map((mask) => mask instanceof PackedMask)).toEqual([packed, packed]);
    const proof = findGenericFactor(masks, budget)!;
    const found = (proof.evidence as { repairs: [number, number, number[][]][] }).repairs;
    expect(found).toHaveLength(masks[0]!.cols);
    for (const k of [0, 1, 500, 1023]) expect(found[k]).toEqual([k, 2, expect.arrayContaining(repairs(k))]);
    const certificate: Certificate = { pattern: makePattern("large", masks), property: "linear", closed: true, proof };
    expect(check(certificateToJson(certificate))).toMatchObject({ ok: true });
    found[700]![2].pop();
    expect(check(certificateToJson(certificate))).toMatchObject({ ok: false, place: "evidence.repairs" });
  });

  it("is found for a dense pattern with as many hidden neurons as outputs", () => {
    expect(findGenericFactor(masksFrom(["111", "111"], ["11", "11"]), budget)?.evidence).toMatchObject({ free: "first" });
  });

  it("takes the last factor when only inputs are few", () => {
    expect(findGenericFactor(masksFrom(["11", "11"], ["11", "11", "11"]), budget)?.evidence).toMatchObject({ free: "last" });
  });

  it.each([
    ["a bottleneck", masksFrom(["11"], ["1", "1"])],
    ["a bottleneck in the middle", masksFrom(["11", "11"], ["11"], ["1", "1"], ["11", "11"])],
    ["LU", masksFrom(["11", "01"], ["10", "11"])],
  ])("is not found for %s", (_, masks) => {
    expect(findGenericFactor(masks, budget)).toBeUndefined();
  });

  it("stops when the budget is spent", () => {
    expect(() => findGenericFactor(masksFrom(["11", "11"], ["11", "11"]), new Budget(-1))).toThrow(OutOfBudget);
  });
});
