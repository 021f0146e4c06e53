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

interface Ray<T> {
  readonly support: bigint;
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
  let rays: Ray<T>[] = Array.from({ length: width + 1 }, (_, k) => ({ support: 1n << BigInt(k), values: Array.from({ length: width + 1 }, (_, c) => (c === k ? one : zero)) }));
  const equations = z.map((row, k) => [...row, negated(target[k]!)]);
  while (equations.length > 0) {
    const evaluated = equations.map((row) => rays.map(({ values }) => row.reduce((sum, entry, c) => (values[c] === zero ? sum : plus(sum, times(entry, values[c]!))), zero)));
    // The equation that makes the fewest pairs comes first: fewer rays on the way.
    const counts = evaluated.map((values) => values.filter((value) => sign(value) > 0).length * values.filter((value) => sign(value) < 0).length);
    const at = counts.indexOf(Math.min(...counts));
    const values = evaluated[at]!;
    equations.splice(at, 1);
    const next = rays.filter((_, k) => sign(values[k]!) === 0);
    const above = rays.flatMap((ray, k) => (sign(values[k]!) > 0 ? [{ ray, value: values[k]! }] : []));
    const below = rays.flatMap((ray, k) => (sign(values[k]!) < 0 ? [{ ray, value: negated(values[k]!) }] : []));
    for (const p of above) {
      for (const q of below) {
        const support = p.ray.support | q.ray.support;
        // Adjacent rays only: no third one lies in the smallest face that holds both.
        if (rays.some((other) => other !== p.ray && other !== q.ray && (other.support & ~support) === 0n)) continue;
        next.push({ support, values: field.scaled(p.ray.values.map((entry, c) => plus(times(entry, q.value), times(q.ray.values[c]!, p.value)))) });
        if (next.length > limit) return undefined;
      }
    }
    rays = next;
  }
  const vertices = rays.map(({ support, values }): Vertex<T> => {
    if ((support & (1n << BigInt(width))) === 0n) throw new RangeError("the polyhedron is not bounded");
    const inverse = field.inverse(values[width]!);
    return {
      support: Array.from({ length: width }, (_, k) => k).filter((k) => (support & (1n << BigInt(k))) !== 0n),
      values: values.slice(0, width).map((entry) => times(entry, inverse)),
    };
  });
  return vertices.sort((a, b) => a.support.length - b.support.length || firstDifference(a.support, b.support));
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((entry, k) => entry !== b[k]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
