/**
 * `npm run bench:train`: what a training step costs, as JSON on stdout, beside the same network, data and optimizer in PyTorch where a Python
 * with it is found (`PYTHON`, otherwise python3), one thread each, float64; and beside plain dense loops. A pruned network is trained in PyTorch as its users
 * do: dense weights times a mask. Steps are full batches. Both sides alternate in this one run. Processor time is measured; of several rounds the fastest counts.
 *
 * - steps:    microseconds per step of gradient descent and of Adam
 * - reached:  what training reaches on the data sets of theory T2' and T6, and in which time
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { makePattern, maskOf, train } from "../../dist/index.js";
import { Adam } from "../../dist/training/adam.js";
import { GradientDescent } from "../../dist/training/gradient-descent.js";
import { Objective } from "../../dist/training/loss.js";
import { networkOf } from "../../dist/training/network.js";
import { startingParameters } from "../../dist/training/start.js";
import { Random } from "../../dist/exact/random.js";
import { randomPattern } from "./masks.js";

const RATE = 1e-6;
const ROUNDS = 3;
/** Widths, density, points, steps per round; first the sizes of our smallest and largest data sets: LU, T6, a deep LU minor. */
const CASES = [
  [[2, 2, 2], 1, 11, 4000],
  [[2, 3, 2], 1, 7, 4000],
  [[3, 3, 2, 3, 3], 1, 251, 2000],
  [[4, 8, 4], 1, 16, 4000],
  [[10, 30, 20], 0.2, 16, 2000],
  [[10, 30, 20], 0.5, 16, 2000],
  [[10, 30, 20], 1, 16, 2000],
  [[10, 30, 20], 1, 64, 1000],
  [[784, 300, 100, 10], 0.05, 128, 10],
  [[784, 300, 100, 10], 0.1, 128, 10],
  [[784, 300, 100, 10], 1, 128, 4],
];

const round = (value, digits = 3) => Number(value.toPrecision(digits));

function problemOf([widths, density, points]) {
  const pattern = randomPattern(widths, density, 1);
  const random = new Random(2);
  const numbers = (count) => Float64Array.from({ length: count }, () => random.below(2001) / 1000 - 1);
  return { pattern, data: { inputs: numbers(points * widths[0]), targets: numbers(points * widths.at(-1)) } };
}

/** Of processor time: what else the machine does is not counted. */
function microseconds(action, steps) {
  const start = process.cpuUsage();
  action(steps);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / steps;
}

function ours({ pattern, data }, name) {
  const objective = new Objective(pattern, data);
  const start = startingParameters(objective.network, 1);
  const optimizer = name === "gd" ? new GradientDescent(objective, start, RATE) : new Adam(objective, start, RATE);
  return (steps) => {
    for (let s = 0; s < steps; s++) optimizer.step();
  };
}

/** Gradient descent as one writes it without a library: dense matrices as arrays of rows, one point after the other, masked. */
function plainDense({ pattern, data }) {
  const { widths, masks } = pattern;
  const network = networkOf(pattern);
  const start = startingParameters(network, 1);
  const kept = masks.map((mask, l) => {
    const rows = Array.from({ length: mask.rows }, () => new Float64Array(mask.cols));
    for (let i = 0; i < mask.rows; i++) for (let e = mask.start[i]; e < mask.start[i + 1]; e++) rows[i][mask.index[e]] = 1;
    return { rows, l };
  });
  const weights = masks.map((mask, l) => {
    const rows = Array.from({ length: mask.rows }, () => new Float64Array(mask.cols));
    for (let i = 0; i < mask.rows; i++) for (let e = mask.start[i]; e < mask.start[i + 1]; e++) rows[i][mask.index[e]] = start[network.layers[l].weights + e];
    return rows;
  });
  const biases = masks.map((mask, l) => start.slice(network.layers[l].biases, network.layers[l].biases + mask.rows));
  const points = data.inputs.length / widths[0];
  return (steps) => {
    for (let s = 0; s < steps; s++) {
      const gradient = weights.map((rows) => rows.map((row) => new Float64Array(row.length)));
      const biasGradient = biases.map((vector) => new Float64Array(vector.length));
      for (let p = 0; p < points; p++) {
        const values = [data.inputs.subarray(p * widths[0], (p + 1) * widths[0])];
        weights.forEach((rows, l) => {
          const last = l === weights.length - 1;
          values.push(
            Float64Array.from(rows, (row, i) => {
              let sum = biases[l][i];
              for (let j = 0; j < row.length; j++) sum += row[j] * values[l][j];
              return last ? sum : Math.max(0, sum);
            }),
          );
        });
        let delta = values.at(-1).map((value, k) => (value - data.targets[p * widths.at(-1) + k]) / points);
        for (let l = weights.length - 1; l >= 0; l--) {
          const below = new Float64Array(widths[l]);
          for (let i = 0; i < delta.length; i++) {
            biasGradient[l][i] += delta[i];
            for (let j = 0; j < below.length; j++) {
              gradient[l][i][j] += delta[i] * values[l][j];
              below[j] += delta[i] * weights[l][i][j];
            }
          }
          delta = below.map((value, j) => (values[l][j] > 0 ? value : 0));
        }
      }
      weights.forEach((rows, l) =>
        rows.forEach((row, i) => {
          biases[l][i] -= RATE * biasGradient[l][i];
          for (let j = 0; j < row.length; j++) row[j] -= RATE * gradient[l][i][j] * kept[l].rows[i][j];
        }),
      );
    }
  };
}

/** Microseconds per step of one round in PyTorch; nothing where there is none. */
function torchRound([widths, density, points, steps], name) {
  const script = fileURLToPath(new URL("torch-steps.py", import.meta.url));
  const { status, stdout } = spawnSync(process.env.PYTHON ?? "python3", [script, JSON.stringify({ widths, density, points, steps: Math.min(steps, 500), optimizer: name, rate: RATE })]);
  return status === 0 ? JSON.parse(stdout.toString()) : undefined;
}

function benchSteps() {
  return CASES.flatMap((shape) =>
    ["gd", "adam"].map((name) => {
      const problem = problemOf(shape);
      const [, , points, steps] = shape;
      const step = ours(problem, name);
      const dense = name === "gd" ? plainDense(problem) : undefined;
      step(steps);
      let [best, bestDense, bestTorch] = [Infinity, Infinity, Infinity];
      let version;
      for (let r = 0; r < ROUNDS; r++) {
        best = Math.min(best, microseconds(step, steps));
        if (dense !== undefined) bestDense = Math.min(bestDense, microseconds(dense, Math.max(1, steps >> 2)));
        const torch = torchRound(shape, name);
        if (torch === undefined) continue;
        version = torch.version;
        bestTorch = Math.min(bestTorch, torch.microseconds);
      }
      const known = Number.isFinite(bestTorch);
      return {
        network: problem.pattern.name,
        weights: networkOf(problem.pattern).layers.reduce((sum, { mask }) => sum + mask.index.length, 0),
        points,
        optimizer: name,
        microseconds: round(best),
        stepsPerSecond: round(1e6 / best),
        torch: known ? { version, microseconds: round(bestTorch), ratio: round(bestTorch / best) } : null,
        plainDense: dense === undefined ? null : { microseconds: round(bestDense), ratio: round(bestDense / best) },
      };
    }),
  );
}

const patternOf = (name, layers) => makePattern(name, layers.map((rows) => maskOf(rows.length, rows[0].length, (i, j) => rows[i][j] === "1")));

async function benchReached() {
  const curve = Array.from({ length: 11 }, (_, k) => (k - 5) / 5);
  const luData = { inputs: Float64Array.from(curve.flatMap((t) => [t, t * t])), targets: Float64Array.from(curve.flatMap((t) => [t * t, t])) };
  const t6Data = { inputs: Float64Array.of(-2, -1, 0, 1, 2), targets: Float64Array.of(0, 0, 0, 0, 0, 1, 1, 2, 2, 2) };
  const cases = [
    [patternOf("lu-2", [["11", "01"], ["10", "11"]]), luData],
    [patternOf("closed, 7 weights", [["11", "01"], ["11", "11"]]), luData],
    [patternOf("closed, 6 weights", [["11", "11"], ["10", "01"]]), luData],
    [patternOf("dense 1-2-2", [["1", "1"], ["11", "11"]]), t6Data],
    [patternOf("stars, 1-2-2", [["1", "1"], ["10", "01"]]), t6Data],
  ];
  const results = [];
  for (const [pattern, data] of cases) {
    for (const optimizer of ["lm", "lbfgs"]) {
      const start = performance.now();
      const { runs, best } = await train(pattern, data, { optimizer });
      const seconds = (performance.now() - start) / 1000;
      const { status, evidence, norm } = runs[best];
      results.push({
        pattern: pattern.name,
        optimizer,
        seconds: round(seconds),
        best: { status, relativeLoss: evidence.relativeLoss, norm: round(norm.at(-1)), normAgainstLoss: status === "diverging" ? evidence.normAgainstLoss : null },
        largestNormOfAnyRun: round(Math.max(...runs.flatMap((run) => run.norm))),
        runs: runs.length,
        below: Object.fromEntries([1e-6, 1e-10].map((bound) => [bound, runs.filter((run) => run.evidence.relativeLoss < bound).length])),
        diverging: runs.filter((run) => run.status === "diverging").length,
      });
    }
  }
  return results;
}

const parts = process.argv.slice(2);
const wanted = (part) => parts.length === 0 || parts.includes(part);
const result = { node: process.version, ...(wanted("reached") ? { reached: await benchReached() } : {}), ...(wanted("steps") ? { steps: benchSteps() } : {}) };
console.log(JSON.stringify(result, null, 2));
