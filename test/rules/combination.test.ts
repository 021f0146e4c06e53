import { describe, expect, it } from "vitest";
import { PRIME, inverseMod, multiplyMod, residue, residueOf } from "../../src/exact/modular.js";
import { type Field, Parametric } from "../../src/exact/parametric.js";
import { Rational } from "../../src/exact/rational.js";
import { type FactorTerm, contradictingFactors } from "../../src/rules/combination.js";

const FIELD: Field<number> = {
  zero: 0,
  one: 1,
  isZero: (a) => a === 0,
  plus: (a, b) => (a + b) % PRIME,
  times: multiplyMod,
  negated: (a) => (PRIME - a) % PRIME,
  inverse: inverseMod,
};
type Value = Parametric<number>;
const t = (number: number): Value => Parametric.parameter(FIELD, number);
const fraction = (p: number, q = 1): Value => Parametric.constant(FIELD, multiplyMod(residue(p), inverseMod(q)));
const sum = (...parts: Value[]): Value => parts.reduce((a, b) => a.plus(b));
const minus = (a: Value, b: Value): Value => a.plus(b.negated());

/** The sum of the multiples. */
function total(equations: readonly Value[], factors: readonly (readonly FactorTerm[])[]): Value {
  return sum(
    fraction(0),
    ...equations.flatMap((equation, n) =>
      factors[n]!.map(({ coefficient, powers }) => {
        const { numerator, denominator } = Rational.parse(coefficient)!;
        const constant = Parametric.constant(FIELD, multiplyMod(residueOf(numerator), inverseMod(residueOf(denominator))));
        return powers.reduce((product, [parameter, exponent]) => Array.from({ length: exponent }).reduce<Value>((power) => power.times(t(parameter)), product), constant).times(equation);
      }),
    ),
  );
}

const [A, B, C] = [t(0), t(1), t(2)];
const ONE = fraction(1);
const nonzero = (...parameters: number[]) => (parameter: number): boolean => parameters.includes(parameter);

describe("contradictingFactors", () => {
  it.each<[string, Value[], number[]]>([
    ["a product that is 1 and 0", [minus(A.times(B), ONE), A.times(A)], []],
    ["fractions", [minus(A.times(B), fraction(2, 3)), sum(A, A.times(B), fraction(-2, 3)), B.times(fraction(1, 7))], []],
    ["a sum of parameters that are not zero, one of which would be", [sum(A, B), sum(A, B.times(fraction(2)))], [0, 1]],
    ["negative powers", [minus(A.times(B.inverse()), ONE), sum(A, B)], [0, 1]],
    ["common powers", [A.times(A).times(sum(A, B)), A.times(sum(A, B.times(fraction(3))))], [0, 1]],
    ["three equations of degree two", [minus(A.times(B), C), minus(B.times(C), ONE), A.times(C)], []],
  ])("finds one for %s", (_, equations, units) => {
    const factors = contradictingFactors(equations, nonzero(...units))!;
    const { terms } = total(equations, factors);
    expect(terms.length).toBe(1);
    expect(terms[0]!.exponents.every((e, parameter) => e === 0 || units.includes(parameter))).toBe(true);
    expect(factors.flat().every(({ powers }) => powers.every(([, exponent]) => exponent >= 1 && exponent <= 8))).toBe(true);
  });

  it.each<[string, Value[], number[]]>([
    ["two parameters that may both be zero", [sum(A, B), sum(A, B.times(fraction(2)))], []],
    ["one of which only is known not to be", [sum(A, B), B.times(C)], [2]],
    ["a square that is -1, which complex numbers have", [sum(A.times(A), ONE)], [0]],
    ["equations with a common solution", [minus(A.times(B), ONE), minus(B, fraction(5)), minus(C, A)], [0, 1, 2]],
    ["no equations", [], [0]],
    ["a residue that is no small fraction", [minus(A, fraction(7654321)), A], []],
  ])("finds none for %s", (_, equations, units) => {
    expect(contradictingFactors(equations, nonzero(...units))).toBeUndefined();
  });
});
