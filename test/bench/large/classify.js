/**
 * Group `classify`: patterns a second from the notation to the table, and a run that is killed at 20 random moments, resumed each time, beside one that is not: the same bytes?
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Random } from "../../../dist/exact/random.js";

const PROGRAM = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));
const KILLS = 20;
/** So many that the run takes some tens of seconds. */
const PATTERNS = 10_000;
const SOURCE = `random:5-4-5@0.3#1..${PATTERNS}`;
const SEED = 1;

export async function classify() {
  const folder = mkdtempSync(join(tmpdir(), "wellposed-bench-"));
  try {
    return [...["--certificates", "--no-certificates"].map((flag) => throughput(folder, flag)), await killed(folder)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const command = (file, ...more) => [PROGRAM, "classify", SOURCE, "--out", file, ...more];

function throughput(folder, flag) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, command(join(folder, `${flag}.jsonl`), "--jobs", "1", ...(flag === "--certificates" ? [] : [flag])));
  if (status !== 0) throw new Error(`${stderr}`);
  const seconds = (performance.now() - start) / 1000;
  return { row: `${SOURCE}, one job, ${flag.slice(2)}, start-up and table included`, seconds, patternsPerSecond: PATTERNS / seconds };
}

/** A kill comes after the time that a 20th of the run takes, on average: so that all of them hit, early and late. */
async function killed(folder) {
  const [whole, file] = [join(folder, "whole.jsonl"), join(folder, "killed.jsonl")];
  const start = performance.now();
  spawnSync(process.execPath, command(whole, "--jobs", "2"));
  const milliseconds = performance.now() - start;
  const random = new Random(SEED);
  const moments = [];
  while (moments.length < KILLS) {
    const child = spawn(process.execPath, command(file, "--resume", "--jobs", "2"), { stdio: "ignore" });
    const ended = new Promise((done) => child.on("close", (_, signal) => done(signal)));
    const timer = setTimeout(() => child.kill("SIGKILL"), (random.below(1000) / 1000) * Math.max(1000, (3 * milliseconds) / KILLS));
    const signal = await ended;
    clearTimeout(timer);
    if (signal === "SIGKILL") moments.push(existsSync(file) ? readFileSync(file, "latin1").split("\n").length - 2 : 0);
    // It came to its end before it was killed: the next ones hit a new run.
    else rmSync(file);
  }
  const { status } = spawnSync(process.execPath, command(file, "--resume", "--jobs", "2"));
  const same = status === 0 && readFileSync(file).equals(readFileSync(whole));
  return { row: `killed ${KILLS} times and resumed`, outcomesAtEachKill: moments, tableOfTheUninterruptedRun: same };
}
