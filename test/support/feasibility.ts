/** Linear systems decided by `Cone`, for searches that go through all there is. */
import { Cone } from "../../src/exact/cone.js";
import { commonDenominator, scaled } from "../../src/exact/integer-vector.js";
import type { Matrix } from "../../src/exact/matrix.js";
import { Rational } from "../../src/exact/rational.js";

/** Unknowns x of any sign: equations . x = values, and inequalities . x >= 0. */
export interface LinearSystem {
  /** By rows, all as long as x. */
  readonly equations: Matrix<Rational>;
  /** One for each equation. */
  readonly values: readonly Rational[];
  /** By rows, all as long as x; none by default. */
  readonly inequalities?: Matrix<Rational>;
}

/**
 * A solution; or factors nu of the equations and mu >= 0 of the inequalities with nu^T equations + mu^T inequalities = 0 and nu . values > 0, which no x allows: nu . values = nu^T equations x =
 * - mu^T inequalities x <= 0.
 */
export type Feasibility =
  | { readonly feasible: true; readonly point: readonly Rational[] }
  | { readonly feasible: false; readonly equations: readonly Rational[]; readonly inequalities: readonly Rational[] };

/**
 * Has the system a solution? The one that is found is basic: the columns of the unknowns that are not 0, with those of the inequalities that are not tight, are linearly independent. So at least as many
 * of the unknowns and of the inequalities together are 0 as there are unknowns beyond the equations.
 * @throws RangeError when rows differ in length, or there are not as many values as equations
 */
export function feasibility({ equations, values, inequalities = [] }: LinearSystem): Feasibility {
  const rows = [...equations, ...inequalities];
  const width = rows[0]?.length ?? 0;
  if (values.length !== equations.length) throw new RangeError(`${values.length} values for ${equations.length} equations`);
  for (const row of rows) if (row.length !== width) throw new RangeError(`a row of ${row.length} entries beside one of ${width}`);
  // Each row times a number that makes it integer, and the value with it.
  const scales = rows.map((row, i) => commonDenominator(i < values.length ? [...row, values[i]!] : row));
  const whole = (x: Rational, i: number): bigint => scaled(x, scales[i]!);
  const cone = new Cone(rows.map((_, i) => (i < values.length ? whole(values[i]!, i) : 0n)));
  // What an inequality has beyond 0 is an unknown of its own: slack - row . x = 0.
  for (const i of inequalities.keys()) cone.add(rows.map((_, k) => (k === equations.length + i ? 1n : 0n)));
  for (let c = 0; c < width; c++) cone.addLine(rows.map((row, i) => (i < values.length ? whole(row[c]!, i) : -whole(row[c]!, i))));
  if (cone.solve()) {
    const point = Array.from({ length: width }, () => Rational.zero);
    for (const [k, weight] of cone.weights()) if (k >= inequalities.length) point[k - inequalities.length] = weight;
    return { feasible: true, point };
  }
  const factors = cone.separator().map((entry, i) => Rational.of(i < values.length ? entry * scales[i]! : -entry * scales[i]!));
  return { feasible: false, equations: factors.slice(0, equations.length), inequalities: factors.slice(equations.length) };
}
