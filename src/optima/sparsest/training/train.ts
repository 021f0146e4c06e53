/**
 * Sparsest interpolation by training (Nakhleh and Nowak): squared loss plus lambda times the l^p path norm is lowered from a random start, and what comes of it is made exact. The network that is
 * returned interpolates; that there is none with fewer neurons or parameters is not proved here.
 */
import { Random } from "../../../exact/random.js";
import { Fault } from "../../../pattern/fault.js";
import { Clock } from "../../clock.js";
import { type RationalNetwork, type SparsestProblem, countOf } from "../problem.js";
import { type HiddenLayer, SquaredLoss, type Start, selected, startingLayer } from "./hidden-layer.js";
import { activeNeurons, merged } from "./merge.js";
import { pathNormOf, penaltyOf, reweight } from "./path-norm.js";
import { type TrainingPoints, trainingPoints } from "./points.js";
import { type Polished, polished } from "./polish.js";
import { exactNetwork } from "./snap.js";
import { allowedEntries } from "./slots.js";
import { Adam, ProximalAdam, ProximalGradient, type Stepper } from "./steps.js";
import { type TrainingTrace, nextNoted } from "./trace.js";

/** adam, proximal: the smooth part by Adam or by plain proximal gradient. adamw: a baseline, with weight decay and no path norm. */
export const TRAINING_OPTIMIZERS = ["adam", "proximal", "adamw"] as const;
export type TrainingOptimizer = (typeof TRAINING_OPTIMIZERS)[number];

export const TRAINING_DEFAULTS = { p: 0.4, seed: 1, restarts: 8, epochs: 10_000, optimizer: "adam", lambda: 1e-3, rate: 0.01, decay: 0.01, timeout: 60 } as const;

export interface SparsestTrainingOptions {
  /** In (0, 1]; 0.4. */
  readonly p?: number;
  /** Hidden neurons; 80, or twice the number of points if that is more. With a mask it is the mask's. */
  readonly width?: number;
  /** An integer, 1. Run r starts from `seed + r`. */
  readonly seed?: number;
  /**
   * Runs at most, 8. They end before with `enough`, or after two runs without a gain; where all parameters are counted, only if there are no more than points (less the dimension of the affine part):
   * for almost all outputs there cannot be fewer, so with more there may be something to gain.
   */
  readonly restarts?: number;
  /** Of a run, 10000. */
  readonly epochs?: number;
  /** adam. */
  readonly optimizer?: TrainingOptimizer;
  /** Is the path norm minimised, by reweighted proximal steps? Yes, except for adamw; `adam` without it is a baseline. */
  readonly reweighted?: boolean;
  /** Of the penalty beside 1/(2N) |f - y|^2, in the frame of `trainingPoints`; 0.001. It falls to a thousandth over the last third of a run. */
  readonly lambda?: number;
  /** Of Adam, 0.01. With the path norm it falls to a hundredth in the second half of a run. Plain proximal gradient finds its own. */
  readonly rate?: number;
  /** data; uniform for the baselines. */
  readonly start?: Start;
  /** A count that is enough, for instance a proved lower bound. */
  readonly enough?: number;
  /** Seconds for everything, 60: what was found until then is returned. */
  readonly timeout?: number;
  /** Ends everything early in the same way. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

export interface TrainingProgress {
  readonly run: number;
  readonly runs: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  readonly active: number;
  /** The least count of an exact network so far. */
  readonly count: number | undefined;
}

/** What a run did. */
export interface TrainingRun {
  readonly seed: number;
  readonly lambda: number;
  /** Done. */
  readonly epochs: number;
  readonly trace: TrainingTrace;
  /** At the end: 1/(2N) |f - y|^2, active neurons, and how many of these are left when those with the same activation are merged; no polishing yet. */
  readonly loss: number;
  readonly active: number;
  readonly merged: number;
  /** The count after polishing; nothing if no interpolation was found within the activation patterns of the end and of the start. */
  readonly count: number | undefined;
  readonly why: string;
}

export interface TrainedSparsest {
  /** It interpolates exactly. Nothing if no run came to one. */
  readonly network: RationalNetwork | undefined;
  /** Of the network, as the problem counts. */
  readonly count: number | undefined;
  /** sum |v_k w_k|^p, see `pathNormOf`. */
  readonly pathNorm: number | undefined;
  /** The largest |f(x_i) - y_i| if the network's weights and the data are rounded to doubles, and run in doubles. */
  readonly misfit: number | undefined;
  readonly runs: readonly TrainingRun[];
  /** Which of the runs gave the network; nothing where none was needed. */
  readonly best: number | undefined;
  /** enough: the count asked for is reached. settled: the last runs brought no gain, see `restarts`. restarts: all runs done. */
  readonly stopped: "enough" | "settled" | "restarts" | "timeout" | "interrupted";
  readonly why: string;
  readonly settings: { readonly p: number; readonly width: number; readonly seed: number; readonly optimizer: TrainingOptimizer; readonly reweighted: boolean; readonly start: Start };
}

/** Runs without a gain before it ends. */
const SETTLED = 2;
/** Weights are drawn anew in polishing so often after the last gain. */
const PATIENCE = 12;
/** Epochs between two looks for neurons that do nothing any more; between two reweightings. */
const SWEEP = 50;
const REWEIGHTING = 10;
/** eps of the weights p (|u| + eps)^(p - 1), in the frame of training: from the first to the last over the first half of a run, by equal factors. */
const EPS = [0.1, 1e-5] as const;
/** Inner values, relative to the lengths, up to which neurons are merged when a run ends: knots come only near to the points they tend to. */
const NEAR = 1e-4;
/** Of what is left of the time, a run's epochs take so much at most: polishing needs the rest. */
const TRAINING_SHARE = 0.8;
/** Milliseconds until the event loop gets its turn. */
const TURN = 100;

/**
 * A sparse network with one hidden ReLU layer through the points, by training: f(x) = sum_k v_k relu(w_k x + b_k), plus an affine part a x + c if `problem.skip`.
 *
 * From each of several starts 1/(2N) sum_j (f(x_j) - y_j)^2 plus `lambda` times the l^p path norm is lowered, by reweighted l1 with proximal steps (`adam`: its gradients averaged as by Adam; `proximal`:
 * plain proximal gradient), or as a baseline the loss without path norm (`adam` with `reweighted: false`; `adamw`, with weight decay). The affine part is eliminated: always the best for the neurons at
 * hand. Then sparse vertices around the layer where it ended are made exact, in rational numbers. Of all networks found that interpolate, one of least count is returned; that none has fewer is not
 * proved here: `sparsest` does that as far as it can. A seed gives the same result everywhere, unless the time was over. (Path norm: Nakhleh, Nowak 2025. Reweighted l1: Candes, Wakin, Boyd 2008.
 * Proximal steps: after Yang, Zhang, Nowak 2022. Polishing: own.)
 * @param problem N x d inputs and N outputs, exact: `sparsestProblem` makes it of data
 * @throws Fault for options that are none or cannot be had together, no points, and data that are not in the range of doubles
 */
export async function trainSparsest(problem: SparsestProblem, options: SparsestTrainingOptions = {}): Promise<TrainedSparsest> {
  const { p, seed, restarts, epochs, optimizer, lambda, rate, timeout } = { ...TRAINING_DEFAULTS, ...options };
  const reweighted = options.reweighted ?? optimizer !== "adamw";
  const start = options.start ?? (reweighted ? "data" : "uniform");
  const width = widthOf(problem, options.width);
  demand(p > 0 && p <= 1, "p", "a number larger than 0 and at most 1", p);
  for (const [place, value] of [["epochs", epochs], ["restarts", restarts]] as const) demand(Number.isInteger(value) && value >= 1, place, "a whole number, at least 1", value);
  for (const [place, value] of [["lambda", lambda], ["rate", rate], ["timeout", timeout]] as const) demand(value > 0 && Number.isFinite(value), place, "a positive number", value);
  demand(Number.isInteger(seed), "seed", "an integer", seed);
  demand(!(reweighted && optimizer === "adamw"), "optimizer", "adam or proximal for the path norm, as weight decay is a penalty of its own", optimizer);
  demand(!(!reweighted && optimizer === "proximal"), "optimizer", "adam or adamw without the path norm", optimizer);
  const points = trainingPoints(problem);
  const enough = options.enough ?? 0;
  const generic = problem.count === "parameters" && problem.countBias ? points.n - points.affine.length : Infinity;
  const clock = new Clock({ timeout, stop: () => options.signal?.aborted === true });
  const runs: TrainingRun[] = [];
  let best: (Polished & { readonly run: number | undefined }) | undefined;
  const ended = (stopped: TrainedSparsest["stopped"]): TrainedSparsest => ({
    network: best?.network,
    count: best?.count,
    pathNorm: best && pathNormOf(best.network, p, problem),
    misfit: best && misfitOf(best.network, problem),
    runs,
    best: best?.run,
    stopped,
    why: explained(stopped, best?.count, runs),
    settings: { p, width, seed, optimizer, reweighted, start },
  });
  const allowed = allowedEntries(problem.supports, width, points.m - 1);
  const none = selected({ size: width, v: new Float64Array(width), w: new Float64Array(allowed.length), allowed, slots: new Int32Array(width) }, []);
  const affine = exactNetwork(problem, points, none);
  if (affine !== undefined) {
    best = { network: affine, count: countOf(affine, problem), layer: none, penalty: 0, run: undefined };
    return ended("enough");
  }
  let share = 1;
  for (let run = 0, stale = 0; run < restarts; run++) {
    const random = new Random(seed + run);
    const first = startingLayer(points, allowed, start, random);
    const training = new Training(points, selected(first, [...first.slots]), { p, epochs, optimizer, reweighted, lambda: share * lambda, rate }, problem);
    const part = new Clock({ timeout: TRAINING_SHARE * clock.left, stop: clock.isOver });
    for (let told = performance.now(); training.epoch < epochs && !part.isOver(); ) {
      training.step();
      if (training.epoch % REWEIGHTING !== 0 || performance.now() < told + TURN) continue;
      told = performance.now();
      options.onProgress?.({ run, runs: restarts, epoch: training.epoch, epochs, loss: training.loss, active: training.layer.size, count: best?.count });
      await new Promise((resolve) => setImmediate(resolve));
    }
    const layer = training.end();
    const found = await polished(problem, points, layer, first, { p, random, patience: PATIENCE, enough, clock });
    runs.push({
      seed: seed + run,
      lambda: share * lambda,
      epochs: training.epoch,
      trace: training.trace,
      loss: training.loss,
      active: activeNeurons(layer, points).length,
      merged: merged(layer, points, NEAR).size,
      count: found?.count,
      why: found === undefined ? (clock.isOver() ? "its time was over" : "no interpolation was found within the activation patterns that it came to, and began with") : `${found.count} after polishing`,
    });
    const gain = found !== undefined && (best === undefined || found.count < best.count);
    if (gain || (found !== undefined && found.count === best?.count && found.penalty < best.penalty * (1 - 1e-9))) best = { ...found, run };
    // Too few neurons are left where nothing interpolates: the penalty was too strong.
    if (found === undefined) share /= 10;
    stale = gain || best === undefined ? 0 : stale + 1;
    if (best !== undefined && best.count <= enough) return ended("enough");
    if (clock.isOver()) return ended(options.signal?.aborted ? "interrupted" : "timeout");
    if (stale >= SETTLED && (best?.count ?? 0) <= generic) return ended("settled");
  }
  return ended("restarts");
}

/** One run. */
class Training {
  readonly trace: TrainingTrace = { epochs: [], loss: [], pathNorm: [], active: [], nonzeros: [] };
  layer: HiddenLayer;
  epoch = 0;
  readonly #points: TrainingPoints;
  readonly #settings: { readonly p: number; readonly epochs: number; readonly reweighted: boolean; readonly lambda: number };
  readonly #countBias: boolean;
  readonly #loss: SquaredLoss;
  readonly #stepper: Stepper;
  #weights: Float64Array;
  #noted = 0;

  constructor(
    points: TrainingPoints,
    layer: HiddenLayer,
    settings: { readonly p: number; readonly epochs: number; readonly optimizer: TrainingOptimizer; readonly reweighted: boolean; readonly lambda: number; readonly rate: number },
    { countBias }: SparsestProblem,
  ) {
    const { optimizer, reweighted, epochs, rate } = settings;
    this.#points = points;
    this.layer = layer;
    this.#settings = settings;
    this.#countBias = countBias;
    this.#loss = new SquaredLoss(points);
    this.#weights = new Float64Array(layer.w.length);
    const falling = (step: number) => rate * 10 ** (-4 * Math.max(0, step / epochs - 0.5));
    if (!reweighted) this.#stepper = new Adam(this.#loss, layer, rate, optimizer === "adamw" ? TRAINING_DEFAULTS.decay : 0);
    else this.#stepper = optimizer === "adam" ? new ProximalAdam(this.#loss, layer, falling) : new ProximalGradient(this.#loss);
  }

  /** In the units of the data. */
  get loss(): number {
    return this.#loss.evaluate(this.layer) * this.#points.height ** 2;
  }

  step(): void {
    const { reweighted, epochs } = this.#settings;
    if (this.epoch === this.#noted) this.#note();
    if (reweighted && this.epoch % SWEEP === 0) this.#sweep();
    if (reweighted && this.epoch % REWEIGHTING === 0) this.#reweight();
    const falling = Math.max(0, this.epoch / epochs - 2 / 3);
    this.#stepper.step(this.layer, this.#weights, this.#settings.lambda * 10 ** (-9 * falling));
    this.epoch++;
  }

  /** Where it ended. */
  end(): HiddenLayer {
    if (this.trace.epochs.at(-1) !== this.epoch) this.#note();
    return this.layer;
  }

  #reweight(): void {
    const { p, epochs } = this.#settings;
    const part = Math.min(1, (2 * this.epoch) / epochs);
    reweight(this.#weights, this.layer, p, EPS[0] * (EPS[1] / EPS[0]) ** part, this.#points.penalised);
  }

  /** Neurons that are dead or affine on the data have no gradient: they never come back. */
  #sweep(): void {
    const kept = activeNeurons(this.layer, this.#points);
    if (kept.length === this.layer.size) return;
    this.#stepper.select(kept);
    this.layer = selected(this.layer, kept);
    this.#weights = new Float64Array(this.layer.w.length);
  }

  #note(): void {
    const { m, height, unit, penalised } = this.#points;
    const { p } = this.#settings;
    const active = activeNeurons(this.layer, this.#points);
    const { w } = selected(this.layer, active);
    let nonzeros = 0;
    for (let e = 0; e < w.length; e++) if (w[e] !== 0 && (this.#countBias || e % m < m - 1)) nonzeros++;
    this.trace.epochs.push(this.epoch);
    this.trace.loss.push(this.loss);
    this.trace.pathNorm.push(penaltyOf(this.layer, p, penalised) * (height / unit) ** p);
    this.trace.active.push(active.length);
    this.trace.nonzeros.push(nonzeros);
    this.#noted = nextNoted(this.epoch);
  }
}

function widthOf({ inputs, supports }: SparsestProblem, width: number | undefined): number {
  if (supports !== undefined) {
    demand(width === undefined || width === supports.length, "width", `${supports.length}, the neurons of the mask`, width);
    return supports.length;
  }
  demand(width === undefined || (Number.isInteger(width) && width >= 1), "width", "a whole number, at least 1", width);
  return width ?? Math.max(80, 2 * inputs.length);
}

function demand(holds: boolean, place: string, expected: string, found: unknown): void {
  if (!holds) throw new Fault("usage", { place, expected, found: `${found}` });
}

function misfitOf({ neurons, skip }: RationalNetwork, { inputs, outputs }: SparsestProblem): number {
  const near = (list: readonly { toNumber(): number }[]) => list.map((entry) => entry.toNumber());
  const layer = neurons.map(({ output, weights, bias }) => ({ output: output.toNumber(), weights: near(weights), bias: bias.toNumber() }));
  const straight = skip && { weights: near(skip.weights), bias: skip.bias.toNumber() };
  const at = ({ weights, bias }: { weights: number[]; bias: number }, x: number[]) => weights.reduce((sum, weight, c) => sum + weight * x[c]!, bias);
  return inputs.reduce((most, row, i) => {
    const x = near(row);
    const value = layer.reduce((sum, neuron) => sum + neuron.output * Math.max(0, at(neuron, x)), straight ? at(straight, x) : 0);
    return Math.max(most, Math.abs(value - outputs[i]!.toNumber()));
  }, 0);
}

function explained(stopped: TrainedSparsest["stopped"], count: number | undefined, runs: readonly TrainingRun[]): string {
  const done = `${runs.length} run${runs.length === 1 ? "" : "s"}`;
  const failed = runs.filter((run) => run.count === undefined).length;
  const how = { enough: "the count asked for is reached", settled: `the last ${SETTLED} runs brought no gain`, restarts: "all runs are done", timeout: "the time is over", interrupted: "interrupted" }[stopped];
  if (count === undefined) return `${how}; no exact network: in none of ${done} polishing found an interpolation within the activation patterns reached`;
  if (runs.length === 0) return "no hidden neuron is needed";
  return `${how}; ${count} is the least count in ${done}${failed === 0 ? "" : `, of which ${failed} came to none`}`;
}
