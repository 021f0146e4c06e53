/** Seeded random masks for the benchmarks. */
import { makePattern, maskOf } from "../../dist/index.js";
import { Random } from "../../dist/exact/random.js";

/** A pattern in which each weight is kept with probability `density`. */
export function randomPattern(widths, density, seed) {
  const random = new Random(seed);
  const masks = widths.slice(1).map((rows, l) => maskOf(rows, widths[l], () => random.below(1_000_000) < density * 1_000_000));
  return makePattern(`random-${widths.join("-")}-${density}`, masks);
}
