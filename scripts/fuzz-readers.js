/**
 * Feeds broken files to the readers and demands a pattern or a refusal in one line, quickly.
 *
 *   npm run build && npm run fuzz -- --count 10000 --seed 1 [--format npy] [--case 17]
 *
 * The cases run in a worker, so that a hang or an exhausted memory is noticed and reported like any
 * other failure: with the line that replays it.
 */
import { parseArgs } from "node:util";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { FORMATS, caseOf, runCase } from "./fuzz/cases.js";

const SLOW_MS = 2000;
const HANG_MS = 20_000;
/** A format that fails this often has one defect seen from many sides. */
const MOST_FAILURES = 5;

if (isMainThread) await main();
else await work();

async function main() {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "10000" },
      seed: { type: "string", default: "1" },
      format: { type: "string" },
      case: { type: "string" },
    },
  });
  const seed = Number(values.seed);
  const first = values.case === undefined ? 0 : Number(values.case);
  const end = values.case === undefined ? Number(values.count) : first + 1;
  let failures = 0;
  for (const format of values.format === undefined ? FORMATS : [values.format]) {
    for (let from = first, failed = 0; from < end && failed < MOST_FAILURES; ) {
      const { next, failure } = await runFormat({ format, seed, from, end });
      from = next;
      if (failure === undefined) continue;
      failed++;
      failures++;
      console.log(`${format}: ${failure}\n  replay: npm run fuzz -- --format ${format} --seed ${seed} --case ${next - 1}`);
    }
  }
  process.exitCode = failures === 0 ? 0 : 1;
}

/** Runs cases from..end until one fails; `next` is the case after it, or `end`. */
function runFormat(task) {
  const current = new Int32Array(new SharedArrayBuffer(4));
  current[0] = task.from;
  return new Promise((resolve) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { ...task, current }, resourceLimits: { maxOldGenerationSizeMb: 1024 } });
    let seen = -1;
    const watch = setInterval(() => {
      if (current[0] === seen) finish(`no answer within ${HANG_MS} ms`);
      seen = current[0];
    }, HANG_MS);
    const finish = (failure) => {
      clearInterval(watch);
      void worker.terminate();
      resolve(failure === undefined ? { next: task.end } : { next: current[0] + 1, failure });
    };
    worker.on("message", finish);
    worker.on("error", (error) => finish(String(error)));
  });
}

async function work() {
  const { format, seed, from, end, current } = workerData;
  const { patternFromBytes } = await import("../dist/formats/read.js");
  const counts = { read: 0, refused: 0 };
  let slowest = { ms: 0, index: from };
  for (let index = from; index < end; index++) {
    current[0] = index;
    const fuzzCase = caseOf(format, seed, index);
    const start = performance.now();
    try {
      counts[await runCase(patternFromBytes, fuzzCase)]++;
    } catch (error) {
      return parentPort.postMessage(error?.stack ?? String(error));
    }
    const ms = performance.now() - start;
    if (ms > SLOW_MS) return parentPort.postMessage(`took ${Math.round(ms)} ms`);
    if (ms > slowest.ms) slowest = { ms, index };
  }
  console.log(`${format}: ${counts.read} read, ${counts.refused} refused, slowest ${slowest.ms.toFixed(1)} ms (case ${slowest.index})`);
  parentPort.postMessage(undefined);
}
