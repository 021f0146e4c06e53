/**
 * How likely are weights to run away? Random targets, each trained from many starts: for how many does the best run diverge?
 *
 * An estimate, no proof: a run that diverges shows growing weights over finitely many steps, and the best of a few runs may miss a better, bounded one.
 */
import { Random } from "../exact/random.js";
import type { Pattern } from "../pattern/pattern.js";
import { proportionInterval } from "./confidence.js";
import type { Evidence, Status } from "./diagnosis.js";
import { PROBE_DEFAULTS } from "./probe-defaults.js";
import { type TrainOptions, train } from "./train.js";

export const PROBE_SCHEMA = "wellposed/probe/1";

export interface ProbeOptions extends Pick<TrainOptions, "optimizer" | "signal"> {
  /** Random targets, 20. */
  readonly targets?: number;
  /** Points of each training set, where no inputs are given; four for each hidden neuron and at least ten, unless said. */
  readonly points?: number;
  /** Inputs to use for all targets, one row per point. Without them every target has random ones. */
  readonly inputs?: Float64Array;
  readonly seed?: number;
  /** Runs for each target, 8, and steps of each, 5000. */
  readonly restarts?: number;
  readonly steps?: number;
  readonly onProgress?: (progress: ProbeProgress) => void;
}

export interface ProbeProgress {
  readonly target: number;
  readonly targets: number;
  readonly diverging: number;
}

/** What the best run on a target shows of its weights. */
export type Weights = "diverging" | "bounded" | "unclear";

/** The best run on one target. */
export interface ProbedTarget {
  readonly weights: Weights;
  readonly status: Status;
  readonly relativeLoss: number;
  readonly norm: number;
  /** Runs by status. */
  readonly runs: Readonly<Record<Status, number>>;
  readonly evidence: Evidence;
}

/** Of so many targets; with the exact interval of 95 % for the probability (Clopper and Pearson 1934). */
export interface Share {
  readonly count: number;
  readonly share: number;
  readonly interval: readonly [number, number];
}

export interface Probe {
  readonly schema: typeof PROBE_SCHEMA;
  readonly pattern: { readonly name: string; readonly widths: number[] };
  readonly settings: { readonly targets: number; readonly points: number; readonly inputs: "given" | "random"; readonly seed: number; readonly restarts: number; readonly steps: number };
  /** Fewer than asked for when it was interrupted. */
  readonly targets: ProbedTarget[];
  /** The best run diverges. */
  readonly diverging: Share;
  /** The weights of the best run stay bounded: it converges, or ends at a kink of the loss without growing. */
  readonly bounded: Share;
  /** The best run still grew when it ended, without a law that shows that it would go on: nothing is said of these targets. */
  readonly unclear: number;
}

/** Points where none are asked for. */
export function defaultPoints({ widths }: Pattern): number {
  return Math.max(10, 4 * widths.slice(1, -1).reduce((sum, width) => sum + width, 0));
}

/**
 * Trains the pattern on random targets, normal numbers each, on given inputs or on random normal ones. The same for the same pattern, options and inputs.
 * @throws RangeError when the inputs are no rows of the pattern's width, or no target is done
 */
export async function probe(pattern: Pattern, options: ProbeOptions = {}): Promise<Probe> {
  const { targets, seed, restarts, steps } = { ...PROBE_DEFAULTS, ...options };
  const [width, outputs] = [pattern.widths[0]!, pattern.widths.at(-1)!];
  const points = options.inputs === undefined ? (options.points ?? defaultPoints(pattern)) : options.inputs.length / width;
  const random = new Random(seed);
  const numbers = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.normal());
  const done: ProbedTarget[] = [];
  for (let t = 0; t < targets && options.signal?.aborted !== true; t++) {
    const data = { inputs: options.inputs ?? numbers(points * width), targets: numbers(points * outputs) };
    // Seeds of the runs do not overlap: those of a target follow those of the one before it.
    const { optimizer, signal } = options;
    const trained = await train(pattern, data, { ...(optimizer === undefined ? {} : { optimizer }), ...(signal === undefined ? {} : { signal }), steps, restarts, seed: seed + t * restarts });
    if (signal?.aborted === true) break;
    const best = trained.runs[trained.best]!;
    const runs = { converged: 0, diverging: 0, stalled: 0, budget: 0 };
    for (const { status } of trained.runs) runs[status]++;
    done.push({ weights: weightsOf(best.status, best.evidence), status: best.status, relativeLoss: best.evidence.relativeLoss, norm: best.norm.at(-1)!, runs, evidence: best.evidence });
    options.onProgress?.({ target: t + 1, targets, diverging: countOf(done, "diverging") });
  }
  if (done.length === 0) throw new RangeError("targets: interrupted before the first one was done");
  return {
    schema: PROBE_SCHEMA,
    pattern: { name: pattern.name, widths: [...pattern.widths] },
    settings: { targets, points, inputs: options.inputs === undefined ? "random" : "given", seed, restarts, steps },
    targets: done,
    diverging: shareOf(countOf(done, "diverging"), done.length),
    bounded: shareOf(countOf(done, "bounded"), done.length),
    unclear: countOf(done, "unclear"),
  };
}

/** A norm that grew by less than this over the last tenth of the steps is at rest, as for runs that converge. */
const AT_REST = 1.01;

function weightsOf(status: Status, { growthAtEnd }: Evidence): Weights {
  if (status === "diverging" || status === "converged") return status === "diverging" ? "diverging" : "bounded";
  return status === "stalled" && growthAtEnd <= AT_REST ? "bounded" : "unclear";
}

function countOf(targets: readonly ProbedTarget[], weights: Weights): number {
  return targets.filter((target) => target.weights === weights).length;
}

function shareOf(count: number, tries: number): Share {
  return { count, share: count / tries, interval: proportionInterval(count, tries) };
}
