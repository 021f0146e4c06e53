/** When two patterns are the same up to the order of their neurons. */
import { patternForm } from "../../pattern/layered-canonical.js";
import type { Pattern } from "../../pattern/pattern.js";

/**
 * The class of a pattern, a short text: equal for two patterns only if, without their dead neurons, permutations of inputs, outputs and the neurons of each hidden layer carry
 * one to the other, and the same layers have free biases; then all three verdicts on them are the same. A pattern whose canonical form is too much work is in a class of its own,
 * with patterns of the very same masks; its class begins with `~`.
 */
export function classOf(pattern: Pattern): string {
  return patternForm(pattern).key;
}
