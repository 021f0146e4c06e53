/**
 * Fewer neurons with the same outputs on the data.
 *
 * - Dead: nowhere positive on the data. Its output is 0.
 * - Affine: nowhere negative. With an affine part it belongs there.
 * - Two neurons of the same output sign whose inner values nowhere have opposite signs: both are linear on one closed cone of an activation pattern, and so is their sum (w_k, b_k) + (w_l, b_l), with
 *   the sum of their outputs. With an affine part either may be turned first: max(0, z) = max(0, -z) + z.
 * - Two of opposite output signs with the same pattern: their difference has the same outputs if it is in the pattern's cone, or in its negative.
 *
 * No merging makes the path norm larger, p <= 1, as |a + b|^p <= |a|^p + |b|^p. With a mask one neuron's support has to contain the other's.
 */
import { type HiddenLayer, product, rebalance, selected } from "./hidden-layer.js";
import type { TrainingPoints } from "./points.js";

/** Inner values up to this, relative to |w| times the largest row, count as 0. */
const ZERO = 1e-12;

/** Signs of the inner values of neuron k on the n points: -1, 0, 1. */
export function signsOf({ w }: HiddenLayer, k: number, { n, m, rows }: TrainingPoints, zero = ZERO): Int8Array {
  const length = Math.sqrt(product(w, k * m, w, k * m, m));
  return Int8Array.from({ length: n }, (_, i) => {
    const inside = product(w, k * m, rows, i * m, m);
    return Math.abs(inside) <= zero * length * Math.sqrt(product(rows, i * m, rows, i * m, m)) ? 0 : Math.sign(inside);
  });
}

/** What a neuron is on the data. Without weights it is dead. */
export function kindOf(signs: Int8Array, { affine }: Pick<TrainingPoints, "affine">): "dead" | "affine" | "active" {
  if (!signs.includes(1)) return "dead";
  return affine.length > 0 && !signs.includes(-1) ? "affine" : "active";
}

/** The numbers of the neurons that are neither dead nor affine on the data. */
export function activeNeurons(layer: HiddenLayer, points: TrainingPoints, zero = ZERO): number[] {
  return Array.from({ length: layer.size }, (_, k) => k).filter((k) => layer.v[k] !== 0 && kindOf(signsOf(layer, k, points, zero), points) === "active");
}

/** 1 or -1 if no sign of the one is opposite to `turn` times the other's. */
function turnFor(a: Int8Array, b: Int8Array, mayTurn: boolean): 1 | -1 | undefined {
  if (a.every((sign, i) => sign * b[i]! >= 0)) return 1;
  return mayTurn && a.every((sign, i) => sign * b[i]! <= 0) ? -1 : undefined;
}

/**
 * Active neurons only, as many merged as go one after another, balanced. Affine ones are dropped where there is an affine part: it takes them in, as it is fitted anew wherever the layer is used.
 */
export function merged(layer: HiddenLayer, points: TrainingPoints, zero = ZERO): HiddenLayer {
  const { m } = points;
  const rest = selected(layer, activeNeurons(layer, points, zero));
  rebalance(rest);
  const { v, w, allowed, slots } = rest;
  const signs = Array.from({ length: rest.size }, (_, k) => signsOf(rest, k, points, zero));
  const gone = new Uint8Array(rest.size);
  const contains = (k: number, l: number) => allowed.subarray(l * m, (l + 1) * m).every((is, c) => is === 0 || allowed[k * m + c] === 1);
  /** Neuron k takes neuron l in: their sum or, for opposite output signs, their difference. */
  const takeIn = (k: number, l: number): boolean => {
    const turn = turnFor(signs[k]!, signs[l]!, points.affine.length > 0);
    if (turn === undefined || !(contains(k, l) || contains(l, k))) return false;
    const [sizeK, sizeL] = [Math.abs(v[k]!), Math.abs(v[l]!)];
    const same = v[k]! * v[l]! > 0;
    const trial = selected(rest, [contains(k, l) ? k : l]);
    for (let c = 0; c < m; c++) trial.w[c] = sizeK * w[k * m + c]! + (same ? 1 : -1) * turn * sizeL * w[l * m + c]!;
    trial.v[0] = Math.sign(v[k]!);
    if (!same) {
      // On both cones' common pattern only, and the difference on one side of it.
      const pattern = signs[k]!.map((sign, i) => sign || turn * signs[l]![i]!);
      const inside = signsOf(trial, 0, points, zero);
      if (pattern.every((sign, i) => sign * inside[i]! <= 0 && (sign !== 0 || inside[i] === 0))) {
        trial.v[0] *= -1;
        for (let c = 0; c < m; c++) trial.w[c]! *= -1;
      } else if (!pattern.every((sign, i) => sign * inside[i]! >= 0 && (sign !== 0 || inside[i] === 0))) return false;
    }
    rebalance(trial);
    gone[l] = 1;
    v[k] = trial.v[0]!;
    w.set(trial.w, k * m);
    allowed.set(trial.allowed, k * m);
    slots[k] = trial.slots[0]!;
    signs[k] = signsOf(rest, k, points, zero);
    if (kindOf(signs[k]!, points) !== "active") gone[k] = 1;
    return true;
  };
  for (let k = 0; k < rest.size; k++) {
    for (let l = k + 1; l < rest.size && gone[k] === 0; l++) {
      // With a larger support, or a difference's signs, others may fit that did not.
      if (gone[l] === 0 && takeIn(k, l)) l = k;
    }
  }
  return selected(rest, Array.from({ length: rest.size }, (_, k) => k).filter((k) => gone[k] === 0));
}
