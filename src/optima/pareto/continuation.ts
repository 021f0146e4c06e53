/**
 * The front followed from point to point (Amakor, Sonntag, Peitz 2023): a predictor leaves a critical point, a corrector comes back to the front nearby.
 *
 * - Predictors. Towards less loss: gradient steps of f1. Towards smaller weights: the proximal step of f2, as far as wanted, that is the projection onto a smaller budget.
 * - Corrector: multiobjective proximal gradient (multiobjective.ts), until it is nearly critical; then Newton's method at the norm reached (critical.ts), as what is reported has to be critical to rounding.
 * - Length: points are to be equally far apart along the front, with f1 and f2 in units of the front's extent. A point too far or too near is predicted again, by a step shorter or longer.
 * - Kinks: entries that become 0 or leave it between two points. Along a piece the loss falls by lambda for each unit of the norm. Where it falls by another amount, and goes on to do so with ever shorter
 *   steps, the piece has come to its end (a fold, as a rule), and the corrector has *jumped* to another one. Where no loss is to be gained any more the front is at a *dead end*: at a saddle of f1, or at its minimum.
 * - A dead end is left through weights drawn at random, within a slightly larger budget. Other *restarts* draw weights and a budget, the first one the greatest. Those that are worse there than what is known are
 *   dropped; others are followed in both directions, until they *join* a known piece or are dominated.
 * - Neurons that have become 0 do not come back by small steps (dead-neurons.ts). They are drawn anew, and where that leads to less loss within the same budget a new piece begins there. It is followed in the
 *   direction that led there, and to the other side in place of a restart.
 * - Large problems (critical.ts) have rough points, whose slopes are known up to their residuals only. A step is taken as it comes, and the length is mended with the next one.
 *
 * The restarts, joins, neurons drawn anew and the use of Newton's method are ours. Deterministic by the seed.
 */
import { Random } from "../../exact/random.js";
import { startingParameters } from "../../training/start.js";
import type { Clock } from "../clock.js";
import type { Descent } from "./accelerated.js";
import { criticalSteps, isLarge } from "./critical.js";
import { type CriticalPoint, KnownFront } from "./known-front.js";
import { redrawn } from "./dead-neurons.js";
import { type CommonDescent, descendTogether, descendTogetherSampled } from "./multiobjective.js";
import type { Objective } from "./objective.js";
import { l1Norm } from "./problem.js";
import { projectOntoBudget, projectedSteps } from "./projected.js";

/** A place in the plane of the objectives. */
export interface FrontPlace {
  readonly loss: number;
  readonly l1: number;
}

type Origin = "zero" | "dead end" | "dead neurons" | "random";

export type PathEvent =
  /** A piece begins: at zero weights, beyond a dead end, beside another piece, from neurons brought back, or from weights drawn at random. */
  | { readonly kind: "start"; readonly piece: number; readonly at: FrontPlace; readonly from: Origin }
  /** Numbers of the parameters that have become other than 0, and that have become 0, seen towards the greater norm. */
  | { readonly kind: "kink"; readonly piece: number; readonly at: FrontPlace; readonly to: FrontPlace; readonly entered: readonly number[]; readonly left: readonly number[] }
  /** From the end of a piece to another, `next`. */
  | { readonly kind: "jump"; readonly piece: number; readonly at: FrontPlace; readonly to: FrontPlace; readonly next: number }
  | { readonly kind: "dead end"; readonly piece: number; readonly at: FrontPlace }
  /** The piece runs into one that is known, or above one. */
  | { readonly kind: "join" | "dominated"; readonly piece: number; readonly at: FrontPlace; readonly other: number };

export interface ContinuationOptions {
  /** The greatest norm. */
  readonly maxL1: number;
  /** How many points a front should have about, at most. */
  readonly points: number;
  readonly seed: number;
  /** How many times weights are drawn at random, or a piece is followed to its other side. */
  readonly restarts: number;
  /** The corrector's steps take the gradient of so many points each, drawn at random. Without: of all. What is reported is critical over all points either way. */
  readonly batch?: number;
  readonly clock: Clock;
  readonly onProgress?: (points: number) => void;
}

export interface Continuation {
  readonly front: KnownFront;
  readonly events: readonly PathEvent[];
  /** Restarts that were worse than what was known. */
  readonly dropped: number;
}

type Direction = 1 | -1;

/** A step's length over the one wanted: accepted between the two. */
const SHORTEST = 0.4;
const LONGEST = 1.6;
const MOST_TRIALS = 12;
/** Of large problems: how much farther apart points are. */
const LONG = 1.5;
/** Of large problems: what is nearer is no progress, and how much shorter the step is that a jump is looked at again with. */
const CREEPING = 0.1;
const SHORTER = 4;
/** Predicted steps this much shorter than wanted that still jump: the piece has ended. */
const FINEST = 1 / 32;
/** The fall in loss over what lambda promises may be off by this share before it counts as a jump. */
const PROMISED = 0.5;
/** Losses that differ by less than this share of that of the smallest weights are the same. */
const SAME = 1e-9;
const JOINED = 2;
const DOMINATED = 5;
/** Of a large problem. */
const FEW_JOINED = 1;
const FEW_DOMINATED = 2;
const CORRECTOR_STEPS = 200;
/** Of a large problem, whose points come from the projected gradient in the end anyway. */
const FEW_CORRECTOR_STEPS = 20;
/** The residual times the norm, over the loss of zero weights, that a large problem's points have while the front is followed. */
const ROUGH = 1e-3;
const CORRECTED = 1e-2;
/** With samples: steps over all points, epochs, and how much more the loss of a sample may curve than that of all points. */
const FIRST_STEPS = 3;
const EPOCHS = 5;
const NOISE = 2;
const LOSS_STEPS = 60;
const NEARLY = 0.8;
const SMALLEST = 1e-9;
/** Steps after which a start shows what it is worth. */
const TRIAL_STEPS = 150;
const TRIAL_RESIDUAL = 1e-5;
/** The norm of neurons brought back, over that of the point, before both come back to its budget. */
const REVIVED = 0.5;

export async function continuation(objective: Objective, options: ContinuationOptions): Promise<Continuation> {
  return new Follower(objective, options).run();
}

interface Step {
  readonly to: CriticalPoint;
  readonly jump: boolean;
}

class Follower {
  readonly #objective: Objective;
  readonly #options: ContinuationOptions;
  readonly #front = new KnownFront();
  readonly #events: PathEvent[] = [];
  readonly #random: Random;
  /** What the predicted length is multiplied by: as the last step needed. */
  #scale = { "1": 1, "-1": 1 };
  /** The corrector's L. */
  #curvature = 1;
  /** The loss of the smallest weights. */
  #height = 1;
  #dropped = 0;
  /** How many points have to come before neurons are tried again, and how many after the next try that leads nowhere. */
  #neurons = { wait: 0, next: 1 };
  /** Pieces that have been followed to one side only. */
  readonly #branches: { readonly piece: number; readonly start: CriticalPoint; readonly direction: Direction }[] = [];

  constructor(objective: Objective, options: ContinuationOptions) {
    this.#objective = objective;
    this.#options = options;
    this.#random = new Random(options.seed);
  }

  async run(): Promise<Continuation> {
    const { restarts, clock } = this.#options;
    const zero = await this.#critical(0, new Float64Array(this.#objective.size));
    this.#height = zero.loss;
    // From the end with the least loss first: what begins elsewhere is soon seen to be worse, or better.
    if (restarts > 0) await this.#restart(this.#options.maxL1);
    if (clock.isOver()) return this.#result();
    const end = await this.#piece(zero, "zero");
    if (end !== undefined) await this.#leave(end);
    for (let r = 1; r < restarts && !clock.isOver(); r++) {
      const branch = this.#branches.shift();
      if (branch === undefined) await this.#restart(this.#normOfSome());
      else await this.#follow(branch.piece, branch.start, branch.direction);
    }
    return this.#result();
  }

  #result(): Continuation {
    return { front: this.#front, events: this.#events, dropped: this.#dropped };
  }

  #critical(budget: number, start: Float64Array): Promise<CriticalPoint> {
    const { clock, maxL1 } = this.#options;
    return clock.run(criticalSteps(this.#objective, budget, start, { stop: clock.isOver, rough: (ROUGH * this.#height) / Math.max(budget, SMALLEST * maxL1) }));
  }

  /** Follows a new piece to both sides. Gives the dead end towards less loss, if there is one. */
  async #piece(start: CriticalPoint, from: Origin): Promise<CriticalPoint | undefined> {
    const piece = this.#begin(start, from);
    const end = await this.#follow(piece, start, 1);
    await this.#follow(piece, start, -1);
    return end;
  }

  #begin(start: CriticalPoint, from: Origin): number {
    const piece = this.#front.newPiece();
    this.#front.add(piece, start);
    this.#events.push({ kind: "start", piece, at: placeOf(start), from });
    return piece;
  }

  async #follow(first: number, start: CriticalPoint, direction: Direction): Promise<CriticalPoint | undefined> {
    const { maxL1, clock, onProgress } = this.#options;
    let [piece, at] = [first, start];
    let before: CriticalPoint | undefined;
    let [joined, dominated] = [0, 0];
    while (direction > 0 ? at.l1 < maxL1 : at.l1 > SMALLEST * maxL1) {
      await clock.pause();
      if (clock.isOver()) return undefined;
      const step = (before === undefined || isLarge(this.#objective) ? undefined : await this.#secantStep(before, at, direction)) ?? (await this.#step(at, direction));
      if (step === undefined) {
        this.#events.push({ kind: "dead end", piece, at: placeOf(at) });
        return at;
      }
      const { to, jump } = step;
      if (jump) {
        const next = this.#front.newPiece();
        this.#events.push({ kind: "jump", piece, at: placeOf(at), to: placeOf(to), next });
        piece = next;
      } else this.#kink(piece, at, to, direction);
      const known = this.#front.at(to.l1, piece);
      this.#front.add(piece, to);
      onProgress?.(this.#front.points.length);
      [before, at] = [jump ? undefined : at, to];
      const above = known === undefined ? -Infinity : to.loss - known.loss;
      const tolerance = known === undefined ? 0 : known.uncertainty + this.#same;
      joined = known !== undefined && Math.abs(above) <= tolerance ? joined + 1 : 0;
      dominated = above > tolerance ? dominated + 1 : 0;
      if (known !== undefined && (joined === this.#enough.joined || dominated === this.#enough.dominated)) {
        this.#events.push({ kind: joined > 0 ? "join" : "dominated", piece, at: placeOf(to), other: known.piece });
        return undefined;
      }
      const livelier = above > tolerance || !this.#triesNeurons() ? undefined : await this.#revived(to);
      if (livelier === undefined) continue;
      piece = this.#begin(livelier, "dead neurons");
      this.#branches.push({ piece, start: livelier, direction: direction > 0 ? -1 : 1 });
      [before, at] = [undefined, livelier];
    }
    return undefined;
  }

  /** A point with the same norm and less loss, from neurons that take no part here; nothing where none is found. */
  async #revived({ l1, loss, parameters }: CriticalPoint): Promise<CriticalPoint | undefined> {
    const objective = this.#objective;
    const start = redrawn(objective.problem, parameters, REVIVED * l1, this.#random.below(2 ** 31));
    if (start === undefined) return undefined;
    const rough = await this.#tried(l1, start);
    const better = rough.loss < loss - this.#same;
    this.#neurons = better ? { wait: 0, next: 1 } : { wait: this.#neurons.next, next: 2 * this.#neurons.next };
    return better ? this.#critical(l1, rough.parameters) : undefined;
  }

  /** At each point; of large problems, which each try takes long of, the more seldom the more of them have led nowhere since one did not. */
  #triesNeurons(): boolean {
    return !isLarge(this.#objective) || this.#neurons.wait-- <= 0;
  }

  /** A few steps within a budget. */
  #tried(budget: number, start: Float64Array): Promise<Descent> {
    const { clock } = this.#options;
    return clock.run(projectedSteps(this.#objective, budget, start, { iterations: TRIAL_STEPS, tolerance: TRIAL_RESIDUAL, stop: clock.isOver }));
  }

  /** The next point, about as far away as wanted; nothing at a dead end. */
  async #step(at: CriticalPoint, direction: Direction): Promise<Step | undefined> {
    if (isLarge(this.#objective)) return this.#roughStep(at, direction);
    const wanted = this.#wanted;
    let scale = Math.max(FINEST, this.#scale[direction]);
    // Scales that lead to points too near, and too far: a jump is too far.
    let [low, high] = [0, Infinity];
    let near: Step | undefined;
    let farther: Step | undefined;
    for (let trial = 0; trial < MOST_TRIALS && scale >= FINEST; trial++) {
      const to = await this.#corrected(at, direction, scale * wanted);
      if (to === undefined) break;
      const step = { to, jump: this.#jumped(at, to) };
      const far = this.#distance(at, to) / wanted;
      if (!step.jump && far >= SHORTEST && far <= LONGEST) {
        this.#scale[direction] = scale;
        return step;
      }
      if (step.jump || far > LONGEST) {
        farther = step;
        high = scale;
      } else {
        near = step;
        low = scale;
        // What is beyond is another piece: the rest of this one is taken in short steps.
        if (high <= 2 * low && far >= FINEST) break;
      }
      scale = high === Infinity ? scale * Math.min(8, 1 / far) : low === 0 ? scale * Math.max(1 / 8, step.jump ? 1 / 4 : 1 / far) : Math.sqrt(low * high);
    }
    this.#scale[direction] = Math.min(1, Math.max(low, FINEST));
    return near !== undefined && this.#distance(at, near.to) >= FINEST * wanted ? near : (farther ?? near);
  }

  /** The same for large problems, whose points take long: the length is mended with the next step, and only a jump is looked at again. */
  async #roughStep(at: CriticalPoint, direction: Direction): Promise<Step | undefined> {
    const wanted = this.#wanted;
    const scale = this.#scale[direction];
    const to = await this.#corrected(at, direction, scale * wanted);
    if (to === undefined) return undefined;
    const far = this.#distance(at, to) / wanted;
    // Rough points can always be bettered a little: that is no way along the front.
    if (far < CREEPING) return undefined;
    this.#scale[direction] = Math.max(SHORTEST, Math.min(1 / SHORTEST, scale * Math.max(0.5, Math.min(2, 1 / far))));
    if (!this.#jumped(at, to)) return { to, jump: false };
    const near = await this.#corrected(at, direction, (scale * wanted) / SHORTER);
    return near === undefined || this.#jumped(at, near) ? { to, jump: true } : { to: near, jump: false };
  }

  /** The point of the front that a prediction leads to; nothing if it is no progress in the direction. */
  async #corrected(at: CriticalPoint, direction: Direction, length: number): Promise<CriticalPoint | undefined> {
    const predicted = direction > 0 ? this.#predictLess(at, length) : this.#predictSmaller(at, length);
    return predicted === undefined ? undefined : this.#correct(at, direction, predicted);
  }

  /** The same along the last step; nothing where that leads to another piece or too far or near. */
  async #secantStep(before: CriticalPoint, at: CriticalPoint, direction: Direction): Promise<Step | undefined> {
    const wanted = this.#wanted;
    const target = Math.max(0, at.l1 + direction * this.#normOf(at, wanted));
    const share = (target - at.l1) / (at.l1 - before.l1);
    // Nothing says how the norm should grow where it did not.
    if (!Number.isFinite(share)) return undefined;
    const to = await this.#correct(at, direction, at.parameters.map((value, k) => beyond(before.parameters[k]!, value, share)));
    if (to === undefined || this.#jumped(at, to)) return undefined;
    const far = this.#distance(at, to) / wanted;
    return far >= SHORTEST && far <= LONGEST ? { to, jump: false } : undefined;
  }

  async #correct(at: CriticalPoint, direction: Direction, predicted: Float64Array): Promise<CriticalPoint | undefined> {
    const { parameters } = this.#options.batch === undefined ? this.#descend(predicted, isLarge(this.#objective) ? FEW_CORRECTOR_STEPS : CORRECTOR_STEPS) : this.#descendSampled(predicted, this.#options.batch);
    const to = await this.#critical(l1Norm(this.#objective.problem, parameters), parameters);
    return direction > 0 ? (to.loss < at.loss ? to : undefined) : to.l1 < at.l1 ? to : undefined;
  }

  #descend(start: Float64Array, steps: number): CommonDescent {
    const corrected = descendTogether(this.#objective, start, { steps, share: CORRECTED, least: SAME, curvature: this.#curvature });
    this.#curvature = corrected.curvature;
    return corrected;
  }

  /** A few steps over all points show how f1 curves; then epochs of samples. */
  #descendSampled(start: Float64Array, batch: number): CommonDescent {
    const { parameters, curvature } = this.#descend(start, FIRST_STEPS);
    const steps = Math.ceil((EPOCHS * this.#objective.points) / Math.min(batch, this.#objective.points));
    return descendTogetherSampled(this.#objective, parameters, { steps, batch, random: this.#random, curvature: NOISE * curvature });
  }

  #distance(from: FrontPlace, to: FrontPlace): number {
    return Math.hypot((to.l1 - from.l1) / this.#options.maxL1, (to.loss - from.loss) / this.#height);
  }

  /** Does the loss change by what the slopes at both ends do not explain? They are known up to the residuals, each entry's derivative by itself. */
  #jumped(from: CriticalPoint, to: CriticalPoint): boolean {
    const width = Math.abs(to.l1 - from.l1);
    const moved = from.parameters.reduce((sum, value, k) => sum + Math.abs(to.parameters[k]! - value), 0);
    const fall = to.l1 > from.l1 ? from.loss - to.loss : to.loss - from.loss;
    const [low, high] = [Math.min(from.lambda, to.lambda) * width, Math.max(from.lambda, to.lambda) * width];
    const slack = PROMISED * high + Math.max(from.residual, to.residual) * moved + this.#same;
    return fall < low - slack || fall > high + slack;
  }

  /** How far apart points are to be. The front's length is between 1 and 2: of small problems there are more points than asked for, to be chosen from. */
  get #wanted(): number {
    return (isLarge(this.#objective) ? LONG : 1) / this.#options.points;
  }

  /** Losses that differ by less are the same: points of a large problem are rough. */
  get #same(): number {
    return (isLarge(this.#objective) ? ROUGH : SAME) * this.#height;
  }

  /** So many points one after the other show that a piece joins another, or is above one. */
  get #enough(): { joined: number; dominated: number } {
    return isLarge(this.#objective) ? { joined: FEW_JOINED, dominated: FEW_DOMINATED } : { joined: JOINED, dominated: DOMINATED };
  }

  /** How much the norm has to change for a length along the front, to first order. */
  #normOf({ lambda }: CriticalPoint, length: number): number {
    return length / Math.hypot(1 / this.#options.maxL1, lambda / this.#height);
  }

  #predictSmaller(at: CriticalPoint, length: number): Float64Array {
    const result = new Float64Array(at.parameters.length);
    projectOntoBudget(at.parameters, Math.max(0, at.l1 - this.#normOf(at, length)), this.#objective.problem.counted, result);
    return result;
  }

  /**
   * The gradient step after which the norm has grown as far as wanted; where that leads above the loss here, gradient steps that each lower it, as far as they go. Nothing where none does.
   */
  #predictLess(at: CriticalPoint, length: number): Float64Array | undefined {
    const objective = this.#objective;
    const { problem } = objective;
    const wanted = at.l1 + this.#normOf(at, length);
    const gradient = new Float64Array(at.parameters.length);
    let parameters = at.parameters;
    let loss = objective.gradient(parameters, gradient);
    // Entries at 0 whose derivative is well below lambda would go back at once.
    for (let k = 0; k < gradient.length; k++) if (problem.counted[k] === 1 && parameters[k] === 0 && Math.abs(gradient[k]!) < NEARLY * at.lambda) gradient[k] = 0;
    const stepped = (time: number): Float64Array => parameters.map((value, k) => value - time * gradient[k]!);
    let time = 1 / this.#curvature;
    const reach = timeTo(wanted, time, (long) => l1Norm(problem, stepped(long)));
    const far = stepped(reach);
    if (objective.value(far) < loss) return far;
    time = reach;
    for (let k = 0; k < LOSS_STEPS; k++) {
      const squares = gradient.reduce((sum, g) => sum + g * g, 0);
      let next = parameters;
      let nextLoss = loss;
      for (; time * squares > SAME * SAME * this.#height; time /= 2) {
        next = stepped(time);
        nextLoss = objective.value(next);
        if (nextLoss <= loss - 0.3 * time * squares) break;
      }
      if (!(nextLoss < loss) || l1Norm(problem, next) > wanted) break;
      parameters = next;
      loss = objective.gradient(parameters, gradient);
      time *= 2;
    }
    return loss < at.loss ? parameters : undefined;
  }

  #kink(piece: number, at: CriticalPoint, to: CriticalPoint, direction: Direction): void {
    const [low, high] = direction > 0 ? [at, to] : [to, at];
    const entered: number[] = [];
    const left: number[] = [];
    for (let k = 0; k < low.parameters.length; k++) {
      const [before, after] = [Math.sign(low.parameters[k]!), Math.sign(high.parameters[k]!)];
      if (before === after) continue;
      if (after !== 0) entered.push(k);
      if (before !== 0) left.push(k);
    }
    if (entered.length + left.length > 0) this.#events.push({ kind: "kink", piece, at: placeOf(low), to: placeOf(high), entered, left });
  }

  /** Beyond a dead end: random weights beside what is there, in budgets that grow until the loss is lower. */
  async #leave(end: CriticalPoint): Promise<void> {
    const { maxL1, clock } = this.#options;
    const wanted = this.#normOf({ ...end, lambda: 0 }, this.#wanted);
    for (let budget = end.l1 + wanted; !clock.isOver(); budget = end.l1 + 2 * (budget - end.l1)) {
      const noise = startingParameters(this.#objective.problem.network, this.#random.below(2 ** 31));
      const found = await this.#critical(Math.min(budget, maxL1), end.parameters.map((value, k) => value + noise[k]!));
      await clock.pause();
      if (found.loss < end.loss - this.#same) {
        await this.#piece(found, "dead end");
        return;
      }
      if (budget >= maxL1) return;
    }
  }

  #normOfSome(): number {
    const points = this.#front.points;
    return points[this.#random.below(points.length)]!.l1;
  }

  /** Random weights in a budget. */
  async #restart(l1: number): Promise<void> {
    const { clock } = this.#options;
    const start = startingParameters(this.#objective.problem.network, this.#random.below(2 ** 31), 0.5 + this.#random.below(1000) / 1000);
    const rough = await this.#tried(l1, start);
    const known = this.#front.at(l1);
    if (l1 === 0 || clock.isOver() || (known !== undefined && rough.loss >= known.loss - known.uncertainty - this.#same)) {
      this.#dropped++;
      return;
    }
    await this.#piece(await this.#critical(l1, rough.parameters), "random");
  }
}

/** On the line from one number through another; what reaches 0 stays there. */
function beyond(before: number, at: number, share: number): number {
  const to = at + share * (at - before);
  return at === 0 || at * to < 0 ? 0 : to;
}

/** The time at which a convex function of it, which grows in the end, comes to what is wanted; the longest looked at if it does not. */
function timeTo(wanted: number, guess: number, normAt: (time: number) => number): number {
  let [low, high] = [0, guess];
  for (let k = 0; k < 60 && normAt(high) < wanted; k++) [low, high] = [high, 2 * high];
  for (let k = 0; k < 20; k++) {
    const middle = (low + high) / 2;
    if (normAt(middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}

function placeOf({ loss, l1 }: FrontPlace): FrontPlace {
  return { loss, l1 };
}
