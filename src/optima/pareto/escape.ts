/**
 * What the weights do beyond the loss end of a front, where nothing is left that keeps them small: come to rest, or grow without bound. (own)
 *
 * Two reasons for the second have to be told apart.
 * - *separable*: cross-entropy, and every point's own class has the greatest output, alone. Then the last layer times c gives a loss that goes to 0 with c, which no weights reach. This is proved by the outputs (in
 *   doubles), and says nothing about the mask. Weights grow like the logarithm of 1 / loss.
 * - *escaping*: critical points are followed to ever larger norms, each larger by a factor, and the norm follows a power of 1 / (loss - infimum) as described in training/diagnosis.ts. So do weights
 *   of a mask whose set of functions is not closed. It is evidence, no proof; for ReLU the verdicts of the mask are given beside it.
 *
 * *at rest*: at a larger norm the loss is no lower, and within it the gradient vanishes somewhere: a critical point of the loss. *open*: none of these was seen.
 */
import { decide } from "../../decide/decide.js";
import { type BiasGrowth, type EdgeGrowth, type Evidence, diagnose } from "../../training/diagnosis.js";
import { Trace } from "../../training/trace.js";
import type { Clock } from "../clock.js";
import { criticalSteps, isLarge } from "./critical.js";
import { evaluate } from "./evaluate.js";
import type { CriticalPoint } from "./known-front.js";
import type { Objective } from "./objective.js";
import { polish } from "./polish.js";
import { l1Norm } from "./problem.js";

export interface Escape {
  readonly status: "at rest" | "separable" | "escaping" | "open";
  /** One sentence or two. */
  readonly why: string;
  /** Loss and norm of critical points at norms that grow, from the end of the front on. */
  readonly beyond: readonly { readonly loss: number; readonly l1: number }[];
  /** Of the power law, where a run beyond the end was made. */
  readonly evidence: Evidence | null;
  /** Exponents of single parameters, where there is something to fit. */
  readonly growth: readonly EdgeGrowth[];
  readonly biasGrowth: readonly BiasGrowth[];
  /** Where weights escape, for ReLU and linear networks: what is proved of the mask. */
  readonly verdict: MaskVerdict | null;
}

/** Is the set of the mask's functions closed: `linear`, `finite` as in `verify`; null where it is not decided, and `finite` of linear networks. */
export interface MaskVerdict {
  readonly linear: boolean | null;
  readonly finite: boolean | null;
  readonly why: string;
}

/** Norms, each larger than the one before by this. */
const NORMS = 48;
const LARGER = 1.2;
/** Of large problems, which take long. */
const FEW_NORMS = 16;
/** The residual, over the multiplier. */
const CLOSE = 1e-6;
const LEAST_RESIDUAL = 1e-15;
/** Between two norms an entry grows or shrinks by no more than this factor of the growth of the norm. */
const MOST_GROWTH = 2;
/** At rest the slope promises less than this share of the loss of zero weights. */
const GAIN = 1e-8;
/** A norm that grows by less has come to a halt for another reason. */
const LEAST_GROWTH = 1e-3;
const FITTED = 1e-20;
const VERDICT_SECONDS = 5;

/** @param end the point of the front with the least loss */
export async function escapeOf(objective: Objective, end: CriticalPoint, clock: Clock): Promise<Escape> {
  const { problem } = objective;
  const nothing = { beyond: [], evidence: null, growth: [], biasGrowth: [], verdict: null };
  const height = objective.value(new Float64Array(objective.size));
  const trace = new Trace();
  const beyond: { loss: number; l1: number }[] = [];
  let [before, at]: [CriticalPoint | undefined, CriticalPoint] = [undefined, end];
  let rest: CriticalPoint | undefined;
  const norms = isLarge(objective) ? FEW_NORMS : NORMS;
  for (let k = 0; k < norms && !clock.isOver(); k++) {
    if (problem.loss === "cross-entropy" && evaluate(problem, at.parameters).accuracy === 1) {
      const where = k === 0 ? "at the end of the front" : `beyond the front, at norm ${at.l1.toPrecision(6)},`;
      const why = `The network ${where} tells all training points apart: with its last layer times c the loss goes to 0 as c grows, and no finite weights reach 0. This is so for every network that separates the points, and no defect of the mask.`;
      return { ...nothing, beyond, status: "separable", why };
    }
    beyond.push({ loss: at.loss, l1: at.l1 });
    trace.visit(k, { parameters: at.parameters, residuals: new Float64Array(0), gradient: new Float64Array(0), loss: at.loss });
    await clock.pause();
    if (at.l1 === 0 || at.loss <= FITTED * height) break;
    let next = await farther(objective, before, at, clock);
    if (!(next.loss < at.loss)) {
      // At a kink of ReLU, or where the loss does not fall any more: the budget without the norm held says which.
      next = await clock.run(criticalSteps(objective, LARGER * at.l1, at.parameters, { stop: clock.isOver }));
      if (next.l1 < LARGER * at.l1 && (next.residual + next.lambda) * Math.max(1, next.l1) <= GAIN * height) rest = next;
      if (rest !== undefined || !(next.loss < at.loss) || next.l1 < (1 + LEAST_GROWTH) * at.l1) break;
    }
    [before, at] = [at, next];
  }
  const fitted = at.loss <= FITTED * height;
  if (fitted || rest !== undefined) {
    const what = fitted ? "the data are fitted up to rounding: an optimum" : "the gradient vanishes: a local optimum, or a saddle";
    return { ...nothing, beyond, status: "at rest", why: `At the end of the front, or a little beyond it, the weights come to rest at norm ${(fitted ? at : rest!).l1.toPrecision(6)}, where ${what} of the loss.` };
  }
  const { status, evidence, growth, biasGrowth } = diagnose(problem.network, trace, { stop: "budget", gradientNorm: at.lambda + at.residual, reference: height, infimum: undefined });
  const found = { ...nothing, beyond, evidence, growth, biasGrowth };
  if (status !== "diverging") return { ...found, status: "open", why: "Beyond the front nothing was found that would show whether the weights come to rest or grow without bound." };
  const law = evidence.normAgainstLoss!;
  const from = evidence.infimum === 0 ? "loss" : `(loss - ${evidence.infimum})`;
  const escaping = `Beyond the front the norm of the weights grows like 1 / ${from} to the power ${law.exponent.toPrecision(3)}, over ${law.decades.toPrecision(2)} decades: the weights escape, and as far as this run shows the loss has no minimum there.`;
  const verdict = verdictOf(objective, clock);
  return { ...found, status: "escaping", why: verdict === null ? escaping : `${escaping} ${verdict.why}`, verdict };
}

/** The critical point at a norm larger by `LARGER`, with the entries' powers of the norm between the last two points carried on. */
async function farther(objective: Objective, before: CriticalPoint | undefined, at: CriticalPoint, clock: Clock): Promise<CriticalPoint> {
  const { problem } = objective;
  const budget = LARGER * at.l1;
  const power = before === undefined ? 0 : Math.log(LARGER) / Math.log(at.l1 / before.l1);
  const start = at.parameters.map((value, k) => {
    const old = before === undefined ? value : before.parameters[k]!;
    return old === 0 || value / old <= 0 ? value : value * Math.min(MOST_GROWTH, Math.max(1 / MOST_GROWTH, (value / old) ** power));
  });
  const scale = budget / l1Norm(problem, start);
  const scaled = start.map((value) => value * scale);
  if (isLarge(objective)) return clock.run(criticalSteps(objective, budget, scaled, { stop: clock.isOver }));
  return polish(objective, scaled, "l1", { tolerance: Math.max(LEAST_RESIDUAL, CLOSE * at.lambda), stop: clock.isOver });
}

/** Of tanh the verdicts say nothing; of linear networks `linear` does. */
function verdictOf({ problem }: Objective, clock: Clock): MaskVerdict | null {
  const { activation, pattern } = problem;
  if (activation === "tanh" || clock.isOver()) return null;
  const { linear, finite } = decide(pattern, { timeout: VERDICT_SECONDS, threads: 1 });
  const words = { true: "yes", false: "no", null: "undecided" } as const;
  const told = `linear: ${words[`${linear.closed}`]}${activation === "relu" ? `, finite: ${words[`${finite.closed}`]}` : ""}`;
  const explained = (activation === "relu" ? finite : linear).closed === false;
  const meaning = explained ? "its set of functions is not closed. The mask is ill-posed, the known reason for such an escape" : "they do not explain the escape";
  return { linear: linear.closed, finite: activation === "relu" ? finite.closed : null, why: `Verdicts of the mask: ${told}; ${meaning}.` };
}
