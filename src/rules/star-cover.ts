import type { LinearEvidence, Proof } from "../certificate/proof.js";
import { productSupport } from "../pattern/layers.js";
import { type Mask, kept, row, transpose } from "../pattern/mask.js";

type Star = LinearEvidence["star-cover"]["stars"][number];

/** Above this many entries the cover is not searched: the table of covered entries would outgrow its use. */
const MAX_ENTRIES = 1 << 24;
/** Steps, over all rectangles and the paths between their sides: a fraction of a second. */
const MAX_STEPS = 2 ** 28;

/**
 * Star cover [own, docs/theory.md 4.4]: every hidden neuron is given one of its outputs or one of its inputs and makes the entries of that row or
 * column of its rectangle free. If all entries of the support are covered, L is everything on it, so closed.
 *
 * Greedy, so incomplete: neurons with one output or one input first (their star is their whole rectangle), then, neuron by
 * neuron, the star that covers most of what is left. Cost: the sum of the areas of the rectangles, at most twice.
 *
 * @param masks two pruned layers
 */
export function findStarCover(masks: readonly Mask[]): Proof | undefined {
  const first = masks[0]!;
  const second = masks[1]!;
  if (second.rows * first.cols > MAX_ENTRIES) return undefined;
  const fedBy = transpose(second);
  let steps = kept(second) * (first.cols / 32);
  for (let h = 0; h < first.rows; h++) steps += (fedBy.start[h + 1]! - fedBy.start[h]!) * (first.start[h + 1]! - first.start[h]!);
  if (steps > MAX_STEPS) return undefined;
  const covered = new Uint8Array(second.rows * first.cols);
  let left = kept(productSupport(masks));
  const stars: Star[] = Array.from({ length: first.rows }, () => null);
  const take = (h: number, star: Star & {}): void => {
    stars[h] = star;
    const [outputs, inputs] = star[0] === "output" ? [[star[1]], row(first, h)] : [row(fedBy, h), [star[1]]];
    for (const i of outputs) {
      for (const k of inputs) {
        const at = i * first.cols + k;
        left -= 1 - covered[at]!;
        covered[at] = 1;
      }
    }
  };
  const open: number[] = [];
  for (let h = 0; h < first.rows; h++) {
    const outputs = row(fedBy, h);
    const inputs = row(first, h);
    if (outputs.length === 0) continue;
    if (outputs.length === 1) take(h, ["output", outputs[0]!]);
    else if (inputs.length === 1) take(h, ["input", inputs[0]!]);
    else open.push(h);
  }
  // What the open neurons can cover at best: give up early, before the costlier counting.
  const reach = open.reduce((sum, h) => sum + Math.max(row(fedBy, h).length, row(first, h).length), 0);
  if (reach < left) return undefined;
  for (const h of open) take(h, bestStar(row(fedBy, h), row(first, h), covered, first.cols));
  return left === 0 ? { rule: "star-cover", evidence: { stars } } : undefined;
}

/** The output or input of a rectangle with most entries not yet covered. */
function bestStar(outputs: Int32Array, inputs: Int32Array, covered: Uint8Array, cols: number): Star & {} {
  const perInput = new Int32Array(inputs.length);
  let best: Star & {} = ["output", outputs[0]!];
  let most = -1;
  for (const i of outputs) {
    let count = 0;
    inputs.forEach((k, e) => {
      const open = 1 - covered[i * cols + k]!;
      count += open;
      perInput[e]! += open;
    });
    if (count > most) [most, best] = [count, ["output", i]];
  }
  perInput.forEach((count, e) => {
    if (count > most) [most, best] = [count, ["input", inputs[e]!]];
  });
  return best;
}
