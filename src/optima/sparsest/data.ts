/** Points of one input and one output, exact: sorted, each input once, with the slopes of the chords between neighbours and their turns. */
import { Rational } from "../../exact/rational.js";
import { badInput } from "../../pattern/fault.js";

/** N >= 1 points. */
export interface Points {
  /** Strictly ascending. */
  readonly x: readonly Rational[];
  readonly y: readonly Rational[];
  /** N - 1: chord i joins the points i and i + 1. */
  readonly slopes: readonly Rational[];
  /** N: the sign of slopes[i] - slopes[i - 1], and 0 for the first and the last point. */
  readonly turns: Int8Array;
}

/** Consecutive points with the same turn, not 0, as many as possible: `from` is the first one, `count` >= 1. */
export interface Run {
  readonly from: number;
  readonly count: number;
  readonly sign: 1 | -1;
}

/**
 * Doubles are taken as the dyadic rationals that they are. Equal points are merged.
 * @throws Fault when there is no point, the lengths differ, a number is not finite, or an input has two outputs
 */
export function pointsOf(inputs: ArrayLike<Rational | number>, outputs: ArrayLike<Rational | number>): Points {
  if (inputs.length !== outputs.length) throw badInput("outputs", `${inputs.length} of them, one for each input`, `${outputs.length}`);
  if (inputs.length === 0) throw badInput("inputs", "at least one point", "none");
  const all = Array.from(inputs, (input, i) => ({ x: exact(input, "inputs", i), y: exact(outputs[i]!, "outputs", i) }));
  all.sort((a, b) => a.x.compare(b.x));
  const x: Rational[] = [];
  const y: Rational[] = [];
  for (const point of all) {
    if (x.length === 0 || !point.x.equals(x.at(-1)!)) {
      x.push(point.x);
      y.push(point.y);
    } else if (!point.y.equals(y.at(-1)!)) {
      throw badInput("outputs", `one value at the input ${point.x}`, `${y.at(-1)!} and ${point.y}`);
    }
  }
  const slopes = Array.from({ length: x.length - 1 }, (_, i) => y[i + 1]!.minus(y[i]!).dividedBy(x[i + 1]!.minus(x[i]!)));
  const turns = Int8Array.from(x, (_, i) => (i === 0 || i === x.length - 1 ? 0 : slopes[i]!.compare(slopes[i - 1]!)));
  return { x, y, slopes, turns };
}

/** The maximal runs, ascending. */
export function runsOf({ turns }: Points): Run[] {
  const runs: Run[] = [];
  for (let from = 0, to = 0; from < turns.length; from = to) {
    for (to = from + 1; to < turns.length && turns[to] === turns[from]; ) to++;
    if (turns[from] !== 0) runs.push({ from, count: to - from, sign: turns[from] as 1 | -1 });
  }
  return runs;
}

function exact(value: Rational | number, place: string, i: number): Rational {
  if (typeof value !== "number") return value;
  if (!Number.isFinite(value)) throw badInput(`${place}[${i}]`, "a finite number", `${value}`);
  return Rational.ofNumber(value);
}
