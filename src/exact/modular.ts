/**
 * Rank of integer matrices modulo one fixed prime.
 *
 * A minor that is nonzero modulo a prime is nonzero, so the rank modulo p never exceeds the rank over the rationals: a full
 * rank found here is a proof, a smaller one proves nothing.
 *
 * Residues are doubles in [0, p): p < 2^26, so a product of two and its reduction stay below 2^53 and are exact.
 */
import { Partition } from "./partition.js";
import type { Rational } from "./rational.js";

/** The largest prime below 2^26. */
export const PRIME = 67108859;

/** a * b mod p for residues a, b. The quotient by floating point is off by at most one. */
export function multiplyMod(a: number, b: number): number {
  const product = a * b;
  let rest = product - Math.floor(product / PRIME) * PRIME;
  if (rest < 0) rest += PRIME;
  else if (rest >= PRIME) rest -= PRIME;
  return rest;
}

/** a^-1 mod p for a nonzero residue a, as a^(p - 2). */
export function inverseMod(a: number): number {
  let result = 1;
  for (let e = PRIME - 2, power = a; e > 0; e = Math.floor(e / 2), power = multiplyMod(power, power)) {
    if (e % 2 === 1) result = multiplyMod(result, power);
  }
  return result;
}

/** The residue in [0, p) of a safe integer. */
export function residue(value: number): number {
  const rest = value % PRIME;
  return rest < 0 ? rest + PRIME : rest;
}

/** The residue in [0, p) of an integer of any size. */
export function residueOf(value: bigint): number {
  return residue(Number(value % BigInt(PRIME)));
}

/** p / q modulo the prime; nothing when the denominator is 0 modulo the prime. */
export function residueOfRational({ numerator, denominator }: Rational): number | undefined {
  const [top, bottom] = [residueOf(numerator), residueOf(denominator)];
  return bottom === 0 ? undefined : multiplyMod(top, inverseMod(bottom));
}

/**
 * The fraction p/q with |p| and q at most `bound` whose residue this is, or nothing. There is at most one if 2 bound^2 is below the prime. By Euclid's algorithm (Wang 1981).
 */
export function fractionOf(value: number, bound: number): [numerator: number, denominator: number] | undefined {
  let [above, below] = [PRIME, value];
  // below = q * value modulo the prime, at every step.
  let [before, q] = [0, 1];
  while (below > bound) {
    const times = Math.floor(above / below);
    [above, below] = [below, above - times * below];
    [before, q] = [q, before - times * q];
  }
  if (Math.abs(q) > bound) return undefined;
  return q < 0 ? [0 - below, -q] : [below, q];
}

/** One row of a sparse matrix: columns without repeats, and the integer entry in each. */
export interface SparseRow {
  readonly columns: readonly number[];
  readonly values: readonly number[];
}

/**
 * The rank modulo p of the matrix with the given sparse rows (safe integers). Gaussian elimination on dense copies of the
 * rows: about rows^2 * columns multiplications, so callers cut the matrix into blocks first where they can.
 */
export function rankMod(rows: readonly SparseRow[], columnCount: number): number {
  return eliminate(rows, columnCount).length;
}

/**
 * Has the linear system a solution modulo p? `height` rows of `width` residues each in one array, which is overwritten; the last of a row is its right-hand side.
 */
export function isSolvableMod(system: Float64Array, height: number, width: number): boolean {
  for (let pivotRow = 0, column = 0; column < width - 1 && pivotRow < height; column++) {
    let found = pivotRow;
    while (found < height && system[found * width + column] === 0) found++;
    if (found === height) continue;
    // Rows change places by exchanging what is left of them.
    if (found !== pivotRow) {
      for (let c = column; c < width; c++) {
        const value = system[found * width + c]!;
        system[found * width + c] = system[pivotRow * width + c]!;
        system[pivotRow * width + c] = value;
      }
    }
    const pivot = system[pivotRow * width + column]!;
    for (let row = found + 1; row < height; row++) {
      const factor = system[row * width + column]!;
      if (factor === 0) continue;
      for (let c = column; c < width; c++) {
        const value = multiplyMod(system[row * width + c]!, pivot) - multiplyMod(factor, system[pivotRow * width + c]!);
        system[row * width + c] = value < 0 ? value + PRIME : value;
      }
    }
    pivotRow++;
    if (pivotRow === height) return true;
  }
  // What is left has no coefficients: solvable only where nothing is asked.
  for (let row = 0; row < height; row++) {
    let zero = true;
    for (let c = 0; c < width - 1 && zero; c++) zero = system[row * width + c] === 0;
    if (zero && system[row * width + width - 1] !== 0) return false;
  }
  return true;
}

/**
 * A solution of "every row times x = 0" modulo p: the columns that elimination leaves free take the values `free`, one per column, the
 * others follow. Nothing when the rows are dependent modulo p.
 */
export function kernelMod(rows: readonly SparseRow[], free: readonly number[]): number[] | undefined {
  const pivots = eliminate(rows, free.length);
  if (pivots.length < rows.length) return undefined;
  const solution = free.map(residue);
  for (const pivot of pivots) solution[pivot.column] = 0;
  // A pivot row has no entry in the columns of earlier pivots: backwards, everything it needs is known.
  for (const { column, row } of pivots.toReversed()) {
    let sum = 0;
    for (let j = column + 1; j < row.length; j++) if (row[j] !== 0) sum = residue(sum + multiplyMod(row[j]!, solution[j]!));
    solution[column] = sum === 0 ? 0 : PRIME - sum;
  }
  return solution;
}

/** A row of an echelon form: zero before `column`, one there, and zero in the columns of earlier pivots. */
interface Pivot {
  readonly column: number;
  readonly row: Float64Array;
}

function eliminate(rows: readonly SparseRow[], columnCount: number): Pivot[] {
  const pivots: Pivot[] = [];
  for (const sparse of rows) {
    const dense = new Float64Array(columnCount);
    sparse.columns.forEach((column, e) => (dense[column] = residue(sparse.values[e]!)));
    for (const pivot of pivots) {
      const factor = dense[pivot.column]!;
      if (factor !== 0) subtractMultiple(dense, factor, pivot.row, pivot.column);
    }
    const column = dense.findIndex((value) => value !== 0);
    if (column < 0) continue;
    const inverse = inverseMod(dense[column]!);
    for (let j = column; j < columnCount; j++) dense[j] = multiplyMod(dense[j]!, inverse);
    pivots.push({ column, row: dense });
  }
  return pivots;
}

/** target -= factor * source, where source is zero before `from`. The hot loop of elimination. */
function subtractMultiple(target: Float64Array, factor: number, source: Float64Array, from: number): void {
  const negative = PRIME - factor;
  for (let j = from; j < target.length; j++) {
    const s = source[j]!;
    if (s === 0) continue;
    const value = target[j]! + negative * s;
    const rest = value - Math.floor(value / PRIME) * PRIME;
    target[j] = rest < 0 ? rest + PRIME : rest >= PRIME ? rest - PRIME : rest;
  }
}

/**
 * Is the rank equal to the number of rows? Rows are taken block by block: rows that share no column, directly or through
 * others, are independent, and each block costs the cube of its own size only.
 */
export function hasFullRowRank(rows: readonly SparseRow[]): boolean {
  return blocks(rows).every((block) => {
    const names = new Map<number, number>();
    const renamed = block.map((line) => ({
      columns: line.columns.map((column) => {
        let name = names.get(column);
        if (name === undefined) names.set(column, (name = names.size));
        return name;
      }),
      values: line.values,
    }));
    return names.size >= block.length && rankMod(renamed, names.size) === block.length;
  });
}

/** What `hasFullRowRank` costs at most: the sum over the blocks of rows^2 * columns, in multiplications. */
export function rankWork(rows: readonly SparseRow[]): number {
  return blocks(rows).reduce((sum, block) => sum + block.length ** 2 * new Set(block.flatMap(({ columns }) => columns)).size, 0);
}

/** The rows in blocks: those linked by common columns, directly or through others. */
function blocks(rows: readonly SparseRow[]): SparseRow[][] {
  const linked = new Partition(rows.length);
  const owner = new Map<number, number>();
  rows.forEach((line, r) => {
    for (const column of line.columns) {
      const other = owner.get(column);
      if (other === undefined) owner.set(column, r);
      else linked.join(r, other);
    }
  });
  return linked.parts().map((block) => block.map((r) => rows[r]!));
}
