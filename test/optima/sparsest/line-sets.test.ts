import { expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { type Condition, type Line, type LineSet, ZERO, conditionsOf, factorsOf, hasZero, lineAt, lineIn, lineThrough, minus, numberIn, passes, plus, scaled, sumOf } from "../../../src/optima/sparsest/line-sets.js";

const of = (numerator: number, denominator = 1) => Rational.of(numerator, denominator);
const line = (value: number, slope: number): Line => ({ value: of(value), slope: of(slope) });
const term = (place: number, from: number | undefined, to: number | undefined) => ({ place: of(place), factor: { from: from === undefined ? undefined : of(from), to: to === undefined ? undefined : of(to) } });
const equal = (a: Line, b: Line) => a.value.equals(b.value) && a.slope.equals(b.slope);
const meets = ({ value, slope }: Line, conditions: readonly Condition[]) =>
  conditions.every((condition) => {
    const rest = condition.bound.minus(condition.value.times(value)).minus(condition.slope.times(slope));
    return condition.strict ? rest.sign > 0 : rest.sign >= 0;
  });

test("lines as functions", () => {
  const through = lineThrough(of(2), of(5), of(3));
  expect(equal(through, line(-1, 3))).toBe(true);
  expect(String(lineAt(through, of(4)))).toBe("11");
  expect(equal(minus(plus(line(1, 2), line(3, 4)), scaled(line(1, 1), of(2))), line(2, 4))).toBe(true);
  expect([numberIn({ from: of(1), to: of(2) }), numberIn({ from: of(1), to: undefined }), numberIn({ from: undefined, to: of(1) }), numberIn({ from: undefined, to: undefined })].map(String)).toEqual(["3/2", "2", "0", "0"]);
});

test("sums are in their set, and factors are found for every line of it; others are not in it", () => {
  const random = new Random(2);
  const number = () => random.below(7) - 3;
  let [inside, outside] = [0, 0];
  for (let trial = 0; trial < 400; trial++) {
    const terms = Array.from({ length: random.below(4) }, () => {
      const low = number();
      return term(number(), random.below(4) === 0 ? undefined : low, random.below(4) === 0 ? undefined : low + 1 + random.below(3));
    });
    const set: LineSet = { base: line(number(), number()), terms };
    const sum = terms.reduce((all, { place, factor }) => plus(all, lineThrough(place, Rational.zero, numberIn(factor))), set.base);
    expect(meets(sum, conditionsOf(set))).toBe(true);
    const any = line(number(), number());
    if (!meets(any, conditionsOf(set))) {
      outside++;
      expect(() => factorsOf(set, any)).toThrow(RangeError);
      continue;
    }
    inside++;
    const factors = factorsOf(set, any);
    for (const [k, factor] of factors.entries()) {
      const { from, to } = terms[k]!.factor;
      expect((from === undefined || factor.compare(from) > 0) && (to === undefined || factor.compare(to) < 0)).toBe(true);
    }
    expect(equal(any, terms.reduce((all, { place }, k) => plus(all, lineThrough(place, Rational.zero, factors[k]!)), set.base))).toBe(true);
    expect(hasZero(sumOf(set, -1, { base: any, terms: [] }))).toBe(true);
  }
  expect(Math.min(inside, outside)).toBeGreaterThan(30);
});

test("a line that meets conditions is found, or there is none on a grid", () => {
  const random = new Random(3);
  const number = () => random.below(7) - 3;
  let [some, none] = [0, 0];
  for (let trial = 0; trial < 400; trial++) {
    const conditions: Condition[] = Array.from({ length: 1 + random.below(5) }, () => ({ value: of(number()), slope: of(number()), bound: of(number()), strict: random.below(2) === 0 }));
    if (random.below(3) === 0) conditions.push(...passes(of(number()), of(number())));
    const found = lineIn(conditions);
    if (found !== undefined) {
      some++;
      expect(meets(found, conditions)).toBe(true);
      continue;
    }
    none++;
    for (let value = -6; value <= 6; value++) for (let slope = -6; slope <= 6; slope++) expect(meets({ value: of(value, 2), slope: of(slope, 2) }, conditions)).toBe(false);
  }
  expect(Math.min(some, none)).toBeGreaterThan(50);
});

test("differences of sets turn intervals around", () => {
  const set = sumOf({ base: ZERO, terms: [] }, -1, { base: line(1, 2), terms: [term(3, 1, undefined)] });
  expect(equal(set.base, line(-1, -2))).toBe(true);
  expect(set.terms[0]!.factor.from).toBeUndefined();
  expect(String(set.terms[0]!.factor.to)).toBe("-1");
});
