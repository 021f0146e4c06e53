/**
 * Everything that a report of one pattern says, as one value: verdicts with their derivations; where one is "no", a training set without an optimum,
 * measured, and training runs on it. HTML, Markdown and JSON are written from it.
 *
 * It depends on the pattern and the settings only, to the last bit: no times, no names of machines.
 */
import type { Data } from "../../certificate/counterexample.js";
import { type CounterexampleOutcome, counterexample } from "../../counterexample/counterexample.js";
import { measure } from "../../counterexample/measure.js";
import type { Rational } from "../../exact/rational.js";
import type { Pattern } from "../../pattern/pattern.js";
import { edgeCount } from "../../pattern/pattern.js";
import { type EdgeExponent, type GrowthComparison, compareGrowth, exactGrowth } from "../../training/compare-growth.js";
import type { OptimizerName } from "../../training/optimizer.js";
import { type TrainProgress, type Training, train } from "../../training/train.js";
import { VERSION } from "../../version.js";
import { type CounterexampleReport, counterexampleReport } from "../counterexample.js";
import { explain } from "../explain.js";
import type { Explanation } from "../explain/explanation.js";
import { type Inspection, inspect } from "../findings/inspect.js";
import { REPORT_DEFAULTS, type ReportSettings } from "./settings.js";

export interface PatternReport {
  readonly version: string;
  /** The file, as the caller named it. */
  readonly source: string;
  readonly pattern: Pattern;
  readonly explanation: Explanation;
  /** What there is to say about the masks, whatever the verdicts. */
  readonly inspection: Inspection;
  /** Null where no verdict is "no", or none can be made: `withoutCounterexample` says why. */
  readonly counterexample: ReportedCounterexample | null;
  readonly withoutCounterexample: string | null;
  /** Null where there is nothing to train on, or it was not asked for. */
  readonly training: ReportedTraining | null;
  readonly settings: ReportSettings;
}

export interface ReportedCounterexample {
  readonly told: CounterexampleReport;
  readonly data: Data;
  /** The outputs and inputs that the data are about, where they are those of a limit out of reach. */
  readonly minor: Minor | null;
}

export interface Minor {
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
}

export interface ReportedTraining {
  readonly result: Training;
  /** How the exact family's weights grow: |weight| ~ (1/loss)^exponent. */
  readonly exact: readonly EdgeExponent[];
  /** Of the best run with these, when it diverges. */
  readonly comparison: GrowthComparison | null;
  /** Were steps left out because the network is large? */
  readonly fewerSteps: boolean;
}

export interface PatternReportOptions {
  readonly seed?: number;
  /** Steps of each run. Without it 2000, or as many as a fixed amount of work allows. */
  readonly steps?: number;
  readonly restarts?: number;
  /** Train on the counterexample? Default true. */
  readonly training?: boolean;
  /** Seconds for the search. */
  readonly timeout?: number;
  /** How the file was read: said again where the report tells how to make it. */
  readonly layers?: readonly string[];
  readonly bias?: "yes" | "no";
  /** What the file calls the layers. */
  readonly layerNames?: readonly string[];
  /** A counterexample that was made before. */
  readonly outcome?: CounterexampleOutcome;
  /** The verdict that it is made from; without it `linear` where that is no, else `finite`. */
  readonly property?: "linear" | "finite";
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainProgress) => void;
}

/** Multiplications that training without a given number of steps may take: some ten seconds. */
const MOST_WORK = 4e9;
const FEWEST_STEPS = 20;

/** @throws SymbolicMismatch as `explain` does */
export async function patternReport(source: string, pattern: Pattern, options: PatternReportOptions = {}): Promise<PatternReport> {
  const limits = options.timeout === undefined ? {} : { timeout: options.timeout };
  const explanation = await explain(pattern, limits);
  const closed = Object.fromEntries(explanation.verdicts.map(({ property, verdict }) => [property, verdict.closed])) as Record<"linear" | "finite", boolean | null>;
  const property = options.property ?? (closed.linear === false ? "linear" : "finite");
  const settings: ReportSettings = {
    command: options.outcome === undefined ? "report" : "counterexample",
    ...(options.property === undefined ? {} : { property: options.property }),
    seed: options.seed ?? REPORT_DEFAULTS.seed,
    steps: options.steps ?? null,
    restarts: options.restarts ?? REPORT_DEFAULTS.restarts,
    training: options.training ?? true,
    ...limits,
    ...(options.layers === undefined ? {} : { layers: options.layers }),
    ...(options.bias === undefined ? {} : { bias: options.bias }),
  };
  const inspection = inspect(pattern, options.layerNames === undefined ? {} : { names: options.layerNames });
  const base = { version: VERSION, source, pattern, explanation, inspection, settings };
  if (closed[property] !== false) return { ...base, counterexample: null, withoutCounterexample: null, training: null };
  const outcome = options.outcome ?? counterexample(pattern, { property, ...limits, verdict: explanation.verdicts.find((one) => one.property === property)!.verdict });
  if (outcome.counterexample === null) return { ...base, counterexample: null, withoutCounterexample: outcome.why, training: null };
  const { counterexample: found, certificate } = outcome;
  const told = counterexampleReport(source, property, found, certificate, measure(found));
  const { impossible } = found;
  const reported = { told, data: found.data, minor: impossible.rule === "moment-curve" ? impossible.evidence : null };
  if (!settings.training) return { ...base, counterexample: reported, withoutCounterexample: null, training: null };
  const { optimizer, steps } = budget(pattern, found.data, settings);
  const training = await trained(pattern, found.data, exactGrowth(found), { ...settings, steps, optimizer }, options);
  const fewerSteps = settings.steps === null && steps < REPORT_DEFAULTS.steps;
  return { ...base, counterexample: reported, withoutCounterexample: null, training: { ...training, fewerSteps } };
}

async function trained(
  pattern: Pattern,
  data: Data,
  exact: readonly EdgeExponent[],
  { seed, steps, restarts, optimizer }: { readonly seed: number; readonly steps: number; readonly restarts: number; readonly optimizer: OptimizerName },
  { signal, onProgress }: PatternReportOptions,
): Promise<Omit<ReportedTraining, "fewerSteps">> {
  const result = await train(pattern, { inputs: numbers(data.points), targets: numbers(data.targets) }, {
    seed,
    steps,
    restarts,
    optimizer,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const { status, growth } = result.runs[result.best]!;
  return { result, exact, comparison: status === "diverging" && growth.length > 0 ? compareGrowth(pattern.masks, growth, exact) : null };
}

function numbers(rows: readonly (readonly Rational[])[]): Float64Array {
  return Float64Array.from(rows.flat(), (value) => value.toNumber());
}

/**
 * Levenberg-Marquardt, which goes far down a valley, where all its steps stay within the work; otherwise L-BFGS, with fewer steps where it must be and the
 * caller did not ask for a number. Counted from sizes only, so that it does not depend on the machine.
 */
function budget(pattern: Pattern, { points, targets }: Data, { steps, restarts }: ReportSettings): { optimizer: OptimizerName; steps: number } {
  const edges = edgeCount(pattern);
  const parameters = edges + pattern.widths.slice(1).reduce((sum, width) => sum + width, 0);
  const residuals = points.length * targets[0]!.length;
  if (residuals * parameters ** 2 * REPORT_DEFAULTS.steps * REPORT_DEFAULTS.restarts <= MOST_WORK) return { optimizer: "lm", steps: steps ?? REPORT_DEFAULTS.steps };
  const most = Math.max(FEWEST_STEPS, Math.floor(MOST_WORK / (6 * points.length * (edges + parameters) * restarts)));
  return { optimizer: "lbfgs", steps: steps ?? Math.min(REPORT_DEFAULTS.steps, most) };
}
