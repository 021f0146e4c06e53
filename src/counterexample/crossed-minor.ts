import type { LinearEvidence } from "../certificate/proof.js";
import { Laurent } from "../exact/laurent.js";
import { Rational } from "../exact/rational.js";
import { type Mask, row, transpose } from "../pattern/mask.js";
import type { LayerWeights } from "./product.js";

/**
 * N1' [own, docs/theory.md 3.4], weights of a cut minor (an LU minor is one): their product has the entries eps, 1, 1, 0 at (i,k), (i,l), (j,k), (j,l), all others are 0.
 *
 * Paths to the neuron v from k and from l that stay together once they meet, the same from v to i and j, and from l to j a path Q that avoids v. Weights
 * 1, but 1/eps at l, eps at i, and what cancels (j,l) where Q leaves the path from l to v.
 */
export function crossedWeights(masks: readonly Mask[], evidence: LinearEvidence["cut-minor"]): LayerWeights[] {
  const [i, j] = evidence.outputs;
  const [k, l] = evidence.inputs;
  const { layer: h, index: v } = evidence.neuron;
  const flipped = masks.map(transpose);
  const reaching = (target: number, from: number, avoid: readonly Set<number>[]): ReadonlySet<number>[] => {
    const sets = Array.from({ length: masks.length + 1 }, () => new Set<number>());
    sets[from]!.add(target);
    for (let at = from; at > 0; at--) for (const u of sets[at]!) for (const w of row(masks[at - 1]!, u)) if (!avoid[at - 1]!.has(w)) sets[at - 1]!.add(w);
    return sets;
  };
  const avoidNone = Array.from({ length: masks.length + 1 }, () => new Set<number>());
  const avoidV = avoidNone.map((none, at) => (at === h ? new Set([v]) : none));

  /** From `start` in layer 0, always to the smallest neuron that still leads to the target. */
  const walk = (start: number, to: readonly ReadonlySet<number>[], end: number): number[] => {
    const path = [start];
    while (path.length <= end) path.push(row(flipped[path.length - 1]!, path.at(-1)!).find((w) => to[path.length]!.has(w))!);
    return path;
  };
  const toV = reaching(v, h, avoidNone);
  const [pk, pl] = [walk(k, toV, h), walk(l, toV, h)];
  const detour = walk(l, reaching(j, masks.length, avoidV), masks.length);

  // The same from the outputs down: neurons that v reaches.
  const fromV = avoidNone.map(() => new Set<number>());
  fromV[h]!.add(v);
  for (let at = h; at < masks.length; at++) for (const u of fromV[at]!) for (const w of row(flipped[at]!, u)) fromV[at + 1]!.add(w);
  const down = (end: number): number[] => {
    const path = [end];
    for (let at = masks.length; at > h; at--) path.push(row(masks[at - 1]!, path.at(-1)!).find((w) => fromV[at - 1]!.has(w))!);
    return path.reverse();
  };
  const [qi, qj] = [down(i), down(j)];

  let leaves = 0;
  detour.forEach((u, at) => {
    if (at < h && pl[at] === u) leaves = at;
  });
  const joins = detour.findIndex((u, at) => at > h && qj[at - h] === u);

  const weights = masks.map(() => new Map<string, { output: number; input: number; weight: Laurent }>());
  const set = (layer: number, output: number, input: number, weight: Laurent): void => void weights[layer - 1]!.set(`${output},${input}`, { output, input, weight });
  const along = (path: readonly number[], from: number): void => path.slice(1).forEach((u, at) => set(from + at + 1, u, path[at]!, Laurent.one));
  along(pk, 0);
  along(pl, 0);
  along(qi, h);
  along(qj, h);
  along(detour.slice(leaves, joins + 1), leaves);
  const power = (sign: number, exponent: number): Laurent => Laurent.monomial(Rational.of(sign), exponent);
  set(1, pl[1]!, l, power(1, -1));
  set(masks.length, i, qi.at(-2)!, power(1, 1));
  set(leaves + 1, detour[leaves + 1]!, detour[leaves]!, power(-1, leaves === 0 ? -1 : 0));
  return weights.map((layer) => [...layer.values()]);
}
