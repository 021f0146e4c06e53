/**
 * What a run did, from its trace: converged, diverging, stalled, or out of budget; and where it diverges.
 *
 * Finitely many steps prove nothing: `diverging` means that the evidence below is there, and the evidence is part of the result.
 *
 * - *diverging*, against the loss: the weight norm follows a power of 1 / (loss - infimum) over the tail of the run, at least two decades of it; the
 *   lower end of the exponent's interval is positive, the law explains nine tenths of the variance, the norm at least doubles.
 *   Where the infimum is not known, 0 is tried, and then the number for which the law explains most: for that, the law must explain 0.99 of the variance, the norm must
 *   grow tenfold, and go on growing over the last tenth of the steps.
 * - *diverging*, against the steps: over the last two decades of at least 1000 steps the loss still falls, the norm follows a power of the
 *   step with the lower end of the interval above 0.03, grows by half at least, and goes on growing: the exponent of the second decade is at
 *   least half that of the first, and over the last tenth of the steps the norm still rises.
 * - Both only on the floor of a valley: |gradient| * max(1, norm) is at most ten times the reference loss. (L-BFGS can be thrown far out, where it
 *   zigzags between steep walls.)
 * - *converged*: |gradient| * max(1, norm) is below 1e-6 of the reference loss, and the norm rests: it grew by at most a hundredth over the last tenth of the steps.
 *   (A loss above 0 is known to 16 digits; no descent of it brings the gradient much lower.)
 * - *stalled*: the optimizer found no lower loss, or left the finite numbers, without either. *budget*: the steps ran out, or the run was interrupted.
 */
import type { Network } from "./network.js";
import { type PowerLaw, fitPowerLaw, rounded } from "./power-law.js";
import type { Trace } from "./trace.js";

export type Status = "converged" | "diverging" | "stalled" | "budget";
/** Why a run ended. */
export type Stop = "gradient" | "no-progress" | "not-finite" | "budget" | "interrupted";

/** The exponent of |weight| against 1 / (loss - infimum). `null` where the weight vanishes too often for a fit. */
export interface EdgeGrowth {
  /** Counted from 1, as W_1. */
  readonly layer: number;
  readonly out: number;
  readonly in: number;
  readonly exponent: number | null;
  readonly standardError: number | null;
}

export type BiasGrowth = Omit<EdgeGrowth, "in">;

export interface Evidence {
  /** Of the loss: what the losses are measured from. */
  readonly infimum: number;
  /** Is it known, taken for 0, or the number for which the norm follows a power law best? */
  readonly infimumIs: "known" | "assumed" | "estimated";
  /** Loss at the end over the loss of the best constant output. */
  readonly relativeLoss: number;
  readonly gradientNorm: number;
  /** |gradient| * max(1, norm) / reference. */
  readonly relativeGradient: number;
  /** Norm at the end over the norm after nine tenths of the steps. */
  readonly growthAtEnd: number;
  /** Norm against 1 / (loss - infimum) over the tail, and the factor by which the norm grows there. */
  readonly normAgainstLoss?: PowerLaw & { readonly growth: number };
  /** Norm against steps over the last two decades of steps; `firstDecade` and `secondDecade` are the exponents in each. */
  readonly normAgainstSteps?: PowerLaw & { readonly growth: number; readonly firstDecade: number | null; readonly secondDecade: number | null };
  readonly lossStillFalling: boolean;
  /** Of a run that diverges: the law that shows it. */
  readonly shownBy?: "loss" | "steps";
}

export interface Diagnosis {
  readonly status: Status;
  readonly evidence: Evidence;
  /**
   * Per kept edge; empty where the loss falls by less than two decades over the tail, so that there is nothing to fit. Of more than 10,000
   * edges the 1000 with the largest exponents.
   */
  readonly growth: EdgeGrowth[];
  readonly biasGrowth: BiasGrowth[];
}

export interface Ending {
  readonly stop: Stop;
  readonly gradientNorm: number;
  readonly reference: number;
  /** Where it is known. */
  readonly infimum: number | undefined;
}

/** The tail: the lower two thirds of the decades that the loss falls through. */
const TAIL = 2 / 3;
/** Points of the tail whose losses are closer than this in decades count once, so that where a run lingers weighs no more. */
const SPACING = 0.02;
const LEAST_DECADES = 2;
const EXPLAINED = 0.9;
const EXPLAINED_BY_ESTIMATE = 0.99;
/** The infimum is estimated from the part of a run where the norm grows by this, from gaps of so many sizes, each 2^(-1/4) of the one before. */
const VALLEY = 10;
const GAPS = 80;
const GRADIENT_TOLERANCE = 1e-6;
const AT_REST = 1.01;
const STILL_GROWING = 1.003;
const MOST_GRADIENT = 10;
const MOST_EDGES = 10_000;
const FASTEST = 1000;
const LEAST_STEPS = 1000;
const LEAST_STEP_EXPONENT = 0.03;

export function diagnose(network: Network, trace: Trace, ending: Ending): Diagnosis {
  if (ending.infimum !== undefined) return diagnoseFrom(ending.infimum, "known", network, trace, ending);
  const assumed = diagnoseFrom(0, "assumed", network, trace, ending);
  if (assumed.status === "diverging" || assumed.status === "converged") return assumed;
  const infimum = bestInfimum(trace);
  const estimated = infimum === undefined ? undefined : diagnoseFrom(infimum, "estimated", network, trace, ending);
  return estimated?.status === "diverging" ? estimated : assumed;
}

function diagnoseFrom(infimum: number, infimumIs: Evidence["infimumIs"], network: Network, trace: Trace, ending: Ending): Diagnosis {
  const { gradientNorm, reference, stop } = ending;
  const endNorm = trace.norm.at(-1)!;
  const tail = tailOf(trace, infimum);
  const relativeGradient = (gradientNorm * Math.max(1, endNorm)) / reference;
  const growthAtEnd = endNorm / trace.norm[firstFrom(trace.steps, 0.9 * trace.steps.at(-1)!)]!;
  const againstLoss = normAgainstLoss(trace, tail, infimum);
  const againstSteps = normAgainstSteps(trace);
  const fromStep = firstFrom(trace.steps, trace.steps.at(-1)! / 100);
  const evidence: Evidence = {
    infimum: infimumIs === "estimated" ? rounded(infimum) : infimum,
    infimumIs,
    relativeLoss: rounded(trace.loss.at(-1)! / reference),
    gradientNorm: rounded(gradientNorm),
    relativeGradient: rounded(relativeGradient),
    growthAtEnd: rounded(growthAtEnd),
    ...(againstLoss === undefined ? {} : { normAgainstLoss: againstLoss }),
    ...(againstSteps === undefined ? {} : { normAgainstSteps: againstSteps }),
    lossStillFalling: trace.loss.at(-1)! < trace.loss[fromStep]!,
  };
  const measured = againstLoss !== undefined && againstLoss.decades >= LEAST_DECADES;
  const shownBy = divergence(evidence, trace.steps.at(-1)!);
  return {
    status: shownBy === undefined ? restOf(evidence, stop) : "diverging",
    evidence: { ...evidence, ...(shownBy === undefined ? {} : { shownBy }) },
    growth: measured ? fastest(edgeGrowth(network, trace, tail, infimum)) : [],
    biasGrowth: measured ? biasGrowth(network, trace, tail, infimum) : [],
  };
}

/** All edges, or the fastest of very many: a list of each is of no use, and longer than a string may be. */
function fastest(growth: EdgeGrowth[]): EdgeGrowth[] {
  if (growth.length <= MOST_EDGES) return growth;
  const height = ({ exponent }: EdgeGrowth): number => exponent ?? -Infinity;
  return growth.toSorted((a, b) => (height(a) === height(b) ? 0 : height(b) > height(a) ? 1 : -1)).slice(0, FASTEST);
}

/** The law by which the run diverges, if it does. */
function divergence(evidence: Evidence, steps: number): Evidence["shownBy"] {
  if (evidence.relativeGradient > MOST_GRADIENT) return undefined;
  if (divergesByLoss(evidence)) return "loss";
  return steps >= LEAST_STEPS && divergesBySteps(evidence) ? "steps" : undefined;
}

/** The status of a run that does not diverge. */
function restOf(evidence: Evidence, stop: Stop): Status {
  if (evidence.relativeGradient <= GRADIENT_TOLERANCE && evidence.growthAtEnd <= AT_REST) return "converged";
  return stop === "budget" || stop === "interrupted" ? "budget" : "stalled";
}

function divergesByLoss({ normAgainstLoss: law, infimumIs, growthAtEnd }: Evidence): boolean {
  if (law === undefined || law.decades < LEAST_DECADES || law.interval[0] <= 0) return false;
  if (infimumIs === "estimated") return law.explained >= EXPLAINED_BY_ESTIMATE && law.growth >= 10 && growthAtEnd >= STILL_GROWING;
  return law.explained >= EXPLAINED && law.growth >= 2;
}

/**
 * The number below the last loss for which the norm follows a power of 1 / (loss - it) best, over the part of the run where the norm grows to its end by `VALLEY`. Nothing
 * where it does not grow so much. From the differences of the losses there, ever smaller ones: the gap that is left at the end is some fraction of them.
 */
function bestInfimum(trace: Trace): number | undefined {
  const [end, last] = [trace.norm.at(-1)!, trace.loss.at(-1)!];
  const from = trace.norm.findLastIndex((norm) => norm < end / VALLEY) + 1;
  if (from === 0) return undefined;
  const points = Array.from(trace.norm.keys()).slice(from);
  const fall = trace.loss[from]! - last;
  if (!(fall > 0)) return undefined;
  const explained = (gap: number): number => fitPowerLaw(points.map((point) => 1 / (trace.loss[point]! - last + gap)), points.map((point) => trace.norm[point]!))?.explained ?? 0;
  let best = { gap: 0, explained: 0 };
  for (let n = 0; n < GAPS; n++) {
    const gap = fall * 2 ** (-n / 4);
    const share = explained(gap);
    if (share > best.explained) best = { gap, explained: share };
  }
  return best.explained > 0 ? last - best.gap : undefined;
}

function divergesBySteps({ normAgainstSteps: law, lossStillFalling, growthAtEnd }: Evidence): boolean {
  if (law === undefined || law.firstDecade === null || law.secondDecade === null) return false;
  const goesOn = law.secondDecade >= law.firstDecade / 2 && growthAtEnd >= STILL_GROWING;
  return lossStillFalling && law.interval[0] > LEAST_STEP_EXPONENT && law.explained >= EXPLAINED && law.growth >= 1.5 && goesOn;
}

/** Points of the trace where the loss is lower than ever before by a step of `SPACING`, the first third of the decades left out. */
function tailOf(trace: Trace, infimum: number): number[] {
  const gaps = trace.loss.map((loss) => loss - infimum);
  const positive = gaps.filter((gap) => gap > 0);
  if (positive.length === 0) return [];
  const least = Math.log10(Math.min(...positive));
  const from = least + TAIL * (Math.log10(gaps[0]!) - least);
  const tail: number[] = [];
  let last = Infinity;
  gaps.forEach((gap, point) => {
    if (!(gap > 0)) return;
    const height = Math.log10(gap);
    if (height > from || height > last - SPACING) return;
    last = height;
    tail.push(point);
  });
  return tail;
}

function normAgainstLoss(trace: Trace, tail: readonly number[], infimum: number): Evidence["normAgainstLoss"] {
  const norms = tail.map((point) => trace.norm[point]!);
  const law = fitPowerLaw(inverseGaps(trace, tail, infimum), norms);
  return law === undefined ? undefined : { ...law, growth: rounded(trace.norm[tail.at(-1)!]! / trace.norm[tail[0]!]!) };
}

function inverseGaps(trace: Trace, points: readonly number[], infimum: number): number[] {
  return points.map((point) => 1 / (trace.loss[point]! - infimum));
}

function normAgainstSteps(trace: Trace): Evidence["normAgainstSteps"] {
  const last = trace.steps.at(-1)!;
  const [from, middle] = [firstFrom(trace.steps, Math.max(1, last / 100)), firstFrom(trace.steps, Math.max(1, last / 10))];
  const law = (a: number, b: number): PowerLaw | undefined => fitPowerLaw(trace.steps.slice(a, b), trace.norm.slice(a, b));
  const whole = law(from, trace.steps.length);
  if (whole === undefined) return undefined;
  return {
    ...whole,
    growth: rounded(trace.norm.at(-1)! / trace.norm[from]!),
    firstDecade: law(from, middle + 1)?.exponent ?? null,
    secondDecade: law(middle, trace.steps.length)?.exponent ?? null,
  };
}

/** The first point of the trace at this step or later. */
function firstFrom(steps: readonly number[], step: number): number {
  return steps.findIndex((value) => value >= step);
}

function parameterGrowth(trace: Trace, tail: readonly number[], infimum: number): (index: number) => Pick<EdgeGrowth, "exponent" | "standardError"> {
  const wanted = new Set(tail);
  const snapshots = trace.snapshots.filter(({ point }) => wanted.has(point));
  const inverse = inverseGaps(trace, snapshots.map(({ point }) => point), infimum);
  return (index) => {
    const law = fitPowerLaw(inverse, snapshots.map(({ parameters }) => Math.abs(parameters[index]!)));
    return { exponent: law?.exponent ?? null, standardError: law?.standardError ?? null };
  };
}

function edgeGrowth(network: Network, trace: Trace, tail: readonly number[], infimum: number): EdgeGrowth[] {
  const growthOf = parameterGrowth(trace, tail, infimum);
  return network.layers.flatMap(({ mask, weights }, l) =>
    Array.from({ length: mask.rows }, (_, i) => i).flatMap((i) =>
      Array.from(mask.index.subarray(mask.start[i], mask.start[i + 1]), (j, k) => ({
        layer: l + 1,
        out: i,
        in: j,
        ...growthOf(weights + mask.start[i]! + k),
      })),
    ),
  );
}

function biasGrowth(network: Network, trace: Trace, tail: readonly number[], infimum: number): BiasGrowth[] {
  const growthOf = parameterGrowth(trace, tail, infimum);
  return network.layers.flatMap(({ mask, biases }, l) =>
    biases < 0 ? [] : Array.from({ length: mask.rows }, (_, i) => ({ layer: l + 1, out: i, ...growthOf(biases + i) })),
  );
}
