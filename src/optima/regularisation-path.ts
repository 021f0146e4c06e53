/**
 * The regularisation path of a network's training problem: the trade-off between its loss on training data and the l1 norm of its weights, with what each point does on other data (Amakor, Sonntag, Peitz 2023).
 * The methods are in pareto/; here data are made a problem of them, and the points are told of.
 */
import { decide } from "../decide/decide.js";
import type { DataTable } from "../formats/data-csv.js";
import { Fault, badInput } from "../pattern/fault.js";
import { type Pattern, edgeCount, makePattern } from "../pattern/pattern.js";
import { HIDDEN_WIDTH, PATH_DEFAULTS } from "./pareto/defaults.js";
import type { PathEvent } from "./pareto/continuation.js";
import type { Escape } from "./pareto/escape.js";
import { type Evaluation, evaluate } from "./pareto/evaluate.js";
import type { Spread } from "./pareto/front.js";
import { type PathMethod, type PathPoint, type PathProgress, paretoPath } from "./pareto/path.js";
import { type Activation, type Columns, type LossName, type ParetoProblem, type Samples, checkSamples, densePattern, makeProblem } from "./pareto/problem.js";
import { type Parts, type Split, type StandardisedBy, lossFor, outputsFor, partsOf, rowsOf, samplesOf, standardisedBy } from "./pareto/samples.js";
import { type RegularisationPathOptions, checkPathOptions } from "./path-options.js";
import { PATH_SCHEMA } from "./schema.js";

/** What a point does on rows that it was not trained on. */
export interface HeldOut {
  readonly loss: number;
  /** Of classes only. */
  readonly accuracy: number | null;
}

export interface RegularisationPoint {
  /** f1 on the rows for training, and f2. */
  readonly loss: number;
  readonly l1: number;
  /** Parameters that are not 0, counted in the norm or not. */
  readonly nonzeros: number;
  /** How far it is from Pareto-critical (pareto/criticality.ts), and the multiplier of f2. */
  readonly residual: number;
  readonly lambda: number;
  /** Not 0 at kinks of ReLU: the residual is with derivatives between 0 and 1 where a preactivation is within this of 0 (pareto/kinks.ts). */
  readonly kinkWidth: number;
  /** How far loss and norm are from their second evaluation. */
  readonly deviation: number;
  /** On the rows for training; of classes only. */
  readonly accuracy: number | null;
  readonly validation: HeldOut | null;
  readonly test: HeldOut | null;
  /** Laid out as in training/network.ts: layer by layer, kept weights row by row, then biases. Not in JSON. */
  readonly parameters: Float64Array;
}

export interface PathSettings {
  readonly widths: readonly number[];
  /** Kept weights, and of these and the biases all. */
  readonly weights: number;
  readonly parameters: number;
  /** Is there a mask? */
  readonly masked: boolean;
  readonly biases: readonly boolean[];
  readonly activation: Activation;
  readonly loss: LossName;
  readonly countBiases: boolean;
  readonly method: PathMethod;
  /** The most points. */
  readonly points: number;
  readonly seed: number;
  readonly starts: number;
  /** Points in each step of the corrector; null for all. */
  readonly batch: number | null;
  readonly maxL1: number;
  readonly timeout: number;
  readonly split: Split | null;
  /** How many there are. */
  readonly rows: { readonly training: number; readonly validation: number; readonly test: number };
  /** What was taken off each input, and what it was divided by then. */
  readonly standardised: ({ readonly by: StandardisedBy } & Columns) | null;
}

/** What is proved of the mask. */
export interface PathVerdicts {
  readonly linear: boolean | null;
  readonly finite: boolean | null;
}

export interface RegularisationPath {
  readonly schema: typeof PATH_SCHEMA;
  /** By ascending norm; training losses fall strictly. */
  readonly points: readonly RegularisationPoint[];
  readonly settings: PathSettings;
  readonly elapsedMs: number;
  /** f1 of zero weights. */
  readonly zeroLoss: number;
  /** Between the loss of zero weights and the piecewise-linear front, for norms in [0, maxL1]. */
  readonly area: number;
  /** What the points dominate, up to the reference point. */
  readonly hypervolume: { readonly value: number; readonly reference: { readonly loss: number; readonly l1: number } };
  /** Number of the point where the front bends most; null where it does not bend. */
  readonly knee: number | null;
  /** The point of least loss on rows held out, of several the sparsest; null without such rows. */
  readonly chosen: { readonly point: number; readonly by: "validation" | "test" } | null;
  readonly spread: Spread;
  readonly largestResidual: number;
  readonly largestDeviation: number;
  /** What the continuation met. */
  readonly events: readonly PathEvent[];
  /** What the weights do beyond the end with the least loss; null where the run ended before. */
  readonly escape: Escape | null;
  /** Of a mask; null without one, and for tanh, of which they say nothing. */
  readonly verdicts: PathVerdicts | null;
  /** Sentences. */
  readonly warnings: readonly string[];
  readonly complete: boolean;
  readonly ended: "time" | "stopped" | null;
  /** Points left out because their second evaluation differed. */
  readonly refused: number;
  /** What was trained. Not in JSON. */
  readonly problem: ParetoProblem;
}

export type { PathProgress, RegularisationPathOptions };

/** For the verdicts of a mask: they are beside the matter here, and have to be cheap. */
const VERDICT_SECONDS = 5;
const VERDICT_SHARE = 0.1;
/** Of inputs and targets. */
const LARGEST = 1e50;
/** The largest entry of each input: between these, and from the least to the greatest by no more than this factor. */
const COMMON_SIZES = [1e-4, 1e4] as const;
const COMMON_RATIO = 1e3;
/** Whole numbers that are so few may be meant as classes. */
const FEW_NUMBERS = 20;
/** What residuals are to be below. */
const CRITICAL = 1e-5;

/**
 * The path of data and a network.
 * @param data as `readDataFile` gives them
 * @throws Fault for data that do not fit the network, the loss or the split, and for widths beside a pattern
 * @throws RangeError when an option is none of its kind
 */
export async function regularisationPath(data: DataTable, options: RegularisationPathOptions = {}): Promise<RegularisationPath> {
  const start = performance.now();
  checkPathOptions(options);
  const { activation = "relu", countBiases = true, split = null, standardise = null, seed = PATH_DEFAULTS.seed, timeout = PATH_DEFAULTS.timeout, points = PATH_DEFAULTS.points } = options;
  const loss = options.loss ?? lossFor(data, options.pattern?.widths.at(-1) ?? options.widths?.at(-1));
  const all = samplesOf(data, loss);
  const pattern = patternOf(data, loss, options);
  checkFit(pattern, data, loss, all);
  const parts = partsOf(data.points, split, seed);
  const { samples, columns } = standardise === null ? { samples: all, columns: null } : standardisedBy(all, standardise === "all" ? partsOf(data.points, null, seed).training : parts.training, data.widths);
  checkSizes(samples, data.widths);
  const partOf = (name: keyof Parts): Samples | null => (parts[name].length === 0 ? null : rowsOf(samples, parts[name], data.widths));
  const problem = makeProblem(pattern, partOf("training")!, { activation, loss, countBiases });
  const [validation, test] = [partOf("validation"), partOf("test")];
  const verdicts = options.pattern === undefined ? null : verdictsOf(problem, timeout);
  const seconds = Math.max(0, timeout - (performance.now() - start) / 1000);
  const path = await paretoPath(problem, { ...options, timeout: seconds });
  const told = path.points.map((point) => toldOf(problem, point, validation, test));
  const chosen = chosenOf(told);
  const result = {
    schema: PATH_SCHEMA,
    points: told,
    settings: {
      widths: pattern.widths,
      weights: edgeCount(pattern),
      parameters: problem.network.size,
      masked: options.pattern !== undefined,
      biases: pattern.bias,
      activation,
      loss,
      countBiases,
      method: path.method,
      points,
      seed,
      starts: path.starts,
      batch: options.batch ?? null,
      maxL1: path.maxL1,
      timeout,
      split,
      rows: { training: parts.training.length, validation: parts.validation.length, test: parts.test.length },
      standardised: columns === null ? null : { by: standardise!, ...columns },
    },
    zeroLoss: path.zeroLoss,
    area: path.area,
    hypervolume: { value: path.hypervolume, reference: { loss: path.zeroLoss, l1: (9 / 8) * path.maxL1 } },
    knee: path.knee < 0 ? null : path.knee,
    chosen,
    spread: path.spread,
    largestResidual: path.largestResidual,
    largestDeviation: path.largestDeviation,
    events: path.events,
    escape: path.escape,
    verdicts,
    complete: path.complete,
    ended: path.ended,
    refused: path.refused,
    problem,
  } as const;
  const asked = [...(options.widths === undefined && options.pattern === undefined && options.loss === undefined ? numbersLikeClasses(data, loss) : []), ...sizesApart(problem)];
  return { ...result, warnings: [...warningsOf(result, classesMissing(problem, samples)), ...asked], elapsedMs: Math.round(10 * (performance.now() - start)) / 10 };
}

function patternOf(data: DataTable, loss: LossName, { widths, pattern, bias }: RegularisationPathOptions): Pattern {
  if (pattern !== undefined) {
    if (widths !== undefined) throw new Fault("usage", { place: "widths", expected: "none beside a pattern", found: widths.join("-") });
    return bias === undefined ? pattern : makePattern(pattern.name, pattern.masks, { bias: pattern.masks.map(() => bias) });
  }
  return densePattern(widths ?? [data.widths[0], HIDDEN_WIDTH, HIDDEN_WIDTH, outputsFor(data, loss)], bias ?? true);
}

/** @throws Fault, about all rows */
function checkFit({ widths, ...pattern }: Pattern, data: DataTable, loss: LossName, samples: Samples): void {
  if (widths[0] !== data.widths[0]) throw badInput("X", `${widths[0]} inputs as in the network`, `${data.widths[0]}`);
  const [outputs, found] = [widths.at(-1)!, outputsFor(data, loss)];
  if (loss === "squared" ? found !== outputs : found > outputs) {
    throw badInput("Y", loss === "squared" ? `${outputs} targets as the network has outputs` : `classes from 0 to ${outputs - 1}, as the network has ${outputs === 1 ? "1 output" : `${outputs} outputs`}`, loss === "squared" ? `${found}` : `class ${found - 1}`);
  }
  checkSamples({ ...pattern, widths }, samples, loss);
}

/** @throws Fault for numbers whose squares and products are none in doubles */
function checkSizes({ inputs, targets }: Samples, [width, outputs]: DataTable["widths"]): void {
  for (const [letter, values, columns, advice] of [["x", inputs, width, " (--standardise brings inputs to one size)"], ["y", targets ?? new Float64Array(), outputs, ""]] as const) {
    const at = values.findIndex((value) => Math.abs(value) > LARGEST);
    if (at >= 0) throw badInput(`${letter}${1 + (at % columns)} of row ${Math.floor(at / columns)}`, `a number of a size up to ${LARGEST}${advice}`, `${values[at]}`);
  }
}

/** What is proved of a mask in little time. Of tanh `verify` says nothing. */
function verdictsOf({ pattern, activation }: ParetoProblem, timeout: number): PathVerdicts | null {
  if (activation === "tanh") return null;
  const { linear, finite } = decide(pattern, { timeout: Math.min(VERDICT_SECONDS, VERDICT_SHARE * timeout), threads: 1 });
  return { linear: linear.closed, finite: activation === "relu" ? finite.closed : null };
}

function toldOf(problem: ParetoProblem, { parameters, loss, l1, nonzeros, residual, lambda, kinkWidth, accuracy, deviation }: PathPoint, validation: Samples | null, test: Samples | null): RegularisationPoint {
  const heldOut = (samples: Samples | null): HeldOut | null => (samples === null ? null : withAccuracy(evaluate(problem, parameters, samples)));
  return { loss, l1, nonzeros, residual, lambda, kinkWidth, deviation, accuracy, validation: heldOut(validation), test: heldOut(test), parameters };
}

function withAccuracy({ loss, accuracy = null }: Omit<Evaluation, "accuracy"> & { readonly accuracy?: number | null }): HeldOut {
  return { loss, accuracy };
}

function chosenOf(points: readonly RegularisationPoint[]): RegularisationPath["chosen"] {
  const by = points[0]?.validation ? "validation" : points[0]?.test ? "test" : null;
  if (by === null) return null;
  let best = 0;
  points.forEach((point, k) => {
    if (point[by]!.loss < points[best]![by]!.loss) best = k;
  });
  return { point: best, by };
}

/** Classes of which there is no row for training. */
function classesMissing({ samples, loss }: ParetoProblem, all: Samples): number[] {
  if (loss === "squared") return [];
  const trained = new Set(samples.labels);
  return [...new Set(all.labels)].filter((label) => !trained.has(label)).sort((a, b) => a - b);
}

/** Whole numbers in one column, few, that are no classes because these are numbered from 0 without gaps. */
function numbersLikeClasses({ targets, widths, points }: DataTable, loss: LossName): string[] {
  const numbers = new Set(targets);
  if (loss !== "squared" || widths[1] > 1 || numbers.size < 2 || numbers.size > FEW_NUMBERS || 2 * numbers.size > points || !targets.every(Number.isInteger)) return [];
  const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)];
  return [`The targets, ${numbers.size} whole numbers from ${least} to ${greatest}, are taken as numbers, as classes are numbered from 0 on without gaps. --loss squared says that numbers are meant.`];
}

/** Inputs of which the norm charges some weights far more than others, or all far more than the biases. */
function sizesApart({ samples: { inputs }, pattern }: ParetoProblem): string[] {
  const sizes = new Float64Array(pattern.widths[0]!);
  inputs.forEach((value, k) => (sizes[k % sizes.length] = Math.max(sizes[k % sizes.length]!, Math.abs(value))));
  const some = sizes.filter((size) => size > 0);
  const [least, greatest] = [some.reduce((a, b) => Math.min(a, b), Infinity), some.reduce((a, b) => Math.max(a, b), 0)];
  if (some.length === 0 || (least >= COMMON_SIZES[0] && greatest <= COMMON_SIZES[1] && greatest <= COMMON_RATIO * least)) return [];
  const word = (size: number): string => `${Number(size.toPrecision(2))}`;
  const found = least === greatest ? `The inputs go up to ${word(greatest)}` : `The inputs go up to ${word(least)} to ${word(greatest)}, each for itself`;
  return [`${found}: their weights in the norm are as unequal to each other or to biases. --standardise brings inputs to one size.`];
}

function warningsOf(path: Pick<RegularisationPath, "points" | "escape" | "chosen" | "largestResidual" | "ended" | "refused" | "settings">, missing: readonly number[]): string[] {
  const { points, escape, chosen, largestResidual, ended, refused, settings } = path;
  const warnings: string[] = [];
  if (ended !== null) warnings.push(`${ended === "time" ? `The time of ${settings.timeout} s was over` : "The run was interrupted"}: this is the front as far as it was found by then.`);
  if (points.length === 0) warnings.push("No point was found.");
  if (escape?.status === "escaping") warnings.push(`The weights escape: ${escape.why}`);
  if (largestResidual > CRITICAL) warnings.push(`Points are not Pareto-critical up to ${CRITICAL}: the largest residual is ${largestResidual.toExponential(1)}.`);
  if (refused > 0) warnings.push(`${refused} points were left out: their loss or norm, computed a second time in another way, differed.`);
  if (missing.length > 0) warnings.push(`No row for training is of class ${missing.join(", ")}.`);
  if (chosen?.by === "test") warnings.push("The point is chosen by the same rows that it is tested on, so that its test loss is better than on new data; --split 0.6/0.2 keeps rows for the choice apart.");
  return warnings;
}
