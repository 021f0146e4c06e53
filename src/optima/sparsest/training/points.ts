/** The data of a sparsest-interpolation problem in doubles, in a frame in which steps are of size 1, and what the penalty looks at. */
import { Rational } from "../../../exact/rational.js";
import { badInput } from "../../../pattern/fault.js";
import type { SparsestProblem } from "../problem.js";

/** Which entries of a neuron's u = |v| (w, b) the penalty sums up, and how. */
export interface Penalised {
  /** Is the bias among them? */
  readonly bias: boolean;
  /** entries: sum |u_j|^p over the entries of all neurons. neurons: sum over the neurons of (the sum of their |u_j|)^p, as whole neurons are counted. */
  readonly by: "entries" | "neurons";
}

/** N points x_i with the entry 1 appended, m = d + 1 entries each. */
export interface TrainingPoints {
  readonly n: number;
  readonly m: number;
  /** n x m, row by row: (x_i - centre, 1) / unit. */
  readonly rows: Float64Array;
  /** y / height. */
  readonly outputs: Float64Array;
  /** d entries; 0 where the bias is penalised, as it must not move then. */
  readonly centre: Float64Array;
  /** The root mean square of the rows' lengths. */
  readonly unit: number;
  /** The largest |y|, after the affine fit if there is one; 1 where that is 0. */
  readonly height: number;
  /** With an affine part: an orthonormal basis of the columns of (X, 1), n entries each. It is eliminated: residuals are projected onto their complement (Golub, Pereyra 1973). */
  readonly affine: readonly Float64Array[];
  readonly penalised: Penalised;
}

/**
 * One input with a free affine part: slope changes only, as in Nakhleh and Nowak. Several: all entries, the bias if it counts. Where neurons are counted, whole neurons, unless there is but one entry.
 */
export function penalisedIn({ inputs, skip, count, countBias }: Pick<SparsestProblem, "inputs" | "skip" | "count" | "countBias">): Penalised {
  if (inputs[0]?.length === 1 && skip) return { bias: false, by: "entries" };
  return count === "neurons" ? { bias: true, by: "neurons" } : { bias: countBias, by: "entries" };
}

/** @throws Fault when there are no points, or a number has no double near to it */
export function trainingPoints(problem: SparsestProblem): TrainingPoints {
  const { inputs, skip, supports } = problem;
  const n = inputs.length;
  if (n === 0) throw badInput("X", "at least one point", "none");
  const d = inputs[0]!.length;
  const m = d + 1;
  const penalised = penalisedIn(problem);
  const centre = new Float64Array(d);
  // Where each neuron has a bias that costs nothing, moving the origin changes nothing.
  if (!penalised.bias && (supports ?? []).every(({ bias }) => bias)) {
    for (let c = 0; c < d; c++) {
      centre[c] = inputs.reduce((sum, row) => sum.plus(row[c]!), Rational.zero).dividedBy(Rational.of(n)).toNumber();
    }
  }
  const rows = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < d; c++) rows[i * m + c] = inputs[i]![c]!.minus(Rational.ofNumber(centre[c]!)).toNumber();
    rows[i * m + d] = 1;
  }
  const outputs = Float64Array.from(problem.outputs, (y) => y.toNumber());
  for (const [place, list] of [["X", rows], ["Y", outputs]] as const) if (!list.every(Number.isFinite)) throw badInput(place, "numbers in the range of doubles", "a larger one");
  const unit = Math.sqrt(rows.reduce((sum, entry) => sum + entry * entry, 0) / n);
  const affine = skip ? orthonormal(Array.from({ length: m }, (_, c) => Float64Array.from({ length: n }, (_, i) => rows[i * m + c]!))) : [];
  const rest = outputs.slice();
  project(affine, rest);
  const largest = rest.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  const height = largest > 1e-12 * outputs.reduce((most, y) => Math.max(most, Math.abs(y)), 0) ? largest : 1;
  return { n, m, rows: rows.map((entry) => entry / unit), outputs: outputs.map((y) => y / height), centre, unit, height, affine, penalised };
}

/** `vector` less its part in the span of an orthonormal basis, in place. */
export function project(basis: readonly Float64Array[], vector: Float64Array): void {
  for (const direction of basis) {
    let product = 0;
    for (let i = 0; i < vector.length; i++) product += direction[i]! * vector[i]!;
    for (let i = 0; i < vector.length; i++) vector[i]! -= product * direction[i]!;
  }
}

/** Of the span of the columns, by Gram and Schmidt's method done twice; what is left of a dependent column is dropped. */
function orthonormal(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const size = Math.hypot(...column);
    const rest = column.slice();
    project(basis, rest);
    project(basis, rest);
    const left = Math.hypot(...rest);
    if (left > 1e-10 * size) basis.push(rest.map((entry) => entry / left));
  }
  return basis;
}
