/**
 * `node test/bench/optima/multi-start.js` after a build, as JSON on stdout.
 *
 * Random problems of at most ten points and three inputs with biases: the certified optimum of the convex program beside training of the network itself, from many random starts (L-BFGS, two neurons for
 * each point). Everything counted depends on the seeds only, but for the times.
 *
 * - neverLess: on how many problems no start ends below the dual's bound by more than 1e-9
 * - met, metClosely: on how many the best start ends within 1e-6, within 1e-9 of the optimum, relative to it
 * - starts: the share of starts that end within 1e-6
 * - least: the best start of all problems, relative to the optimum
 */
import { fileURLToPath } from "node:url";
import { makePattern, maskOf, train } from "../../../dist/index.js";
import { Random } from "../../../dist/exact/random.js";
import { convexProgram } from "../../../dist/optima/convex/make-program.js";
import { lambdaMax, solve } from "../../../dist/optima/convex/solve.js";

const SHARES = [0.3, 0.1, 0.03];

function problem(seed) {
  const random = new Random(seed);
  const [points, inputs] = [3 + random.below(8), 1 + random.below(3)];
  const number = () => (random.below(4001) - 2000) / 1000;
  const program = convexProgram({ inputs: Float64Array.from({ length: points * inputs }, number), targets: Float64Array.from({ length: points }, number), lambda: 1 });
  return { ...program, lambda: SHARES[seed % 3] * lambdaMax(program) };
}

async function trained({ n, d, X, y, lambda }, restarts) {
  const neurons = 2 * n;
  const pattern = makePattern("shallow", [maskOf(neurons, d, () => true), maskOf(1, neurons, () => true)], { bias: [false, false] });
  const { runs } = await train(pattern, { inputs: X, targets: y }, { optimizer: "lbfgs", weightDecay: lambda, restarts, steps: 4000 });
  return runs.map(({ loss }) => loss.at(-1));
}

export async function multiStart({ problems = 40, restarts = 20 } = {}) {
  const result = { problems, restarts, gapAtMost: 0, neverLess: 0, met: 0, metClosely: 0, starts: 0, least: Infinity, solveMs: 0, trainMs: 0 };
  for (let seed = 1; seed <= problems; seed++) {
    const program = problem(seed);
    const begun = performance.now();
    const { value, dualBound, gap } = solve(program);
    const solved = performance.now();
    const losses = await trained(program, restarts);
    const best = Math.min(...losses);
    result.solveMs += solved - begun;
    result.trainMs += performance.now() - solved;
    result.gapAtMost = Math.max(result.gapAtMost, gap / value);
    if (best > dualBound - 1e-9) result.neverLess++;
    if (best <= value * (1 + 1e-6)) result.met++;
    if (best <= value * (1 + 1e-9)) result.metClosely++;
    result.starts += losses.filter((loss) => loss <= value * (1 + 1e-6)).length / (problems * restarts);
    result.least = Math.min(result.least, best / value - 1);
  }
  for (const key of ["gapAtMost", "starts", "least", "solveMs", "trainMs"]) result[key] = Number(result[key].toPrecision(3));
  return result;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(`${JSON.stringify(await multiStart(), null, 2)}\n`);
