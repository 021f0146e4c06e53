/**
 * The l^p path norm, 0 < p <= 1, on the products u_k = |v_k| (w_k, b_k), and iteratively reweighted l1 for it (Candes, Wakin, Boyd 2008): in place of |t|^p, concave in |t|, its tangent at
 * the present size, of slope p (|t| + eps)^(p - 1). The weighted l1 norm has a proximal step in closed form; where it is minimised, the tangents are taken anew.
 */
import { powerSum } from "../changes.js";
import type { RationalNetwork, SparsestProblem } from "../problem.js";
import type { HiddenLayer } from "./hidden-layer.js";
import type { Penalised } from "./points.js";

/** The penalty of `layer`: the sum of |u_j|^p over penalised entries, or of (sum |u_j|)^p over neurons. */
export function penaltyOf({ size, v, w }: HiddenLayer, p: number, { bias, by }: Penalised): number {
  const m = w.length / size;
  let sum = 0;
  for (let k = 0; k < size; k++) {
    const scale = Math.abs(v[k]!);
    let whole = 0;
    for (let c = 0; c < (bias ? m : m - 1); c++) {
      const entry = scale * Math.abs(w[k * m + c]!);
      if (by === "neurons") whole += entry;
      else if (entry > 0) sum += entry ** p;
    }
    if (whole > 0) sum += whole ** p;
  }
  return sum;
}

/** The tangents' slopes at sizes |u|, K x m, into `weights`; 0 for entries that are not penalised. */
export function reweight(weights: Float64Array, { size, v, w }: HiddenLayer, p: number, eps: number, { bias, by }: Penalised): void {
  const m = w.length / size;
  const penalised = bias ? m : m - 1;
  for (let k = 0; k < size; k++) {
    const scale = Math.abs(v[k]!);
    let whole = 0;
    if (by === "neurons") for (let c = 0; c < penalised; c++) whole += scale * Math.abs(w[k * m + c]!);
    const shared = by === "neurons" ? p * (whole + eps) ** (p - 1) : 0;
    for (let c = 0; c < m; c++) {
      const entry = k * m + c;
      weights[entry] = c >= penalised ? 0 : by === "neurons" ? shared : p * (scale * Math.abs(w[entry]!) + eps) ** (p - 1);
    }
  }
}

/** The minimiser of (t - x)^2 / 2 + threshold |t|. */
export function softThreshold(x: number, threshold: number): number {
  return x > threshold ? x - threshold : x < -threshold ? x + threshold : 0;
}

/**
 * The l^p path norm of an exact network, to about 13 digits: sum_k |v_k|^p sum_j |w_kj|^p; with several inputs the bias is one of the entries, with one input it is not (Nakhleh and Nowak).
 */
export function pathNormOf({ neurons }: RationalNetwork, p: number, { inputs }: Pick<SparsestProblem, "inputs">): number {
  const several = inputs[0]!.length > 1;
  return neurons.reduce((sum, { output, weights, bias }) => {
    const entries = (several ? [...weights, bias] : weights).filter(({ isZero }) => !isZero);
    return sum + powerSum(entries.map((entry) => entry.times(output).abs()), p);
  }, 0);
}
