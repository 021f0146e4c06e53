/**
 * A point of the front computed once more: plainly, point by point, from the masks and the definitions in problem.ts, with no code in common with objective.ts.
 * So a defect there does not pass unseen into what is written; and test data, which have no derivatives to take, need nothing more.
 */
import { row } from "../../pattern/mask.js";
import { type ParetoProblem, type Samples, checkSamples } from "./problem.js";

export interface Evaluation {
  readonly loss: number;
  /** Cross-entropy: the share of the points whose own class has the greatest output, and alone. Nothing for squared error. */
  readonly accuracy?: number;
}

/**
 * Loss and accuracy on the problem's data, or on others.
 * @throws Fault when other data do not fit the problem
 */
export function evaluate(problem: ParetoProblem, parameters: Float64Array, samples: Samples = problem.samples): Evaluation {
  const points = checkSamples(problem.pattern, samples, problem.loss);
  let sum = 0;
  let correct = 0;
  for (let p = 0; p < points; p++) {
    const outputs = outputsAt(problem, parameters, samples.inputs, p);
    if (problem.loss === "squared") {
      outputs.forEach((output, k) => (sum += (output - samples.targets![p * outputs.length + k]!) ** 2 / 2));
      continue;
    }
    const own = outputs[samples.labels![p]!]!;
    const greatest = Math.max(...outputs);
    sum += Math.log(outputs.reduce((total, output) => total + Math.exp(output - greatest), 0)) + greatest - own;
    if (outputs.every((output, k) => k === samples.labels![p] || output < own)) correct++;
  }
  return problem.loss === "squared" ? { loss: sum / points } : { loss: sum / points, accuracy: correct / points };
}

/** What the network gives for one row of the inputs. */
export function outputsAt({ pattern, activation }: ParetoProblem, parameters: Float64Array, inputs: Float64Array, point: number): Float64Array {
  const width = pattern.widths[0]!;
  let values = inputs.subarray(point * width, (point + 1) * width);
  let next = 0;
  for (const [l, mask] of pattern.masks.entries()) {
    const sums = new Float64Array(mask.rows);
    for (let i = 0; i < mask.rows; i++) {
      const columns = row(mask, i);
      let sum = 0;
      for (let e = 0; e < columns.length; e++) sum += parameters[next++]! * values[columns[e]!]!;
      sums[i] = sum;
    }
    if (pattern.bias[l]) for (let i = 0; i < mask.rows; i++) sums[i]! += parameters[next++]!;
    const hidden = l + 1 < pattern.masks.length;
    values = sums.map((sum) => (!hidden || activation === "linear" ? sum : activation === "tanh" ? Math.tanh(sum) : Math.max(0, sum)));
  }
  return values;
}
