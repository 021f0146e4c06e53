/** Vectors of doubles of one length. */

/** The inner product. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** The Euclidean norm. */
export function lengthOf(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

/** The Euclidean norm of the difference. */
export function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2;
  return Math.sqrt(sum);
}

/** How far apart the directions of two vectors are, as points of the unit sphere: for small angles the angle. Neither vector is 0. */
export function directionDistance(a: Float64Array, b: Float64Array): number {
  const [lengthA, lengthB] = [lengthOf(a), lengthOf(b)];
  return lengthOf(a.map((entry, k) => entry / lengthA - b[k]! / lengthB));
}

/** The largest absolute value of an entry; 0 of no entries. */
export function largestEntry(vector: Float64Array): number {
  let most = 0;
  for (let k = 0; k < vector.length; k++) most = Math.max(most, Math.abs(vector[k]!));
  return most;
}
