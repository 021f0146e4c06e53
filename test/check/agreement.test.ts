import { beforeAll, describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { decide } from "../../src/decide/decide.js";
import { Random } from "../../src/exact/random.js";
import { type Size, enumerate } from "../../src/library/enumerate.js";
import type { Pattern } from "../../src/pattern/pattern.js";
import { checkCertificate } from "../second-checker/second-checker.js";
import { rulesIn } from "../support/pool.js";

const size = (outputs: number, inputs: number, hidden: number): Size => ({ outputs, inputs, hidden });

/** So many classes, each at most once. */
function sample(of: Size, count: number, seed: number): Pattern[] {
  const left = [...enumerate(of)];
  const random = new Random(seed);
  return Array.from({ length: count }, () => left.splice(random.below(left.length), 1)[0]!);
}

const whole = [...enumerate(size(3, 3, 3))];
const patterns = [...whole, ...sample(size(3, 3, 4), 200, 71), ...sample(size(4, 4, 3), 200, 72)];
const used = new Map<string, number>();
const refused: string[] = [];
let certificates = 0;

beforeAll(() => {
  for (const pattern of patterns) {
    for (const { certificate } of Object.values(decide(pattern))) {
      if (certificate === null) continue;
      const json: unknown = JSON.parse(JSON.stringify(certificate));
      certificates++;
      for (const rule of rulesIn(json)) used.set(rule, (used.get(rule) ?? 0) + 1);
      const [one, two] = [check(json), checkCertificate(json)];
      if (!one.ok) refused.push(`${pattern.name} ${certificate.property}, by the product: ${one.place}: ${one.reason}`);
      if (!two.ok) refused.push(`${pattern.name} ${certificate.property}, by the second checker: ${two.reason}`);
    }
  }
}, 120_000);

describe("all 3 x 3 patterns with three hidden neurons, and some larger ones", () => {
  it("are 539 classes and 400 more", () => {
    expect(whole).toHaveLength(539);
    expect(patterns).toHaveLength(939);
    expect(certificates).toBeGreaterThan(1800);
  });

  it("have certificates that both checkers accept", () => {
    expect(refused).toEqual([]);
  });

  it("need the rules that prove with polynomials", () => {
    for (const rule of ["degeneration", "constant-rank", "assisted-free", "everything"]) expect(used.get(rule) ?? 0, rule).toBeGreaterThan(0);
  });
});
