/** Results made up for the tests of reports. */
import type { Verdict } from "../../src/decide/decide.js";
import { type Mask, kept } from "../../src/pattern/mask.js";
import { inspect } from "../../src/report/findings/inspect.js";
import type { Result } from "../../src/report/result.js";

/** A result with the same made-up verdict for all properties, its findings those of the masks. */
export function resultOf(source: string, name: string, masks: readonly Mask[], closed: boolean | null): Result {
  const verdict: Verdict = { closed, rule: closed === null ? null : "lu-minor", why: "because", certificate: null };
  const edges = masks.reduce((sum, mask) => sum + kept(mask), 0);
  return {
    source,
    pattern: { name, widths: [masks[0]!.cols, ...masks.map(({ rows }) => rows)], edges },
    verdicts: { linear: verdict, finite: verdict, cube: verdict },
    elapsedMs: 0,
    ...inspect({ masks }),
  };
}
