import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { type FrontPoint, areaUnder, hypervolume, knee, nondominated, spread } from "../../../src/optima/pareto/front.js";

const points = (...pairs: readonly (readonly [number, number])[]): FrontPoint[] => pairs.map(([l1, loss]) => ({ l1, loss }));

/** Random points on a grid, so that there are equal ones. */
function drawn(seed: number): FrontPoint[] {
  const random = new Random(seed);
  return Array.from({ length: 1 + random.below(14) }, () => ({ l1: random.below(12), loss: random.below(12) }));
}

describe("points that are not dominated", () => {
  test("are those that no other one equals or betters in both", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const all = drawn(seed);
      const better = (a: FrontPoint, b: FrontPoint): boolean => a.l1 <= b.l1 && a.loss <= b.loss && (a.l1 < b.l1 || a.loss < b.loss);
      const expected = all.filter((b) => !all.some((a) => better(a, b)));
      const front = nondominated(all);
      expect(new Set(front.map(({ l1, loss }) => `${l1} ${loss}`))).toEqual(new Set(expected.map(({ l1, loss }) => `${l1} ${loss}`)));
      expect(front).toEqual([...front].sort((a, b) => a.l1 - b.l1));
      front.slice(1).forEach(({ l1, loss }, k) => expect(l1 > front[k]!.l1 && loss < front[k]!.loss).toBe(true));
    }
  });

  test("keep what they carry, and NaN is none", () => {
    expect(nondominated([{ l1: 1, loss: 2, name: "a" }, { l1: Number.NaN, loss: 0, name: "b" }])).toEqual([{ l1: 1, loss: 2, name: "a" }]);
  });
});

describe("areas", () => {
  test("by hand", () => {
    expect(areaUnder([], 3, 10)).toBe(0);
    // A triangle of 4 by 2, a rectangle of 6 by 2.
    expect(areaUnder(points([4, 1]), 3, 10)).toBe(4 + 12);
    // The limit within a piece: at 2 the front is at 2.
    expect(areaUnder(points([4, 1]), 3, 2)).toBe(1);
    expect(areaUnder(points([4, 5]), 3, 10)).toBe(0);
    expect(hypervolume(points([1, 2], [3, 1], [2, 5]), { l1: 4, loss: 3 })).toBe(2 * 1 + 1 * 2);
  });

  test("are those of the strips between whole numbers", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const all = drawn(seed);
      const [top, limit] = [9, 7];
      const lowest = (x: number): number => {
        const front = nondominated([...points([0, top]), ...all.filter(({ loss }) => loss < top)]);
        const right = front.findIndex(({ l1 }) => l1 >= x);
        if (right < 0) return front.at(-1)!.loss;
        if (front[right]!.l1 === x) return front[right]!.loss;
        const [a, b] = [front[right - 1]!, front[right]!];
        return a.loss + ((b.loss - a.loss) * (x - a.l1)) / (b.l1 - a.l1);
      };
      let area = 0;
      // From 0 the front may begin below top: there it jumps.
      for (let x = 0; x < limit; x++) area += top - (lowest(x) + lowest(x + 1)) / 2;
      expect(areaUnder(all, top, limit)).toBeCloseTo(area, 10);
      let cells = 0;
      for (let x = 0; x < 10; x++) for (let y = 0; y < 8; y++) if (all.some(({ l1, loss }) => l1 <= x && loss <= y)) cells++;
      expect(hypervolume(all, { l1: 10, loss: 8 })).toBe(cells);
    }
  });
});

test("a loss that falls by rounding only does not fall", () => {
  const [first, second, third] = [0.17969761511325957, 0.17969761511325955, 0.17969761511325952];
  expect(nondominated(points([3.33, first], [3.69, second], [4.78, third]))).toEqual(points([3.33, first]));
  // However small the losses themselves are.
  expect(nondominated(points([3, 2e-30], [4, 1e-30], [5, 0], [6, 0]))).toEqual(points([3, 2e-30], [4, 1e-30], [5, 0]));
});

describe("the knee", () => {
  test("is farthest below the line between the ends", () => {
    expect(knee(points([0, 10], [1, 4], [2, 1], [8, 0.5], [20, 0]))).toEqual({ l1: 2, loss: 1 });
    expect(knee(points([0, 1], [9, 0.9], [10, 0]))).toBeUndefined();
    expect(knee(points([0, 1], [10, 0]))).toBeUndefined();
    expect(knee([])).toBeUndefined();
    expect(knee(points([3, 1]))).toBeUndefined();
  });
});

describe("spread", () => {
  test("by hand", () => {
    expect(spread(points([0, 4], [1, 3], [2, 2], [3, 1], [4, 0])).unevenness).toBeCloseTo(0, 14);
    expect(spread(points([0, 4], [1, 3], [4, 0]))).toEqual({ largestGap: expect.closeTo(0.75 * Math.SQRT2, 14), unevenness: expect.closeTo(0.5, 14) });
    expect(spread(points([1, 1]))).toEqual({ largestGap: 0, unevenness: 0 });
  });
});
