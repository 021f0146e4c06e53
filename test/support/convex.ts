/** Convex programs for tests. */
import { Random } from "../../src/exact/random.js";
import type { ConvexProgram, Gate } from "../../src/optima/convex/program.js";

/** A standard normal number. */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log((random.below(2 ** 30) + 1) / 2 ** 30));
  return radius * Math.cos((2 * Math.PI * random.below(2 ** 30)) / 2 ** 30);
}

/** Gates found by drawing directions: with many draws of few points, in all likelihood every activation pattern. */
export function drawnGates(X: Float64Array, n: number, d: number, supports: readonly Int32Array[], draws: number, random: Random, most = Number.POSITIVE_INFINITY): Gate[] {
  const gates: Gate[] = [];
  for (const [support, columns] of supports.entries()) {
    const seen = new Set<string>();
    for (let draw = 0; draw < draws && seen.size < most; draw++) {
      const point = Array.from({ length: d }, () => 0n);
      for (const k of columns) point[k] = BigInt(Math.round(1e6 * normal(random)));
      const active = new Uint8Array(n);
      let open = true;
      for (let j = 0; j < n; j++) {
        let sum = 0;
        let zero = true;
        for (const k of columns) {
          sum += X[j * d + k]! * Number(point[k]);
          zero &&= X[j * d + k] === 0;
        }
        active[j] = sum > 0 ? 1 : 0;
        open &&= zero || Math.abs(sum) > 1e-9;
      }
      if (!open || seen.has(active.join(""))) continue;
      seen.add(active.join(""));
      gates.push({ support, active, point });
    }
  }
  return gates;
}

export interface Choice {
  n: number;
  d: number;
  seed: number;
  loss?: "squared" | "logistic";
  model?: "relu" | "gated";
  bias?: boolean;
  lambda?: number;
  draws?: number;
  most?: number;
  supports?: number[][];
}

/** Normal points and targets (logistic: signs), mean scaling; with `bias` the last column is 1. */
export function randomProgram({ n, d, seed, loss = "squared", model = "relu", bias = false, lambda = 0.01, draws = 3000, most, supports }: Choice): ConvexProgram {
  const random = new Random(seed);
  const X = Float64Array.from({ length: n * d }, (_, at) => (bias && at % d === d - 1 ? 1 : normal(random)));
  const y = Float64Array.from({ length: n }, () => (loss === "squared" ? normal(random) : random.below(2) === 0 ? 1 : -1));
  const columns = (supports ?? [Array.from({ length: d }, (_, k) => k)]).map((list) => Int32Array.from(list));
  const gates = drawnGates(X, n, d, columns, draws, random, most);
  return { n, d, X, y, loss, weight: 1 / n, lambda, model, supports: columns, gates, complete: false };
}
