/** Power laws y = c * x^exponent fitted to positive numbers: least squares on a log-log plot. */

export interface PowerLaw {
  readonly exponent: number;
  /** Of the exponent, for independent errors. The points of one run are not independent: read it as roughness of the fit. */
  readonly standardError: number;
  /** 95 % by Student's distribution, under the same proviso. */
  readonly interval: readonly [number, number];
  /** Share of the variance of log y that the law explains; 1 when y is constant. */
  readonly explained: number;
  readonly points: number;
  /** Range of x, in decades. */
  readonly decades: number;
}

export const FEWEST_POINTS = 5;

/** The law through the points with x > 0 and y > 0. Nothing for fewer than five of them, or where all x are equal. */
export function fitPowerLaw(x: readonly number[], y: readonly number[]): PowerLaw | undefined {
  const logs = x.map((value, k) => [Math.log(value), Math.log(y[k]!)] as const).filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  const n = logs.length;
  if (n < FEWEST_POINTS) return undefined;
  const meanX = logs.reduce((sum, [a]) => sum + a, 0) / n;
  const meanY = logs.reduce((sum, [, b]) => sum + b, 0) / n;
  let [xx, xy, yy] = [0, 0, 0];
  for (const [a, b] of logs) {
    xx += (a - meanX) ** 2;
    xy += (a - meanX) * (b - meanY);
    yy += (b - meanY) ** 2;
  }
  if (!(xx > 0)) return undefined;
  // A constant y is a power law with exponent 0; what is left of its variance is rounding.
  const constant = yy <= n * (1e-14 * (1 + Math.abs(meanY))) ** 2;
  const exponent = constant ? 0 : xy / xx;
  const rest = constant ? 0 : Math.max(0, yy - exponent * xy);
  const standardError = Math.sqrt(rest / (n - 2) / xx);
  const margin = studentQuantile(n - 2) * standardError;
  const ends = logs.map(([a]) => a);
  return {
    exponent: rounded(exponent),
    standardError: rounded(standardError),
    interval: [rounded(exponent - margin), rounded(exponent + margin)],
    explained: rounded(constant ? 1 : 1 - rest / yy),
    points: n,
    decades: rounded((Math.max(...ends) - Math.min(...ends)) / Math.LN10),
  };
}

/** The point that Student's distribution exceeds with probability 2.5 %, to 1 % from 3 degrees of freedom on (Cornish, Fisher 1938). */
export function studentQuantile(freedom: number): number {
  const z = 1.959964;
  const [z3, z5, z7] = [z ** 3, z ** 5, z ** 7];
  return (
    z +
    (z3 + z) / (4 * freedom) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * freedom ** 3)
  );
}

/** Six digits: logarithms may differ in their last digit between machines, results must not. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
