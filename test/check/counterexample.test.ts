import { describe, expect, test } from "vitest";
import type { CounterexampleJson } from "../../src/certificate/counterexample.js";
import { checkCounterexample } from "../../src/check/counterexample.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { DENSE122, LU2, lossesAt, made, patternOf } from "../support/counterexamples.js";
import { mutants } from "../support/mutate.js";
import type { Json } from "../support/pool.js";

const COLLISION = patternOf([
  ["101", "011"],
  ["11", "11"],
]);

const lu2 = made(patternOf(LU2)).certificate;
const dense122 = made(patternOf(DENSE122), "finite").certificate;
const collision = made(COLLISION).certificate;

function refusal(value: unknown): { place: string; reason: string } {
  const result = checkCounterexample(value);
  expect(result.ok).toBe(false);
  return result as { ok: false; place: string; reason: string };
}

describe("checkCounterexample", () => {
  test("accepts what is made, read back from text", () => {
    for (const certificate of [lu2, dense122, collision]) expect(checkCounterexample(JSON.parse(JSON.stringify(certificate)))).toMatchObject({ ok: true });
  });

  test("refuses data of another shape", () => {
    expect(refusal({ ...lu2, data: { ...lu2.data, targets: lu2.data.targets.slice(1) } })).toMatchObject({ place: "data" });
    expect(refusal({ ...lu2, data: { ...lu2.data, points: lu2.data.points.map((point) => [...point, "0"]) } })).toMatchObject({ place: "data.points[0]" });
    expect(refusal({ ...lu2, data: { points: [], targets: [] } })).toMatchObject({ place: "data" });
  });

  test("refuses what is no counterexample at all, without throwing", () => {
    for (const value of [null, 1, "text", [], {}, { format: "wellposed/certificate/1" }, { ...lu2, more: 1 }]) expect(checkCounterexample(value).ok).toBe(false);
  });

  test("refuses the proof of one rule under the name of the other", () => {
    expect(checkCounterexample({ ...lu2, rule: "second-differences" }).ok).toBe(false);
    expect(checkCounterexample({ ...lu2, rule: dense122.rule, evidence: dense122.evidence }).ok).toBe(false);
    expect(checkCounterexample({ ...dense122, rule: lu2.rule, evidence: lu2.evidence }).ok).toBe(false);
  });
});

/**
 * Is the changed document, which the checker accepts, still true? Not attained depends on the masks and the data only: the data are the old ones, and there is no
 * edge that was not there. That the infimum is 0 is told by plain forward passes.
 */
function isStillTrue(before: CounterexampleJson, after: CounterexampleJson): boolean {
  const statement = ({ pattern, data }: CounterexampleJson): string => JSON.stringify([pattern.widths, data]);
  const cells = ({ pattern }: CounterexampleJson): string => (pattern.masks as string[][]).flat().join("");
  if (statement(before) !== statement(after) || [...cells(after)].some((cell, e) => cell === "1" && cells(before)[e] === "0")) return false;
  return [Rational.of(1, 100), Rational.of(1, 5000)].every((eps) => {
    const { network, polynomial } = lossesAt(after, eps);
    return network.equals(polynomial) && polynomial.compare(eps) < 0;
  });
}

describe("tampering", () => {
  test.each([
    ["LU 2x2", lu2, 6],
    ["dense 1-2-2", dense122, 1],
    ["collision", collision, 20],
  ] as const)("%s: one change anywhere is refused, or it is still true", (_, certificate, every) => {
    const random = new Random(5);
    let [refused, accepted] = [0, 0];
    for (const { change, value } of mutants(JSON.parse(JSON.stringify(certificate)) as Json, ["moment-curve", "second-differences"], [])) {
      if (random.below(every) !== 0) continue;
      const result = checkCounterexample(value);
      if (result.ok && JSON.stringify(value) !== JSON.stringify(certificate)) {
        accepted++;
        expect(isStillTrue(certificate, value as CounterexampleJson), change).toBe(true);
      } else if (!result.ok) refused++;
    }
    expect(refused).toBeGreaterThan(200);
    expect(accepted).toBeLessThan(refused / 10);
  });
});
