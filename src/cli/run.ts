/** The command line as a function: arguments in, exit code out. Commands are loaded when they are called. */
import { Command, CommanderError } from "commander";
import { Fault } from "../pattern/fault.js";
import { VERSION } from "../version.js";
import { addCheck } from "./commands/check.js";
import { addClassify } from "./commands/classify.js";
import { addConvert } from "./commands/convert.js";
import { addCounterexample } from "./commands/counterexample.js";
import { addEnumerate } from "./commands/enumerate.js";
import { addExplain } from "./commands/explain.js";
import { addExport } from "./commands/export.js";
import { addMerge } from "./commands/merge.js";
import { addObstructions } from "./commands/obstructions.js";
import { addOptimum } from "./commands/optimum.js";
import { addPath } from "./commands/path.js";
import { addProbe } from "./commands/probe.js";
import { addReport } from "./commands/report.js";
import { addSparsest } from "./commands/sparsest.js";
import { addTrain } from "./commands/train.js";
import { addVerify } from "./commands/verify.js";
import { addWorker } from "./commands/worker.js";
import type { AddCommand, Load, Runs } from "./commands/command.js";
import { EXIT, exitCodeOf } from "./exit.js";
import type { Terminal } from "./terminal.js";

/** Runs one command line. Nothing is thrown: every outcome is an exit code, with a line on stderr where it is not a verdict. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = EXIT.done;
  const program = buildProgram(terminal, (result) => (code = result));
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (error instanceof Fault) {
      terminal.err(`wellposed: ${error.message}\n`);
      return exitCodeOf(error);
    }
    const { message } = error as Error;
    terminal.err(`wellposed: internal error, please report it: ${message.split("\n")[0]}\n`);
    if (process.env["WELLPOSED_DEBUG"] !== undefined) terminal.err(`${(error as Error).stack}\n`);
    return EXIT.internal;
  }
}

/** In the order of the help. */
const COMMANDS: readonly AddCommand[] = [
  addVerify,
  addCheck,
  addCounterexample,
  addExplain,
  addExport,
  addConvert,
  addEnumerate,
  addClassify,
  addMerge,
  addWorker,
  addObstructions,
  addReport,
  addTrain,
  addProbe,
  addOptimum,
  addSparsest,
  addPath,
];

function buildProgram(terminal: Terminal, finish: (code: number) => void): Command {
  const runs: Runs =
    <A extends unknown[]>(load: Load<A>) =>
    async (...given: unknown[]) =>
      // The last that an action is given is the command itself.
      finish(await (await load())(...(given.slice(0, -1) as A), terminal));
  const program = new Command("wellposed")
    .description("Does this sparse ReLU network's training problem have an optimum at all?")
    .version(VERSION, "-V, --version", "print the version")
    .helpCommand("help [command]", "help for a command")
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .showHelpAfterError("(wellposed --help shows what there is)")
    .exitOverride()
    .addHelpText(
      "after",
      `
Examples:
  wellposed verify mask.safetensors            three verdicts for a pruning mask
  wellposed verify patterns/lu/*.json          many at once, with a summary table
  wellposed explain lu-2.json                  the product, entry by entry, and what decides
  wellposed check certificate.json             replay a proof
  wellposed counterexample lu-2.json           a training set without an optimum, and weights that diverge on it
  wellposed enumerate --outputs 3 --inputs 3 --hidden 3    every two-layer pattern of a size, decided
  wellposed classify "random:8-8-8@0.3#1..1000"                 thousands of patterns into a table
  wellposed obstructions --hidden 2            the smallest patterns that are not closed, computed
  wellposed convert net.onnx --to npz --out net.npz    a mask in another format
  wellposed train lu-2.json                    do the weights run away, and which?
  wellposed probe lu-2.json                    how likely are they to, on random targets?
  wellposed optimum points.csv --lambda 10%    the certified optimum of a dense or masked shallow network with weight decay
  wellposed sparsest points.csv                the sparsest network through the points, and a proof that none is sparser
  wellposed path points.csv                    all the trade-offs between loss and sparsity, in one run
  wellposed report lu-2.json --out report      all of it as a page

Exit codes: 0 closed, 1 not closed, 2 undecided (worst over all files); 64 usage, 65 bad input, 70 internal error, 74 cannot read or write.`,
    );

  for (const add of COMMANDS) add(program, runs);
  return program;
}
