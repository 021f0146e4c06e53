/**
 * `npm run bench:optima`: convex programs of ReLU networks, ours beside the conic solver SCS on exactly the same program, as JSON on stdout. All in this one run; times are CPU time of
 * this process (WASM and JavaScript, one core), without making the program.
 *
 * - sampled:  n = 60, d = 5, 500 sampled gates, both signs, with their cones: to a relative gap of 1e-6.
 * - complete: n = 10, d = 3, all activation patterns: to 1e-10.
 *
 * The gap is measured alike: the primal is what the vectors, projected onto their cones, give as a ReLU network; the dual the better of the solver's own multipliers and of minus the gradient at its fit,
 * each scaled to be feasible. SCS is asked for ever smaller tolerances until its gap is met; the time is that of the run that meets it. Where none does within `--iterations` (default 20 000 each),
 * its best gap is told, and the ratio is a lower bound, from the longest run.
 */
import { parseArgs } from "node:util";
import { ConeProjection } from "../../dist/optima/convex/cone.js";
import { dualOf, dualScale, dualValueOf, lossOf } from "../../dist/optima/convex/losses.js";
import { convexProgram } from "../../dist/optima/convex/make-program.js";
import { fitOf, lambdaMax, solve } from "../../dist/optima/convex/solve.js";
import { Random } from "../../dist/exact/random.js";
import { solveConic } from "./optima/conic-program.js";

const { values: options } = parseArgs({ options: { iterations: { type: "string", default: "20000" }, only: { type: "string" } } });
const maxIterations = Number(options.iterations);
if (!(maxIterations > 0)) throw new Error("--iterations: a positive number is expected");

const TOLERANCES = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12];
const REPEATS = 9;

const CASES = [
  { name: "sampled", n: 60, inputs: 5, bias: false, maxGates: 0, sampledGates: 500, seeds: [1, 2], parts: [0.1, 0.01], gap: 1e-6 },
  { name: "complete", n: 10, inputs: 2, bias: true, maxGates: 1000, sampledGates: 500, seeds: [1, 2], parts: [0.1, 0.01], gap: 1e-10 },
];

const round = (value) => Number(value.toPrecision(3));
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Gaussian inputs, targets of a teacher of three ReLU neurons with noise. */
function dataOf({ n, inputs }, seed) {
  const random = new Random(seed);
  const uniform = () => (random.below(2 ** 30) + 1) / 2 ** 30;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const X = Float64Array.from({ length: n * inputs }, normal);
  const teacher = Array.from({ length: 3 }, (_, k) => ({ sign: k === 1 ? -1 : 1, weights: Array.from({ length: inputs }, normal) }));
  const targets = Float64Array.from({ length: n }, (_, j) => {
    const of = ({ sign, weights }) => sign * Math.max(0, weights.reduce((sum, weight, k) => sum + weight * X[j * inputs + k], 0));
    return teacher.reduce((sum, neuron) => sum + of(neuron), 0) + 0.1 * normal();
  });
  return { inputs: X, targets };
}

function gapOf(program, cone, blocks, multipliers) {
  const vectors = blocks.map(({ gate, sign, vector }) => ({ gate, sign, vector: cone.projectVector(gate, vector) }));
  const fit = fitOf(program, vectors);
  const value = lossOf(program, fit) + program.lambda * vectors.reduce((sum, { vector }) => sum + Math.hypot(...vector), 0);
  const bounds = [multipliers, dualOf(program, fit)].map((nu) => {
    const most = cone.norms(nu).reduce((a, b) => Math.max(a, b));
    const scale = dualScale(program, nu, program.lambda / most);
    return dualValueOf(program, nu.map((number) => scale * number));
  });
  return { value, gap: (value - Math.max(...bounds)) / value };
}

function timeOurs(program, gap) {
  const times = [];
  let solution;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const before = process.cpuUsage();
    solution = solve(program, { tolerance: gap });
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return { firstMs: round(times[0]), medianMs: round(median(times)), value: solution.value, gap: gapOf(program, new ConeProjection(program), solution.blocks, solution.dual).gap, blocks: solution.blocks.length };
}

async function timeScs(program, wanted) {
  const cone = new ConeProjection(program);
  const runs = [];
  for (const tolerance of TOLERANCES) {
    const answer = await solveConic(program, { tolerance, maxIterations });
    const { value, gap } = gapOf(program, cone, answer.blocks, answer.multipliers);
    runs.push({ tolerance, ms: round(answer.cpuMs), iterations: answer.iterations, status: answer.status, value, gap, rows: answer.rows, variables: answer.variables });
    process.stderr.write(`scs ${JSON.stringify(runs.at(-1))}\n`);
    if (gap <= wanted || answer.iterations >= maxIterations) break;
  }
  const { rows, variables } = runs[0];
  const met = runs.find(({ gap }) => gap <= wanted);
  return { met: met !== undefined, ms: met?.ms ?? Math.max(...runs.map(({ ms }) => ms)), gap: met?.gap ?? Math.min(...runs.map(({ gap }) => gap)), rows, variables, runs };
}

const result = { node: process.version };
for (const choice of CASES) {
  if (options.only !== undefined && options.only !== choice.name) continue;
  const rows = [];
  for (const seed of choice.seeds) {
    const data = dataOf(choice, seed);
    const request = { ...data, bias: choice.bias, lambda: 1, maxGates: choice.maxGates, sampledGates: choice.sampledGates, seed };
    const base = convexProgram(request);
    for (const part of choice.parts) {
      const program = { ...base, lambda: part * lambdaMax(base) };
      const ours = timeOurs(program, choice.gap);
      process.stderr.write(`ours ${JSON.stringify(ours)}\n`);
      const scs = await timeScs(program, choice.gap);
      if (ours.gap > choice.gap) throw new Error(`our gap is ${ours.gap}`);
      rows.push({ seed, lambdaPart: part, gates: base.gates.length, complete: base.complete, ours, scs, ratio: round(scs.ms / ours.medianMs), ratioIsLowerBound: !scs.met });
    }
  }
  result[choice.name] = { n: choice.n, d: choice.inputs + (choice.bias ? 1 : 0), relativeGap: choice.gap, leastRatio: Math.min(...rows.map(({ ratio }) => ratio)), rows };
}
console.log(JSON.stringify(result, null, 2));
