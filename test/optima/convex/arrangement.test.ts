import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { type Activation, activationPatterns, generalPositionCount, sampledPatterns } from "../../../src/optima/convex/arrangement.js";

type Rows = readonly (readonly number[])[];

const flat = (rows: Rows): Float64Array => Float64Array.from(rows.flat());
const all = (d: number): Int32Array => Int32Array.from({ length: d }, (_, c) => c);

function patterns(rows: Rows, support: readonly number[] = [...(rows[0] ?? []).keys()]): Activation[] {
  return activationPatterns(flat(rows), rows.length, rows[0]?.length ?? 0, Int32Array.from(support))!.gates;
}

function rank(rows: readonly (readonly Rational[])[]): number {
  let left = rows.map((row) => [...row]);
  let found = 0;
  for (let c = 0; c < (rows[0]?.length ?? 0); c++) {
    const pivot = left.find((row) => !row[c]!.isZero);
    if (pivot === undefined) continue;
    found++;
    left = left.filter((row) => row !== pivot).map((row) => row.map((x, k) => x.minus(row[c]!.dividedBy(pivot[c]!).times(pivot[k]!))));
  }
  return found;
}

const rationals = (rows: Rows): Rational[][] => rows.map((row) => row.map((x) => Rational.ofNumber(x)));

/** Whitney 1932, Zaslavsky 1975: the sum of (-1)^(|B| - rank B) over all sets B of hyperplanes. Parallel ones may be listed twice: they cancel. */
function countBySubsets(rows: Rows): number {
  const normals = rationals(rows.filter((row) => row.some((x) => x !== 0)));
  let sum = 0;
  for (let set = 0; set < 2 ** normals.length; set++) {
    const chosen = normals.filter((_, i) => (set >> i) & 1);
    sum += (chosen.length - rank(chosen)) % 2 === 0 ? 1 : -1;
  }
  return sum;
}

/** The flags of every witness once more, in rationals; none on a hyperplane. */
function expectWitnesses(rows: Rows, support: readonly number[], gates: readonly Activation[]): void {
  const exact = rationals(rows);
  for (const { active, point } of gates) {
    expect(point.every((x, c) => support.includes(c) || x === 0n)).toBe(true);
    exact.forEach((row, j) => {
      const { sign } = row.reduce((sum, x, c) => sum.plus(x.times(Rational.of(point[c]!))), Rational.zero);
      expect(active[j]).toBe(sign > 0 ? 1 : 0);
      expect(sign === 0).toBe(support.every((c) => rows[j]![c] === 0));
    });
  }
}

const names = (gates: readonly Activation[]): string[] => gates.map(({ active }) => active.join(""));

function expectRight(rows: Rows, support: readonly number[] = [...(rows[0] ?? []).keys()]): void {
  const gates = patterns(rows, support);
  const restricted = rows.map((row) => support.map((c) => row[c]!));
  const zero = restricted.map((row) => row.every((x) => x === 0));
  expectWitnesses(rows, support, gates);
  expect(new Set(names(gates)).size).toBe(gates.length);
  expect(gates.length).toBe(countBySubsets(restricted));
  const complements = gates.map(({ active }) => Array.from(active, (flag, j) => (zero[j] ? 0 : 1 - flag)).join(""));
  expect(complements.sort()).toEqual(names(gates).sort());
}

const gaussian = (random: Random, n: number, d: number): number[][] => Array.from({ length: n }, () => Array.from({ length: d }, () => random.normal()));
const biased = (rows: Rows): number[][] => rows.map((row) => [...row, 1]);

describe("activation patterns", () => {
  it("of points in general position are as many as the formula says", () => {
    const random = new Random(1);
    for (const [n, d] of [[1, 1], [1, 4], [4, 1], [5, 2], [9, 2], [2, 3], [6, 3], [12, 3], [5, 5], [7, 4], [12, 4], [10, 5], [8, 8], [4, 9]] as const) {
      const rows = gaussian(random, n, d);
      const gates = patterns(rows);
      expect(BigInt(gates.length)).toBe(d === 1 ? 2n : generalPositionCount(n, Math.min(n, d)));
      expectWitnesses(rows, [...all(d)], gates);
      expect(new Set(names(gates)).size).toBe(gates.length);
    }
  });

  it("with the column of the biases are those of an affine arrangement and its mirror image", () => {
    const random = new Random(2);
    for (const [n, d] of [[6, 1], [8, 2], [9, 3]] as const) {
      const rows = biased(gaussian(random, n, d));
      expect(BigInt(patterns(rows).length)).toBe(generalPositionCount(n, d + 1));
      expectRight(rows);
    }
  });

  it.each<[string, Rows, number]>([
    ["nothing", [], 1],
    ["a zero", [[0, 0]], 1],
    ["a point and its double, its opposite, a zero", [[1, 2], [2, 4], [-3, -6], [0, 0]], 2],
    ["collinear points with the bias column", [[0, 1], [1, 1], [2, 1], [3, 1]], 8],
    ["collinear points in the plane with the bias column", [[0, 0, 1], [1, 2, 1], [2, 4, 1], [3, 6, 1]], 8],
    ["the corners of the square with the bias column", [[1, 1, 1], [1, -1, 1], [-1, 1, 1], [-1, -1, 1]], 14],
    ["the corners of the square", [[1, 1], [1, -1], [-1, 1], [-1, -1]], 4],
    // Linear threshold functions of three variables: 104.
    ["the corners of the cube with the bias column", [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [k & 1 ? 1 : -1, k & 2 ? 1 : -1, k & 4 ? 1 : -1, 1]), 104],
    // Self-dual ones of four: four planes in space, 14.
    ["the corners of the cube", [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [k & 1 ? 1 : -1, k & 2 ? 1 : -1, k & 4 ? 1 : -1]), 14],
    ["the braid arrangement", [[1, -1, 0, 0], [1, 0, -1, 0], [1, 0, 0, -1], [0, 1, -1, 0], [0, 1, 0, -1], [0, 0, 1, -1]], 24],
  ])("of %s are counted", (_, rows, count) => {
    expect(patterns(rows).length).toBe(count);
    expectRight(rows);
  });

  it("of the square's corners with biases are all labels but the two of XOR", () => {
    const found = names(patterns([[1, 1, 1], [1, -1, 1], [-1, 1, 1], [-1, -1, 1]]));
    expect(found).not.toContain("1001");
    expect(found).not.toContain("0110");
  });

  it("with a support are those of the columns in it", () => {
    const rows = [[1, 5, 2], [-1, 3, 1], [0, 7, 0], [2, 0, -1]];
    expect(patterns(rows, [0, 2]).length).toBe(6);
    expectRight(rows, [0, 2]);
    expectRight(rows, [1]);
    expect(patterns(rows, [])).toEqual([{ active: new Uint8Array(4), point: [0n, 0n, 0n] }]);
  });

  it("of small integer data, full of degeneracies, are right", () => {
    const data = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 3 }))
      .chain(([d, n, size]) => fc.array(fc.array(fc.integer({ min: -size, max: size }).map((x) => x + 0), { minLength: d, maxLength: d }), { minLength: n, maxLength: n }));
    fc.assert(fc.property(data, (rows) => expectRight(rows)), { seed: 3, numRuns: 150 });
  });

  it("of doubles of very different sizes are right, where doubles cannot tell the sides", () => {
    const tiny = 2 ** -60;
    expectRight([[1, 1, 0], [1 + 2 ** -52, 1, 0], [1, 1, tiny], [1, 1 - 2 ** -53, -tiny]]);
    expectRight([[1e300, 1], [1e-300, 1], [5e-324, -1], [0.1, 0.3], [0.3, 0.9]]);
    expectRight([[0.1, 0.2, 0.3], [1, 2, 3], [0.1 + 0.2, 0.4, 0.6], [0.3, 0.6, 0.9]]);
    const random = new Random(4);
    const nearly = gaussian(random, 6, 3).map(([a, b, c]) => [1 + a! * 2 ** -45, 1 + b! * 2 ** -45, 1 + c! * 2 ** -45]);
    expectRight(nearly);
  });

  it("are those that random directions meet, and more", () => {
    const random = new Random(5);
    const rows = biased(gaussian(random, 8, 2));
    const found = new Set(names(patterns(rows)));
    for (const name of names(sampledPatterns(flat(rows), 8, 3, all(3), 200, random).gates)) expect(found).toContain(name);
  });

  it("have witnesses with short entries on everyday data", () => {
    const gates = patterns(biased(gaussian(new Random(6), 10, 2)));
    expect(gates.every(({ point }) => point.every((x) => x > -(2n ** 32n) && x < 2n ** 32n))).toBe(true);
  });

  it("above the limit are not given, at it they are", () => {
    const rows = gaussian(new Random(7), 9, 3);
    const count = Number(generalPositionCount(9, 3));
    const limited = (limit: number) => activationPatterns(flat(rows), 9, 3, all(3), { limit });
    expect(limited(count)!.gates.length).toBe(count);
    expect(limited(count - 1)).toBeUndefined();
    const many = gaussian(new Random(8), 500, 4);
    expect(activationPatterns(flat(many), 500, 4, all(4), { limit: 2000 })).toBeUndefined();
    for (const [n, d] of [[1, 1], [3, 2], [0, 2]] as const) {
      const few = gaussian(new Random(9), n, d);
      const regions = patterns(n === 0 ? [] : few).length;
      expect(activationPatterns(flat(few), n, d, all(d), { limit: regions })!.gates.length).toBe(regions);
      expect(activationPatterns(flat(few), n, d, all(d), { limit: regions - 1 })).toBeUndefined();
    }
  });

  it("of entries that are not finite are refused", () => {
    expect(() => patterns([[1, Number.NaN]])).toThrow(RangeError);
  });
});

describe("sampled patterns", () => {
  const rows = biased(gaussian(new Random(10), 20, 3));
  const sample = (seed: number, count = 100) => sampledPatterns(flat(rows), 20, 4, all(4), count, new Random(seed));

  it("are as many as asked for, different, with witnesses, and come with their complements", () => {
    const { gates, complete } = sample(1);
    expect(complete).toBe(false);
    expect(gates.length).toBe(100);
    expect(new Set(names(gates)).size).toBe(100);
    expectWitnesses(rows, [0, 1, 2, 3], gates);
    const found = new Set(names(gates));
    for (const { active } of gates) expect(found).toContain(Array.from(active, (flag) => 1 - flag).join(""));
  });

  it("are the same for a seed, others for another", () => {
    expect(sample(1)).toEqual(sample(1));
    expect(names(sample(1).gates)).not.toEqual(names(sample(2).gates));
  });

  it("are fewer where there are fewer, with a support and zeros too", () => {
    const few = [[1, 0, 0], [0, 0, 1], [0, 5, 0]];
    const { gates } = sampledPatterns(flat(few), 3, 3, Int32Array.of(0, 2), 50, new Random(3));
    expect(names(gates).sort()).toEqual(["000", "010", "100", "110"]);
    expectWitnesses(few, [0, 2], gates);
  });
});

describe("the count in general position", () => {
  it("is Cover's, from 1 to 2^n", () => {
    expect([generalPositionCount(0, 3), generalPositionCount(1, 3), generalPositionCount(4, 1), generalPositionCount(4, 2), generalPositionCount(4, 3)]).toEqual([1n, 2n, 2n, 8n, 14n]);
    expect(generalPositionCount(70, 70)).toBe(2n ** 70n);
    expect(generalPositionCount(12, 4)).toBe(464n);
  });
});
