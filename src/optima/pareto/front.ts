/**
 * Fronts of loss against l1, both to be small: what is not dominated, how good a front is, and where it bends most.
 *
 * As a curve, a front goes straight from each point that is not dominated to the next, from zero weights on, and level after the last.
 */

/** A point of the plane; whatever else it carries is kept. */
export interface FrontPoint {
  readonly l1: number;
  readonly loss: number;
}

/** Losses that differ by less than this share are the same up to rounding. */
const ROUNDING = 1e-12;

/** The points that no other one dominates, by ascending l1 and falling loss; of equal ones, up to rounding, the first. A point with NaN is none. */
export function nondominated<T extends FrontPoint>(points: readonly T[]): T[] {
  const sorted = points.filter(({ l1, loss }) => !Number.isNaN(l1 + loss)).sort((a, b) => a.l1 - b.l1 || a.loss - b.loss);
  let least = Infinity;
  return sorted.filter(({ loss }) => {
    if (!(loss < least * (1 - ROUNDING))) return false;
    least = loss;
    return true;
  });
}

/**
 * The area between `top` and the front for l1 in [0, limit]: the front goes straight from (0, top), the zero weights, to the first point, from each to the next, and level from the last.
 * Points above `top` are left out.
 */
export function areaUnder(points: readonly FrontPoint[], top: number, limit: number): number {
  const front = nondominated([{ l1: 0, loss: top }, ...points.filter(({ loss }) => loss < top)]);
  let area = 0;
  front.forEach(({ l1, loss }, k) => {
    if (l1 >= limit) return;
    const next = front[k + 1] ?? { l1: limit, loss };
    const end = Math.min(next.l1, limit);
    const atEnd = next.l1 > limit ? loss + ((next.loss - loss) * (limit - l1)) / (next.l1 - l1) : next.loss;
    area += (end - l1) * (top - (loss + atEnd) / 2);
  });
  return area;
}

/** The area that the points dominate, up to a reference point (Zitzler, Thiele 1998): steps, not straight lines. */
export function hypervolume(points: readonly FrontPoint[], reference: FrontPoint): number {
  const front = nondominated(points.filter(({ l1, loss }) => l1 < reference.l1 && loss < reference.loss));
  return front.reduce((sum, { l1, loss }, k) => sum + ((front[k + 1]?.l1 ?? reference.l1) - l1) * (reference.loss - loss), 0);
}

/**
 * The knee (Das 1999): the point farthest below the straight line between both ends, with each objective scaled to [0, 1] over the front.
 * Nothing where no point lies below it, and where there is no such line.
 */
export function knee<T extends FrontPoint>(points: readonly T[]): T | undefined {
  const front = nondominated(points);
  if (front.length < 2) return undefined;
  const scaled = scale(front);
  let [best, depth]: [T | undefined, number] = [undefined, 1e-12];
  scaled.forEach(([x, y], k) => {
    if (1 - x - y <= depth) return;
    [best, depth] = [front[k], 1 - x - y];
  });
  return best;
}

export interface Spread {
  /** The greatest distance of neighbours, with each objective scaled to [0, 1] over the front. */
  readonly largestGap: number;
  /** The mean deviation of the distances from their mean, relative to it (Deb et al. 2002, without the distances to known ends): 0 for points at equal distances. */
  readonly unevenness: number;
}

/** Of fewer than two points that are not dominated: zeros. */
export function spread(points: readonly FrontPoint[]): Spread {
  const scaled = scale(nondominated(points));
  const gaps = scaled.slice(1).map(([x, y], k) => Math.hypot(x - scaled[k]![0], y - scaled[k]![1]));
  if (gaps.length === 0) return { largestGap: 0, unevenness: 0 };
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return { largestGap: Math.max(...gaps), unevenness: gaps.reduce((sum, gap) => sum + Math.abs(gap - mean), 0) / (gaps.length * mean) };
}

/** Both objectives from 0 to 1 over a front that is sorted. */
function scale(front: readonly FrontPoint[]): [number, number][] {
  if (front.length < 2) return front.map(() => [0, 0]);
  const [first, last] = [front[0]!, front.at(-1)!];
  return front.map(({ l1, loss }) => [(l1 - first.l1) / (last.l1 - first.l1), (loss - last.loss) / (first.loss - last.loss)]);
}
