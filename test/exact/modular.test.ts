import { describe, expect, it } from "vitest";
import { PRIME, type SparseRow, fractionOf, hasFullRowRank, inverseMod, isSolvableMod, multiplyMod, rankMod, residue, residueOf, residueOfRational } from "../../src/exact/modular.js";
import { Rational } from "../../src/exact/rational.js";
import { Random } from "../../src/exact/random.js";
import { exactRank } from "../support/rational.js";

const sparse = (matrix: readonly (readonly number[])[]): SparseRow[] =>
  matrix.map((line) => {
    const columns = line.flatMap((value, j) => (value === 0 ? [] : [j]));
    return { columns, values: columns.map((j) => line[j]!) };
  });

const EXTREMES = [0, 1, 2, PRIME - 1, PRIME - 2, (PRIME - 1) / 2, (PRIME + 1) / 2, 8191, 8192];

describe("the modulus", () => {
  it("is a prime", () => {
    for (let d = 2; d * d <= PRIME; d++) expect(PRIME % d).not.toBe(0);
  });

  it("is the largest prime below 2^26", () => {
    const isPrime = (n: number): boolean => {
      for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
      return true;
    };
    for (let n = PRIME + 1; n < 2 ** 26; n++) expect(isPrime(n)).toBe(false);
  });
});

describe("multiplyMod", () => {
  const expected = (a: number, b: number): number => Number((BigInt(a) * BigInt(b)) % BigInt(PRIME));

  it("agrees with bigint arithmetic at the extremes of the residues", () => {
    for (const a of EXTREMES) for (const b of EXTREMES) expect(multiplyMod(a, b)).toBe(expected(a, b));
  });

  it("agrees with bigint arithmetic on random residues", () => {
    const random = new Random(11);
    const wrong: [number, number][] = [];
    for (let n = 0; n < 20_000; n++) {
      const [a, b] = [random.below(PRIME), random.below(PRIME)];
      if (multiplyMod(a, b) !== expected(a, b)) wrong.push([a, b]);
    }
    expect(wrong).toEqual([]);
  });

  it("agrees with bigint arithmetic next to multiples of p, where a rounded quotient could be off by one", () => {
    for (let a = 1; a < 400; a++) {
      const nearly = Math.floor(PRIME / a);
      for (const b of [nearly - 1, nearly, nearly + 1, PRIME - nearly, PRIME - a]) expect(multiplyMod(a, b)).toBe(expected(a, b));
    }
  });
});

describe("inverseMod", () => {
  it("gives 1 when multiplied back, at the extremes and at random", () => {
    const random = new Random(12);
    const values = [...EXTREMES.slice(1), ...Array.from({ length: 500 }, () => 1 + random.below(PRIME - 1))];
    for (const a of values) expect(multiplyMod(a, inverseMod(a))).toBe(1);
  });

  it("is its own inverse for 1 and -1", () => {
    expect(inverseMod(1)).toBe(1);
    expect(inverseMod(PRIME - 1)).toBe(PRIME - 1);
  });
});

describe("residue", () => {
  it("lies in 0 .. p-1 and agrees with bigint arithmetic for safe integers of both signs", () => {
    for (const value of [0, 1, -1, PRIME, -PRIME, PRIME + 1, -PRIME - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
      const p = BigInt(PRIME);
      expect(residue(value) + 0).toBe(Number(((BigInt(value) % p) + p) % p));
    }
  });
});

describe("rankMod", () => {
  const random = new Random(13);
  const cases = Array.from({ length: 600 }, () => {
    const [rows, columns] = [1 + random.below(6), 1 + random.below(6)];
    const inner = 1 + random.below(4);
    const bound = [2, 5, 1000][random.below(3)]!;
    const entry = (): number => (random.below(3) === 0 ? 0 : random.below(2 * bound + 1) - bound);
    const left = Array.from({ length: rows }, () => Array.from({ length: inner }, entry));
    const right = Array.from({ length: inner }, () => Array.from({ length: columns }, entry));
    return left.map((line) => Array.from({ length: columns }, (_, j) => line.reduce((sum, value, k) => sum + value * right[k]![j]!, 0)));
  });

  it("equals the rank over the rationals on random small integer matrices of every rank", () => {
    const ranks = new Set<number>();
    for (const matrix of cases) {
      const exact = exactRank(matrix);
      ranks.add(exact);
      expect(rankMod(sparse(matrix), matrix[0]!.length)).toBe(exact);
    }
    expect([...ranks].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it("never exceeds the rank over the rationals when entries are near multiples of p", () => {
    let smaller = 0;
    for (let n = 0; n < 400; n++) {
      const size = 2 + random.below(4);
      const matrix = Array.from({ length: size }, () => Array.from({ length: size }, () => PRIME * random.below(3) + random.below(3) - 1));
      const exact = exactRank(matrix);
      const found = rankMod(sparse(matrix), size);
      expect(found).toBeLessThanOrEqual(exact);
      if (found < exact) smaller++;
    }
    // The cases do reach what the test is about: ranks lost to the modulus.
    expect(smaller).toBeGreaterThan(20);
  });

  it("treats a multiple of p as zero", () => {
    expect(rankMod([{ columns: [0], values: [PRIME] }], 1)).toBe(0);
    expect(rankMod([{ columns: [0], values: [-PRIME] }], 1)).toBe(0);
  });

  it("does not need the columns of a row in order", () => {
    expect(rankMod([{ columns: [2, 0], values: [1, 3] }, { columns: [0, 2], values: [3, 1] }], 3)).toBe(1);
  });

  it("is 0 without rows and for rows without entries", () => {
    expect(rankMod([], 3)).toBe(0);
    expect(rankMod([{ columns: [], values: [] }], 3)).toBe(0);
  });
});

describe("hasFullRowRank", () => {
  it("agrees with the plain rank on random sparse matrices, with and without blocks", () => {
    const random = new Random(14);
    const counts = { full: 0, deficient: 0 };
    for (let n = 0; n < 1500; n++) {
      const [rows, columns] = [random.below(7), 1 + random.below(9)];
      const matrix = Array.from({ length: rows }, () => Array.from({ length: columns }, () => (random.below(10) < 3 ? random.below(5) - 2 : 0)));
      const full = rankMod(sparse(matrix), columns) === rows;
      expect(hasFullRowRank(sparse(matrix))).toBe(full);
      counts[full ? "full" : "deficient"]++;
    }
    expect(Math.min(counts.full, counts.deficient)).toBeGreaterThan(200);
  });

  it("is false as soon as one row is empty", () => {
    expect(hasFullRowRank([{ columns: [0], values: [1] }, { columns: [], values: [] }])).toBe(false);
  });

  it("is false for a row whose entries are all zero modulo p", () => {
    expect(hasFullRowRank([{ columns: [0, 1], values: [0, PRIME] }])).toBe(false);
  });

  it("is true without rows", () => {
    expect(hasFullRowRank([])).toBe(true);
  });

  it("joins rows that are linked only through later rows", () => {
    const chain = [
      { columns: [0], values: [1] },
      { columns: [1], values: [1] },
      { columns: [0, 1], values: [1, 1] },
    ];
    expect(hasFullRowRank(chain)).toBe(false);
  });

  it("copes with column numbers far beyond the number of columns", () => {
    expect(hasFullRowRank([{ columns: [1e9, 5], values: [1, 1] }, { columns: [5], values: [2] }])).toBe(true);
  });
});

describe("isSolvableMod", () => {
  it("agrees with the ranks without and with the right-hand side", () => {
    const random = new Random(31);
    const seen = { yes: 0, no: 0 };
    for (let n = 0; n < 600; n++) {
      const [height, width] = [1 + random.below(5), 1 + random.below(6)];
      const matrix = Array.from({ length: height }, () => Array.from({ length: width }, () => [0, 0, 1, PRIME - 1, random.below(PRIME)][random.below(5)]!));
      if (height > 1 && random.below(2) === 0) matrix[height - 1] = matrix[0]!.map((value, c) => (value + matrix[1]![c]!) % PRIME);
      const solvable = rankMod(sparse(matrix.map((line) => line.slice(0, -1))), width) === rankMod(sparse(matrix), width);
      seen[solvable ? "yes" : "no"]++;
      expect(isSolvableMod(Float64Array.from(matrix.flat()), height, width)).toBe(solvable);
    }
    expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(100);
  });
});

describe("residueOf", () => {
  it("is the remainder of integers of any size", () => {
    const p = BigInt(PRIME);
    for (const value of [0n, 1n, -1n, p, -p, p - 1n, 1n - p, 10n ** 40n, -(10n ** 40n), -(p ** 3n)]) expect(BigInt(residueOf(value))).toBe(((value % p) + p) % p);
  });
});

describe("fractionOf", () => {
  it("finds every small fraction again, in lowest terms", () => {
    const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));
    for (let q = 1; q <= 30; q++) {
      for (let p = -30; p <= 30; p++) {
        if (gcd(p, q) === 1) expect(fractionOf(multiplyMod(residue(p), inverseMod(q)), 30)).toEqual([p, q]);
      }
    }
  });

  it("finds nothing where there is no small fraction", () => {
    const random = new Random(9);
    for (let n = 0; n < 2000; n++) {
      const value = random.below(PRIME);
      const found = fractionOf(value, 50);
      if (found === undefined) {
        for (let q = 1; q <= 50; q++) expect(Math.min(multiplyMod(value, q), PRIME - multiplyMod(value, q))).toBeGreaterThan(50);
      } else expect(multiplyMod(residue(found[0]), inverseMod(found[1]))).toBe(value);
    }
  });
});

describe("residueOfRational", () => {
  it("is p / q modulo the prime, but for those whose denominator the prime divides", () => {
    expect(multiplyMod(residueOfRational(Rational.of(2, 3))!, 3)).toBe(2);
    expect(residueOfRational(Rational.of(-1))).toBe(PRIME - 1);
    expect(residueOfRational(Rational.of(1, PRIME))).toBeUndefined();
  });
});
