/**
 * Vectors that prove that some blocks are not enough: combinatorial Benders cuts (Codato and Fischetti 2006), exact.
 *
 * If y is not in the cone of the chosen blocks, a vector nu has nu . y > 0 and is at most 0 on that cone (Farkas). It *blocks* all blocks on whose cones it is at most 0, and every interpolating network has
 * a block that it does not block. It proves the more the more it blocks. So further blocks are added to the cone, one after another, as long as y stays outside, and nu is taken at the end.
 */
import { Cone } from "../../exact/cone.js";
import { dot } from "../../exact/integer-vector.js";
import type { Rational } from "../../exact/rational.js";
import type { BlockCones } from "./block-cones.js";
import type { ElementSet } from "./hitting-set.js";

export interface DualVector extends ElementSet {
  /** m coprime integers, of which `dualVector` makes one of N. */
  readonly entries: readonly bigint[];
}

/** What is needed of blocks here: which generators each has. */
export interface Cones extends Pick<BlockCones, "target" | "generators"> {
  readonly blocks: readonly { readonly generators: Int32Array }[];
}

/** The target as a combination of the generators of some blocks: the weights that are not 0. */
export type Weights = ReadonlyMap<number, Rational>;

/** The blocks that a vector does not block. */
export function unblocked({ blocks, generators }: Cones, entries: readonly bigint[]): DualVector {
  const above = Uint8Array.from(generators, (generator) => (dot(entries, generator) > 0n ? 1 : 0));
  const has = Uint8Array.from(blocks, ({ generators: own }) => (own.some((g) => above[g] === 1) ? 1 : 0));
  return { entries, has, elements: Int32Array.from(has.keys()).filter((b) => has[b] === 1) };
}

/** Weights of the generators of these blocks that give the target; nothing if there are none. */
export function weightsOf({ target, blocks, generators }: Cones, chosen: Iterable<number>): Weights | undefined {
  const cone = new Cone(target);
  const numbers = [...new Set([...chosen].flatMap((b) => [...blocks[b]!.generators]))];
  for (const g of numbers) cone.add(generators[g]!);
  return cone.solve() ? new Map(cone.weights().map(([k, weight]) => [numbers[k]!, weight])) : undefined;
}

/** A vector that blocks the chosen blocks, and as many others as can be added in this order; nothing if the target is in the cone of the chosen ones. */
export function blockingVector(cones: Cones, chosen: Iterable<number>, order: Iterable<number>, pause?: () => void): DualVector | undefined {
  const { target, blocks, generators } = cones;
  const cone = new Cone(target);
  const isIn = new Uint8Array(generators.length);
  const add = (b: number): number[] => {
    const added = [...blocks[b]!.generators].filter((g) => isIn[g] === 0);
    for (const g of added) {
      cone.add(generators[g]!);
      isIn[g] = 1;
    }
    return added;
  };
  for (const b of chosen) add(b);
  if (cone.solve()) return undefined;
  for (const b of order) {
    pause?.();
    const before = cone.state();
    const added = add(b);
    if (added.length === 0 || !cone.solve()) continue;
    cone.restore(before);
    for (const g of added) isIn[g] = 0;
  }
  return unblocked(cones, cone.separator());
}
