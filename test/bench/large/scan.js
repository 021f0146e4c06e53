/**
 * 4096-11008-4096, the two layers of one feed-forward block: verdict on LU minors, everything included, and how near the scan comes to reading memory.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePattern, verify } from "../../../dist/index.js";
import { pruneDead } from "../../../dist/pattern/live.js";
import { kept } from "../../../dist/pattern/mask.js";
import { pathPlanes } from "../../../dist/pattern/paths.js";
import { planeMachine } from "../../../dist/pattern/planes/machine.js";
import { findLuMinor } from "../../../dist/rules/lu-minor.js";
import { plantDense, randomLayers, uniquePathLayers } from "./masks.js";
import { writePackedNpz } from "./npz.js";
import { inFolder, round, wellposed } from "./process.js";

const WIDTHS = [4096, 11008, 4096];
const DENSITIES = [0.5, 0.05, 0.01, 0.002];
/** Seconds that `verify` may take: C3 on the densest of them would go on after the scan. */
const TIMEOUT = 10;
const RUNS = 3;

const best = (seconds) => Math.min(...seconds);

function seconds(action) {
  const start = performance.now();
  action();
  return (performance.now() - start) / 1000;
}

/** The scan alone, from pruned masks to the word on LU minors; words of planes added up a second, and those of a loop over the same planes from end to end. */
function scanOf(masks, threads) {
  let words = 0;
  let found;
  let planes;
  const pruned = pruneDead(masks);
  const runs = Array.from({ length: RUNS }, () => {
    words = 0;
    const paths = seconds(() => (planes = pathPlanes(pruned, { threads, onWords: (more) => (words += more) })));
    return { paths, minors: seconds(() => (found = findLuMinor(pruned, planes, { threads }))) };
  });
  const bytes = planes.any[1].byteLength;
  const times = 20;
  const streams = Array.from({ length: RUNS }, () => planeMachine().streamSeconds(bytes, times) / times);
  const rate = words / best(runs.map(({ paths }) => paths));
  const streamRate = bytes / 4 / best(streams);
  return {
    minor: found !== undefined,
    planesMs: round(best(runs.map(({ paths }) => paths)) * 1000),
    minorsMs: round(best(runs.map(({ minors }) => minors)) * 1000),
    planeMB: round(bytes / 1e6),
    gigawordsPerSecond: round(rate / 1e9),
    streamGigawordsPerSecond: round(streamRate / 1e9),
    ratio: round(rate / streamRate),
  };
}

/** The whole process, from an `.npz` of packed bits. */
function wholeVerdict(folder, name, masks) {
  const file = join(folder, `${name}.npz`);
  writePackedNpz(file, masks);
  const run = wellposed(folder, "verify", file, "--timeout", `${TIMEOUT}`, "--no-certificates", "--format", "json");
  const { closed, rule, why } = JSON.parse(run.stdout).results[0].verdicts.linear;
  const none = closed === true || / (no LU or cut minor exists|cut minors \(N1, N1'\) was complete)/.test(why);
  return { luMinor: rule === "lu-minor" ? true : none ? false : null, linear: closed, rule, seconds: run.seconds, peakMB: run.peakMB };
}

/** Making the certificate, and `wellposed check` on it as a whole process. */
function wholeCheck(folder, name, masks) {
  const { verdicts } = verify(makePattern(name, masks), { timeout: TIMEOUT });
  const file = join(folder, `${name}.certificate.json`);
  const text = JSON.stringify(verdicts.linear.certificate);
  writeFileSync(file, text);
  const run = wellposed(folder, "check", file);
  return { accepted: run.status === 0, certificateMB: round(text.length / 1e6), seconds: run.seconds, peakMB: run.peakMB };
}

/** What one would write instead: path counts by a product of float32 matrices in NumPy. Counts alone, no minors. */
function numpyCounts() {
  const [n, h, m] = WIDTHS;
  const script =
    `import time, resource, numpy as np; r = np.random.default_rng(1); ` +
    `a = (r.random((${h}, ${n}), dtype=np.float32) < 0.5).astype(np.float32); b = (r.random((${m}, ${h}), dtype=np.float32) < 0.5).astype(np.float32); ` +
    `s = time.perf_counter(); c = b @ a; print(time.perf_counter() - s, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)`;
  const { status, stdout } = spawnSync("python3", ["-c", script], { encoding: "utf8" });
  if (status !== 0) return "NumPy is not installed";
  const [time, peak] = stdout.trim().split(" ").map(Number);
  return { countsSeconds: round(time), peakMB: round(peak / 1e6) };
}

/** Path counts by three plain loops over arrays of 0 and 1, on a few outputs; said for all of them. */
function plainCounts() {
  const [n, h, m] = WIDTHS;
  const outputs = 4;
  const a = new Uint8Array(h * n).map((_, e) => e & 1);
  const b = new Uint8Array(outputs * h).map((_, e) => (e >> 1) & 1);
  const counts = new Int32Array(outputs * n);
  const time = seconds(() => {
    for (let i = 0; i < outputs; i++) for (let x = 0; x < h; x++) if (b[i * h + x] === 1) for (let k = 0; k < n; k++) counts[i * n + k] += a[x * n + k];
  });
  return { measuredOutputs: outputs, extrapolatedSeconds: round((time * m) / outputs) };
}

export async function scan() {
  return inFolder((folder) => {
    const row = (name, layers) => {
      const masks = layers.map((layer) => layer.mask());
      const keptWeights = masks.reduce((sum, mask) => sum + kept(mask), 0);
      const result = { mask: name, kept: keptWeights, whole: wholeVerdict(folder, name, masks), oneThread: scanOf(masks, 1), twoThreads: scanOf(masks, 2) };
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
      withoutMinor: [row("unique-paths", uniquePathLayers(WIDTHS, false))],
      instead: { numpy: numpyCounts(), plainLoops: plainCounts() },
    };
  });
}
