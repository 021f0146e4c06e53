/**
 * Newton's direction on a face: -|H|^-1 g, H the second derivatives of f1 in the plane of the face, their eigenvalues taken by size and not below a floor (Nocedal, Wright 2006, section 3.4). It leads down, and away
 * from saddle points. Beyond MOST_DENSE free parameters it is that of conjugate gradients with products of second derivatives, to where the curvature is no longer positive (Steihaug 1983).
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Face } from "./face.js";
import type { Objective } from "./objective.js";
import { dot } from "./plane.js";

/** Free parameters up to which second derivatives are a matrix. */
export const MOST_DENSE = 15;
/** Eigenvalues are not taken below this share of the greatest one. */
const FLOOR = 1e-13;
const MOST_CONJUGATE_STEPS = 100;
/** Of the square of the gradient: as little is left of it. A step more takes less time than it takes to be nearer. */
const ENOUGH = 0.04;

/** Over the free parameters of the face. The objective's derivatives are by these, as `faceAt` leaves them. Zeros where second derivatives are no numbers. */
export function newtonDirection(objective: Objective, face: Face): Float64Array {
  return face.free.length <= MOST_DENSE ? denseDirection(objective, face) : conjugateDirection(objective, face);
}

function denseDirection(objective: Objective, face: Face): Float64Array {
  const count = face.free.length;
  const direction = new Float64Array(count);
  const columns = Array.from({ length: count }, (_, j) => product(objective, face, face.plane.project(Float64Array.from({ length: count }, (__, i) => (i === j ? 1 : 0)))));
  if (count === 0 || !columns.every((column) => column.every(Number.isFinite))) return direction;
  const matrix = Matrix.zeros(count, count);
  for (let i = 0; i < count; i++) for (let j = 0; j < count; j++) matrix.set(i, j, (columns[j]![i]! + columns[i]![j]!) / 2);
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const floor = FLOOR * Math.max(...realEigenvalues.map(Math.abs)) || 1;
  realEigenvalues.forEach((value, j) => {
    let share = 0;
    for (let i = 0; i < count; i++) share += eigenvectorMatrix.get(i, j) * face.slope[i]!;
    share /= -Math.max(Math.abs(value), floor);
    for (let i = 0; i < count; i++) direction[i]! += share * eigenvectorMatrix.get(i, j);
  });
  return face.plane.project(direction);
}

function conjugateDirection(objective: Objective, face: Face): Float64Array {
  const direction = new Float64Array(face.slope.length);
  const rest = face.slope.slice();
  const along = rest.map((value) => -value);
  let square = dot(rest, rest);
  const goal = ENOUGH * square;
  for (let k = 0; k < MOST_CONJUGATE_STEPS && square > goal; k++) {
    const curved = product(objective, face, along);
    const curvature = dot(along, curved);
    if (!(curvature > 0)) return k === 0 ? along : direction;
    const length = square / curvature;
    for (let i = 0; i < rest.length; i++) {
      direction[i]! += length * along[i]!;
      rest[i]! += length * curved[i]!;
    }
    const next = dot(rest, rest);
    for (let i = 0; i < rest.length; i++) along[i] = (next / square) * along[i]! - rest[i]!;
    square = next;
  }
  return face.plane.project(direction);
}

/** Second derivatives times a direction in the plane, in the plane. */
function product(objective: Objective, { parameters, free, plane }: Face, direction: Float64Array): Float64Array {
  const [whole, result] = [new Float64Array(objective.size), new Float64Array(objective.size)];
  free.forEach((k, i) => (whole[k] = direction[i]!));
  objective.curvature(parameters, whole, result);
  return plane.project(Float64Array.from(free, (k) => result[k]!));
}
