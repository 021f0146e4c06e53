/**
 * `npm run bench:pareto`: fronts of training loss against the l1 norm of the weights, as JSON on stdout. Processor time of this process is measured beside the time passed.
 *
 * - iris:   the published problem (4-4-4-3, tanh, cross-entropy, 30 points, all 55 parameters count), l1 in [0, 40], by each method: area, hypervolume, spread, residuals, losses at budgets;
 *           published: predictor-corrector area 33.847, hypervolume 38.709 with reference (ln 3, 45), 43 points in 23.7 to 36.3 s; NSGA-II 21.716 and 24.559
 * - step:   one multiobjective proximal gradient step on that problem, beside PyTorch where a Python with it is found (`PYTHON`, otherwise python3)
 * - large:  784-100-10, ReLU, 2000 points of ten classes drawn around 20 centres: a front of 30 points, with the peak memory (method from METHOD_LARGE, otherwise multistart; seconds from SECONDS_LARGE)
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dataFromCsv } from "../../dist/formats/data-csv.js";
import { Random } from "../../dist/exact/random.js";
import { commonStep } from "../../dist/optima/pareto/multiobjective.js";
import { Objective } from "../../dist/optima/pareto/objective.js";
import { PATH_METHODS, paretoPath } from "../../dist/optima/pareto/path.js";
import { columnsOf, densePattern, makeProblem, standardised } from "../../dist/optima/pareto/problem.js";
import { startingParameters } from "../../dist/training/start.js";

const parts = process.argv.slice(2);
const wanted = (part) => parts.length === 0 || parts.includes(part);
const round = (value, digits = 4) => Number(value.toPrecision(digits));
const BUDGETS = [2, 5, 10, 15, 20, 30];

function irisProblem() {
  const { inputs, targets, points } = dataFromCsv(readFileSync(new URL("../../examples/iris.csv", import.meta.url), "utf8"));
  const rows = standardised(inputs, columnsOf(inputs, 4));
  const training = Array.from({ length: points }, (_, p) => p).filter((p) => p % 5 === 0);
  const samples = { inputs: Float64Array.from(training.flatMap((p) => [...rows.subarray(4 * p, 4 * p + 4)])), labels: Int32Array.from(training, (p) => targets[p]) };
  return makeProblem(densePattern([4, 4, 4, 3]), samples, { activation: "tanh" });
}

/** Ten classes of two centres each, which differ from 0 in 60 of the inputs at most, and noise of deviation 1. */
function largeProblem() {
  const [points, widths] = [2000, [784, 100, 10]];
  const random = new Random(1);
  const centres = Array.from({ length: 20 }, () => {
    const centre = new Float64Array(widths[0]);
    for (let k = 0; k < 60; k++) centre[random.below(widths[0])] = random.normal();
    return centre;
  });
  const inputs = new Float64Array(points * widths[0]);
  const labels = new Int32Array(points);
  for (let p = 0; p < points; p++) {
    labels[p] = random.below(10);
    const centre = centres[labels[p] + 10 * random.below(2)];
    for (let j = 0; j < widths[0]; j++) inputs[p * widths[0] + j] = centre[j] + random.normal();
  }
  return makeProblem(densePattern(widths), { inputs, labels }, { activation: "relu" });
}

async function measured(problem, options) {
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  const path = await paretoPath(problem, options);
  const { user, system } = process.cpuUsage(cpu);
  const { method, area, hypervolume, points, spread, largestResidual, largestDeviation, complete, escape, maxL1, starts } = path;
  // The least loss of any point within the budget: no straight lines between points.
  const lossAt = (budget) => Math.min(path.zeroLoss, ...points.filter(({ l1 }) => l1 <= budget * (1 + 1e-9)).map(({ loss }) => loss));
  return {
    method,
    starts,
    points: points.length,
    maxL1,
    seconds: round((performance.now() - start) / 1000),
    cpuSeconds: round((user + system) / 1e6),
    area: round(area, 6),
    hypervolume: round(hypervolume, 6),
    spread: { largestGap: round(spread.largestGap), unevenness: round(spread.unevenness) },
    largestResidual: round(largestResidual),
    largestDeviation: round(largestDeviation),
    complete,
    lossEnd: escape?.status ?? null,
    losses: Object.fromEntries(BUDGETS.map((budget) => [budget, round(lossAt(budget), 6)])),
    peakMegabytes: peak(),
  };
}

/** Of this process so far. */
function peak() {
  const kilobytes = process.platform === "linux" ? Number(/^VmHWM:\s+([0-9]+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1]) : process.resourceUsage().maxRSS;
  return Math.round(kilobytes / 1024);
}

async function benchIris() {
  const problem = irisProblem();
  const runs = [];
  // 80 budgets of multistart are those at every half.
  for (const method of PATH_METHODS) runs.push(await measured(problem, { method, points: method === "multistart" ? 80 : 60, maxL1: 40, seed: 1 }));
  return runs;
}

function benchStep() {
  const problem = irisProblem();
  const objective = new Objective(problem);
  const [gradient, next] = [new Float64Array(objective.size), new Float64Array(objective.size)];
  const parameters = startingParameters(problem.network, 1);
  const step = () => {
    objective.gradient(parameters, gradient);
    commonStep(parameters, gradient, problem.counted, 20, next);
    parameters.set(next);
  };
  const steps = 20_000;
  let best = Infinity;
  let torch = Infinity;
  let version;
  const argument = JSON.stringify({ widths: [4, 4, 4, 3], steps: 1500, inputs: Array.from({ length: problem.points }, (_, p) => [...problem.samples.inputs.subarray(4 * p, 4 * p + 4)]), labels: [...problem.samples.labels] });
  for (let r = 0; r < 4; r++) {
    parameters.set(startingParameters(problem.network, 1));
    const before = process.cpuUsage();
    for (let s = 0; s < steps; s++) step();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / steps);
    const { status, stdout } = spawnSync(process.env.PYTHON ?? "python3", [fileURLToPath(new URL("pareto-steps.py", import.meta.url)), argument]);
    if (status !== 0) continue;
    const told = JSON.parse(stdout.toString());
    version = told.version;
    torch = Math.min(torch, told.microseconds);
  }
  return { microseconds: round(best), torch: version === undefined ? null : { version, microseconds: round(torch), ratio: round(torch / best) } };
}

const result = { node: process.version };
if (wanted("iris")) result.iris = await benchIris();
if (wanted("step")) result.step = benchStep();
if (wanted("large")) result.large = await measured(largeProblem(), { points: 30, seed: 1, timeout: Number(process.env.SECONDS_LARGE ?? 280), method: process.env.METHOD_LARGE ?? "multistart" });
console.log(JSON.stringify(result, null, 2));
