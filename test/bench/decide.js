/**
 * `npm run bench:decide`: our engine beside z3, cvc5 and QEPCAD, as JSON on stdout. The same questions, in this one run, on this one machine;
 * solvers that are not installed are left out and named.
 *
 * - closedness:    is L closed? Ours: the library call (search and check of the certificate) and the whole program. The others: a whole process on the exported
 *                  question, as they have no shorter way.
 * - reachability:  is this limit, which is in the closure, a product? Ours decides closedness, that is, finds such a limit itself and proves it out of reach.
 *
 * `--limit SECONDS` bounds each question (default 60: some 40 minutes, as what is not solved takes all of it; 20: a quarter of an hour), `--only closedness|reachability` takes one table.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { closednessQuestion, limitFromJson, patternFromNotation, reachabilityQuestion, verify, writePatternJson, writeQuestion } from "../../dist/index.js";
import { solverCommand } from "../../dist/solvers/command.js";

/** Two layers as outputs*inputs of each hidden neuron, counted from 1; smallest first. */
const CLOSEDNESS = [
  ["1*1", "two numbers"],
  ["12*1", "a column"],
  ["12*12", "rank one, 2 x 2"],
  ["12*12 2*2", "LU, 2 x 2"],
  ["12*12 12*12", "dense, 2 x 2"],
  ["12*13 12*23", "2 x 3, two inputs of their own"],
  ["12*123 1*12", "2 x 3, a nested neuron"],
  ["12*12 23*23", "3 x 3, a chain of blocks"],
  ["123*123 2*2", "3 x 3, one corner"],
  ["12*12 23*23 3*3", "3 x 3, a chain, width 3"],
  ["123*123 23*23 3*3", "LU, 3 x 3"],
  ["123*12 123*23", "3 x 3, full columns"],
];

/** Limits by hand: LU minors have (0, 1; 1, 0); two parallel columns e1 of one neuron each and e2 of both (D2 b); the blocks have a zero pivot between. */
const REACHABILITY = [
  ["12*12 2*2", [["0", "1"], ["1", "0"]]],
  ["12*13 12*23", [["1", "1", "0"], ["0", "0", "1"]]],
  ["123*123 2*2", [["1", "0", "0"], ["0", "0", "0"], ["0", "0", "1"]]],
  ["12*12 23*23", [["0", "1", "0"], ["1", "0", "0"], ["0", "0", "0"]]],
  ["12*12 23*23 3*3", [["0", "1", "0"], ["1", "0", "0"], ["0", "0", "0"]]],
  ["123*123 23*23 3*3", [["0", "1", "0"], ["1", "0", "0"], ["0", "0", "1"]]],
  ["123*12 123*23", [["1", "0", "1"], ["0", "1", "0"], ["0", "0", "0"]]],
  ["12*12 23*23 34*34", [["0", "1", "0", "0"], ["1", "0", "0", "0"], ["0", "0", "0", "1"], ["0", "0", "1", "0"]]],
];

const { values: options } = parseArgs({ options: { limit: { type: "string", default: "60" }, only: { type: "string" } } });
const seconds = Number(options.limit);
if (!(seconds > 0)) throw new Error("--limit: a positive number of seconds is expected");

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "wellposed-bench-"));
const round = (value) => Number(value.toPrecision(3));
const median = (values) => (values.length === 0 ? null : values.toSorted((a, b) => a - b)[values.length >> 1]);

const SMT = (out) => ({ sat: "no", unsat: "yes" })[out.trim().split("\n")[0]];
/** Of the reachability question `unsat` and FALSE are "not reachable"; of closedness FALSE is "not closed". All are told as yes or no to the table's question. */
const ANSWERS = {
  smt2: { closedness: SMT, reachability: (out) => ({ yes: "no", no: "yes" })[SMT(out)] },
  qepcad: {
    closedness: (out) => ({ TRUE: "yes", FALSE: "no" })[/equivalent quantifier-free formula:\s+(TRUE|FALSE)\s/.exec(out)?.[1]],
    reachability: (out) => ANSWERS.qepcad.closedness(out),
  },
};

const OTHERS = [
  { name: "z3", command: ["z3", "-in"], version: ["z3", "--version"], language: "smt2" },
  { name: "z3 (WASM)", command: wasm(), language: "smt2" },
  { name: "cvc5", command: ["cvc5", "--lang", "smt2", "{}"], version: ["cvc5", "--version"], language: "smt2" },
  // Room for cells, as the default of QEPCAD gives up early.
  { name: "QEPCAD", command: ["qepcad", "+N10000000"], version: ["qepcad", "-v"], language: "qepcad" },
];

function wasm() {
  try {
    return solverCommand("z3");
  } catch {
    return undefined;
  }
}

function versionOf({ name, version }) {
  if (name === "z3 (WASM)") return wasm() && `z3-solver ${createRequire(import.meta.url)("z3-solver/package.json").version}`;
  const { error, stdout, stderr } = spawnSync(version[0], version.slice(1), { encoding: "utf8", timeout: 10_000 });
  return error === undefined ? (stdout || stderr).trim().split("\n")[0] : undefined;
}

/** One process with its wall-clock milliseconds; killed with all it started when the time is over. */
function runOnce(command, text) {
  const file = join(folder, "question");
  writeFileSync(file, text);
  const [program, ...args] = command.map((word) => (word === "{}" ? file : word));
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "ignore"], detached: true });
    let out = "";
    let late = false;
    child.stdout.on("data", (chunk) => (out += chunk));
    child.stdin.on("error", () => undefined);
    child.stdin.end(command.includes("{}") ? "" : text);
    const timer = setTimeout(() => {
      late = true;
      process.kill(-child.pid, "SIGKILL");
    }, seconds * 1000);
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(timer);
      resolve({ out, ms: late ? null : performance.now() - start });
    });
  });
}

/** The median of three runs where the first ends within a second, otherwise the first alone. */
async function timeProcess(command, text, read) {
  const first = await runOnce(command, text);
  const answer = first.ms === null ? undefined : read(first.out);
  if (answer === undefined) return { answer: null, ms: null };
  if (first.ms > 1000) return { answer, ms: round(first.ms) };
  const more = [await runOnce(command, text), await runOnce(command, text)];
  return { answer, ms: round(median([first, ...more].map(({ ms }) => ms))) };
}

function timeLibrary(pattern) {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    verify(pattern, { timeout: seconds });
    return performance.now() - start;
  });
  return round(median(times));
}

async function timeOurs(pattern) {
  const { closed } = verify(pattern, { timeout: seconds }).verdicts.linear;
  if (closed === null) return { answer: null, ms: null, wholeProcessMs: null };
  const file = join(folder, "pattern.json");
  writeFileSync(file, writePatternJson(pattern));
  const whole = await timeProcess([process.execPath, main, "verify", file], "", () => "ended");
  return { answer: closed ? "yes" : "no", ms: timeLibrary(pattern), wholeProcessMs: whole.ms };
}

async function bench(kind, cases, solvers) {
  const rows = [];
  for (const [notation, data] of cases) {
    const pattern = patternFromNotation(notation);
    const question = kind === "closedness" ? closednessQuestion(pattern) : reachabilityQuestion(pattern, limitFromJson(data, pattern));
    const edges = verify(pattern).pattern.edges;
    const row = { pattern: notation, ...(kind === "closedness" ? { about: data } : { limit: data }), edges, ours: await timeOurs(pattern) };
    for (const { name, command, language } of solvers) row[name] = await timeProcess(command, writeQuestion(question, language), ANSWERS[language][kind]);
    const answers = new Set([row.ours, ...solvers.map(({ name }) => row[name])].map(({ answer }) => answer).filter((answer) => answer !== null));
    if (answers.size > 1) throw new Error(`${notation}: the answers differ: ${JSON.stringify(row)}`);
    process.stderr.write(`${kind} ${notation}: ${JSON.stringify(row)}\n`);
    rows.push(row);
  }
  const medianOf = (times) => median(times.filter((ms) => ms !== null));
  const summary = Object.fromEntries(
    [["ours", (row) => row.ours.ms], ["ours, whole process", (row) => row.ours.wholeProcessMs], ...solvers.map(({ name }) => [name, (row) => row[name].ms])].map(([name, ms]) => {
      const solved = rows.filter((row) => ms(row) !== null && row.ours.ms !== null);
      return [
        name,
        {
          solved: rows.filter((row) => ms(row) !== null).length,
          of: rows.length,
          medianMs: medianOf(rows.map(ms)),
          // Question by question, where both have an answer: whole process against whole process.
          medianRatioToOurProcess: solved.length === 0 ? null : round(median(solved.map((row) => ms(row) / row.ours.wholeProcessMs))),
          medianRatioToOurLibrary: solved.length === 0 ? null : round(median(solved.map((row) => ms(row) / row.ours.ms))),
        },
      ];
    }),
  );
  return { summary, rows };
}

try {
  const versions = OTHERS.map((solver) => [solver.name, versionOf(solver) ?? null]);
  const solvers = OTHERS.filter(({ name }) => versions.find(([known]) => known === name)[1] !== null);
  const result = { node: process.version, limitSeconds: seconds, versions: Object.fromEntries(versions) };
  if (options.only !== "reachability") result.closedness = await bench("closedness", CLOSEDNESS, solvers);
  if (options.only !== "closedness") result.reachability = await bench("reachability", REACHABILITY, solvers);
  console.log(JSON.stringify(result, null, 2));
} finally {
  rmSync(folder, { recursive: true });
}
