/**
 * Is an integer vector a nonnegative combination of others? The weights, or a Farkas vector that shows there are none (Farkas 1902). Both are verified before they are returned.
 *
 * The first phase of the revised simplex method: each row begins with an artificial unknown, and their sum is made least. The inverse of the basis is kept as integers over one denominator, its
 * determinant, so that each pivot is integer arithmetic with divisions that leave no rest (Edmonds 1967; Bareiss 1968). The entering column is the steepest one; after a pivot that moves nothing, and
 * until one that moves something, it is the first one, as the leaving row is: so it does not cycle (Bland 1977). Doubles tell on which side columns lie where their error bound allows, integers elsewhere.
 */
import { dot, primitive } from "./integer-vector.js";
import { Rational } from "./rational.js";

/** The state of a `Cone`, to go back to. */
export interface ConeState {
  readonly generators: number;
  readonly basis: readonly number[];
  readonly inverse: readonly (readonly bigint[])[];
  readonly values: readonly bigint[];
  readonly determinant: bigint;
}

/**
 * Is a vector a nonnegative combination of others? Those may be added one after another: the search goes on from where it was, and back to where it was before.
 */
export class Cone {
  readonly #target: readonly bigint[];
  readonly #generators: (readonly bigint[])[] = [];
  /** The same, near to it up to a factor. */
  readonly #near: Float64Array[] = [];
  readonly #isLine: boolean[] = [];
  /** The generator of each row; below 0: an artificial one, a unit vector with the sign of the target's entry. */
  #basis: number[];
  /** Over the determinant, which is positive: the inverse of the basis, and the weights of its generators. */
  #inverse: (readonly bigint[])[];
  #values: bigint[];
  #determinant = 1n;
  /** How the sum of the artificial weights depends on the target; nothing where it is to be found anew. */
  #price: Price | undefined;

  /** @param target m integers */
  constructor(target: readonly bigint[]) {
    this.#target = target;
    this.#basis = target.map((_, i) => -1 - i);
    this.#inverse = target.map((entry, i) => target.map((_, k) => (k !== i ? 0n : entry < 0n ? -1n : 1n)));
    this.#values = target.map((entry) => (entry < 0n ? -entry : entry));
  }

  /** Of m integers, with a weight >= 0. */
  add(generator: readonly bigint[]): void {
    this.#append(generator, false);
    // One that is the same as an artificial one takes its place.
    const at = unitOf(generator);
    if (at === undefined || generator[at] !== (this.#target[at]! < 0n ? -1n : 1n)) return;
    const row = this.#basis.indexOf(-1 - at);
    if (row < 0) return;
    this.#basis[row] = this.#generators.length - 1;
    this.#price = undefined;
  }

  /** With a weight of any sign. */
  addLine(generator: readonly bigint[]): void {
    this.#append(generator, true);
  }

  #append(generator: readonly bigint[], isLine: boolean): void {
    this.#generators.push(generator);
    this.#near.push(nearTo(generator));
    this.#isLine.push(isLine);
  }

  /** Is the target a combination of what has been added so far? */
  solve(): boolean {
    let stalled = false;
    for (;;) {
      this.#price ??= this.#priced();
      if (this.#price.sum === 0n) break;
      const entering = this.#entering(this.#price, stalled);
      if (entering === undefined) return false;
      stalled = !this.#enter(entering.generator, entering.up);
    }
    this.#verify();
    return true;
  }

  /** After `solve` has said yes: the weights that are not 0, with the numbers of their generators in the order in which these were added. Those generators are linearly independent. */
  weights(): [generator: number, weight: Rational][] {
    return this.#basis.flatMap((generator, i): [number, Rational][] => (generator < 0 || this.#values[i] === 0n ? [] : [[generator, Rational.of(this.#values[i]!, this.#determinant)]]));
  }

  /** After `solve` has said no: coprime integers nu with nu . target > 0, and nu . generator <= 0 for all, = 0 for lines. */
  separator(): bigint[] {
    const separator = primitive(this.#priced().exact);
    const side = (generator: readonly bigint[], k: number): boolean => {
      const product = dot(separator, generator);
      return product === 0n || (product < 0n && !this.#isLine[k]!);
    };
    if (dot(separator, this.#target) <= 0n || !this.#generators.every(side)) throw new Error("a vector does not separate");
    return separator;
  }

  /** Generators that are added later are forgotten by `restore`. */
  state(): ConeState {
    return { generators: this.#generators.length, basis: [...this.#basis], inverse: [...this.#inverse], values: [...this.#values], determinant: this.#determinant };
  }

  restore({ generators, basis, inverse, values, determinant }: ConeState): void {
    this.#generators.length = generators;
    this.#near.length = generators;
    this.#isLine.length = generators;
    this.#basis = [...basis];
    this.#inverse = [...inverse];
    this.#values = [...values];
    this.#determinant = determinant;
    this.#price = undefined;
  }

  /** The sum of the rows of the artificial generators. */
  #priced(): Price {
    const exact = this.#target.map(() => 0n);
    let sum = 0n;
    for (const [i, generator] of this.#basis.entries()) {
      if (generator >= 0) continue;
      sum += this.#values[i]!;
      for (const [k, entry] of this.#inverse[i]!.entries()) exact[k]! += entry;
    }
    return { exact, near: nearTo(exact), sum };
  }

  /** A generator that makes the sum smaller, going up or down: the steepest or the first. */
  #entering({ exact, near }: Price, first: boolean): { readonly generator: number; readonly up: boolean } | undefined {
    const m = exact.length;
    // Both factors are at most 1, each off by less than 2^-50; products and sums by 2^-53 of at most m, m times.
    const error = m * (m + 20) * 2 ** -52;
    let found: { generator: number; up: boolean } | undefined;
    let most = 0;
    for (let generator = 0; generator < this.#near.length; generator++) {
      const column = this.#near[generator]!;
      let gain = 0;
      for (let k = 0; k < m; k++) gain += near[k]! * column[k]!;
      let sign = Math.sign(gain);
      if (Math.abs(gain) <= error) {
        const product = dot(exact, this.#generators[generator]!);
        sign = product > 0n ? 1 : product < 0n ? -1 : 0;
      }
      if (sign === 0 || (sign < 0 && !this.#isLine[generator])) continue;
      const size = Math.max(Math.abs(gain), Number.MIN_VALUE);
      if (size <= most) continue;
      found = { generator, up: sign > 0 };
      if (first) break;
      most = size;
    }
    return found;
  }

  /** Does the pivot move anything? */
  #enter(generator: number, up: boolean): boolean {
    const entering = this.#generators[generator]!;
    const column = this.#inverse.map((row) => (up ? dot(row, entering) : -dot(row, entering)));
    let at: number | undefined;
    for (const [i, entry] of column.entries()) {
      if (entry <= 0n || (this.#basis[i]! >= 0 && this.#isLine[this.#basis[i]!])) continue;
      // values[i] / entry is the least, and of equal ones the first generator leaves.
      const order = at === undefined ? -1n : this.#values[i]! * column[at]! - this.#values[at]! * entry;
      if (order < 0n || (order === 0n && this.#basis[i]! < this.#basis[at!]!)) at = i;
    }
    // The sum of the artificial weights is at least 0, so something ends it.
    if (at === undefined) throw new Error("a sum of nonnegative weights has no least value");
    const moves = this.#values[at] !== 0n;
    this.#pivot(at, column);
    if (!up) {
      this.#inverse[at] = this.#inverse[at]!.map((entry) => -entry);
      this.#values[at] = -this.#values[at]!;
    }
    this.#basis[at] = generator;
    this.#price = undefined;
    return moves;
  }

  #pivot(at: number, column: readonly bigint[]): void {
    const [row, value, before, pivot] = [this.#inverse[at]!, this.#values[at]!, this.#determinant, column[at]!];
    for (const [i, factor] of column.entries()) {
      if (i === at) continue;
      this.#inverse[i] = this.#inverse[i]!.map((entry, k) => (pivot * entry - factor * row[k]!) / before);
      this.#values[i] = (pivot * this.#values[i]! - factor * value) / before;
    }
    this.#determinant = pivot;
  }

  /** The weights give the target, and none that may not is below 0. */
  #verify(): void {
    const sum = this.#target.map(() => 0n);
    for (const [i, generator] of this.#basis.entries()) {
      const value = this.#values[i]!;
      if (value === 0n) continue;
      if (generator < 0 || (value < 0n && !this.#isLine[generator])) throw new Error("a weight has the wrong sign");
      for (const [k, entry] of this.#generators[generator]!.entries()) sum[k]! += value * entry;
    }
    if (sum.some((entry, k) => entry !== this.#determinant * this.#target[k]!)) throw new Error("the weights do not give the target");
  }
}

interface Price {
  readonly exact: readonly bigint[];
  readonly near: Float64Array;
  /** The sum of the artificial weights, times the determinant. */
  readonly sum: bigint;
}

/** Of a vector with one entry that is not 0: the place. */
function unitOf(vector: readonly bigint[]): number | undefined {
  let at: number | undefined;
  for (let k = 0; k < vector.length; k++) {
    if (vector[k] === 0n) continue;
    if (at !== undefined) return undefined;
    at = k;
  }
  return at;
}

/** Bits of integers that are doubles with little loss, and far from the largest double. */
const LENGTH = 900;

/** Doubles of size at most 1 that are near to a positive multiple of the vector. */
function nearTo(vector: readonly bigint[]): Float64Array {
  let most = 0n;
  for (const entry of vector) {
    const size = entry < 0n ? -entry : entry;
    if (size > most) most = size;
  }
  const near = new Float64Array(vector.length);
  if (most === 0n) return near;
  const bits = most < 1n << BigInt(LENGTH) ? 0 : 4 * most.toString(16).length - LENGTH;
  const shift = BigInt(bits);
  const largest = Number(most >> shift);
  for (let k = 0; k < near.length; k++) near[k] = Number(vector[k]! >> shift) / largest;
  return near;
}
