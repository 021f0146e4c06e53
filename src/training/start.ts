/**
 * Where a run starts: weights of variance 2 / fan-in over kept edges (He et al. 2015), hidden biases half of a positive normal number, so that
 * most neurons begin active, the last biases zero.
 *
 * No function is used whose last digit is left to the platform (logarithm, cosine): a seed gives the same bits everywhere.
 */
import { Random } from "../exact/random.js";
import type { Network } from "./network.js";

const HIDDEN_BIAS = 0.5;

/** Parameters for a seed; `scale` multiplies all of them. */
export function startingParameters(network: Network, seed: number, scale = 1): Float64Array {
  const random = new Random(seed);
  const parameters = new Float64Array(network.size);
  network.layers.forEach(({ mask, weights, biases }, l) => {
    for (let i = 0; i < mask.rows; i++) {
      const [from, to] = [mask.start[i]!, mask.start[i + 1]!];
      for (let e = from; e < to; e++) parameters[weights + e] = scale * Math.sqrt(2 / (to - from)) * random.normal();
    }
    if (biases < 0 || l === network.layers.length - 1) return;
    for (let i = 0; i < mask.rows; i++) parameters[biases + i] = scale * HIDDEN_BIAS * Math.abs(random.normal());
  });
  return parameters;
}
