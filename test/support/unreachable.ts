/** Limits for the prover of unreachability, and its trees replayed by the checker. */
import type { Unreachable } from "../../src/certificate/proof.js";
import { Refusal, type Step } from "../../src/check/goal.js";
import { Effort } from "../../src/check/limits.js";
import { type Target, checkUnreachable } from "../../src/check/unreachable.js";
import { Rational } from "../../src/exact/rational.js";
import { select } from "../../src/pattern/layers.js";
import { type Mask, has } from "../../src/pattern/mask.js";

/** What the checker says of a tree: "proved", or the place of its refusal. */
export function replayed(target: Target, tree: Unreachable): string {
  const step = {
    effort: new Effort(),
    require(holds: boolean, key: string, reason: string) {
      if (!holds) throw new Refusal(key, reason);
    },
  } as unknown as Step;
  try {
    checkUnreachable(target, tree, "tree", step);
    return "proved";
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** The whole pattern with a limit, given row by row; null where anything goes. */
export function targetOf(masks: readonly Mask[], limit: readonly (readonly (number | string | null)[])[]): Target {
  const outputs = [...Array(masks.at(-1)!.rows).keys()];
  const inputs = [...Array(masks[0]!.cols).keys()];
  const read = (value: number | string | null): Rational | null => (value === null ? null : Rational.parse(`${value}`)!);
  return { masks: select(masks, outputs, inputs), outputs, inputs, limit: limit.map((line) => line.map(read)) };
}

/** The product of weights on the kept edges; other weights are 0. */
export function productOf(masks: readonly Mask[], weight: (layer: number, out: number, input: number) => number): number[][] {
  const columns = [...Array(masks[0]!.cols).keys()];
  let product: number[][] = columns.map((k) => columns.map((j) => (j === k ? 1 : 0)));
  masks.forEach((mask, l) => {
    const weights = Array.from({ length: mask.rows }, (_, v) => Array.from({ length: mask.cols }, (__, w) => (has(mask, v, w) ? weight(l + 1, v, w) : 0)));
    product = weights.map((line) => columns.map((k) => line.reduce((sum, factor, w) => sum + factor * product[w]![k]!, 0)));
  });
  return product;
}

/** The number of nodes. */
export function sizeOf(tree: Unreachable): number {
  if ("split" in tree) return 1 + sizeOf(tree.zero) + sizeOf(tree.nonzero);
  return "then" in tree ? 1 + sizeOf(tree.then) : 1;
}
