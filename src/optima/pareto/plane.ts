/** The directions in which some linear forms stay as they are: an orthonormal basis of the forms, by Gram-Schmidt, taken twice against rounding. */

/** Forms shorter than this share of themselves, once the others are taken out, depend on them. */
const DEPENDENT = 1e-9;

export class Plane {
  /** The numbers of the forms of the basis: the others depend on those before them. */
  readonly kept: readonly number[];
  readonly #basis: readonly Float64Array[];
  /** Form kept[i] is the sum over j <= i of shares[i][j] basis[j]. */
  readonly #shares: readonly (readonly number[])[];

  constructor(forms: readonly Float64Array[]) {
    const [kept, basis, shares]: [number[], Float64Array[], number[][]] = [[], [], []];
    forms.forEach((form, k) => {
      const rest = form.slice();
      const share = basis.map((unit) => takeOut(rest, unit));
      basis.forEach((unit, j) => (share[j]! += takeOut(rest, unit)));
      const length = Math.sqrt(dot(rest, rest));
      if (!(length > DEPENDENT * Math.sqrt(dot(form, form)))) return;
      kept.push(k);
      basis.push(rest.map((value) => value / length));
      shares.push([...share, length]);
    });
    this.kept = kept;
    this.#basis = basis;
    this.#shares = shares;
  }

  /** What of a vector is in the plane. */
  project(vector: Float64Array): Float64Array {
    const rest = vector.slice();
    for (const unit of this.#basis) takeOut(rest, unit);
    return rest;
  }

  /** y with the vector less the sum of y_i times form kept[i] in the plane. */
  multipliers(vector: Float64Array): Float64Array {
    const rest = vector.slice();
    const y = Float64Array.from(this.#basis, (unit) => takeOut(rest, unit));
    for (let j = y.length - 1; j >= 0; j--) {
      for (let i = j + 1; i < y.length; i++) y[j]! -= this.#shares[i]![j]! * y[i]!;
      y[j]! /= this.#shares[j]![j]!;
    }
    return y;
  }

  /** The shortest vector for which form kept[i] is values[i]. */
  shortest(values: ArrayLike<number>, size: number): Float64Array {
    const result = new Float64Array(size);
    const along: number[] = [];
    this.#shares.forEach((share, i) => {
      const known = along.reduce((sum, value, j) => sum + share[j]! * value, 0);
      const own = (values[i]! - known) / share[i]!;
      along.push(own);
      this.#basis[i]!.forEach((value, k) => (result[k]! += own * value));
    });
    return result;
  }
}

/** Takes the unit vector's share out of a vector, and returns it. */
function takeOut(vector: Float64Array, unit: Float64Array): number {
  const share = dot(vector, unit);
  for (let k = 0; k < vector.length; k++) vector[k]! -= share * unit[k]!;
  return share;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
