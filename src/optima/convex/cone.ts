/**
 * Projections onto the cones of the ReLU program. For the gate i and the sign s, c = s X' D_i nu on the columns of the gate's support, K_i = {u : G_i u >= 0} with G_i = (2 D_i - I) X there.
 * By Moreau's decomposition the projection is P = c + G_i' rho, rho >= 0 the least of |c + G_i' rho|: nonnegative least squares, by the active-set method of Lawson and Hanson (1974, chapter 23)
 * on rows of length 1, with an orthonormal basis of the tight rows. In the gated program there are no cones, and P = c.
 */
import type { ConvexProgram, Gate } from "./program.js";

/** A row is violated if it has less than minus this times |c|. */
const VIOLATION = 1e-15;
/** A row that is nearer to the span of the tight rows than this, measured by the sine of the angle, belongs to it. */
const DEPENDENT = 1e-12;
/** A unit vector is on a row (of length 1) that gives less than this. */
const ON_ROW = 1e-11;
/** How often a row may be made tight without a visible decrease of the distance. */
const MOST_RETURNS = 4;
/** In place of a number of returns: the row takes no part. */
const LEFT_OUT = 255;
/** What is left of c, relative to c, is taken to be 0 below this. */
const ZERO = 2e-15;

/** Of one support: the points on its columns, and as rows of length 1. */
interface Rows {
  readonly width: number;
  /** n x width. */
  readonly points: Float64Array;
  /** n x width; rows that are 0 stay 0. */
  readonly units: Float64Array;
  readonly lengths: Float64Array;
}

export interface Projection {
  /** P, d entries, 0 outside of the gate's support. */
  readonly vector: Float64Array;
  readonly norm: number;
  /** rho >= 0, one for each point: P = c + G' rho, and rho_j > 0 only where the row j of G is 0 at P. */
  readonly multipliers: Float64Array;
}

/**
 * The projections of one program. It remembers the tight rows of every gate and sign as a warm start, so that results may differ in the last bits with the order of calls.
 *
 * A projection costs of the order of n * width + (rows that become tight) * (n * width + width^2) operations.
 */
export class ConeProjection {
  readonly #program: ConvexProgram;
  readonly #rows: Rows[];
  /** For every gate and sign: how many rows were tight, then which. */
  readonly #memory: Int32Array;
  readonly #stride: number;
  /** c, and what is left of it: P once a projection has ended. */
  readonly #c: Float64Array;
  readonly #rest: Float64Array;
  /** Tight rows, their multipliers (for rows of length 1), the orthonormal basis by rows, the triangle by columns. */
  readonly #tight: Int32Array;
  readonly #rho: Float64Array;
  readonly #wanted: Float64Array;
  readonly #basis: Float64Array;
  readonly #triangle: Float64Array;
  readonly #along: Float64Array;
  readonly #barred: Uint8Array;
  #tightCount = 0;

  constructor(program: ConvexProgram) {
    const { n, d } = program;
    this.#program = program;
    this.#rows = program.supports.map((support) => rowsOf(program, support));
    this.#stride = d + 1;
    this.#memory = new Int32Array(program.model === "relu" ? 2 * program.gates.length * this.#stride : 0);
    this.#c = new Float64Array(d);
    this.#rest = new Float64Array(d);
    this.#tight = new Int32Array(d);
    this.#rho = new Float64Array(d);
    this.#wanted = new Float64Array(d);
    this.#basis = new Float64Array(d * d);
    this.#triangle = new Float64Array(d * d);
    this.#along = new Float64Array(d);
    this.#barred = new Uint8Array(n);
  }

  /** The projection for a gate and a sign at nu, n numbers. */
  project(gate: number, sign: 1 | -1, nu: Float64Array): Projection {
    const { n, d, supports, gates } = this.#program;
    const norm = this.#run(gate, sign, nu, 0);
    const { support } = gates[gate]!;
    const columns = supports[support]!;
    const { lengths } = this.#rows[support]!;
    const vector = new Float64Array(d);
    for (let k = 0; k < columns.length; k++) vector[columns[k]!] = this.#rest[k]!;
    const multipliers = new Float64Array(n);
    for (let t = 0; t < this.#tightCount; t++) multipliers[this.#tight[t]!] = this.#rho[t]! / lengths[this.#tight[t]!]!;
    return { vector, norm, multipliers };
  }

  /**
   * |P| at nu of every gate and sign: at 2 * gate for sign 1 and 2 * gate + 1 for sign -1; in the gated program at gate.
   * Norms that turn out to be at most `bound` on the way are given as a number between them and `bound`.
   */
  norms(nu: Float64Array, bound = 0, into: Float64Array = new Float64Array(blockCount(this.#program))): Float64Array {
    const { gates, model } = this.#program;
    if (model === "gated") for (let i = 0; i < gates.length; i++) into[i] = this.#run(i, 1, nu, bound);
    else {
      for (let i = 0; i < gates.length; i++) {
        into[2 * i] = this.#run(i, 1, nu, bound);
        into[2 * i + 1] = this.#run(i, -1, nu, bound);
      }
    }
    return into;
  }

  /** The projection of a vector (d entries, those in the gate's support are looked at) onto the cone of a gate. */
  projectVector(gate: number, vector: Float64Array): Float64Array {
    const { supports, gates, model, d } = this.#program;
    const { active, support } = gates[gate]!;
    const columns = supports[support]!;
    const rows = this.#rows[support]!;
    for (let k = 0; k < rows.width; k++) this.#c[k] = vector[columns[k]!]!;
    this.#rest.set(this.#c);
    this.#tightCount = 0;
    this.#barred.fill(0);
    const whole = lengthOf(this.#c, 0, rows.width);
    if (model === "relu" && whole > 0) this.#nonnegative(active, rows, whole, 0);
    const projected = new Float64Array(d);
    for (let k = 0; k < rows.width; k++) projected[columns[k]!] = this.#rest[k]!;
    return projected;
  }

  /** The largest t in [0, 1] for which direction + t * way is in the gate's cone, where the direction is. */
  reach(gate: number, direction: Float64Array, way: Float64Array): number {
    const { n, d, X, gates, model } = this.#program;
    if (model === "gated") return 1;
    const { active, support } = gates[gate]!;
    const { lengths } = this.#rows[support]!;
    let most = 1;
    for (let j = 0; j < n; j++) {
      let here = 0;
      let change = 0;
      for (let k = 0, row = j * d; k < d; k++) {
        here += X[row + k]! * direction[k]!;
        change += X[row + k]! * way[k]!;
      }
      if (active[j] === 0) [here, change] = [-here, -change];
      if (here > ON_ROW * lengths[j]! && here + most * change < 0) most = -here / change;
    }
    return most;
  }

  /**
   * A basis of the directions in which a block may leave a unit vector of its cone: orthogonal to it, and to those of its tight rows that hold back the gradient at nu. As in `tangent`.
   */
  tangentAt(gate: number, sign: 1 | -1, direction: Float64Array, nu: Float64Array, into: Float64Array): number {
    const { n, supports, gates, model } = this.#program;
    const { active, support } = gates[gate]!;
    const columns = supports[support]!;
    const rows = this.#rows[support]!;
    this.#correlate(gate, sign, nu);
    this.#tightCount = 0;
    const whole = lengthOf(this.#c, 0, rows.width);
    if (model === "relu" && whole > 0) {
      for (let j = 0; j < n; j++) {
        let slack = 0;
        for (let k = 0; k < rows.width; k++) slack += rows.units[j * rows.width + k]! * direction[columns[k]!]!;
        this.#barred[j] = Math.abs(slack) > ON_ROW ? LEFT_OUT : 0;
      }
      this.#nonnegative(active, rows, whole, 0);
    }
    for (let k = 0; k < rows.width; k++) this.#rest[k] = direction[columns[k]!]!;
    return this.tangent(gate, into);
  }

  /**
   * A basis of the directions, on the gate's support, that are orthogonal to P and to its tight rows: row by row into `into` (d x d, in all columns), for the projection made last,
   * which must not be 0. The number of rows.
   */
  tangent(gate: number, into: Float64Array): number {
    const { d, supports, gates } = this.#program;
    const columns = supports[gates[gate]!.support]!;
    const { width } = this.#rows[gates[gate]!.support]!;
    const basis = this.#basis;
    let count = this.#tightCount;
    const fixed = count + 1;
    if (fixed >= width) return 0;
    let norm = 0;
    for (let k = 0; k < width; k++) norm += this.#rest[k]! ** 2;
    norm = Math.sqrt(norm);
    for (let k = 0; k < width; k++) basis[count * width + k] = this.#rest[k]! / norm;
    count++;
    // The unit vector that is farthest from the span, again and again: its distance is at least 1 / sqrt(width) while there is room.
    while (count < width) {
      let farthest = 0;
      let most = -1;
      for (let k = 0; k < width; k++) {
        let left = 1;
        for (let b = 0; b < count; b++) left -= basis[b * width + k]! ** 2;
        if (left > most) [farthest, most] = [k, left];
      }
      const at = count * width;
      basis.fill(0, at, at + width);
      basis[at + farthest] = 1;
      orthogonalize(basis, count, width, basis, at, undefined);
      const length = lengthOf(basis, at, width);
      for (let k = 0; k < width; k++) basis[at + k]! /= length;
      count++;
    }
    into.fill(0, 0, (count - fixed) * d);
    for (let b = fixed; b < count; b++) for (let k = 0; k < width; k++) into[(b - fixed) * d + columns[k]!] = basis[b * width + k]!;
    return count - fixed;
  }

  /** Leaves P in `#rest` and the tight rows with their multipliers; |P|, or, ended early, a number between |P| and the bound. */
  #run(gate: number, sign: 1 | -1, nu: Float64Array, bound: number): number {
    this.#correlate(gate, sign, nu);
    const { active, support } = this.#program.gates[gate]!;
    const rows = this.#rows[support]!;
    const whole = lengthOf(this.#c, 0, rows.width);
    this.#rest.set(this.#c);
    this.#tightCount = 0;
    if (this.#program.model === "gated" || whole <= bound || whole === 0) return whole;
    const slot = (2 * gate + (sign === 1 ? 0 : 1)) * this.#stride;
    for (let t = 0; t < this.#memory[slot]!; t++) this.#append(this.#memory[slot + 1 + t]!, active, rows);
    this.#barred.fill(0);
    const norm = this.#nonnegative(active, rows, whole, bound);
    this.#memory[slot] = this.#tightCount;
    for (let t = 0; t < this.#tightCount; t++) this.#memory[slot + 1 + t] = this.#tight[t]!;
    return norm;
  }

  /** c = sign X' D nu on the gate's support. */
  #correlate(gate: number, sign: 1 | -1, nu: Float64Array): void {
    const { n, gates } = this.#program;
    const { active, support } = gates[gate]!;
    const { width, points } = this.#rows[support]!;
    const c = this.#c;
    c.fill(0);
    for (let j = 0; j < n; j++) {
      if (active[j] === 0) continue;
      const value = sign * nu[j]!;
      for (let k = 0, at = j * width; k < width; k++) c[k]! += value * points[at + k]!;
    }
  }

  /** From the tight rows thought of, with the rows that are not to be looked at in `#barred`. */
  #nonnegative(active: Uint8Array, rows: Rows, whole: number, bound: number): number {
    const { n } = this.#program;
    const { width, units, lengths } = rows;
    const rest = this.#rest;
    const barred = this.#barred;
    this.#keepPositive(active, rows);
    let norm = this.#leave(width, whole);
    for (;;) {
      if (norm <= bound || norm === 0) break;
      let worst = -1;
      let least = -VIOLATION * whole;
      for (let j = 0; j < n; j++) {
        if (lengths[j] === 0 || barred[j]! >= MOST_RETURNS) continue;
        let slack = 0;
        for (let k = 0, at = j * width; k < width; k++) slack += units[at + k]! * rest[k]!;
        if (active[j] === 0) slack = -slack;
        if (slack < least) [worst, least] = [j, slack];
      }
      if (worst < 0) break;
      // A row may come back but a few times unless the distance goes down: no cycles among rows that are tight up to rounding.
      barred[worst]!++;
      if (!this.#append(worst, active, rows)) {
        barred[worst] = MOST_RETURNS;
        continue;
      }
      this.#rho[this.#tightCount - 1] = 0;
      this.#feasible(active, rows);
      const next = this.#leave(width, whole);
      if (next < norm) for (let j = 0; j < n; j++) if (barred[j] !== LEFT_OUT) barred[j] = 0;
      norm = next;
    }
    return norm;
  }

  /** Of the tight rows thought of, those that can all have positive multipliers. */
  #keepPositive(active: Uint8Array, rows: Rows): void {
    while (this.#tightCount > 0) {
      this.#solve(rows.width);
      let worst = 0;
      for (let t = 1; t < this.#tightCount; t++) if (this.#wanted[t]! < this.#wanted[worst]!) worst = t;
      if (this.#wanted[worst]! > 0) break;
      this.#remove(worst, active, rows);
    }
    this.#rho.set(this.#wanted);
  }

  /** From nonnegative multipliers towards those of the tight rows alone; rows whose multiplier would change its sign are released. */
  #feasible(active: Uint8Array, rows: Rows): void {
    while (this.#tightCount > 0) {
      this.#solve(rows.width);
      let step = 1;
      let blocking = -1;
      for (let t = 0; t < this.#tightCount; t++) {
        if (this.#wanted[t]! > 0) continue;
        const way = this.#rho[t]! - this.#wanted[t]!;
        const ratio = way > 0 ? this.#rho[t]! / way : 0;
        if (blocking < 0 || ratio < step) [step, blocking] = [ratio, t];
      }
      for (let t = 0; t < this.#tightCount; t++) this.#rho[t]! += step * (this.#wanted[t]! - this.#rho[t]!);
      if (blocking < 0) return;
      this.#remove(blocking, active, rows);
    }
  }

  /** The multipliers with which the tight rows annul c on their span. */
  #solve(width: number): void {
    const count = this.#tightCount;
    for (let t = count - 1; t >= 0; t--) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum -= this.#basis[t * width + k]! * this.#c[k]!;
      for (let later = t + 1; later < count; later++) sum -= this.#triangle[later * this.#along.length + t]! * this.#wanted[later]!;
      this.#wanted[t] = sum / this.#triangle[t * this.#along.length + t]!;
    }
  }

  /** c without its part in the span of the tight rows; its length. */
  #leave(width: number, whole: number): number {
    const rest = this.#rest;
    rest.set(this.#c);
    if (this.#tightCount > 0) orthogonalize(this.#basis, this.#tightCount, width, rest, 0, undefined);
    const norm = this.#tightCount === width ? 0 : lengthOf(rest, 0, width);
    if (norm > ZERO * whole) return norm;
    rest.fill(0);
    return 0;
  }

  /** False where the row is, up to rounding, in the span of the tight ones. */
  #append(row: number, active: Uint8Array, { width, units }: Rows): boolean {
    const count = this.#tightCount;
    if (count === width) return false;
    const basis = this.#basis;
    const at = count * width;
    const flip = active[row] === 1 ? 1 : -1;
    for (let k = 0; k < width; k++) basis[at + k] = flip * units[row * width + k]!;
    const along = this.#along;
    orthogonalize(basis, count, width, basis, at, along);
    const length = lengthOf(basis, at, width);
    if (length <= DEPENDENT) return false;
    for (let k = 0; k < width; k++) basis[at + k]! /= length;
    const column = count * along.length;
    for (let t = 0; t < count; t++) this.#triangle[column + t] = along[t]!;
    this.#triangle[column + count] = length;
    this.#tight[count] = row;
    this.#tightCount = count + 1;
    return true;
  }

  #remove(position: number, active: Uint8Array, rows: Rows): void {
    const last = this.#tightCount - 1;
    const tight = this.#tight;
    this.#tightCount = position;
    for (let t = position; t < last; t++) {
      const rho = this.#rho[t + 1]!;
      // A subset of independent rows is independent, up to rounding: what is lost then is looked at again as a violated row.
      if (this.#append(tight[t + 1]!, active, rows)) this.#rho[this.#tightCount - 1] = rho;
    }
  }
}

/** How many numbers `norms` gives: two for every gate of the ReLU program, one of the gated. */
export function blockCount(program: Pick<ConvexProgram, "gates" | "model">): number {
  return program.model === "relu" ? 2 * program.gates.length : program.gates.length;
}

/** The gate and the sign of a place of `norms`. */
export function blockAt(program: Pick<ConvexProgram, "model">, place: number): { gate: number; sign: 1 | -1 } {
  if (program.model === "gated") return { gate: place, sign: 1 };
  return { gate: place >> 1, sign: place % 2 === 0 ? 1 : -1 };
}

/** The place in `norms` of a gate and a sign. */
export function placeOf(program: Pick<ConvexProgram, "model">, gate: number, sign: 1 | -1): number {
  return program.model === "gated" ? gate : 2 * gate + (sign === 1 ? 0 : 1);
}

/** sign * D X vector: what a block gives. */
export function given(program: ConvexProgram, gate: Gate, sign: 1 | -1, vector: Float64Array, into: Float64Array, at = 0): void {
  const { n, d, X } = program;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    if (gate.active[j] === 1) for (let k = 0, row = j * d; k < d; k++) sum += X[row + k]! * vector[k]!;
    into[at + j] = sign * sum;
  }
}

function rowsOf({ n, d, X }: ConvexProgram, support: Int32Array): Rows {
  const width = support.length;
  const points = new Float64Array(n * width);
  const units = new Float64Array(n * width);
  const lengths = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < width; k++) points[j * width + k] = X[j * d + support[k]!]!;
    lengths[j] = lengthOf(points, j * width, width);
    if (lengths[j]! > 0) for (let k = 0; k < width; k++) units[j * width + k] = points[j * width + k]! / lengths[j]!;
  }
  return { width, points, units, lengths };
}

function lengthOf(numbers: Float64Array, at: number, width: number): number {
  let sum = 0;
  for (let k = at; k < at + width; k++) sum += numbers[k]! * numbers[k]!;
  return Math.sqrt(sum);
}

/** Takes the parts along `count` orthonormal rows out of a vector, twice for the sake of rounding; the parts are summed in `along`. */
function orthogonalize(basis: Float64Array, count: number, width: number, vector: Float64Array, at: number, along: Float64Array | undefined): void {
  for (let pass = 0; pass < 2; pass++) {
    for (let t = 0; t < count; t++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += basis[t * width + k]! * vector[at + k]!;
      for (let k = 0; k < width; k++) vector[at + k]! -= sum * basis[t * width + k]!;
      if (along !== undefined) along[t] = pass === 0 ? sum : along[t]! + sum;
    }
  }
}
