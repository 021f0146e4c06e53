/**
 * `npm run bench`: what verdicts cost, as JSON on stdout. Everything is measured in this one run on this one machine; compare
 * figures inside a run, not between machines.
 *
 * - verify:     in-process time, and whole processes with start-up, reading and peak memory, for random masks
 * - startup:    `wellposed --version` beside an empty Node process
 * - scan:       the LU minor scan against layer size, with the fitted exponent, beside what one would write without it: dense path
 *               counts and a loop over all 2 x 2 minors
 * - checker:    search against checking, for the rule that decides each pattern
 * - smallWidth: all two-layer patterns of some small sizes, and samples of larger ones, see small-width.js
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { check, patternFromJson, verify, writePatternJson } from "../../dist/index.js";
import { decideLinear } from "../../dist/decide/linear.js";
import { pathPlanes } from "../../dist/pattern/paths.js";
import { Budget } from "../../dist/rules/budget.js";
import { findLuMinor } from "../../dist/rules/lu-minor.js";
import { naiveLuMinor } from "./naive.js";
import { randomPattern } from "./masks.js";
import { smallWidth } from "./small-width.js";

const SHAPES = [
  [64, 128, 64, 10],
  [784, 300, 100, 10],
];
const DENSITIES = [1, 0.5, 0.1, 0.08, 0.05, 0.02, 0.01];
const RUNS = 5;

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const usageHook = new URL("usage.js", import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), "wellposed-bench-"));

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** Median milliseconds of a few runs after one to warm up. */
function time(action, runs = RUNS) {
  action();
  return round(
    median(
      Array.from({ length: runs }, () => {
        const start = performance.now();
        action();
        return performance.now() - start;
      }),
    ),
  );
}

const round = (value, digits = 3) => Number(value.toPrecision(digits));

/** Median wall-clock milliseconds and largest peak memory of a whole process. */
function wholeProcess(args) {
  const usageFile = join(folder, "usage");
  const runs = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ["--import", usageHook, ...args], { env: { ...process.env, USAGE_FILE: usageFile } });
    const ms = performance.now() - start;
    if (status === null || status > 2) throw new Error(`exit ${status}: ${stderr}`);
    return { ms, peak: JSON.parse(readFileSync(usageFile, "utf8")).peak };
  });
  return { ms: round(median(runs.map(({ ms }) => ms))), peakMB: round(Math.max(...runs.map(({ peak }) => peak)) / 1e6) };
}

function benchVerify() {
  return SHAPES.flatMap((widths) =>
    DENSITIES.map((density) => {
      const pattern = randomPattern(widths, density, 1);
      const file = join(folder, `${pattern.name}.json`);
      writeFileSync(file, writePatternJson(pattern));
      const verdict = verify(pattern).verdicts.linear;
      return {
        pattern: pattern.name,
        linear: verdict.closed,
        rule: verdict.rule,
        inProcessMs: time(() => verify(pattern)),
        wholeProcess: wholeProcess([main, "verify", file]),
      };
    }),
  );
}

function benchStartup() {
  const empty = join(folder, "empty.js");
  writeFileSync(empty, "");
  return { version: wholeProcess([main, "--version"]), emptyNode: wholeProcess([empty]) };
}

/** Slope of log y against log x by least squares. */
function exponent(points) {
  const logs = points.map(({ x, y }) => [Math.log(x), Math.log(y)]);
  const mean = (index) => logs.reduce((sum, point) => sum + point[index], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  return round(logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0));
}

/** Dense enough to have no LU minor, so that the scan cannot stop early. */
function benchScan() {
  const points = [64, 128, 256, 512, 1024].map((n) => {
    const { masks } = randomPattern([n, n, n], 0.5, n);
    const found = findLuMinor(masks, pathPlanes(masks));
    const scanMs = time(() => findLuMinor(masks, pathPlanes(masks)), 3);
    const naiveMs = n <= 128 ? time(() => naiveLuMinor(masks), 1) : null;
    return { n, minor: found !== undefined, scanMs, naiveMs, ratio: naiveMs === null ? null : round(naiveMs / scanMs) };
  });
  return { points, exponent: exponent(points.map(({ n, scanMs }) => ({ x: n, y: scanMs }))), expected: "n^3 / 32 word operations: 3" };
}

function benchChecker() {
  const cases = [
    ...SHAPES.flatMap((widths) => DENSITIES.map((density) => randomPattern(widths, density, 1))),
    ...["lu/lu-5", "butterfly/fft-16", "dense/dense-4-3-2-3-4", "lu/lu-block-4"].map((name) =>
      patternFromJson(JSON.parse(readFileSync(new URL(`../../patterns/${name}.json`, import.meta.url), "utf8"))),
    ),
  ];
  return cases.map((pattern) => {
    const { certificate, rule } = verify(pattern).verdicts.linear;
    if (certificate === null) return { pattern: pattern.name, rule: null };
    const text = JSON.stringify(certificate);
    const searchMs = time(() => decideLinear(pattern.masks, new Budget(60)));
    const checkMs = time(() => check(JSON.parse(text)));
    return { pattern: pattern.name, rule, certificateBytes: text.length, searchMs, checkMs, ratio: round(checkMs / searchMs) };
  });
}

try {
  const result = { node: process.version, startup: benchStartup(), verify: benchVerify(), scan: benchScan(), checker: benchChecker(), smallWidth: smallWidth() };
  console.log(JSON.stringify(result, null, 2));
} finally {
  rmSync(folder, { recursive: true });
}
