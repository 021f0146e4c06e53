/** Asking another program: SMT-LIB in, one word out. The program is started without a shell and ends with us, whatever happens. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fault, ioReason, quote } from "../pattern/fault.js";

/** What a solver says of a formula, or that its time was over. */
export type Answer = "sat" | "unsat" | "unknown" | "timeout";

/**
 * z3 as WebAssembly, in a process of its own: only so can it be stopped. The package starts threads that do not end by themselves.
 */
const Z3_PROGRAM = `
const { init } = require(process.argv[1]);
init().then(async ({ Z3 }) => {
  const context = Z3.mk_context(Z3.mk_config());
  const answer = await Z3.eval_smtlib2_string(context, require("fs").readFileSync(0, "utf8"));
  process.stdout.write(answer, () => process.exit(0));
});`;

/**
 * The words of a solver's command: `z3` stands for the optional package z3-solver, anything else is split at spaces, with quotes of both kinds for
 * words that hold some. No shell sees it: there are no variables, pipes or redirections.
 * @throws Fault of kind `usage` when nothing is named, a quote is not closed, or the package is not installed
 */
export function solverCommand(solver: string): string[] {
  if (solver.trim() === "z3") return [process.execPath, "-e", Z3_PROGRAM, z3Package()];
  const words = splitWords(solver);
  if (words.length === 0 || words[0] === "") throw new Fault("usage", { place: "--solver", expected: 'z3 or a command such as "cvc5 --lang smt2"', found: "nothing" });
  return words;
}

function z3Package(): string {
  try {
    return createRequire(import.meta.url).resolve("z3-solver");
  } catch {
    const expected = 'the package z3-solver (npm install z3-solver), or a command such as "z3 -in"';
    throw new Fault("usage", { place: "--solver z3", expected, found: "no such package" });
  }
}

function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = "";
  for (const char of text) {
    if (quoted !== "") {
      if (char === quoted) quoted = "";
      else word += char;
    } else if (char === '"' || char === "'") {
      quoted = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + char;
  }
  if (quoted !== "") throw new Fault("usage", { place: "--solver", expected: "quotes in pairs", found: text });
  return word === undefined ? words : [...words, word];
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** An answer is a word; what comes after this many characters is not looked at. */
const MAX_OUTPUT = 2 ** 16;

/**
 * Runs a solver on a script: on its standard input, or as a temporary file whose path replaces `{}` in the command. The first line it prints is its answer.
 * After `seconds` it is killed; when we are interrupted meanwhile, it is killed and its file removed before we end by the same signal.
 * @throws Fault of kind `usage` when the program cannot be started, `io` when it fails or says something else
 */
export async function askCommand(command: readonly string[], script: string, seconds: number): Promise<Answer> {
  const inFile = command.some((word) => word.includes("{}"));
  const folder = inFile ? mkdtempSync(join(tmpdir(), "wellposed-question-")) : undefined;
  const removeFile = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  let words = command;
  if (folder !== undefined) {
    const file = join(folder, "question.smt2");
    writeFileSync(file, script);
    words = command.map((word) => word.replaceAll("{}", file));
  }
  try {
    return await runProgram(words, inFile ? "" : script, seconds, removeFile);
  } finally {
    removeFile();
  }
}

function runProgram([program, ...args]: readonly string[], input: string, seconds: number, onInterrupt: () => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // A process group of its own, so that what the program starts is stopped with it.
    const child = spawn(program!, args, { stdio: ["pipe", "pipe", "pipe"], detached: process.platform !== "win32" });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (out.length < MAX_OUTPUT ? (out += chunk.toString()) : undefined));
    child.stderr.on("data", (chunk: Buffer) => (err.length < MAX_OUTPUT ? (err += chunk.toString()) : undefined));
    // A program that does not read its input closes the pipe: its answer or exit code tells more.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);

    const interrupted = (signal: NodeJS.Signals): void => {
      done();
      stop(child);
      onInterrupt();
      process.kill(process.pid, signal);
    };
    const timer = setTimeout(() => {
      done();
      stop(child);
      resolve("timeout");
    }, Math.min(seconds * 1000, 2 ** 31 - 1));
    const done = (): void => {
      clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, interrupted);
    };
    for (const signal of SIGNALS) process.once(signal, interrupted);

    child.on("error", (error) => {
      done();
      reject(new Fault("usage", { place: "--solver", expected: "a program that can be started", found: `${quote(program)}: ${ioReason(error)}` }));
    });
    child.on("close", (code, signal) => {
      done();
      try {
        resolve(answerOf(program!, out, err, code, signal));
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}

function stop(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended by itself meanwhile.
  }
}

function answerOf(program: string, out: string, err: string, code: number | null, signal: NodeJS.Signals | null): Answer {
  const first = out.trimStart().split("\n", 1)[0]!.trim();
  const failed = code !== 0;
  if (!failed && (first === "sat" || first === "unsat" || first === "unknown")) return first;
  const said = first || err.trimStart().split("\n", 1)[0]!.trim();
  const ended = signal === null ? `exit code ${code}` : `an end by ${signal}`;
  const found = failed ? `${ended}${said === "" ? "" : ` and ${quote(said)}`}` : said === "" ? "nothing" : quote(said);
  throw new Fault("io", { place: `--solver ${program}`, expected: "sat, unsat or unknown", found });
}
