/** Linear systems with rational coefficients whose right-hand sides depend on eps. */
import { Laurent } from "../exact/laurent.js";
import type { Rational } from "../exact/rational.js";

/** One equation: the sum of values[e] times the unknown columns[e]. */
export interface Equation {
  readonly columns: readonly number[];
  readonly values: readonly Rational[];
}

/**
 * Values of the unknowns 0, ..., width - 1 that satisfy all equations, 0 where they may be chosen; nothing when the equations' left-hand sides are linearly
 * dependent. Gaussian elimination, dense: for small systems.
 */
export function solve(equations: readonly Equation[], rightHandSides: readonly Laurent[], width: number): Laurent[] | undefined {
  let left = equations.map(({ columns, values }, e) => ({ values: new Map(columns.flatMap((c, at) => (values[at]!.isZero ? [] : [[c, values[at]!] as const]))), right: rightHandSides[e]! }));
  const done: { column: number; values: Map<number, Rational>; right: Laurent }[] = [];
  while (left.length > 0) {
    // The equation of fewest unknowns: what is sparse stays so.
    const next = left.reduce((best, equation) => (equation.values.size < best.values.size ? equation : best));
    const column = [...next.values.keys()][0];
    if (column === undefined) return undefined;
    const pivot = next.values.get(column)!;
    left = left
      .filter((equation) => equation !== next)
      .map((equation) => {
        const entry = equation.values.get(column);
        if (entry === undefined) return equation;
        const factor = entry.dividedBy(pivot).negated();
        const values = new Map(equation.values);
        for (const [c, value] of next.values) {
          const sum = values.get(c)?.plus(factor.times(value)) ?? factor.times(value);
          if (sum.isZero) values.delete(c);
          else values.set(c, sum);
        }
        return { values, right: equation.right.plus(next.right.times(Laurent.constant(factor))) };
      });
    done.push({ column, ...next });
  }
  const solution = Array.from({ length: width }, () => Laurent.zero);
  for (const { column, values, right } of done.reverse()) {
    let rest = right;
    for (const [c, value] of values) if (c !== column) rest = rest.minus(solution[c]!.times(Laurent.constant(value)));
    solution[column] = rest.dividedBy(values.get(column)!);
  }
  return solution;
}
