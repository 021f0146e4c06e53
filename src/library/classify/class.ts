/** When two patterns are the same up to the order of their neurons. */
import { createHash } from "node:crypto";
import { maskStrings } from "../../pattern/mask.js";
import type { Pattern } from "../../pattern/pattern.js";

/**
 * The class of a pattern: equal for two patterns only if permutations of inputs, outputs and the neurons of each hidden layer carry one to the other,
 * and the same layers have free biases. It is the SHA-256 of the canonical form, in base64url.
 */
export function classOf({ masks, widths, bias }: Pattern): string | null {
  const key = `${widths.join("-")} ${bias.map(Number).join("")} ${masks.map((mask) => maskStrings(mask).join("")).join(" ")}`;
  return createHash("sha256").update(key).digest("base64url");
}
