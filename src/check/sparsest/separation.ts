/** Vectors apart from cones: linear programs in integers. */
import { dot } from "../../exact/integer-vector.js";
import { stepsOfProduct, wordsOfAll } from "../integers.js";
import { type Effort, STEPS_PER_ITEM } from "../limits.js";

/**
 * A vector nu with nu y > 0 and nu g <= 0 for every generator g; nothing when y is in the cone that they span. (Farkas: one of the two is the case.)
 *
 * The simplex method minimises the sum of artificial variables that make y together with the generators. Its multipliers are nu. Bland's rule: of the generators that may enter the first one does, and
 * of the rows that may leave the one of the first column. The inverse of the basis is kept times its determinant, in integers (Edmonds 1967).
 * @throws TooLarge
 */
export function separatingVector(y: readonly bigint[], generators: readonly (readonly bigint[])[], effort: Effort): bigint[] | undefined {
  const n = y.length;
  const words = wordsOfAll([y]);
  effort.spend(n ** 2 * STEPS_PER_ITEM);
  effort.within(() => effort.hold(n ** 2 * 8 * (1 + words)));
  const signs = y.map((x) => (x < 0n ? -1n : 1n));
  // The inverse of the basis and, in the last column, the values of its variables; the multipliers and the sum in the last row.
  const rows = y.map((x, i) => [...signs.map((sign, k) => (k === i ? sign : 0n)), x * signs[i]!]);
  rows.push([...signs, dot(y, signs)]);
  // Artificial variables come first.
  const basis = y.map((_, i) => i - n);
  let determinant = 1n;
  for (;;) {
    const nu = rows[n]!;
    if (nu[n] === 0n) return undefined;
    const longest = wordsOfAll(rows);
    effort.spend((generators.length + 3 * n) * n * stepsOfProduct(longest, longest));
    // Products go over the first n entries.
    const entering = generators.findIndex((given) => dot(given, nu) > 0n);
    if (entering < 0) return nu.slice(0, n);
    const column = rows.map((row) => dot(generators[entering]!, row));
    let leaving = -1;
    for (let i = 0; i < n; i++) {
      if (column[i]! <= 0n) continue;
      // Where the sum can fall, some row limits it: it is not negative.
      const order = leaving < 0 ? -1n : rows[i]![n]! * column[leaving]! - rows[leaving]![n]! * column[i]!;
      if (order < 0n || (order === 0n && basis[i]! < basis[leaving]!)) leaving = i;
    }
    const [pivot, own] = [column[leaving]!, rows[leaving]!];
    rows.forEach((row, i) => {
      if (i === leaving) return;
      for (let k = 0; k <= n; k++) row[k] = (row[k]! * pivot - own[k]! * column[i]!) / determinant;
    });
    determinant = pivot;
    basis[leaving] = entering;
  }
}
