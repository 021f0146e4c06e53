import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import type { Rectangles } from "../../src/pattern/rectangles.js";
import { contains } from "../../src/pattern/sets.js";
import { NumericalReach } from "../../src/rules/numerical-reach.js";
import { randomRectangles, rectangles } from "../support/patterns.js";

type Limit = (Rational | null)[][];
const limit = (...rows: (number | null)[][]): Limit => rows.map((row) => row.map((value) => (value === null ? null : Rational.of(value))));

/** A product of small integer weights, null on F. */
function product(state: Rectangles, random: Random): Limit {
  const weights = state.neurons.map(() => [state.m, state.n].map((length) => Array.from({ length }, () => random.below(5) - 2)));
  return Array.from({ length: state.m }, (_, i) =>
    Array.from({ length: state.n }, (__, j) => {
      if (contains(state.free[i]!, j)) return null;
      const terms = state.neurons.map(({ rows, cols }, k) => (contains(rows, i) && contains(cols, j) ? weights[k]![0]![i]! * weights[k]![1]![j]! : 0));
      return Rational.of(terms.reduce((sum, term) => sum + term, 0));
    }),
  );
}

describe("NumericalReach", () => {
  it("finds weights for nearly all products of weights", () => {
    const random = new Random(4);
    const [seen, missed] = [300, { count: 0 }];
    for (let n = 0; n < seen; n++) {
      const state = randomRectangles(random, 4, 4, n % 2 === 1);
      if (!new NumericalReach(state).reaches(product(state, random))) missed.count++;
    }
    expect(missed.count).toBeLessThan(seen / 10);
  });

  it("finds none for limits out of reach", () => {
    const lu = new NumericalReach(rectangles(2, 2, [["01", "01"], ["1", "1"]]));
    expect(lu.reaches(limit([0, 1], [1, 0]))).toBe(false);
    expect(lu.reaches(limit([1, 1], [1, 0]))).toBe(true);
    const collision = new NumericalReach(rectangles(2, 3, [["01", "02"], ["01", "12"]]));
    expect(collision.reaches(limit([1, 1, 0], [0, 0, 1]))).toBe(false);
    expect(collision.reaches(limit([1, 0, 0], [0, 1, 1]))).toBe(true);
    expect(new NumericalReach(rectangles(2, 2, [["01", "01"]], ["11"])).reaches(limit([0, 1], [1, null]))).toBe(false);
    expect(new NumericalReach(rectangles(2, 2, [["01", "01"]])).reaches(limit([1, 0], [0, 1]))).toBe(false);
  });

  it("is deterministic, and says yes where nothing is asked", () => {
    const state = rectangles(3, 3, [["01", "01"], ["02", "02"], ["12", "12"]]);
    const answers = (): boolean[] => {
      const random = new Random(6);
      const reach = new NumericalReach(state);
      return Array.from({ length: 20 }, () => reach.reaches(limit(...Array.from({ length: 3 }, () => Array.from({ length: 3 }, () => random.below(2))))));
    };
    expect(answers()).toEqual(answers());
    expect(new NumericalReach(rectangles(2, 2, [])).reaches(limit([0, 0], [0, 0]))).toBe(true);
  });
});
