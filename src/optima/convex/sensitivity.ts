/**
 * How an irreducible optimum moves with lambda and with the targets: the implicit function theorem on the optimality conditions of its blocks (docs/optimum.md, "Sensitivities"; Mishkin and Pilanci 2023,
 * section 4, for the gated program).
 *
 * Block b with sign s and gate D gives s D X v_b. Points x_j with x_j v_b = 0 whose multiplier is positive stay on the neuron's hyperplane when the problem changes a little: v_b = N_b c_b, the
 * columns of N_b an orthonormal basis of the vectors of the support that all these points are orthogonal to. With fit = M c, M = [s_1 D_1 X N_1, s_2 D_2 X N_2, ...], the multipliers drop out of
 *
 *   M' f'(fit) + lambda (c_b / |c_b|)_b = 0,
 *
 * whose derivative by c is H = M' f'' M + lambda diag_b((I - c_b c_b' / |c_b|^2) / |c_b|). h' H h = 0 means that M h = 0 and every h_b is a multiple of c_b: so H is positive definite exactly when
 * the fits of the blocks are linearly independent. Then dc / dlambda = -H^-1 (c_b / |c_b|)_b, and for the squared loss dc / dy = weight H^-1 M'.
 *
 * At a kink the derivatives differ from side to side: where a point lies on a neuron's hyperplane with multiplier 0, or a neuron that the network does not have reaches |P_K| = lambda.
 */
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from "ml-matrix";
import { equicorrelationSet } from "./equicorrelation.js";
import { curvatureOf, dualOf } from "./losses.js";
import { nonnegativeLeastSquares } from "./nonnegative.js";
import type { Block, ConvexProgram, Solution } from "./program.js";
import { independenceOf } from "./prune.js";
import { fitOf } from "./solve.js";
import { directionDistance, dot, lengthOf } from "./vectors.js";

/** A reason for derivatives to differ from side to side. */
export type Kink =
  /** Point j lies on the hyperplane of block b, and nothing holds it there. */
  | { readonly kind: "point"; readonly block: number; readonly point: number }
  /**
   * A neuron that the network does not have reaches |P_K| = lambda. `slope` is d |P_K| / d lambda - 1: where it is negative the neuron enters as lambda falls, where positive as lambda grows. NaN: it is
   * one of the network's in another cone, where it could move differently.
   */
  | { readonly kind: "neuron"; readonly gate: number; readonly sign: 1 | -1; readonly direction: Float64Array; readonly slope: number };

/** Derivatives of the neuron u = v / sqrt|v|, a = s sqrt|v| by m numbers: d x m, row by row, and m numbers. */
export interface NeuronDerivative {
  readonly weights: Float64Array;
  readonly output: Float64Array;
}

/** Derivatives by m numbers: of the fit n x m, of each block d x m, row by row. */
export interface Derivatives {
  readonly fit: Float64Array;
  readonly blocks: readonly Float64Array[];
  readonly neurons: readonly NeuronDerivative[];
}

export interface Sensitivities {
  /** Where the derivatives are taken: the blocks given, in their order, after Newton steps on the conditions above. A gate may be another one on whose cone the block lies too. */
  readonly blocks: readonly Block[];
  readonly fit: Float64Array;
  /** m = 1. */
  readonly byLambda: Derivatives;
  /** m = n, target by target; the fit's are symmetric. null for the logistic loss: its targets are labels. */
  readonly byTargets: Derivatives | null;
  /**
   * Empty where the optimum is differentiable. Otherwise the derivatives are those of the same neurons, points of multiplier 0 let go. A neuron of slope 0 stays at |P_K| = lambda to first order: it
   * belongs to other optima, and `byLambda` is right with it.
   */
  readonly kinks: readonly Kink[];
  /** For which changes of lambda `byLambda` is right: of both signs, growing (above), falling (below), or at a kink none of them. */
  readonly sides: "both" | "above" | "below" | "neither";
}

/** What counts as zero: the cosine of a point with a neuron's direction; of lambda, a multiplier and the distance of |P_K| from it; between directions; dlambda-derivatives that decide a side. */
export const SENSITIVITY_TOLERANCES = { cosine: 1e-6, multiplier: 1e-6, boundary: 1e-7, direction: 1e-6, side: 1e-6 } as const;
const NEWTON_STEPS = 30;
/** What is left of the optimality conditions, as a share of lambda, beyond which no optimum is near. */
const SOLVED = 1e-8;
/** Eigenvalues of the Gram matrix of unit vectors up to this times their number belong to its kernel. */
const KERNEL = 1e-12;

/**
 * The derivatives at an irreducible optimum. Work: the cube of the number of entries of its blocks, and a projection onto each cone.
 * @param solution blocks with linearly independent fits (`pruneOptimally`), near enough to the optimum to tell points on a neuron's hyperplane from others (cosines below 1e-6)
 * @throws RangeError when the fits are linearly dependent, or no optimum with these blocks is near
 */
export function sensitivities(program: ConvexProgram, solution: Solution): Sensitivities {
  const { n, weight } = program;
  const given = solution.blocks.filter(({ vector }) => lengthOf(vector) > 0);
  if (!independenceOf(given.map((block) => fitOf(program, [block]))).irreducible)
    throw new RangeError("solution: expected blocks with linearly independent fits, found dependent ones (see pruneOptimally)");
  const refined = refine(program, given);
  const fit = fitOf(program, refined);
  const { blocks, bases, kinks } = movable(program, { ...solution, blocks: refined, fit, dual: dualOf(program, fit) });
  const conditions = new Conditions(program, blocks, bases);
  const byLambda = conditions.derivatives(Matrix.columnVector(conditions.unit).neg(), blocks);
  const byTargets = program.loss === "squared" ? conditions.derivatives(conditions.M.transpose().mul(weight), blocks) : null;
  const curvature = curvatureOf(program, fit);
  const dualByLambda = Float64Array.from({ length: n }, (_, j) => -curvature[j]! * byLambda.fit[j]!);
  const withSlopes = kinks.map((kink): Kink => {
    if (kink.kind === "point" || Number.isNaN(kink.slope)) return kink;
    return { ...kink, slope: dot(kink.direction, pull(program, kink.gate, kink.sign, dualByLambda)) - 1 };
  });
  return { blocks, fit, byLambda, byTargets, kinks: withSlopes, sides: sidesOf(program, blocks, byLambda.blocks, withSlopes) };
}

/** The optimality conditions of some blocks, each moving in the span of its basis (d x k). */
class Conditions {
  readonly M: Matrix;
  /** c_b / |c_b|, block by block. */
  readonly unit: number[] = [];
  readonly #program: ConvexProgram;
  readonly #bases: readonly Matrix[];
  readonly #coefficients: Float64Array[];

  constructor(program: ConvexProgram, blocks: readonly Block[], bases: readonly Matrix[]) {
    const { n, d, X } = program;
    this.#program = program;
    this.#bases = bases;
    this.#coefficients = blocks.map(({ vector }, b) => Float64Array.from(bases[b]!.transpose().mmul(Matrix.columnVector(vector)).to1DArray()));
    this.M = new Matrix(n, bases.reduce((sum, basis) => sum + basis.columns, 0));
    let column = 0;
    blocks.forEach(({ gate, sign }, b) => {
      const { active } = program.gates[gate]!;
      const basis = bases[b]!;
      for (let k = 0; k < basis.columns; k++, column++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          if (active[j] === 1) for (let i = 0; i < d; i++) sum += X[j * d + i]! * basis.get(i, k);
          this.M.set(j, column, sign * sum);
        }
      }
      const length = lengthOf(this.#coefficients[b]!);
      for (const entry of this.#coefficients[b]!) this.unit.push(entry / length);
    });
  }

  #fit(): Float64Array {
    return Float64Array.from(this.M.mmul(Matrix.columnVector(this.#coefficients.flatMap((entries) => [...entries]))).to1DArray());
  }

  /** The left side of the conditions. */
  residual(): Matrix {
    return Matrix.columnVector(this.unit).mul(this.#program.lambda).sub(this.M.transpose().mmul(Matrix.columnVector(dualOf(this.#program, this.#fit()))));
  }

  /** H^-1 times some columns. */
  solve(right: Matrix): Matrix {
    const { lambda } = this.#program;
    // By square roots, so that H is symmetric to the last bit.
    const R = this.M.clone().mulColumnVector(Array.from(curvatureOf(this.#program, this.#fit()), Math.sqrt));
    const H = R.transpose().mmul(R);
    let first = 0;
    for (const coefficients of this.#coefficients) {
      const factor = lambda / lengthOf(coefficients);
      for (let k = 0; k < coefficients.length; k++) {
        for (let l = 0; l < coefficients.length; l++) H.set(first + k, first + l, H.get(first + k, first + l) + factor * ((k === l ? 1 : 0) - this.unit[first + k]! * this.unit[first + l]!));
      }
      first += coefficients.length;
    }
    const factors = new CholeskyDecomposition(H);
    // Independent fits may be dependent to rounding once their faces move, or the curvature may be too small beside M' f'' M.
    if (!factors.isPositiveDefinite()) throw new RangeError("solution: expected conditions with a positive definite derivative, found one that is not, to rounding");
    return factors.solve(right);
  }

  /** N_b times the rows of block b, for each block. */
  vectors(columns: Matrix): Matrix[] {
    let first = 0;
    return this.#bases.map((basis) => {
      const rows = columns.subMatrix(first, first + basis.columns - 1, 0, columns.columns - 1);
      first += basis.columns;
      return basis.mmul(rows);
    });
  }

  /** Those with dc = H^-1 times some columns. */
  derivatives(right: Matrix, blocks: readonly Block[]): Derivatives {
    const { n } = this.#program;
    if (blocks.length === 0) return { fit: new Float64Array(n * right.columns), blocks: [], neurons: [] };
    const change = this.solve(right);
    const changes = this.vectors(change).map((matrix) => Float64Array.from(matrix.to1DArray()));
    return {
      fit: Float64Array.from(this.M.mmul(change).to1DArray()),
      blocks: changes,
      neurons: changes.map((derivative, b) => neuronDerivative(blocks[b]!, derivative, right.columns)),
    };
  }
}

/** From dv to du and da for u = v / sqrt|v|, a = s sqrt|v|. */
function neuronDerivative({ sign, vector }: Block, derivative: Float64Array, m: number): NeuronDerivative {
  const length = lengthOf(vector);
  const root = Math.sqrt(length);
  const weights = new Float64Array(derivative.length);
  const output = new Float64Array(m);
  for (let t = 0; t < m; t++) {
    let growth = 0;
    for (let i = 0; i < vector.length; i++) growth += (vector[i]! * derivative[i * m + t]!) / length;
    output[t] = (sign * growth) / (2 * root);
    for (let i = 0; i < vector.length; i++) weights[i * m + t] = (derivative[i * m + t]! - (vector[i]! * growth) / (2 * length)) / root;
  }
  return { weights, output };
}

/** Newton steps on the optimality conditions, points on hyperplanes kept there. */
function refine(program: ConvexProgram, given: readonly Block[]): Block[] {
  let blocks = [...given];
  if (blocks.length === 0) return blocks;
  const bases = blocks.map(({ gate, vector }) => nullBasis(program, gate, pointsOn(program, gate, vector)));
  const left = (conditions: Conditions): number => {
    const residual = conditions.residual().norm();
    return Number.isNaN(residual) ? Infinity : residual;
  };
  let conditions = new Conditions(program, blocks, bases);
  let residual = left(conditions);
  for (let step = 0; step < NEWTON_STEPS && residual < Infinity; step++) {
    const change = conditions.vectors(conditions.solve(conditions.residual()));
    // The projection onto the span of the basis is part of the step.
    const next = blocks.map((block, b): Block => {
      const onFace = bases[b]!.mmul(bases[b]!.transpose()).mmul(Matrix.columnVector(block.vector)).sub(change[b]!);
      return { ...block, vector: Float64Array.from(onFace.to1DArray()) };
    });
    const nextConditions = new Conditions(program, next, bases);
    const nextResidual = left(nextConditions);
    if (step > 0 && nextResidual >= residual) break;
    [blocks, conditions, residual] = [next, nextConditions, nextResidual];
  }
  if (!(residual <= SOLVED * program.lambda) || !blocks.every((block) => isInCone(program, block))) throw noOptimum();
  return blocks;
}

function noOptimum(): RangeError {
  return new RangeError("solution: expected blocks near an optimum with the same blocks, found none there");
}

function isInCone(program: ConvexProgram, { gate, vector }: Block): boolean {
  if (program.model === "gated") return true;
  const least = -SENSITIVITY_TOLERANCES.cosine * lengthOf(vector);
  return Array.from({ length: program.n }, (_, j) => dot(gateRow(program, gate, j), vector)).every((value) => value >= least);
}

/** What a block may do without leaving the optimum's face: a basis of its directions, and the points of multiplier 0 on its hyperplane. */
interface Face {
  readonly gate: number;
  readonly basis: Matrix;
  readonly loose: readonly number[];
}

/** For each block, of all cones that reach |P_K| = lambda in its direction, one with the face of most dimensions; and all kinks, slopes still 0. */
function movable(program: ConvexProgram, solution: Solution): { blocks: Block[]; bases: Matrix[]; kinks: Kink[] } {
  const { model } = program;
  const { blocks: refined, dual } = solution;
  const kinks: Kink[] = [];
  const faces: Face[][] = refined.map(({ gate, sign, vector }) => [faceOf(program, gate, sign, vector, dual)]);
  const { blocks: equal } = equicorrelationSet(program, solution, SENSITIVITY_TOLERANCES.boundary);
  const isEqual = (block: Block): boolean => equal.some(({ gate, sign, direction }) => gate === block.gate && sign === block.sign && sameDirection(direction, block.vector));
  if (equal.some(({ norm }) => norm > program.lambda * (1 + SENSITIVITY_TOLERANCES.boundary)) || !refined.every(isEqual)) throw noOptimum();
  for (const { gate, sign, direction } of equal) {
    const same = refined.findIndex((block) => block.sign === sign && (model === "gated" ? block.gate === gate : sameDirection(block.vector, direction)));
    if (same < 0) {
      const known = model === "relu" && kinks.some((kink) => kink.kind === "neuron" && kink.sign === sign && sameDirection(kink.direction, direction));
      if (!known) kinks.push({ kind: "neuron", gate, sign, direction, slope: 0 });
    } else if (refined[same]!.gate !== gate) faces[same]!.push(faceOf(program, gate, sign, refined[same]!.vector, dual));
  }
  const chosen = faces.map((all) => all.reduce((best, face) => (face.basis.columns > best.basis.columns ? face : best)));
  chosen.forEach(({ basis, loose }, b) => {
    for (const point of loose) kinks.push({ kind: "point", block: b, point });
    const { sign, vector } = refined[b]!;
    const other = faces[b]!.find((face) => face.basis.clone().sub(basis.mmul(basis.transpose()).mmul(face.basis)).norm() > SENSITIVITY_TOLERANCES.direction);
    if (other !== undefined) kinks.push({ kind: "neuron", gate: other.gate, sign, direction: vector.map((entry) => entry / lengthOf(vector)), slope: Number.NaN });
  });
  return { blocks: refined.map((block, b) => ({ ...block, gate: chosen[b]!.gate })), bases: chosen.map(({ basis }) => basis), kinks };
}

/**
 * The face of a cone on which the projection of the dual's pull p = s X' D nu stays, at v with P_K(p) = lambda v / |v|. Multipliers rho >= 0 with lambda v / |v| - p = G' rho need not be unique
 * where the points on the hyperplane are dependent. That all of them can be positive is that lambda v / |v| - p less a little of the sum of their rows is still in the cone of the rows; what then
 * sticks out is the move that loose points allow.
 */
function faceOf(program: ConvexProgram, gate: number, sign: 1 | -1, vector: Float64Array, dual: Float64Array): Face {
  const { lambda } = program;
  const points = pointsOn(program, gate, vector);
  const rows = points.map((j) => gateRow(program, gate, j));
  const length = lengthOf(vector);
  const p = pull(program, gate, sign, dual);
  const rest = vector.map((entry, i) => (lambda * entry) / length - p[i]!);
  const little = SENSITIVITY_TOLERANCES.multiplier * lambda;
  let held = points.map((_, k) => k);
  for (;;) {
    const target = rest.slice();
    for (const k of held) rows[k]!.forEach((entry, i) => (target[i]! -= little * entry));
    const outside = outsideOfCone(rows, target);
    const still = held.filter((k) => -dot(rows[k]!, outside) <= little / 1000);
    if (still.length === held.length) break;
    held = still;
  }
  const strict = held.map((k) => points[k]!);
  return { gate, basis: nullBasis(program, gate, strict), loose: points.filter((j) => !strict.includes(j)) };
}

/** The points that are not 0 on the gate's support and lie on the hyperplane of v; none without cones. */
function pointsOn(program: ConvexProgram, gate: number, vector: Float64Array): number[] {
  const { n, model } = program;
  if (model === "gated") return [];
  const length = lengthOf(vector);
  const points: number[] = [];
  for (let j = 0; j < n; j++) {
    const row = gateRow(program, gate, j);
    if (lengthOf(row) > 0 && Math.abs(dot(row, vector)) <= SENSITIVITY_TOLERANCES.cosine * length) points.push(j);
  }
  return points;
}

/** x_j on the gate's support, scaled to length 1, times -1 where the gate is closed; 0 for a point that is 0 there. */
function gateRow({ d, X, supports, gates }: ConvexProgram, gate: number, j: number): Float64Array {
  const { support, active } = gates[gate]!;
  const row = new Float64Array(d);
  for (const i of supports[support]!) row[i] = X[j * d + i]!;
  const length = lengthOf(row);
  return length === 0 ? row : row.map((entry) => ((active[j] === 1 ? 1 : -1) * entry) / length);
}

/** s X' D nu on the gate's support. */
function pull({ n, d, X, supports, gates }: ConvexProgram, gate: number, sign: 1 | -1, dual: Float64Array): Float64Array {
  const { support, active } = gates[gate]!;
  const result = new Float64Array(d);
  for (let j = 0; j < n; j++) if (active[j] === 1) for (const i of supports[support]!) result[i]! += sign * dual[j]! * X[j * d + i]!;
  return result;
}

/** An orthonormal basis, d x k, of the vectors of the gate's support that are orthogonal to some points. */
function nullBasis(program: ConvexProgram, gate: number, points: readonly number[]): Matrix {
  const { d, supports, gates } = program;
  const columns = supports[gates[gate]!.support]!;
  const rows = points.map((j) => gateRow(program, gate, j));
  const gram = new Matrix(columns.length, columns.length);
  for (const row of rows) for (let k = 0; k < columns.length; k++) for (let l = 0; l < columns.length; l++) gram.set(k, l, gram.get(k, l) + row[columns[k]!]! * row[columns[l]!]!);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const free = realEigenvalues.map((value, k) => ({ value, k })).filter(({ value }) => value <= KERNEL * Math.max(1, rows.length));
  const basis = new Matrix(d, free.length);
  free.forEach(({ k }, column) => columns.forEach((i, row) => basis.set(i, column, eigenvectorMatrix.get(row, k))));
  return basis;
}

/** The target less its projection onto the cone of some vectors of d entries. */
function outsideOfCone(generators: readonly Float64Array[], target: Float64Array): Float64Array {
  const factors = nonnegativeLeastSquares(generators, target);
  const outside = target.slice();
  generators.forEach((generator, k) => generator.forEach((entry, i) => (outside[i]! -= factors[k]! * entry)));
  return outside;
}

/** The sides on which neurons that reach lambda stay below it, and loose points move into the cone of their block. */
function sidesOf(program: ConvexProgram, blocks: readonly Block[], derivatives: readonly Float64Array[], kinks: readonly Kink[]): Sensitivities["sides"] {
  let [above, below] = [true, true];
  for (const kink of kinks) {
    // Positive where lambda may grow, relative to what a change of lambda by all of itself would do.
    const room =
      kink.kind === "neuron"
        ? -kink.slope
        : (program.lambda * dot(gateRow(program, blocks[kink.block]!.gate, kink.point), derivatives[kink.block]!)) / lengthOf(blocks[kink.block]!.vector);
    if (!(room >= -SENSITIVITY_TOLERANCES.side)) above = false;
    if (!(room <= SENSITIVITY_TOLERANCES.side)) below = false;
  }
  return above ? (below ? "both" : "above") : below ? "below" : "neither";
}

function sameDirection(v: Float64Array, w: Float64Array): boolean {
  return directionDistance(v, w) < SENSITIVITY_TOLERANCES.direction;
}
