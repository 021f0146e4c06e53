import { Random } from "../../../src/exact/random.js";
import { type Activation, ACTIVATIONS, type LossName, LOSSES, type ParetoProblem, makeProblem } from "../../../src/optima/pareto/problem.js";
import { maskOf } from "../../../src/pattern/mask.js";
import { makePattern } from "../../../src/pattern/pattern.js";

export interface Drawn {
  readonly widths: readonly number[];
  readonly points: number;
  readonly activation: Activation;
  readonly loss: LossName;
  readonly density?: number;
  readonly countBiases?: boolean;
  readonly seed?: number;
}

/** Random masks, data and parameters; every third layer without biases. */
export function drawProblem({ widths, points, activation, loss, density = 0.7, countBiases = true, seed = 1 }: Drawn): { problem: ParetoProblem; parameters: Float64Array } {
  const random = new Random(seed);
  const numbers = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.normal());
  const masks = widths.slice(1).map((rows, l) => maskOf(rows, widths[l]!, () => random.below(1000) < density * 1000));
  const pattern = makePattern("drawn", masks, { bias: masks.map((_, l) => l % 3 !== 2) });
  const outputs = widths.at(-1)!;
  const samples = {
    inputs: numbers(points * widths[0]!),
    labels: Int32Array.from({ length: points }, () => random.below(outputs)),
    targets: numbers(points * outputs),
  };
  const problem = makeProblem(pattern, samples, { activation, loss, countBiases });
  return { problem, parameters: numbers(problem.network.size) };
}

/** Every activation with every loss. */
export const KINDS: readonly (readonly [Activation, LossName])[] = ACTIVATIONS.flatMap((activation) => LOSSES.map((loss) => [activation, loss] as const));
