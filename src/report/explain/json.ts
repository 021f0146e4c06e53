/**
 * An explanation as JSON, `wellposed/explanation/1`:
 *
 * `{ schema, name, about, widths, bias, counterpart, layers, neurons, pairs, paths, product, verdicts: { linear, finite, cube }, decidingPart }`
 *
 * `paths[output][input]` and `product` (entries as text and TeX) are null where the pattern is too large. A verdict has `closed`, `rule`, `why`,
 * `dense` where `verify` has it, and `steps`, each with its theorem. `decidingPart` is null unless linear is not closed. Path counts are exact:
 * numbers below 2^53, strings above.
 */
import type { Explanation } from "./explanation.js";
import { THEOREMS } from "../theorems.js";
import { productName } from "./phrases.js";
import type { Step } from "./derivation.js";

export const EXPLANATION_SCHEMA = "wellposed/explanation/1";

export function explanationAsJson({ facts, verdicts, decidingPart, ...pattern }: Explanation): string {
  const value = {
    schema: EXPLANATION_SCHEMA,
    ...pattern,
    counterpart: productName(pattern.widths.length - 1),
    ...facts,
    verdicts: Object.fromEntries(
      verdicts.map(({ property, verdict: { closed, rule, why, dense }, steps }) => [
        property,
        { closed, rule, why, ...(dense === undefined ? {} : { dense }), steps: steps.map(stepValue) },
      ]),
    ),
    decidingPart,
  };
  return `${JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? exact(part) : part), 2)}\n`;
}

function stepValue({ rule, ...step }: Step): unknown {
  if (rule === null) return { ...step, rule };
  const { name, source, words } = THEOREMS[rule];
  return { ...step, rule, theorem: { name, source, statement: words } };
}

/** A number as long as every reader keeps its last digit, a string beyond. */
function exact(count: bigint): number | string {
  return count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : `${count}`;
}
