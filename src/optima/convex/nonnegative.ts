/**
 * Nonnegative least squares with a linear term: minimise |A a - b|^2 / 2 - q' a over a >= 0, by the active-set method of Lawson and Hanson (1974, chapter 23) on an orthogonal factorisation of
 * the passive columns, which are always independent. A column in the span of the passive ones that would pay still comes in: a moves along the dependence until a passive entry
 * is 0, which then leaves. So the minimum found has at most `rows` entries that are not 0, and their columns are independent.
 *
 * q must be such that the minimum exists. Each exchange costs of the order of rows * (columns + passive columns) operations.
 */

/** A column that is nearer to the span of the passive ones than this, relative to its length, belongs to it. */
const DEPENDENT = 1e-11;
/** A slope is 0 below this, relative to the terms that it is the sum of. */
const FLAT = 4e-15;
/** How often a column may come in without a visible gain. */
const MOST_RETURNS = 3;

export class NonnegativeLeastSquares {
  /** b - A a of the answer given last. */
  readonly residual: Float64Array;
  readonly #rows: number;
  readonly #capacity: number;
  /** Passive columns in order, orthonormal columns for them, the triangle by columns. */
  readonly #passive: Int32Array;
  readonly #basis: Float64Array;
  readonly #triangle: Float64Array;
  readonly #along: Float64Array;
  readonly #fresh: Float64Array;
  readonly #wanted: Float64Array;
  #count = 0;
  #columns: Float64Array = new Float64Array(0);
  #lengths: Float64Array = new Float64Array(0);
  #right: Float64Array = new Float64Array(0);
  #linear: Float64Array = new Float64Array(0);
  #answer: Float64Array = new Float64Array(0);

  constructor(rows: number) {
    this.#rows = rows;
    this.#capacity = rows + 1;
    this.#passive = new Int32Array(this.#capacity);
    this.#basis = new Float64Array(this.#capacity * rows);
    this.#triangle = new Float64Array(this.#capacity * this.#capacity);
    this.#along = new Float64Array(this.#capacity);
    this.#fresh = new Float64Array(rows);
    this.#wanted = new Float64Array(this.#capacity);
    this.residual = new Float64Array(rows);
  }

  /** `columns`: A column by column, `count` of them; b; q; `start`: columns thought to be passive. The minimiser. */
  solve(columns: Float64Array, count: number, right: Float64Array, linear: Float64Array, start: readonly number[]): Float64Array {
    const rows = this.#rows;
    this.#columns = columns;
    this.#right = right;
    this.#linear = linear;
    this.#answer = new Float64Array(count);
    this.#lengths = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      let sum = 0;
      for (let i = k * rows; i < (k + 1) * rows; i++) sum += columns[i]! * columns[i]!;
      this.#lengths[k] = Math.sqrt(sum);
    }
    this.#begin(start);
    const returns = new Uint8Array(count);
    const isPassive = new Uint8Array(count);
    for (let exchanges = 10 * (count + rows); exchanges > 0; exchanges--) {
      this.#residual();
      let scale = 0;
      for (let i = 0; i < rows; i++) scale += this.residual[i]! * this.residual[i]!;
      scale = Math.sqrt(scale);
      isPassive.fill(0);
      for (let t = 0; t < this.#count; t++) isPassive[this.#passive[t]!] = 1;
      let best = -1;
      let steepest = 0;
      let gain = 0;
      for (let k = 0; k < count; k++) {
        const length = this.#lengths[k]!;
        if (length === 0 || isPassive[k] === 1 || returns[k]! >= MOST_RETURNS) continue;
        let slope = linear[k]!;
        for (let i = 0, at = k * rows; i < rows; i++) slope += columns[at + i]! * this.residual[i]!;
        if (slope <= FLAT * (length * scale + Math.abs(linear[k]!))) continue;
        if (slope / length > steepest) [best, steepest, gain] = [k, slope / length, slope];
      }
      if (best < 0) break;
      returns[best]!++;
      if (this.#enter(best, gain)) returns.fill(0);
    }
    return this.#answer;
  }

  /** The passive columns thought of, without dependent ones and those of negative answers. */
  #begin(start: readonly number[]): void {
    this.#count = 0;
    for (const column of start) this.#append(column);
    while (this.#count > 0) {
      this.#solvePassive();
      let worst = 0;
      for (let t = 1; t < this.#count; t++) if (this.#wanted[t]! < this.#wanted[worst]!) worst = t;
      if (this.#wanted[worst]! > 0) break;
      this.#remove(worst);
    }
    for (let t = 0; t < this.#count; t++) this.#answer[this.#passive[t]!] = this.#wanted[t]!;
  }

  /** Did the objective visibly fall? */
  #enter(column: number, slope: number): boolean {
    const answer = this.#answer;
    if (!this.#append(column)) {
      // In the span: up along the dependence, which leaves A a as it is. `#along` holds the column in the basis.
      const count = this.#count;
      const weights = this.#wanted;
      for (let t = count - 1; t >= 0; t--) {
        let sum = this.#along[t]!;
        for (let later = t + 1; later < count; later++) sum -= this.#triangle[later * this.#capacity + t]! * weights[later]!;
        weights[t] = sum / this.#triangle[t * this.#capacity + t]!;
      }
      let step = Number.POSITIVE_INFINITY;
      let leaving = -1;
      for (let t = 0; t < count; t++) {
        if (weights[t]! <= 0) continue;
        const ratio = answer[this.#passive[t]!]! / weights[t]!;
        if (ratio < step) [step, leaving] = [ratio, t];
      }
      if (leaving < 0) return false;
      for (let t = 0; t < count; t++) answer[this.#passive[t]!] = Math.max(0, answer[this.#passive[t]!]! - step * weights[t]!);
      answer[this.#passive[leaving]!] = 0;
      this.#remove(leaving);
      if (!this.#append(column)) return false;
      answer[column] = step;
    }
    let moved = 0;
    for (;;) {
      if (this.#count === 0) return moved > 0;
      this.#solvePassive();
      let step = 1;
      let leaving = -1;
      for (let t = 0; t < this.#count; t++) {
        if (this.#wanted[t]! > 0) continue;
        const now = answer[this.#passive[t]!]!;
        const ratio = now > 0 ? now / (now - this.#wanted[t]!) : 0;
        if (leaving < 0 || ratio < step) [step, leaving] = [ratio, t];
      }
      for (let t = 0; t < this.#count; t++) {
        const k = this.#passive[t]!;
        const change = step * (this.#wanted[t]! - answer[k]!);
        if (k === column) moved += change * slope;
        answer[k]! += change;
      }
      if (leaving < 0) return moved > 0;
      answer[this.#passive[leaving]!] = 0;
      this.#remove(leaving);
    }
  }

  /** R'R a = A'b + q on the passive columns, as R a = Q'b + R'^-1 q, into `#wanted`. */
  #solvePassive(): void {
    const rows = this.#rows;
    const count = this.#count;
    const triangle = this.#triangle;
    const capacity = this.#capacity;
    const along = this.#along;
    for (let t = 0; t < count; t++) {
      let sum = this.#linear[this.#passive[t]!]!;
      for (let s = 0; s < t; s++) sum -= triangle[t * capacity + s]! * along[s]!;
      along[t] = sum / triangle[t * capacity + t]!;
    }
    for (let t = count - 1; t >= 0; t--) {
      let sum = along[t]!;
      for (let i = 0, at = t * rows; i < rows; i++) sum += this.#basis[at + i]! * this.#right[i]!;
      for (let later = t + 1; later < count; later++) sum -= triangle[later * capacity + t]! * this.#wanted[later]!;
      this.#wanted[t] = sum / triangle[t * capacity + t]!;
    }
  }

  /**
   * b - A a at the minimum over the passive columns, as (I - Q Q') b - Q R'^-1 q: so it meets the passive columns' conditions to the last bits of itself, also where it is tiny beside b.
   */
  #residual(): void {
    const rows = this.#rows;
    const count = this.#count;
    const rest = this.residual;
    const basis = this.#basis;
    const along = this.#along;
    if (count === rows) rest.fill(0);
    else rest.set(this.#right);
    for (let pass = 0; pass < (count === rows ? 0 : 2); pass++) {
      for (let t = 0; t < count; t++) {
        const at = t * rows;
        let sum = 0;
        for (let i = 0; i < rows; i++) sum += basis[at + i]! * rest[i]!;
        for (let i = 0; i < rows; i++) rest[i]! -= sum * basis[at + i]!;
      }
    }
    for (let t = 0; t < count; t++) {
      let sum = this.#linear[this.#passive[t]!]!;
      for (let s = 0; s < t; s++) sum -= this.#triangle[t * this.#capacity + s]! * along[s]!;
      along[t] = sum / this.#triangle[t * this.#capacity + t]!;
    }
    for (let t = 0; t < count; t++) for (let i = 0, at = t * rows; i < rows; i++) rest[i]! -= along[t]! * basis[at + i]!;
  }

  /** False where the column is in the span of the passive ones up to rounding; `#along` then holds its coordinates. */
  #append(column: number): boolean {
    const rows = this.#rows;
    const count = this.#count;
    const length = this.#lengths[column]!;
    const fresh = this.#fresh;
    const along = this.#along;
    const basis = this.#basis;
    for (let i = 0; i < rows; i++) fresh[i] = this.#columns[column * rows + i]!;
    for (let pass = 0; pass < 2; pass++) {
      for (let t = 0; t < count; t++) {
        const at = t * rows;
        let sum = 0;
        for (let i = 0; i < rows; i++) sum += basis[at + i]! * fresh[i]!;
        for (let i = 0; i < rows; i++) fresh[i]! -= sum * basis[at + i]!;
        along[t] = pass === 0 ? sum : along[t]! + sum;
      }
    }
    let left = 0;
    for (let i = 0; i < rows; i++) left += fresh[i]! * fresh[i]!;
    left = Math.sqrt(left);
    if (count === rows || left <= DEPENDENT * length) return false;
    for (let i = 0; i < rows; i++) basis[count * rows + i] = fresh[i]! / left;
    for (let t = 0; t < count; t++) this.#triangle[count * this.#capacity + t] = along[t]!;
    this.#triangle[count * this.#capacity + count] = left;
    this.#passive[count] = column;
    this.#count = count + 1;
    return true;
  }

  /** Takes a passive column out; Givens rotations make the triangle triangular again. */
  #remove(position: number): void {
    const rows = this.#rows;
    const capacity = this.#capacity;
    const triangle = this.#triangle;
    const basis = this.#basis;
    const last = this.#count - 1;
    for (let t = position; t < last; t++) {
      this.#passive[t] = this.#passive[t + 1]!;
      for (let s = 0; s <= t + 1; s++) triangle[t * capacity + s] = triangle[(t + 1) * capacity + s]!;
    }
    this.#count = last;
    for (let t = position; t < last; t++) {
      const first = triangle[t * capacity + t]!;
      const second = triangle[t * capacity + t + 1]!;
      const length = Math.hypot(first, second);
      const [cosine, sine] = [first / length, second / length];
      for (let later = t; later < last; later++) {
        const at = later * capacity + t;
        const [upper, lower] = [triangle[at]!, triangle[at + 1]!];
        triangle[at] = cosine * upper + sine * lower;
        triangle[at + 1] = cosine * lower - sine * upper;
      }
      for (let i = t * rows; i < (t + 1) * rows; i++) {
        const [upper, lower] = [basis[i]!, basis[i + rows]!];
        basis[i] = cosine * upper + sine * lower;
        basis[i + rows] = cosine * lower - sine * upper;
      }
    }
  }
}

/** a >= 0 for which sum_k a_k columns[k] is nearest to the target, from the beginning; the columns with a_k > 0 are linearly independent. */
export function nonnegativeLeastSquares(columns: readonly Float64Array[], target: Float64Array): Float64Array {
  const rows = target.length;
  const all = new Float64Array(columns.length * rows);
  for (const [k, column] of columns.entries()) all.set(column, k * rows);
  return new NonnegativeLeastSquares(rows).solve(all, columns.length, target, new Float64Array(columns.length), []);
}
