/**
 * The vertices of a polytope {a >= 0, Z a = target}, by the double description method on the equations (Motzkin, Raiffa, Thompson and Thrall 1953; with equations one after another as in
 * Gagneur and Klamt 2004), over any ordered field: with rationals the list is exact.
 */
import type { Matrix } from "../../exact/matrix.js";
import type { OrderedField } from "../../exact/ordered-field.js";

export interface Vertex<T> {
  /** The unknowns that are positive, ascending. */
  readonly support: readonly number[];
  /** One for each unknown. */
  readonly values: readonly T[];
}

/** An extreme ray of the cone over the polytope, cut by the equations so far. */
interface Ray<T> {
  /** Of its positive coordinates, 32 to a word. */
  readonly support: Int32Array;
  readonly values: readonly T[];
}

/**
 * All vertices of {a >= 0, Z a = target}, ordered by support (size, then lexicographically); none when it is empty. Nothing when more than `limit` rays are needed on the way.
 * @param z by rows; with inexact numbers, rows should be of about equal norm
 * @param target one for each row
 * @throws RangeError when the polyhedron has a ray: it is not a polytope
 */
export function verticesOf<T>(z: Matrix<T>, target: readonly T[], width: number, field: OrderedField<T>, limit = 20_000): Vertex<T>[] | undefined {
  const { zero, one, plus, times, negated, sign } = field;
  // The cone over it, {(a, t) >= 0, Z a - t target = 0}: t is the last coordinate. Without equations its extreme rays are the axes.
  const words = (width >> 5) + 1;
  let rays: Ray<T>[] = Array.from({ length: width + 1 }, (_, k) => ({
    support: Int32Array.from({ length: words }, (__, word) => (word === k >> 5 ? 1 << (k & 31) : 0)),
    values: Array.from({ length: width + 1 }, (__, c) => (c === k ? one : zero)),
  }));
  const equations = z.map((row, k) => [...row, negated(target[k]!)]);
  for (let done = 0; equations.length > 0; done++) {
    const evaluated = equations.map((row) => rays.map(({ values }) => row.reduce((sum, entry, c) => (values[c] === zero ? sum : plus(sum, times(entry, values[c]!))), zero)));
    // The equation that makes the fewest pairs comes first: fewer rays on the way.
    const counts = evaluated.map((values) => values.filter((value) => sign(value) > 0).length * values.filter((value) => sign(value) < 0).length);
    const at = counts.indexOf(Math.min(...counts));
    const values = evaluated[at]!;
    equations.splice(at, 1);
    const adjacency = new Adjacency(rays.map(({ support }) => support), words, done);
    const next = rays.filter((_, k) => sign(values[k]!) === 0);
    const below = rays.flatMap((_, k) => (sign(values[k]!) < 0 ? [k] : []));
    for (const [p, { values: first }] of rays.entries()) {
      if (sign(values[p]!) <= 0) continue;
      for (const q of below) {
        const support = adjacency.common(p, q);
        if (support === undefined) continue;
        const [up, down] = [values[p]!, negated(values[q]!)];
        next.push({ support, values: field.scaled(first.map((entry, c) => plus(times(entry, down), times(rays[q]!.values[c]!, up)))) });
        if (next.length > limit) return undefined;
      }
    }
    rays = next;
  }
  const vertices = rays.map(({ support, values }): Vertex<T> => {
    const positive = Array.from({ length: width + 1 }, (_, k) => k).filter((k) => (support[k >> 5]! >> (k & 31)) & 1);
    if (positive.pop() !== width) throw new RangeError("the polyhedron is not bounded");
    const inverse = field.inverse(values[width]!);
    return { support: positive, values: values.slice(0, width).map((entry) => times(entry, inverse)) };
  });
  return vertices.sort((a, b) => a.support.length - b.support.length || firstDifference(a.support, b.support));
}

/** Which extreme rays of {x >= 0, A x = 0} span a face of dimension 2. */
class Adjacency {
  readonly #supports: Int32Array;
  readonly #words: number;
  readonly #count: number;
  /** Of positive coordinates in a face of dimension 2: more would need more equations. */
  readonly #most: number;
  readonly #union: Int32Array;

  constructor(supports: readonly Int32Array[], words: number, equations: number) {
    this.#words = words;
    this.#count = supports.length;
    this.#most = equations + 2;
    this.#supports = new Int32Array(supports.length * words);
    for (const [k, support] of supports.entries()) this.#supports.set(support, k * words);
    this.#union = new Int32Array(words);
  }

  /** The union of the supports of two rays, if they are adjacent: no third one lies in the smallest face that holds both. */
  common(p: number, q: number): Int32Array | undefined {
    const words = this.#words;
    const supports = this.#supports;
    const union = this.#union;
    let size = 0;
    for (let word = 0; word < words; word++) {
      union[word] = supports[p * words + word]! | supports[q * words + word]!;
      for (let bits = union[word]!; bits !== 0; bits &= bits - 1) size++;
    }
    if (size > this.#most) return undefined;
    for (let k = 0; k < this.#count; k++) {
      let outside = 0;
      for (let word = 0; word < words; word++) outside |= supports[k * words + word]! & ~union[word]!;
      if (outside === 0 && k !== p && k !== q) return undefined;
    }
    return union.slice();
  }
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((entry, k) => entry !== b[k]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
