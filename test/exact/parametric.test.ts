import { describe, expect, it } from "vitest";
import { Parametric, RATIONALS } from "../../src/exact/parametric.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";

type Value = Parametric<Rational>;
const t = (n: number): Value => Parametric.parameter(RATIONALS, n);
const number = (top: number, bottom = 1): Value => Parametric.constant(RATIONALS, Rational.of(top, bottom));

/** The value at a point, term by term. */
function at(value: Value, point: readonly Rational[]): Rational {
  return value.terms.reduce((sum, { exponents, coefficient }) => {
    const term = exponents.reduce((product, e, n) => {
      const factor = e < 0 ? Rational.one.dividedBy(point[n]!) : point[n]!;
      return Array.from({ length: Math.abs(e) }).reduce<Rational>((power) => power.times(factor), product);
    }, coefficient);
    return sum.plus(term);
  }, Rational.zero);
}

function randomValue(random: Random): Value {
  let sum = number(0);
  for (let terms = random.below(4); terms > 0; terms--) {
    let term = number(random.below(7) - 3, 1 + random.below(3));
    for (let n = 0; n < 3; n++) for (let e = random.below(3); e > 0; e--) term = term.times(random.below(3) === 0 ? t(n).inverse() : t(n));
    sum = sum.plus(term);
  }
  return sum;
}

describe("numbers with parameters", () => {
  const random = new Random(81);
  const samples = Array.from({ length: 300 }, () => ({
    a: randomValue(random),
    b: randomValue(random),
    point: [0, 1, 2].map(() => Rational.of(1 + random.below(5), 1 + random.below(4))),
  }));

  it("are added, multiplied and negated as their values are", () => {
    for (const { a, b, point } of samples) {
      expect(at(a.plus(b), point)).toEqual(at(a, point).plus(at(b, point)));
      expect(at(a.times(b), point)).toEqual(at(a, point).times(at(b, point)));
      expect(at(a.negated(), point)).toEqual(at(a, point).negated());
    }
  });

  it("are inverted when they are a single term, and only then", () => {
    for (const { a, point } of samples) {
      if (a.terms.length === 1) expect(at(a.inverse(), point).times(at(a, point))).toEqual(Rational.one);
      else expect(() => a.inverse()).toThrow(RangeError);
    }
  });

  it("are the sum of their coefficients times powers of a parameter", () => {
    for (const { a, point } of samples) {
      for (const n of [0, 1, 2, 3]) {
        const sum = a.powersOf(n).reduce((total, power) => {
          let term = a.coefficientOf(n, power);
          expect(term.parameters()).not.toContain(n);
          for (let e = Math.abs(power); e > 0; e--) term = term.times(power < 0 ? t(n).inverse() : t(n));
          return total.plus(term);
        }, number(0));
        expect(sum.plus(a.negated()).isZero).toBe(true);
        expect(a.parameters().includes(n)).toBe(a.powersOf(n).some((power) => power !== 0));
      }
      expect(at(a, point)).toEqual(at(a.plus(number(0)), point));
    }
  });

  it("have another in a parameter's place", () => {
    for (const { a, b, point } of samples) {
      const isDivisor = a.powersOf(1).some((power) => power < 0);
      if (isDivisor && b.terms.length !== 1) {
        expect(() => a.substitute(1, b)).toThrow(RangeError);
        continue;
      }
      expect(at(a.substitute(1, b), point)).toEqual(at(a, [point[0]!, at(b, point), point[2]!]));
    }
  });

  it("are zero, a number, or neither", () => {
    expect(t(0).plus(t(0).negated()).isZero).toBe(true);
    expect(number(0).value).toEqual(Rational.zero);
    expect(t(1).times(t(1).inverse()).value).toEqual(Rational.one);
    expect(t(1).value).toBeUndefined();
    expect(t(0).plus(number(1)).value).toBeUndefined();
  });
});
