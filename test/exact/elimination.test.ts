/** What is known on a branch against plain evaluation: at random points that satisfy it, in exact rationals. */
import { describe, expect, it } from "vitest";
import { Branch, clearColumn } from "../../src/exact/elimination.js";
import { Polynomial } from "../../src/exact/polynomial.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { exactRank } from "../support/rational.js";

const VARIABLES = 5;
type Point = readonly Rational[];

const x = (variable: number): Polynomial => Polynomial.variable(variable);
const integer = (value: number): Polynomial => Polynomial.constant(BigInt(value));

function valueAt(polynomial: Polynomial, point: Point): Rational {
  return polynomial.terms().reduce((sum, { monomial, coefficient }) => {
    const powers = monomial.flatMap(({ variable, exponent }) => Array.from({ length: exponent }, () => point[variable]!));
    return sum.plus(powers.reduce((product, value) => product.times(value), Rational.of(coefficient)));
  }, Rational.of(0));
}

/** Up to three terms of degree at most two in the given variables. */
function randomPolynomial(random: Random, variables: readonly number[]): Polynomial {
  const one = (): Polynomial => (variables.length > 0 && random.below(3) > 0 ? x(variables[random.below(variables.length)]!) : integer(1));
  return Array.from({ length: 1 + random.below(3) }, () => integer(random.below(7) - 3).times(one()).times(one())).reduce((a, b) => a.plus(b));
}

/** A branch after a few random splits, slopes that are products of what is known to be nonzero among them. */
function randomBranch(random: Random): Branch {
  let branch = Branch.start;
  for (let step = 0; step < 5; step++) {
    const open = Array.from({ length: VARIABLES }, (_, v) => v).filter((v) => !branch.equalities.some(({ variable }) => variable === v));
    const variable = open[random.below(open.length)]!;
    const rest = open.filter((v) => v !== variable);
    const known = branch.nonzero.filter((factor) => !factor.variables.includes(variable) && branch.isNonzero(factor));
    const slope = known.length > 0 && random.below(2) === 0 ? known[random.below(known.length)]! : integer(1 + random.below(2));
    const polynomial = slope.times(x(variable)).plus(randomPolynomial(random, rest));
    const equality = branch.solve(variable, polynomial)!;
    expect(equality).toBeDefined();
    branch = random.below(2) === 0 ? branch.with(equality) : branch.without(polynomial);
  }
  return branch;
}

/** A random point at which the equalities hold and the nonzero polynomials are not zero; nothing when none is met. */
function pointOf(branch: Branch, random: Random): Point | undefined {
  for (let attempt = 0; attempt < 20; attempt++) {
    const point = Array.from({ length: VARIABLES }, () => Rational.of(random.below(9) - 4));
    let holds = true;
    for (const { variable, slope, constant } of branch.equalities.toReversed()) {
      const divisor = valueAt(slope, point);
      if (divisor.isZero) holds = false;
      else point[variable] = valueAt(constant, point).dividedBy(divisor).times(Rational.of(-1));
    }
    if (holds && branch.nonzero.every((factor) => !valueAt(factor, point).isZero)) return point;
  }
  return undefined;
}

/** Runs `law` on many branches and points of them. */
function atPoints(seed: number, law: (branch: Branch, point: Point, random: Random) => void): void {
  const random = new Random(seed);
  let seen = 0;
  for (let branches = 0; branches < 150; branches++) {
    const branch = randomBranch(random);
    const point = pointOf(branch, random);
    if (point === undefined) continue;
    seen++;
    law(branch, point, random);
  }
  expect(seen).toBeGreaterThan(80);
}

const ALL = Array.from({ length: VARIABLES }, (_, v) => v);

describe("Branch", () => {
  it("reduces a row to the same row, at every point, up to one factor that is not zero, without the replaced variables", () => {
    atPoints(1, (branch, point, random) => {
      const row = Array.from({ length: 3 }, () => randomPolynomial(random, ALL));
      const reduced = branch.reduce(row);
      const replaced = branch.equalities.map(({ variable }) => variable);
      expect(reduced.some(({ variables }) => variables.some((v) => replaced.includes(v)))).toBe(false);
      const [before, after] = [row, reduced].map((list) => list.map((value) => valueAt(value, point)));
      for (const a of [0, 1, 2]) {
        expect(after![a]!.isZero).toBe(before![a]!.isZero);
        for (const b of [0, 1, 2]) expect(after![a]!.times(before![b]!).minus(after![b]!.times(before![a]!)).isZero).toBe(true);
      }
    });
  });

  it("keeps its promises: slopes and nonzero polynomials are not zero at its points, nor is what isNonzero says", () => {
    let told = 0;
    atPoints(2, (branch, point, random) => {
      for (const { slope } of branch.equalities) expect(valueAt(slope, point).isZero).toBe(false);
      const product = branch.nonzero.reduce((all, factor) => (random.below(2) === 0 ? all.times(factor) : all), integer(3));
      for (const polynomial of [product, ...Array.from({ length: 10 }, () => branch.reduce([randomPolynomial(random, ALL)])[0]!)]) {
        if (!branch.isNonzero(polynomial)) continue;
        told++;
        expect(valueAt(polynomial, point).isZero).toBe(false);
      }
    });
    expect(told).toBeGreaterThan(100);
  });

  it("does not know what it was not told", () => {
    const branch = Branch.start.without(x(0)).without(x(1).minus(x(2)));
    expect(branch.isNonzero(x(0).times(x(0)).times(x(1).minus(x(2))))).toBe(true);
    for (const unknown of [Polynomial.zero, x(1), x(0).plus(integer(1)), x(1).plus(x(2)), x(0).times(x(1))]) expect(branch.isNonzero(unknown)).toBe(false);
  });

  it("solves only for a variable of degree one with a slope that cannot vanish", () => {
    const branch = Branch.start.without(x(0));
    expect(branch.solve(1, x(0).times(x(1)).plus(x(2)))).toMatchObject({ variable: 1 });
    expect(branch.solve(2, x(1))).toBeUndefined();
    expect(branch.solve(1, x(1).times(x(1)))).toBeUndefined();
    expect(branch.solve(1, x(2).times(x(1)).plus(integer(1)))).toBeUndefined();
    expect(branch.solve(0, Polynomial.zero)).toBeUndefined();
  });

  it("does not take a nonzero polynomial that a replacement makes zero for one that is known", () => {
    const empty = Branch.start.without(x(0)).withZero(0);
    expect(empty.nonzero).toEqual([]);
    expect(empty.isNonzero(x(0))).toBe(false);
    expect(empty.isNonzero(Polynomial.zero)).toBe(false);
  });

  it("tells of its work before it is done, in replacing and in dividing", () => {
    const total = (act: (branch: Branch) => void): number => {
      let products = 0;
      act(Branch.metered((more) => (products += more)));
      return products;
    };
    const sum = [1, 2, 3, 4].map(x).reduce((a, b) => a.plus(b));
    const power = (n: number): Polynomial => Array.from({ length: n }, () => x(0)).reduce((a, b) => a.times(b));
    const equality = (branch: Branch): Branch => branch.with(branch.solve(0, x(0).minus(sum))!);
    const replacing = [4, 8, 12].map((n) => total((branch) => equality(branch).reduce([power(n)])));
    const dividing = [4, 8, 12].map((n) => total((branch) => branch.without(x(0).minus(sum)).isNonzero(power(n))));
    const nonzero = [4, 8, 12].map((n) => total((branch) => equality(branch.without(power(n)))));
    // (x1 + ... + x4)^n has (n + 3 over 3) terms.
    for (const [first, second, third] of [replacing, dividing, nonzero] as [number, number, number][]) {
      expect(first).toBeGreaterThan(35);
      expect(second).toBeGreaterThan(165);
      expect(third).toBeGreaterThan(455);
    }
    const stop = Branch.metered(() => {
      throw new RangeError("enough");
    });
    expect(() => stop.without(x(0).minus(sum)).isNonzero(power(3))).toThrow("enough");
  });
});

describe("clearColumn", () => {
  it("keeps the rank at every point where the pivot is not zero, and clears the column", () => {
    const random = new Random(5);
    let seen = 0;
    for (let n = 0; n < 200; n++) {
      const [pivotRow, row, third] = Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => randomPolynomial(random, ALL)));
      if (random.below(3) === 0) pivotRow![1] = integer(random.below(2) === 0 ? 1 : -1);
      const point = Array.from({ length: VARIABLES }, () => Rational.of(random.below(7) - 3));
      if (valueAt(pivotRow![1]!, point).isZero) continue;
      seen++;
      const cleared = clearColumn(row!, pivotRow!, 1, () => {});
      expect(cleared[1]!.isZero).toBe(true);
      const rank = (rows: readonly (readonly Polynomial[])[]): number => exactRank(rows.map((list) => list.map((value) => valueAt(value, point))));
      expect(rank([pivotRow!, cleared, third!])).toBe(rank([pivotRow!, row!, third!]));
      expect(rank([pivotRow!, cleared])).toBe(rank([pivotRow!, row!]));
    }
    expect(seen).toBeGreaterThan(100);
  });

  it("counts long coefficients", () => {
    const work = (factor: bigint): number => {
      let products = 0;
      clearColumn([x(0), x(1)], [Polynomial.constant(factor), x(2)], 0, (more) => (products += more));
      return products;
    };
    expect(work(3n)).toBe(2);
    expect(work(3n ** 1000n)).toBeGreaterThan(20);
  });
});

const [X, Y] = [x(0), x(1)];
const times = (factor: number, polynomial: Polynomial): Polynomial => integer(factor).times(polynomial);

describe("what is known to be nonzero on a branch", () => {
  const sum = times(6, X).plus(times(4, Y));

  it("does not depend on constants: of 6x + 4y, then 3x + 2y is nonzero too, and all multiples", () => {
    const branch = Branch.start.without(sum);
    for (const factor of [1, 2, 3, 4, -5]) expect(branch.isNonzero(times(factor, times(3, X).plus(times(2, Y))))).toBe(true);
    expect(branch.isNonzero(times(3, X).plus(times(4, Y)))).toBe(false);
    expect(branch.isNonzero(Polynomial.zero)).toBe(false);
    expect(branch.isNonzero(Polynomial.constant(-7n))).toBe(true);
  });

  it("nor does it once a variable has been replaced: with 3x = 2, of 6x + 4y, then 1 + y is nonzero", () => {
    const branch = Branch.start.without(sum).with({ variable: 0, slope: Polynomial.constant(3n), constant: Polynomial.constant(-2n) });
    expect(branch.isNonzero(Polynomial.constant(1n).plus(Y))).toBe(true);
    expect(branch.isNonzero(Polynomial.constant(2n).plus(Y))).toBe(false);
  });

  it("is products of powers, not sums", () => {
    const branch = Branch.start.without(times(2, X)).without(Y);
    expect(branch.isNonzero(times(3, X).times(X).times(Y))).toBe(true);
    expect(branch.isNonzero(X.plus(Y))).toBe(false);
  });
});

describe("the primitive part", () => {
  it("is the polynomial without the integers that divide it, its sign kept", () => {
    expect(times(6, X).minus(times(4, Y)).primitivePart().equals(times(3, X).minus(times(2, Y)))).toBe(true);
    expect(times(-6, X).primitivePart().equals(times(-1, X))).toBe(true);
    expect(Polynomial.zero.primitivePart().isZero).toBe(true);
  });
});
