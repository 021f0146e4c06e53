/** N:M structure that is demanded of every layer, as for a device that can only run such matrices. */
import { type Mask, transpose } from "../../pattern/mask.js";
import { firstGroup, groupCounts } from "../../pattern/structure/groups.js";
import type { Demand } from "./demand.js";
import { type Finding, type LayerNames, finding, groupPlace, layerAbout, layerNames, verb } from "./findings.js";

/** A finding for each layer that does not have the structure. A remainder at the end of a row is a group that is filled up with zeros. */
export function missingOf(masks: readonly Mask[], demand: Demand, called: LayerNames = layerNames()): Finding[] {
  const { n, m } = demand;
  return masks.flatMap((mask, l) => {
    const { groups, failing, rests } = failuresOf(mask, demand);
    if (failing + rests === 0) return [];
    const first = firstGroup(mask, m, (kept) => kept <= n);
    const parts = [
      ...(first === undefined ? [] : [`${failing} of ${groups} groups ${verb(failing, "keep")} more than ${n}; the first: ${groupPlace("inputs", m, { ...first, line: first.row })}`]),
      ...(rests === 0 ? [] : [`the remainder, the last ${mask.cols % m} of each output, keeps more than ${n} for ${rests} of ${mask.rows}`]),
    ];
    const across = failuresOf(transpose(mask), demand);
    const turned = across.failing + across.rests === 0 ? `; along the outputs it is: is the matrix transposed?` : "";
    return [finding("WP022", l + 1, `${layerAbout(l + 1)}, ${n}:${m}`, `${called(l + 1)} is not ${n}:${m} along the inputs: ${parts.join("; ")}${turned}`)];
  });
}

/** Groups in all, those that keep more than n, and rows whose remainder does. */
function failuresOf(mask: Mask, { n, m }: Demand): { readonly groups: number; readonly failing: number; readonly rests: number } {
  const { counts, rest } = groupCounts(mask).find(({ size }) => size === m)!;
  const sum = (values: readonly number[]): number => values.reduce((total, count) => total + count, 0);
  return { groups: sum(counts), failing: sum(counts.slice(n + 1)), rests: sum(rest.slice(n + 1)) };
}
