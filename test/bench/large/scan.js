/**
 * 4096-11008-4096, the two layers of one feed-forward block: verdict on LU minors, everything included, and how near the scan comes to reading memory.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { makePattern, verify } from "../../../dist/index.js";
import { pruneDead } from "../../../dist/pattern/live.js";
import { kept } from "../../../dist/pattern/mask.js";
import { pathPlanes } from "../../../dist/pattern/paths.js";
import { planeMachine } from "../../../dist/pattern/planes/machine.js";
import { findLuMinor } from "../../../dist/rules/lu-minor.js";
import { cpuSeconds, cpuSecondsOf } from "./cpu.js";
import { plantDense, randomLayers, uniquePathLayers, unsaturated } from "./masks.js";
import { writePackedNpz } from "./npz.js";
import { inFolder, round, wellposed } from "./process.js";

const WIDTHS = [4096, 11008, 4096];
const DENSITIES = [0.5, 0.05, 0.01, 0.002];
/** Seconds that `verify` may take. */
const TIMEOUT = 60;
const RUNS = 15;
/** Times that a loop goes over the planes, for a clock that is coarse. */
const STREAMS = 20;
/** Of each number of threads: wall-clock time varies more. */
const THREAD_RUNS = 15;

/**
 * The scan alone on one thread, from pruned masks to the word on LU minors. Words of planes added up a second, copying and cutting them left out, and those of a loop over the same planes from
 * end to end, which runs right after each scan: what else the machine does slows both. `ratio` is the median of the pairs, the rates are the best.
 */
function scanOf(masks) {
  const pruned = pruneDead(masks);
  let [found, planes, words] = [undefined, undefined, 0];
  const runs = Array.from({ length: RUNS }, () => {
    let begun;
    let rate = 0;
    const pause = () => (begun ??= cpuSeconds());
    const onWords = (added) => {
      words = added;
      rate = added / (cpuSeconds() - begun);
    };
    const paths = cpuSecondsOf(() => (planes = pathPlanes(pruned, { pause, onWords })));
    const minors = cpuSecondsOf(() => (found = findLuMinor(pruned, planes)));
    const bytes = planes.any[1].byteLength;
    const stream = (bytes / 4) * STREAMS / cpuSecondsOf(() => planeMachine().streamSeconds(bytes, STREAMS));
    return { paths, minors, rate, stream, ratio: rate / stream };
  });
  const best = (part) => round(Math.min(...runs.map((run) => run[part])) * 1000);
  const most = (part) => round(Math.max(...runs.map((run) => run[part])) / 1e9);
  return {
    minor: found !== undefined,
    planesMs: best("paths"),
    minorsMs: best("minors"),
    megawords: round(words / 1e6),
    megawordsWithoutEarlyStop: round((kept(pruned[1]) * planes.words) / 1e6),
    gigawordsPerSecond: most("rate"),
    streamGigawordsPerSecond: most("stream"),
    ratio: round(runs.map(({ ratio }) => ratio).sort((a, b) => a - b)[RUNS >> 1]),
  };
}

/**
 * Path planes with one thread and with two, in milliseconds: the best of some runs of each, in turn. `wallMs` is what a clock says, `ownMs` what the calling thread was on a processor for, on Linux:
 * with other work on the machine it says how much the second thread took over. `startingMs`: by the clock, the first run with two, which starts the second thread if enough is left after
 * the first blocks; the later ones find it waiting. `started`: how many were.
 */
async function threadsOf(layers) {
  const pruned = pruneDead(layers.map((layer) => layer.mask()));
  const run = (threads) => {
    const [begun, before] = [performance.now(), ownMilliseconds()];
    pathPlanes(pruned, { threads });
    return { ownMs: ownMilliseconds() - before, wallMs: performance.now() - begun };
  };
  let started = 0;
  const onWorker = () => started++;
  process.on("worker", onWorker);
  run(1);
  const startingMs = round(run(2).wallMs);
  const runs = Array.from({ length: THREAD_RUNS }, () => [run(1), run(2)]);
  // That a thread was started is told after the call that did it.
  await setImmediate();
  process.off("worker", onWorker);
  const best = (at, what) => round(Math.min(...runs.map((pair) => pair[at][what])));
  const [one, two] = [0, 1].map((at) => ({ wallMs: best(at, "wallMs"), ownMs: best(at, "ownMs") }));
  return { one, two, startingMs, started };
}

/** What the calling thread alone has been on a processor for; NaN where the system does not tell. */
function ownMilliseconds() {
  const file = "/proc/thread-self/schedstat";
  return existsSync(file) ? Number(readFileSync(file, "utf8").split(" ")[0]) / 1e6 : NaN;
}

/** The whole process, from an `.npz` of packed bits. */
function wholeVerdict(folder, name, masks) {
  const file = join(folder, `${name}.npz`);
  writePackedNpz(file, masks);
  const run = wellposed(folder, "verify", file, "--timeout", `${TIMEOUT}`, "--no-certificates", "--format", "json");
  const { closed, rule, why } = JSON.parse(run.stdout).results[0].verdicts.linear;
  const none = closed === true || / (no LU or cut minor exists|cut minors \(N1, N1'\) was complete)/.test(why);
  return { luMinor: rule === "lu-minor" ? true : none ? false : null, linear: closed, rule, ...usage(run) };
}

function usage({ seconds, cpuSeconds, peakMB }) {
  return { seconds, cpuSeconds, peakMB };
}

/** Making the certificate, and `wellposed check` on it as a whole process. */
function wholeCheck(folder, name, masks) {
  const { verdicts } = verify(makePattern(name, masks), { timeout: TIMEOUT });
  const file = join(folder, `${name}.certificate.json`);
  const text = JSON.stringify(verdicts.linear.certificate);
  writeFileSync(file, text);
  const run = wellposed(folder, "check", file);
  return { accepted: run.status === 0, certificateMB: round(text.length / 1e6), ...usage(run) };
}

/** What one would write instead: path counts by a product of float32 matrices in NumPy. Counts alone, no minors. */
function numpyCounts() {
  const [n, h, m] = WIDTHS;
  const script =
    `import time, resource, numpy as np; r = np.random.default_rng(1); ` +
    `a = (r.random((${h}, ${n}), dtype=np.float32) < 0.5).astype(np.float32); b = (r.random((${m}, ${h}), dtype=np.float32) < 0.5).astype(np.float32); ` +
    `s = time.perf_counter(); p = time.process_time(); c = b @ a; print(time.perf_counter() - s, time.process_time() - p, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)`;
  const { status, stdout } = spawnSync("python3", ["-c", script], { encoding: "utf8" });
  if (status !== 0) return "NumPy is not installed";
  const [time, cpu, peak] = stdout.trim().split(" ").map(Number);
  return { countsSeconds: round(time), cpuSeconds: round(cpu), peakMB: round(peak / 1e6) };
}

/** Path counts by three plain loops over arrays of 0 and 1, on a few outputs; said for all of them. */
function plainCounts() {
  const [n, h, m] = WIDTHS;
  const outputs = 4;
  const a = new Uint8Array(h * n).map((_, e) => e & 1);
  const b = new Uint8Array(outputs * h).map((_, e) => (e >> 1) & 1);
  const counts = new Int32Array(outputs * n);
  const time = cpuSecondsOf(() => {
    for (let i = 0; i < outputs; i++) for (let x = 0; x < h; x++) if (b[i * h + x] === 1) for (let k = 0; k < n; k++) counts[i * n + k] += a[x * n + k];
  });
  return { measuredOutputs: outputs, extrapolatedSeconds: round((time * m) / outputs) };
}

export async function scan() {
  return inFolder(async (folder) => {
    // First, as no thread is waiting yet: too little to do for a second one, then enough.
    const threads = {
      "random-0.05": await threadsOf(randomLayers(WIDTHS, 0.05, 1)),
      "unsaturated-0.5": await threadsOf(unsaturated(randomLayers(WIDTHS, 0.5, 1))),
    };
    const row = (name, layers) => {
      const masks = layers.map((layer) => layer.mask());
      const keptWeights = masks.reduce((sum, mask) => sum + kept(mask), 0);
      const result = { mask: name, kept: keptWeights, whole: wholeVerdict(folder, name, masks), scan: scanOf(masks) };
      return result.whole.luMinor === true ? { ...result, check: wholeCheck(folder, name, masks) } : result;
    };
    const random = DENSITIES.map((density) => row(`random-${density}`, randomLayers(WIDTHS, density, 1)));
    return {
      widths: WIDTHS,
      random,
      planted: [
        row("planted-in-0.5", plantDense(randomLayers(WIDTHS, 0.5, 1))),
        row("planted-in-0.05", plantDense(randomLayers(WIDTHS, 0.05, 1))),
        row("planted-in-unique-paths", uniquePathLayers(WIDTHS, true)),
      ],
      unsaturated: { mask: "unsaturated-0.5", scan: scanOf(unsaturated(randomLayers(WIDTHS, 0.5, 1)).map((layer) => layer.mask())) },
      withoutMinor: [row("unique-paths", uniquePathLayers(WIDTHS, false))],
      threads,
      instead: { numpy: numpyCounts(), plainLoops: plainCounts() },
    };
  });
}
