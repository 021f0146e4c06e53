import { describe, expect, test } from "vitest";
import { type Equation, solve } from "../../src/counterexample/linear-system.js";
import { Laurent } from "../../src/exact/laurent.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { exactRank } from "../support/rational.js";

const equation = (values: readonly number[]): Equation => ({ columns: [...values.keys()], values: values.map((value) => Rational.of(value)) });
const pole = Laurent.monomial(Rational.of(2), -3).plus(Laurent.one);

describe("solve", () => {
  test("a square system", () => {
    const [x, y] = solve([equation([1, 1]), equation([1, -1])], [pole, Laurent.one], 2)!;
    expect(x!.plus(y!).equals(pole)).toBe(true);
    expect(x!.minus(y!).equals(Laurent.one)).toBe(true);
  });

  test("nothing for dependent left-hand sides, even where the equations agree", () => {
    expect(solve([equation([1, 2]), equation([2, 4])], [Laurent.one, Laurent.one.plus(Laurent.one)], 2)).toBeUndefined();
    expect(solve([equation([0, 0])], [Laurent.zero], 2)).toBeUndefined();
  });

  test("random systems: solved exactly iff the rank is full", () => {
    const random = new Random(9);
    for (let n = 0; n < 200; n++) {
      const [rows, columns] = [1 + random.below(4), 1 + random.below(5)];
      const matrix = Array.from({ length: rows }, () => Array.from({ length: columns }, () => (random.below(2) === 0 ? 0 : random.below(7) - 3)));
      const right = matrix.map(() => Laurent.monomial(Rational.of(random.below(9) - 4), random.below(5) - 2));
      const solution = solve(matrix.map(equation), right, columns);
      expect(solution !== undefined).toBe(exactRank(matrix) === rows);
      if (solution === undefined) continue;
      matrix.forEach((line, r) => {
        const sum = line.reduce((total, value, c) => total.plus(solution[c]!.times(Laurent.constant(Rational.of(value)))), Laurent.zero);
        expect(sum.equals(right[r]!)).toBe(true);
      });
    }
  });
});
