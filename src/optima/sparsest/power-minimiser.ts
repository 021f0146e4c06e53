/** The interpolant of least sum |slope change|^p, 0 < p <= 1, with a free affine part: a shortest way over the chords, see `changes.ts`. */
import type { Rational } from "../../exact/rational.js";
import { Fault } from "../../pattern/fault.js";
import { changesOf, logarithmOf, powerSum } from "./changes.js";
import { type Points, runsOf } from "./data.js";
import { fewestKnots, knotsNeeded } from "./fewest-knots.js";
import { type Interpolant, alongChords } from "./interpolant.js";

export interface PowerMinimiser {
  /** Its knots and slopes are exact. */
  readonly interpolant: Interpolant;
  /** The sum of |slope change|^p, to about 13 digits. */
  readonly value: number;
  /** Has it the fewest knots of all interpolants? */
  readonly sparsest: boolean;
  /**
   * yes: every other interpolant costs more. no: another one costs the same, exactly, and none less. undecided: another way costs the same up to the tolerance of doubles, 2^-40 of a run's cost,
   * and is not known to be equal; then the minimiser is one up to this tolerance.
   */
  readonly unique: "yes" | "no" | "undecided";
}

/** More candidates than these at one point within the tolerance: the rest is dropped, and uniqueness undecided. */
const CANDIDATES = 8;
const TOLERANCE = 2 ** -40;

/** A way from a run's first chord to some chord: its last step, and the way before. */
interface Way {
  readonly cost: number;
  readonly chord: number;
  readonly before: Way | undefined;
  /** The chord at which its last step of 1 ended; 0 if it has none. */
  readonly lastOne: number;
  /** Are there others with the same step lengths, all in all? */
  readonly several: boolean;
}

/**
 * In time linear in the number of points, unless many ways of a run cost the same. For p = 1 all ways do, and the one with the fewest knots is returned.
 * @throws Fault when p is not in (0, 1]
 */
export function powerMinimiser(points: Points, p: number): PowerMinimiser {
  if (!(p > 0 && p <= 1)) throw new Fault("usage", { place: "p", expected: "a number larger than 0 and at most 1", found: `${p}` });
  const runs = runsOf(points);
  const fewest = knotsNeeded(runs);
  let interpolant: Interpolant;
  let unique: PowerMinimiser["unique"] = "yes";
  if (p === 1) {
    // Without a step of 2 there is but one way: between its marks the walk of a minimiser is monotone, so every interval has its slopes on one side of their mean.
    if (runs.some(({ count }) => count > 1)) unique = "no";
    ({ interpolant } = fewestKnots(points));
  } else {
    const left = new Uint8Array(points.slopes.length);
    for (const run of runs) {
      const best = shortestWay(changesOf(points, run), p);
      if (best.unique === "undecided" || unique === "yes") unique = best.unique;
      for (const chord of best.skipped) left[run.from - 1 + chord] = 1;
    }
    interpolant = alongChords(points, Array.from(left.keys()).filter((chord) => left[chord] === 0));
  }
  const value = powerSum(interpolant.knots.map(({ change }) => change.abs()), p);
  return { interpolant, value, sparsest: interpolant.knots.length === fewest, unique };
}

/**
 * A shortest way over chords 0 to n, given the n changes between them, p < 1: the chords that it leaves out. Two steps of 1 in a row always cost more than their step of 2, so they are not
 * tried; other ways are kept as long as they may be shortest up to the tolerance.
 */
function shortestWay(changes: readonly Rational[], p: number): { skipped: number[]; unique: PowerMinimiser["unique"] } {
  const n = changes.length;
  const pairs = changes.slice(1).map((change, k) => changes[k]!.plus(change));
  // In shares of the largest cost, so that nothing overflows.
  const logarithms = [changes, pairs].map((steps) => steps.map(logarithmOf));
  const largest = logarithms.flat().reduce((most, logarithm) => Math.max(most, logarithm), -Infinity);
  const [one, two] = logarithms.map((steps) => steps.map((logarithm) => Math.exp(p * (logarithm - largest))));
  const kinds = kindsOf([changes, pairs]);
  let overflow = false;
  const select = (ways: Way[]): Way[] => {
    ways.sort((a, b) => a.cost - b.cost);
    const kept: Way[] = [];
    for (const way of ways) {
      if (way.cost > ways[0]!.cost * (1 + TOLERANCE)) break;
      const equal = kept.findIndex((other) => sameSteps(way, other, kinds));
      // The one that parts later from others is the faster one to compare.
      if (equal >= 0) kept[equal] = { ...(way.lastOne > kept[equal]!.lastOne ? way : kept[equal]!), several: true };
      else if (kept.length < CANDIDATES) kept.push(way);
      else overflow = true;
    }
    return kept;
  };
  const start: Way = { cost: 0, chord: 0, before: undefined, lastOne: 0, several: false };
  // Ways to a chord: those whose last step was 1, and those whose last step was 2 or that have none.
  const ones: Way[][] = [[]];
  const twos: Way[][] = [[start]];
  for (let chord = 1; chord <= n; chord++) {
    const step = (before: Way, cost: number, lastOne: number): Way => ({ cost: before.cost + cost, chord, before, lastOne, several: before.several });
    ones.push(select(twos[chord - 1]!.map((before) => step(before, one![chord - 1]!, chord))));
    twos.push(chord < 2 ? [] : select([...ones[chord - 2]!, ...twos[chord - 2]!].map((before) => step(before, two![chord - 2]!, before.lastOne))));
  }
  const ends = select([...ones[n]!, ...twos[n]!]);
  const skipped: number[] = [];
  for (let way = ends[0]!; way.before !== undefined; way = way.before) if (way.chord - way.before.chord === 2) skipped.push(way.chord - 1);
  return { skipped, unique: overflow || ends.length > 1 ? "undecided" : ends[0]!.several ? "no" : "yes" };
}

/** Numbers for the lengths of the steps: equal lengths have equal numbers. */
function kindsOf(steps: readonly (readonly Rational[])[]): number[][] {
  const numbers = new Map<string, number>();
  return steps.map((lengths) =>
    lengths.map((length) => {
      const text = length.toString();
      if (!numbers.has(text)) numbers.set(text, numbers.size);
      return numbers.get(text)!;
    }),
  );
}

/** Are the steps' lengths the same, as multisets, so that the costs are for every p? Common beginnings are not looked at. */
function sameSteps(a: Way, b: Way, kinds: readonly (readonly number[])[]): boolean {
  const counts = new Map<number, number>();
  const take = ({ chord, before }: Way, by: number) => {
    const kind = kinds[chord - before!.chord - 1]![before!.chord]!;
    counts.set(kind, (counts.get(kind) ?? 0) + by);
  };
  let [left, right]: [Way, Way] = [a, b];
  // Whatever is at chord 0 is the start of both.
  while (left !== right && (left.chord > 0 || right.chord > 0)) {
    if (left.chord >= right.chord) {
      take(left, 1);
      left = left.before!;
    } else {
      take(right, -1);
      right = right.before!;
    }
  }
  return [...counts.values()].every((count) => count === 0);
}
