import { describe, expect, test } from "vitest";
import { echelonForm, rankOver, solutionOver } from "../../src/exact/echelon.js";
import { ORDERED_RATIONALS as F, inner } from "../../src/exact/ordered-field.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";

const matrix = (...rows: number[][]): Rational[][] => rows.map((row) => row.map((entry) => Rational.of(entry)));

describe("echelonForm", () => {
  test("has leading ones and nothing else in their columns", () => {
    const { rows, pivots } = echelonForm(F, matrix([0, 2, 4, 2], [1, 1, 1, 1], [1, 3, 5, 3]));
    expect(pivots).toEqual([0, 1]);
    expect(rows.map((row) => row.map(String))).toEqual([["1", "0", "-1", "0"], ["0", "1", "2", "1"], ["0", "0", "0", "0"]]);
  });

  test("of no rows has none", () => {
    expect(echelonForm(F, [])).toEqual({ rows: [], pivots: [] });
  });
});

describe("rankOver", () => {
  test("sees the rank of products of random factors", () => {
    const random = new Random(2);
    for (let k = 0; k < 40; k++) {
      const rank = random.below(4);
      const left = Array.from({ length: 5 }, () => Array.from({ length: rank }, () => Rational.of(1 + random.below(9973), 1 + random.below(50))));
      const right = Array.from({ length: rank }, () => Array.from({ length: 6 }, () => Rational.of(1 + random.below(9973), 1 + random.below(50))));
      expect(rankOver(F, left.map((row) => Array.from({ length: 6 }, (_, c) => inner(F, row, right.map((other) => other[c]!)))))).toBe(rank);
    }
  });
});

describe("solutionOver", () => {
  test("solves what can be solved, exactly, with zeros where there is a choice", () => {
    const a = matrix([1, 2, 3], [2, 4, 7]);
    expect(solutionOver(F, a, [Rational.of(1), Rational.of(1)])!.map(String)).toEqual(["4", "0", "-1"]);
  });

  test("gives nothing for equations that contradict each other", () => {
    expect(solutionOver(F, matrix([1, 2], [2, 4]), [Rational.of(1), Rational.of(3)])).toBeUndefined();
    expect(solutionOver(F, matrix([1, 2], [2, 4]), [Rational.of(1), Rational.of(2)])).toBeDefined();
  });
});
