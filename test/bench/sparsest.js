/**
 * `npm run bench:sparsest`: sparsest interpolation by training, as JSON on stdout. Times are CPU time of this process, all runs and the polishing included. `--only peak|published|wide|small`.
 *
 * - peak:      peak and plateau, x = -2, ..., 3, y = 0, 0, 1, 1, 0, 0, with a free affine part, width 80; one run from each of ten seeds. The optimum has three neurons, with knots -1, 1/2, 2.
 * - published: the same data as in Nakhleh and Nowak, `--epochs` (default 100 000) of training with the path norm and, as baselines, of Adam and of AdamW without it; nothing is polished in the counts
 *              of active neurons (neither dead nor affine on the data) and of those left when neurons of the same activation are merged.
 * - wide:      ten points uniform in [-1, 1]^50 with outputs uniform in [-1, 1], all of six decimals; parameters are counted. Ten data sets.
 * - small:     up to 8 points with up to 3 inputs, neurons and parameters, beside minima that are proved (as long as that takes less than `--proof` seconds each, 60 by default).
 */
import { parseArgs } from "node:util";
import { Random } from "../../dist/exact/random.js";
import { Rational } from "../../dist/exact/rational.js";
import { fewestNeurons } from "../../dist/optima/sparsest/fewest-neurons.js";
import { fewestParameters } from "../../dist/optima/sparsest/fewest-parameters.js";
import { interpolates } from "../../dist/optima/sparsest/problem.js";
import { trainSparsest } from "../../dist/optima/sparsest/training/train.js";

const { values: options } = parseArgs({ options: { only: { type: "string" }, epochs: { type: "string", default: "100000" }, proof: { type: "string", default: "60" }, seeds: { type: "string", default: "10" } } });
const PARTS = ["peak", "published", "wide", "small"];
if (options.only !== undefined && !PARTS.includes(options.only)) throw new Error(`--only: one of ${PARTS.join(", ")} is expected`);
const SEEDS = Array.from({ length: Number(options.seeds) }, (_, k) => k + 1);

const round = (value) => Number(value.toPrecision(3));
const most = (values) => values.reduce((a, b) => Math.max(a, b));
const whole = (values) => values.map((value) => Rational.of(value));
const PEAK = { inputs: [-2, -1, 0, 1, 2, 3].map((x) => whole([x])), outputs: whole([0, 0, 1, 1, 0, 0]), skip: true, count: "neurons", countBias: true };

function uniform(random, n, d, rest) {
  const draw = () => Rational.of(random.below(2_000_001) - 1_000_000, 1_000_000);
  return { inputs: Array.from({ length: n }, () => Array.from({ length: d }, draw)), outputs: Array.from({ length: n }, draw), skip: false, countBias: true, ...rest };
}

async function timed(work) {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: round((user + system) / 1e6) };
}

async function training(problem, settings) {
  const { result, seconds } = await timed(() => trainSparsest(problem, settings));
  if (result.network !== undefined && !interpolates(result.network, problem)) throw new Error("a network does not interpolate");
  process.stderr.write(`${JSON.stringify({ ...settings, count: result.count, seconds, stopped: result.stopped })}\n`);
  return { ...result, seconds };
}

const knotsOf = ({ neurons }) =>
  neurons.map(({ weights, bias }) => bias.negated().dividedBy(weights[0])).sort((a, b) => a.compare(b)).join(" ");

const SECTIONS = {
  async peak() {
    const rows = [];
    for (const [optimizer, p] of [["adam", 0.4], ["adam", 0.7], ["adam", 0.1], ["adam", 0.9], ["proximal", 0.4], ["proximal", 0.7]]) {
      const runs = [];
      for (const seed of SEEDS) runs.push(await training(PEAK, { width: 80, p, seed, optimizer, restarts: 1 }));
      rows.push({
        optimizer,
        p,
        epochs: runs[0].runs[0].epochs,
        optimum: runs.filter(({ network }) => network !== undefined && knotsOf(network) === "-1 1/2 2").length,
        of: runs.length,
        mostSeconds: most(runs.map(({ seconds }) => seconds)),
        activeBeforePolishing: runs.map(({ runs: [run] }) => run.active),
        mergedBeforePolishing: runs.map(({ runs: [run] }) => run.merged),
        misfit: most(runs.map(({ misfit }) => misfit)),
      });
    }
    return rows;
  },

  async published() {
    const rows = [];
    for (const [optimizer, reweighted, p] of [["adam", true, 0.4], ["adam", true, 0.7], ["adam", false, undefined], ["adamw", false, undefined]]) {
      const runs = [];
      for (const seed of SEEDS) runs.push(await training(PEAK, { width: 80, ...(p && { p }), seed, optimizer, reweighted, restarts: 1, epochs: Number(options.epochs), timeout: 600 }));
      const last = runs.map((run) => run.runs[0]);
      rows.push({
        optimizer,
        pathNorm: reweighted ? p : "none",
        epochs: last[0].epochs,
        active: last.map((run) => run.active),
        merged: last.map((run) => run.merged),
        mostLoss: round(most(last.map(({ loss }) => loss))),
        mostSeconds: most(runs.map(({ seconds }) => seconds)),
      });
    }
    return rows;
  },

  async wide() {
    const rows = [];
    for (const p of [0.4, 0.7]) {
      const runs = [];
      for (const seed of SEEDS) runs.push(await training(uniform(new Random(1000 + seed), 10, 50, { count: "parameters" }), { width: 80, p, seed, enough: 10, timeout: 600 }));
      rows.push({
        p,
        nonzeros: runs.map(({ count }) => count),
        neurons: runs.map(({ network }) => network.neurons.length),
        nonzerosOfFirstRun: runs.map(({ runs: [run] }) => run.count),
        beforePolishing: runs.map(({ runs: [run] }) => run.trace.nonzeros.at(-1)),
        seconds: runs.map(({ seconds }) => seconds),
        misfit: most(runs.map(({ misfit }) => misfit)),
      });
    }
    return rows;
  },

  async small() {
    const rows = [];
    for (const [count, n, d, skip] of [["neurons", 6, 2, false], ["neurons", 8, 2, false], ["neurons", 8, 2, true], ["neurons", 6, 3, false], ["neurons", 8, 3, false], ["parameters", 4, 2, false], ["parameters", 5, 2, true], ["parameters", 5, 3, false]]) {
      const runs = [];
      for (const seed of SEEDS.slice(0, 5)) {
        const problem = uniform(new Random(100 * n + 10 * d + seed), n, d, { count, skip });
        const trained = await training(problem, { seed });
        const limit = performance.now() + 1000 * Number(options.proof);
        const { result, seconds } = await timed(() =>
          count === "neurons" ? fewestNeurons(problem, { timeLimit: Number(options.proof) }) : fewestParameters(problem, { ...(trained.network && { start: trained.network }), stop: () => performance.now() > limit }),
        );
        runs.push({ trained: trained.count, seconds: trained.seconds, atLeast: result.lower, proofSeconds: seconds });
        process.stderr.write(`${JSON.stringify(runs.at(-1))}\n`);
      }
      rows.push({ count, n, d, skip, least: runs.filter(({ trained, atLeast }) => trained === atLeast).length, of: runs.length, runs });
    }
    return rows;
  },
};

const result = { node: process.version };
for (const name of PARTS) if (options.only === undefined || options.only === name) result[name] = await SECTIONS[name]();
console.log(JSON.stringify(result, null, 2));
