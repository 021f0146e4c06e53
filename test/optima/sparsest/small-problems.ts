/** Small problems with several inputs, and a search of the fewest parameters by linear programs over all activation patterns, that knows nothing of rays, spans or vectors that block. */
import type { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import type { SparsestProblem } from "../../../src/optima/sparsest/problem.js";
import { feasibility } from "../../support/feasibility.js";

/** 1 to `points` different points and as many outputs, integers up to `size` (2 by default). */
export function randomProblem(random: Random, { points, inputs: d, size = 2 }: { points: number; inputs: number; size?: number }): SparsestProblem {
  const entry = (): number => random.below(2 * size + 1) - size;
  const different = new Map<string, number[]>();
  const n = size > 2 ? points : 1 + random.below(points);
  while (different.size < n) {
    const x = Array.from({ length: d }, entry);
    different.set(x.join(), x);
  }
  return {
    inputs: [...different.values()].map((x) => x.map((value) => Rational.of(value))),
    outputs: Array.from({ length: n }, () => Rational.of(entry())),
    skip: false,
    count: "parameters",
    countBias: true,
  };
}

/** A neuron with these columns, this pattern and this output sign. */
interface Kind {
  readonly columns: readonly number[];
  readonly cost: number;
  readonly active: readonly boolean[];
  readonly sign: 1 | -1;
}

/** The fewest parameters, if they are at most so many. */
export function fewestByPatterns(problem: SparsestProblem, most: number): number | undefined {
  const { inputs, outputs, skip, countBias, supports } = problem;
  const d = inputs[0]!.length;
  const rows = inputs.map((x) => [...x, Rational.one]);
  const kinds: Kind[] = [];
  for (let set = 1; set < 2 ** (d + 1); set++) {
    const columns = Array.from({ length: d + 1 }, (_, c) => c).filter((c) => (set >> c) % 2 === 1);
    if (supports !== undefined && !supports.some((support) => fits(columns, support, d))) continue;
    const cost = columns.filter((c) => c < d || countBias).length;
    for (let pattern = 1; pattern < 2 ** rows.length; pattern++) {
      const active = rows.map((_, j) => (pattern >> j) % 2 === 1);
      // Is there a neuron that is active there, and nowhere else?
      const cut = rows.map((row, j) => [...columns.map((c) => (active[j]! ? row[c]! : row[c]!.negated())), active[j]! ? Rational.one.negated() : Rational.zero]);
      const one = columns.map(() => Rational.zero).concat(Rational.one);
      if (!feasibility({ equations: [one], values: [Rational.one], inequalities: cut }).feasible) continue;
      for (const sign of [1, -1] as const) kinds.push({ columns, cost, active, sign });
    }
  }
  const canInterpolate = (list: readonly Kind[]): boolean => {
    const width = list.reduce((sum, { columns }) => sum + columns.length, skip ? d + 1 : 0);
    const equations = rows.map((row) => {
      const entries = list.flatMap(({ columns, active, sign }) => {
        return columns.map((c) => (!active[rows.indexOf(row)]! ? Rational.zero : sign === 1 ? row[c]! : row[c]!.negated()));
      });
      return skip ? [...entries, ...row] : entries;
    });
    if (width === 0) return outputs.every((y) => y.isZero);
    let at = 0;
    const inequalities = list.flatMap(({ columns, active }) => {
      const first = at;
      at += columns.length;
      return rows.map((row, j) => {
        const inequality = Array.from({ length: width }, () => Rational.zero);
        for (const [k, c] of columns.entries()) inequality[first + k] = active[j]! ? row[c]! : row[c]!.negated();
        return inequality;
      });
    });
    return feasibility({ equations, values: outputs, inequalities }).feasible;
  };
  const search = (list: readonly Kind[], from: number, rest: number): boolean => {
    if (supports !== undefined && !canPlace(list, supports, d)) return false;
    // Neurons that cost nothing are constants: one is enough.
    if (rest === 0 && canInterpolate(list)) return true;
    return kinds.some((kind, k) => k >= from && kind.cost <= rest && search([...list, kind], k + 1, rest - kind.cost));
  };
  for (let cost = 0; cost <= most; cost++) if (search([], 0, cost)) return cost;
  return undefined;
}

type Mask = NonNullable<SparsestProblem["supports"]>;

function fits(columns: readonly number[], { inputs, bias }: Mask[number], d: number): boolean {
  return columns.every((c) => (c === d ? bias : inputs.includes(c)));
}

/** Can each neuron have a support of its own? By trying. */
function canPlace([first, ...others]: readonly Kind[], supports: Mask, d: number): boolean {
  if (first === undefined) return true;
  return supports.some((support, k) => fits(first.columns, support, d) && canPlace(others, supports.filter((_, at) => at !== k), d));
}
