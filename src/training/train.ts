/**
 * Training runs with restarts, and what they did.
 *
 * Everything in the result depends on the pattern, the data and the settings only, to the last bit: seeds of our own generator, sums in a fixed order,
 * square roots but no logarithms on the way of the parameters, fitted exponents rounded to six digits, no times.
 */
import { Fault } from "../pattern/fault.js";
import { type Pattern, edgeCount } from "../pattern/pattern.js";
import { Adam } from "./adam.js";
import { type BiasGrowth, type EdgeGrowth, type Evidence, type Status, type Stop, diagnose } from "./diagnosis.js";
import { GradientDescent } from "./gradient-descent.js";
import { Lbfgs } from "./lbfgs.js";
import { LevenbergMarquardt } from "./levenberg-marquardt.js";
import { Objective, type TrainingData, norm } from "./loss.js";
import type { Network } from "./network.js";
import { DEFAULTS, type Optimizer, type OptimizerName } from "./optimizer.js";
import { startingParameters } from "./start.js";
import { Trace } from "./trace.js";

export interface TrainOptions {
  /** Without it: Levenberg-Marquardt up to 300 parameters and 10^7 derivatives, L-BFGS beyond. */
  readonly optimizer?: OptimizerName;
  /** Steps of each run, 20000. A Levenberg-Marquardt or L-BFGS step may look at several places. */
  readonly steps?: number;
  /** Runs, 20. Run r starts from `seed + r`: with that seed and one restart it is repeated. */
  readonly restarts?: number;
  /** An integer, 1. */
  readonly seed?: number;
  /** Half of it times the squared norm of all parameters is added to the loss; 0. */
  readonly weightDecay?: number;
  /** Of Adam, 0.01; of gradient descent, where a length found anew at every step is the default. */
  readonly learningRate?: number;
  /** The infimum of the loss where it is known. Losses are measured from it; without it from 0, or from an estimate (diagnosis.ts). */
  readonly infimum?: number;
  /** Ends the run early: what was done is kept, the run says `interrupted`. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainProgress) => void;
}

export interface TrainProgress {
  readonly run: number;
  readonly runs: number;
  readonly step: number;
  readonly steps: number;
  readonly relativeLoss: number;
  readonly norm: number;
}

export const TRAINING_SCHEMA = "wellposed/training/1";

export interface Run {
  readonly seed: number;
  readonly status: Status;
  readonly stop: Stop;
  /** The steps at which loss and norm were taken; the last one is where the run ended. */
  readonly steps: number[];
  /** Half the mean squared error, with the weight decay's part. */
  readonly loss: number[];
  /** The Euclidean norm of all weights and biases. */
  readonly norm: number[];
  readonly evidence: Evidence;
  readonly growth: EdgeGrowth[];
  readonly biasGrowth: BiasGrowth[];
}

/** A trained network, matrices row by row with zeros where nothing is kept. */
export interface TrainedNetwork {
  readonly widths: number[];
  readonly activation: "relu";
  readonly weights: number[][][];
  readonly biases: number[][];
  readonly skip: null;
}

export interface Training {
  readonly schema: typeof TRAINING_SCHEMA;
  readonly pattern: { readonly name: string; readonly widths: number[]; readonly edges: number; readonly parameters: number };
  readonly settings: {
    readonly optimizer: OptimizerName;
    readonly steps: number;
    readonly restarts: number;
    readonly seed: number;
    readonly weightDecay: number;
    readonly learningRate: number | null;
    readonly points: number;
  };
  /** The loss of the best constant output. */
  readonly reference: number;
  readonly runs: Run[];
  /** The run with the least loss at its end. */
  readonly best: number;
  /** What the best run ended with; left out above 10,000 kept weights. */
  readonly network?: TrainedNetwork;
}

/** Below this, relative to the reference, a gradient is rounding. */
const ZERO_GRADIENT = 1e-18;
/** A relative loss below this is an exact fit. */
const ZERO_LOSS = 1e-31;
/** A run rests when over so many steps the loss falls and the norm moves by no more than this share: what goes on is rounding. */
const REST_STEPS = 200;
const REST_FALL = 1e-14;
const REST_MOVE = 1e-9;
const LM_PARAMETERS = 300;
/** Numbers in a Jacobian, which is kept twice, 1.6 GB: Levenberg-Marquardt is refused beyond. */
const MOST_DERIVATIVES = 1e8;
const LM_DERIVATIVES = 1e7;
const LARGEST_NETWORK_SHOWN = 10_000;

/**
 * Trains a pattern on data, from as many starts as asked for. Lets other work of the process run about twenty times a second.
 * @throws RangeError when the data do not fit the pattern, or an option is no number of its kind
 * @throws Fault of kind `usage` when Levenberg-Marquardt is asked for a network that is too large for it
 */
export async function train(pattern: Pattern, data: TrainingData, options: TrainOptions = {}): Promise<Training> {
  const { steps = DEFAULTS.steps, restarts = DEFAULTS.restarts, seed = DEFAULTS.seed, weightDecay = 0, learningRate, infimum } = options;
  checkNumbers({ steps, restarts, seed, weightDecay, learningRate, infimum });
  const objective = new Objective(pattern, data, weightDecay);
  const optimizer = options.optimizer ?? defaultOptimizer(objective);
  const runs: Run[] = [];
  let best = 0;
  let bestParameters: Float64Array | undefined;
  for (let r = 0; r < restarts && (r === 0 || options.signal?.aborted !== true); r++) {
    const start = startingParameters(objective.network, seed + r);
    const { run, parameters } = await oneRun(objective, makeOptimizer(optimizer, objective, start, learningRate), {
      seed: seed + r,
      steps,
      infimum,
      signal: options.signal,
      report: (step, loss, size) => options.onProgress?.({ run: r, runs: restarts, step, steps, relativeLoss: loss / objective.reference, norm: size }),
    });
    runs.push(run);
    if (bestParameters === undefined || run.loss.at(-1)! < runs[best]!.loss.at(-1)!) {
      best = r;
      bestParameters = parameters;
    }
  }
  const edges = edgeCount(pattern);
  return {
    schema: TRAINING_SCHEMA,
    pattern: { name: pattern.name, widths: [...pattern.widths], edges, parameters: objective.network.size },
    settings: { optimizer, steps, restarts, seed, weightDecay, learningRate: learningRate ?? null, points: objective.points },
    reference: objective.reference,
    runs,
    best,
    ...(edges <= LARGEST_NETWORK_SHOWN ? { network: trainedNetwork(objective.network, bestParameters!) } : {}),
  };
}

function checkNumbers(numbers: Record<string, number | undefined>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (value === undefined) continue;
    const integer = name === "steps" || name === "restarts" || name === "seed";
    const least = name === "restarts" ? 1 : name === "seed" || name === "infimum" ? -Infinity : 0;
    if (integer ? !Number.isSafeInteger(value) : !Number.isFinite(value)) throw new RangeError(`${name}: expected ${integer ? "an integer" : "a number"}, found ${value}`);
    if (value < least) throw new RangeError(`${name}: expected at least ${least}, found ${value}`);
  }
}

function defaultOptimizer(objective: Objective): OptimizerName {
  const { size } = objective.network;
  return size <= LM_PARAMETERS && size * objective.residualCount <= LM_DERIVATIVES ? "lm" : "lbfgs";
}

function makeOptimizer(name: OptimizerName, objective: Objective, start: Float64Array, rate: number | undefined): Optimizer {
  switch (name) {
    case "gd":
      return new GradientDescent(objective, start, rate);
    case "adam":
      return new Adam(objective, start, rate);
    case "lbfgs":
      return new Lbfgs(objective, start);
    case "lm": {
      const derivatives = objective.residualCount * objective.network.size;
      if (derivatives > MOST_DERIVATIVES) {
        throw new Fault("usage", { place: "optimizer lm", expected: `at most ${MOST_DERIVATIVES} derivatives (residuals times parameters)`, found: `${derivatives}` });
      }
      return new LevenbergMarquardt(objective, start);
    }
  }
}

interface RunSettings {
  readonly seed: number;
  readonly steps: number;
  readonly infimum: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly report: (step: number, loss: number, norm: number) => void;
}

/** Milliseconds between two pauses, in which signals are seen. When they come changes nothing in the result. */
const PAUSE_EVERY = 50;

async function oneRun(objective: Objective, optimizer: Optimizer, settings: RunSettings): Promise<{ run: Run; parameters: Float64Array }> {
  const trace = new Trace();
  trace.visit(0, optimizer.place);
  let parameters: Float64Array = optimizer.place.parameters.slice();
  let gradientNorm = norm(optimizer.place.gradient);
  let stop: Stop = "budget";
  let before = { loss: optimizer.place.loss, norm: norm(optimizer.place.parameters) };
  let paused = performance.now();
  let step = 0;
  while (step < settings.steps) {
    if (isZero(objective, gradientNorm, optimizer.place.loss)) {
      stop = "gradient";
      break;
    }
    if (performance.now() - paused > PAUSE_EVERY) {
      settings.report(step, optimizer.place.loss, trace.norm.at(-1)!);
      await new Promise((resume) => setImmediate(resume));
      paused = performance.now();
      if (settings.signal?.aborted === true) {
        stop = "interrupted";
        break;
      }
    }
    if (!optimizer.step()) {
      stop = "no-progress";
      break;
    }
    const { place } = optimizer;
    if (!Number.isFinite(place.loss)) {
      stop = "not-finite";
      break;
    }
    step++;
    gradientNorm = norm(place.gradient);
    trace.visit(step, place);
    if (step % REST_STEPS === 0) {
      const now = { loss: place.loss, norm: norm(place.parameters) };
      if (Math.abs(before.loss - now.loss) <= REST_FALL * now.loss && Math.abs(now.norm - before.norm) <= REST_MOVE * now.norm) {
        stop = "no-progress";
        break;
      }
      before = now;
    }
  }
  if (stop !== "not-finite") {
    trace.end(step, optimizer.place);
    parameters = optimizer.place.parameters.slice();
  } else if (trace.snapshots.length > 0) parameters = trace.snapshots.at(-1)!.parameters;
  const { reference, network } = objective;
  const diagnosis = diagnose(network, trace, { stop, gradientNorm, reference, infimum: settings.infimum });
  const { status, evidence, growth, biasGrowth } = diagnosis;
  return { run: { seed: settings.seed, status, stop, steps: trace.steps, loss: trace.loss, norm: trace.norm, evidence, growth, biasGrowth }, parameters };
}

function isZero({ reference }: Objective, gradientNorm: number, loss: number): boolean {
  return gradientNorm <= ZERO_GRADIENT * reference || loss <= ZERO_LOSS * reference;
}

function trainedNetwork(network: Network, parameters: Float64Array): TrainedNetwork {
  return {
    widths: [...network.widths],
    activation: "relu",
    weights: network.layers.map(({ mask, weights }) =>
      Array.from({ length: mask.rows }, (_, i) => {
        const row = Array.from({ length: mask.cols }, () => 0);
        for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) row[mask.index[e]!] = parameters[weights + e]!;
        return row;
      }),
    ),
    biases: network.layers.map(({ mask, biases }) => Array.from({ length: mask.rows }, (_, i) => (biases < 0 ? 0 : parameters[biases + i]!))),
    skip: null,
  };
}
