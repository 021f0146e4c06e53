/** The command line as a function: arguments in, exit code out. Commands are loaded when they are called. */
import { availableParallelism } from "node:os";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { PROPERTIES } from "../certificate/proof.js";
import { PATTERN_FORMATS } from "../formats/pattern-formats.js";
import type { Shard } from "../library/classify/sources.js";
import { DEFAULT_BATCH, DEFAULT_LEASE, DEFAULT_QUEUE } from "../library/queue/batch.js";
import { Fault } from "../pattern/fault.js";
import type { CounterexampleFormat } from "../report/counterexample.js";
import type { ExplanationFormat } from "../report/explain.js";
import type { ObstructionFormat } from "../report/obstructions.js";
import { REPORT_DEFAULTS } from "../report/pattern-report/settings.js";
import { type Demand, demandFromText } from "../report/findings/demand.js";
import type { ReportFormat } from "../report/report.js";
import { DEFAULT_TIMEOUT } from "../rules/budget.js";
import { LANGUAGES } from "../solvers/languages.js";
import { DEFAULTS, OPTIMIZERS } from "../training/optimizer.js";
import { PROBE_DEFAULTS } from "../training/probe-defaults.js";
import { VERSION } from "../version.js";
import type { ExportTarget } from "./export.js";
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

const PATTERN_WRITERS: readonly ExportTarget[] = ["pattern", "graphlib", "dot"];
const PATTERN_FILES = `Files: pattern JSON, graphlib JSON, DOT, .npy, .npz, .safetensors (or the index of its shards), PyTorch .pt/.pth, ONNX, Matrix Market (docs/formats.md).
In place of a file: two layers in short notation, "rect:12*12 2*2" (outputs*inputs of each hidden neuron, counted from 1), or a random support,
"random:8-8-8@0.2#17" (widths, density, seed).`;

const layersOption = (): Option =>
  new Option("--layers <names>", "2-D tensors of a checkpoint from input to output, comma-separated").argParser(parseNames);
const biasOption = (): Option => new Option("--bias <yes|no>", "override what the file says of free biases").choices(["yes", "no"]);
const timeoutOption = (): Option =>
  new Option("--timeout <seconds>", "bound on the search for each file; what is found by then is kept").argParser(parseSeconds).default(DEFAULT_TIMEOUT);
const outOption = (): Option => new Option("--out <file>", "write the result to a file, all of it or nothing");

const queueOption = (): Option => new Option("--queue <url>", "the server of a queue: redis://[user:password@]host[:port][/database], rediss:// with TLS");
const queueNameOption = (): Option => new Option("--queue-name <name>", "runs and workers of one name belong together").default(DEFAULT_QUEUE);

function buildProgram(terminal: Terminal, finish: (code: number) => void): Command {
  // A command's code is loaded when it is asked for. Its options are what the flags declared beside it make of the words.
  const runs =
    <A, O>(load: () => Promise<(argument: A, options: O, terminal: Terminal) => Promise<number>>) =>
    async (argument: A, options: object): Promise<void> =>
      finish(await (await load())(argument, options as O, terminal));
  const runsAlone =
    <O>(load: () => Promise<(options: O, terminal: Terminal) => Promise<number>>) =>
    async (options: object): Promise<void> =>
      finish(await (await load())(options as O, terminal));
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
  wellposed report lu-2.json --out report      all of it as a page

Exit codes: 0 closed, 1 not closed, 2 undecided (worst over all files); 64 usage, 65 bad input, 70 internal error, 74 cannot read or write.`,
    );

  program
    .command("verify")
    .description("decide closedness of sparsity patterns, with certificates")
    .argument("<file...>", "pattern files, masks, checkpoints")
    .addOption(new Option("--property <name>", "the property that sets the exit code").choices([...PROPERTIES]).default("linear"))
    .addOption(new Option("--format <name>", "form of the report").choices(["text", "json", "markdown", "sarif", "github"] satisfies ReportFormat[]).default("text"))
    .addOption(outOption())
    .addOption(timeoutOption())
    .option("--structure", "show each layer's weights and structure in text too (json and markdown always have them)", false)
    .addOption(new Option("--expect <N:M>", "demand at most N kept of each M consecutive inputs, in every layer; what misses it is an error among the findings").argParser(parseDemand))
    .option("--solver <name|command>", "ask a solver about each linear verdict that stays undecided, for up to --timeout seconds more")
    .option("--no-certificates", "leave the certificates out of the report (they are made and checked all the same)")
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}

Properties:
  linear  the products of matrices with these supports form a closed set
  finite  every finite training problem with a continuous coercive loss has an optimum
  cube    the implementable functions on a cube are closed in the uniform norm

Findings: what is wrong or special about the masks themselves, whatever the verdicts: dead neurons, cut layers, masks that prune nothing, N:M and block
structure (docs/rules.md). They do not change the exit code. --format github prints annotations for GitHub Actions, and fills the step's summary and
outputs (docs/github.md).

Solvers: z3 (the optional package z3-solver), or a command that reads SMT-LIB on its standard input, or as the file {}, and prints sat, unsat or
unknown. Its answer is shown as a claim without certificate: the verdict stays undecided, the exit code 2.

Examples:
  wellposed verify net.pt --layers fc1,fc2,head
  wellposed verify masks/*.npz --format json --out report.json
  wellposed verify mask.npz --property finite --timeout 10
  wellposed verify mask.npz --structure --expect 2:4
  wellposed verify hard.json --solver z3 --timeout 20
  wellposed verify hard.json --solver "cvc5 --lang smt2 {}"`,
    )
    .action(runs(async () => (await import("./verify.js")).verifyCommand));

  program
    .command("check")
    .description("replay certificates: 0 only if every one proves its claim, otherwise 1 with the first step that fails")
    .argument("<file...>", "certificates, or JSON reports and atlases with certificates in them")
    .option("--pattern <file>", "also demand that the certificates are about the pattern in this file")
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
Examples:
  wellposed check lu-2.certificate.json
  wellposed check report.json                        every certificate of a report
  wellposed check proof.json --pattern mask.npz      a proof about exactly this mask`,
    )
    .action(runs(async () => (await import("./check.js")).checkCommand));

  program
    .command("counterexample")
    .description("a training set on which the network has no optimum, with a proof, and the weights that diverge on it")
    .argument("<file>", "a pattern file, mask or checkpoint")
    .addOption(new Option("--property <name>", "the verdict it is made from").choices(["linear", "finite"]).default("linear"))
    .addOption(new Option("--format <name>", "form of what is printed").choices(["text", "json"] satisfies CounterexampleFormat[]).default("text"))
    .option("--out <directory>", "write dataset.csv, dataset.json, family.json, certificate.json and report.html there, each all of it or nothing")
    .addOption(timeoutOption())
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}

The infimum of the squared error on the data is 0, and no weights reach it: the loss of weights that depend on eps is an explicit function that tends to
0 with eps, and a proof shows that no weights fit the data. Both are in certificate.json, and the checker has accepted it. Printed are the loss and the
norms of the parameters at eps = 1e-1 ... 1e-30.

  linear  points on a curve in a few inputs, from the proof that the linear counterpart is not closed
  finite  with one hidden layer: points on a line, also where the linear counterpart is closed; with more the same as linear

dataset.csv: header x1..xd,y1..yq, a line for each point. dataset.json: the same numbers as exact rationals. family.json: weights and biases as
sums of coefficient * eps^exponent. Neurons are counted from 0, as in masks. report.html: all of it as a page, with training runs on the data.

Exit codes: 0 done, also when the property holds and there is none; 2 undecided, or no counterexample can be made.

Examples:
  wellposed counterexample lu-2.json
  wellposed counterexample lu-2.json --out lu-2                       then: wellposed check lu-2/certificate.json
  wellposed counterexample dense-1-2-2.json --property finite         dense, and still without an optimum
  wellposed counterexample net.pt --layers fc1,fc2 --format json`,
    )
    .action(runs(async () => (await import("./counterexample.js")).counterexampleCommand));

  program
    .command("explain")
    .description("show the linear counterpart of a pattern and what decides its verdicts, step by step")
    .argument("<file>", "a pattern file, mask or checkpoint")
    .addOption(new Option("--format <name>", "form of the text").choices(["text", "markdown", "latex", "json"] satisfies ExplanationFormat[]).default("text"))
    .addOption(outOption())
    .addOption(timeoutOption())
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}
Small patterns are shown whole; of large ones only the part that decides.

Examples:
  wellposed explain lu-2.json
  wellposed explain net.safetensors --format latex --out net.tex`,
    )
    .action(runs(async () => (await import("./explain.js")).explainCommand));

  program
    .command("export")
    .description("write a pattern in another format, or the question whether it is closed for another tool")
    .argument("<file>", "a pattern file, mask or checkpoint")
    .addOption(new Option("--to <format>", "a format of patterns, or a language of solvers").choices([...PATTERN_WRITERS, ...LANGUAGES]).makeOptionMandatory())
    .option("--limit <file>", "ask instead whether this limit is reachable: a JSON matrix of rational strings (null: not asked), or a certificate")
    .addOption(outOption())
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
Patterns:  pattern, graphlib (JSON), dot; for masks as files of other kinds see wellposed convert
Questions: smt2 (SMT-LIB 2.6), qepcad (QEPCAD B), mathematica, latex, and with --limit singular. Is the set of products closed? With --limit:
is there a product with these entries, rows outputs, columns inputs? A certificate of rule lu-minor, cut-minor, two-neurons or degeneration, also
below minor, names its limit itself (docs/formats.md).

Examples:
  wellposed export net.pt --to pattern --out net.json
  wellposed export lu-2.json --to dot | dot -Tsvg > lu-2.svg
  wellposed export lu-2.json --to smt2 | z3 -in                             sat: not closed, unsat: closed
  wellposed export lu-2.json --to qepcad --limit limit.json | qepcad        limit.json: [["0", "1"], ["1", "0"]]
  wellposed export lu-2.json --to smt2 --limit lu-2.certificate.json`,
    )
    .action(runs(async () => (await import("./export.js")).exportCommand));

  program
    .command("convert")
    .description("write a pattern, or the layers of several, in a format for masks, networks or graphs")
    .argument("<file...>", "a pattern file, mask or checkpoint; of several the layers from input to output")
    .addOption(new Option("--to <format>", "the format to write").choices([...PATTERN_FORMATS]).makeOptionMandatory())
    .option("--packed", "masks as bits: npz and safetensors only")
    .addOption(outOption())
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}

Formats:
  pattern, edges  pattern JSON: masks in the shortest form, or as lists of edges
  graphlib, dot   layered graphs
  mtx             Matrix Market; a file for each layer: --out net.mtx writes net.1.mtx, net.2.mtx, ... where there are several
  npy             a mask of booleans, a file for each layer, numbered alike
  npz             masks fc1.weight_mask, fc2.weight_mask, ... of booleans; with --packed fc1.bitmask, eight weights in a byte
  safetensors     the same
  onnx            Gemm and Relu in turns; kept weights are 1, free biases 0

All are read again as the same pattern; npy and mtx do not tell which biases are free. Without --out text goes to standard output.
Questions about a pattern, for solvers, are written by wellposed export.

Examples:
  wellposed convert net.pt --layers fc1,fc2,head --to pattern --out net.json
  wellposed convert large.onnx --to npz --packed --out large.npz
  wellposed convert first.mtx second.mtx --to safetensors --out net.safetensors
  wellposed convert net.json --to mtx --out net.mtx`,
    )
    .action(runs(async () => (await import("./convert.js")).convertCommand));

  program
    .command("enumerate")
    .description("decide `linear` for every two-layer pattern of a size, one for each class: the atlas")
    .addOption(new Option("--outputs <M>", "the most outputs that a pattern meets").argParser(parseCount).makeOptionMandatory())
    .addOption(new Option("--inputs <N>", "the most inputs that a pattern meets").argParser(parseCount).makeOptionMandatory())
    .addOption(new Option("--hidden <R>", "the number of hidden neurons, all of them live").argParser(parseCount).makeOptionMandatory())
    .option("--out <file>", "write the atlas to a new file, line by line (JSON Lines); without it only the summary is printed")
    .option("--resume", "continue the file that an interrupted run has left, from its last complete line")
    .addOption(new Option("--jobs <count>", "worker threads; the output does not depend on it").argParser(parseCount).default(availableParallelism()))
    .addOption(new Option("--timeout <seconds>", "bound on the search for each pattern").argParser(parseSeconds).default(DEFAULT_TIMEOUT))
    .option("--no-certificates", "leave certificates and reasons out of the file (they are made and checked all the same)")
    .addOption(new Option("--format <name>", "form of the summary").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
Classes: two-layer patterns on at most M outputs and N inputs with exactly R live hidden neurons, outputs and inputs that nothing meets left
out, so that smaller sizes are contained; up to permutations of outputs, inputs and hidden neurons, and transposition. --outputs 3 --inputs 4
and --outputs 4 --inputs 3 are the same classes.

A line of the file is the pattern in short notation, the verdict, the rule and the certificate. The notation gives the outputs and inputs of
each hidden neuron, counted from 1: "12*12 2*2". Put rect: before it where a file is expected: wellposed explain "rect:12*12 2*2".

Examples:
  wellposed enumerate --outputs 2 --inputs 2 --hidden 2                             a summary of the 11 classes
  wellposed enumerate --outputs 4 --inputs 4 --hidden 3 --out atlas.jsonl           5358 classes, with certificates
  wellposed enumerate --outputs 4 --inputs 4 --hidden 3 --out atlas.jsonl --resume  after an interruption
  wellposed check atlas.jsonl                                                       replay every certificate`,
    )
    .action(runsAlone(async () => (await import("./enumerate.js")).enumerateCommand));

  program
    .command("classify")
    .description("decide thousands of patterns into a table: files, folders, JSON Lines, random supports; each class up to order of neurons once")
    .argument("<path...>", "pattern files, folders, .jsonl files, rect: and random: notations")
    .option("--out <file>", "write the table to a new file: .jsonl, .json, .csv, .parquet or .sqlite; without it only the summary is printed")
    .option("--resume", "continue the file that an interrupted run has left: what is in it is not judged again")
    .addOption(new Option("--property <name>", "decide this property only; all three unless said").choices([...PROPERTIES]))
    .addOption(new Option("--jobs <count>", "worker threads; the table does not depend on it").argParser(parseCount).default(availableParallelism()))
    .addOption(new Option("--timeout <seconds>", "bound on the search for each pattern").argParser(parseSeconds).default(DEFAULT_TIMEOUT))
    .option("--no-certificates", "leave the certificates out of the table (they are made and checked all the same)")
    .addOption(new Option("--shard <i/n>", "take only part i of n, counted from 1; wellposed merge puts the parts together").argParser(parseShard))
    .addOption(new Option("--format <name>", "form of the summary").choices(["text", "json"]).default("text"))
    .addOption(queueOption())
    .addOption(queueNameOption())
    .addOption(new Option("--batch <count>", "with --queue: patterns handed out together").argParser(parseCount).default(DEFAULT_BATCH))
    .option("--plot <file>", "draw the shares of closed, undecided and not closed against density, as SVG")
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
Paths:
  a pattern file of any format; a folder (all files below it, in order of their names, without those that begin with a dot)
  a .jsonl or .ndjson file: on each line a wellposed/pattern/1, a notation, or an entry of an atlas
  "random:64-32-10@0.05#1..10000": widths from input to output, density, seeds. Entries are independent; @5%exact keeps exactly that share of
  every layer, @k=12 or @k=12,6 so many entries. A notation with a seed is the same pattern for ever; every command takes it in place of a file.

Patterns that differ in the order of inputs, outputs or hidden neurons only are one class: its first pattern is decided, and has the certificates; the others
name it (sameAs). What cannot be read is a row with an error. The table is the same for any number of jobs, and after any interruption; only a search that
the time limit ended ("ended": "time" in its verdict) may go on longer on another machine.
Outcomes are written as they come: whatever ends the program, --resume loses only the patterns that were being judged. For .json, .csv, .parquet and
.sqlite they stand in FILE.jsonl, which stays beside the table.

Exit codes: 0 the table is whole, whatever the verdicts; 65, 70, 74 it is whole, but some patterns could not be judged; their rows say why.

Examples:
  wellposed classify masks/ --out masks.csv                                    every file below a folder
  wellposed classify "random:8-8-8@0.3#1..1000" --plot shares.svg              a summary of 1000 random supports, and a picture
  wellposed classify library.jsonl --out table.jsonl                           a pattern on each line
  wellposed classify library.jsonl --out table.jsonl --resume                  after an interruption
  wellposed classify library.jsonl --shard 3/50 --out part-3.jsonl             one of fifty machines; then: wellposed merge part-*.jsonl --out table.jsonl
  wellposed classify library.jsonl --queue redis://host --out table.jsonl      the work is done by: wellposed worker --queue redis://host`,
    )
    .action(runs(async () => (await import("./classify.js")).classifyCommand));

  program
    .command("merge")
    .description("put the tables of all shards of a classification together: the table that one run would have written")
    .argument("<file...>", "the tables of all shards, in JSON Lines, in any order; or one whole table, to write it in another format")
    .requiredOption("--out <file>", "the whole table: .jsonl, .json, .csv, .parquet or .sqlite; all of it or nothing")
    .addOption(new Option("--format <name>", "form of the summary").choices(["text", "json"]).default("text"))
    .option("--plot <file>", "draw the shares against density, as SVG")
    .addHelpText(
      "after",
      `
The shards must be of the same sources, settings and version, each there once, each run to its end.

Examples:
  wellposed merge part-*.jsonl --out table.jsonl
  wellposed merge table.jsonl --out table.parquet        the same table in another format`,
    )
    .action(runs(async () => (await import("./classify.js")).mergeCommand));

  program
    .command("worker")
    .description("judge patterns that wellposed classify --queue hands out, here or on any machine that reaches the server")
    .addOption(queueOption().makeOptionMandatory())
    .addOption(queueNameOption())
    .addOption(new Option("--jobs <count>", "worker threads").argParser(parseCount).default(availableParallelism()))
    .addOption(
      new Option("--lease <seconds>", "after so long without a sign of life the patterns of a worker go to others; the same for all workers").argParser(parseSeconds).default(DEFAULT_LEASE),
    )
    .addOption(new Option("--idle <seconds>", "leave when there has been nothing to do for so long; without it the worker waits").argParser(parseSeconds))
    .option("--dead-letters", "only list the patterns that were given up, a line of JSON each, with the reason and the last worker")
    .addHelpText(
      "after",
      `
Needs the packages bullmq and ioredis (npm install bullmq ioredis), and a Redis or Valkey server. Workers may join and leave at any time. Ctrl-C finishes
what was begun; what a worker that dies had begun is judged by another. A pattern with which 3 workers have died is given up: its row in the
table says so, and it stays on the server as a dead letter.

The server hands patterns to whoever reaches it and takes the answers as they come: let it listen on a network you trust, or set a password.

Examples:
  wellposed worker --queue redis://localhost
  wellposed worker --queue redis://:password@host:6379/1 --jobs 16 --idle 60      in a batch job: leaves when all is done
  wellposed worker --queue redis://localhost --dead-letters`,
    )
    .action(runsAlone(async () => (await import("./worker.js")).workerCommand));

  program
    .command("obstructions")
    .description("compute the minimal obstructions: two-layer patterns that are not closed although all their proper parts are")
    .addOption(new Option("--hidden <R>", "the most hidden neurons").argParser(parseCount).makeOptionMandatory())
    .addOption(new Option("--outputs <M>", "the most outputs; with --inputs; needed for more than 3 hidden neurons").argParser(parseCount))
    .addOption(new Option("--inputs <N>", "the most inputs; with --outputs").argParser(parseCount))
    .addOption(new Option("--format <name>", "form of the list").choices(["text", "json", "markdown"] satisfies ObstructionFormat[]).default("text"))
    .addOption(outOption())
    .addOption(new Option("--timeout <seconds>", "bound on the search for each pattern").argParser(parseSeconds).default(DEFAULT_TIMEOUT))
    .addHelpText(
      "after",
      `
Up to order of outputs, inputs and hidden neurons, and transposition. A part is what is left when outputs and inputs are deleted. A two-layer
pattern that contains an obstruction is not closed. Up to 3 hidden neurons there are finitely many in all sizes, and a pattern that contains none
is closed: 2 with two, 64 more with three (docs/obstructions.md). They are computed from nothing, every pattern of the scope decided with
a proof that the checker accepts, in under a second for 2, about a minute for 3.

Exit codes: 0 every pattern was decided, 2 some stay open (they are listed at the end).

Examples:
  wellposed obstructions --hidden 2                                       two, all there are
  wellposed obstructions --hidden 3 --format markdown --out minimal.md    66, in all sizes
  wellposed obstructions --hidden 4 --outputs 3 --inputs 3                those that fit in 3 x 3
  wellposed obstructions --hidden 2 --format json --out minimal.json      with certificates
  wellposed check minimal.json                                            replay them`,
    )
    .action(runsAlone(async () => (await import("./obstructions.js")).obstructionsCommand));

  program
    .command("report")
    .description("write a page for each pattern: network, verdicts, derivation, data without an optimum, training on it; as HTML, Markdown and JSON")
    .argument("<file...>", "pattern files, masks, checkpoints")
    .requiredOption("--out <directory>", "write NAME.html, NAME.md and NAME.report.json there, and index.html when there are several files")
    .addOption(new Option("--seed <number>", "seed of the first training run; the next ones count on").argParser(parseWhole).default(REPORT_DEFAULTS.seed))
    .addOption(new Option("--steps <count>", `steps of each run; ${REPORT_DEFAULTS.steps} unless said, fewer for large networks`).argParser(parseWhole))
    .addOption(new Option("--restarts <count>", "training runs, each from its own start").argParser(parseCount).default(REPORT_DEFAULTS.restarts))
    .option("--no-training", "leave the training out")
    .addOption(timeoutOption())
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}

A page is one HTML file that needs nothing else: no script, no font or picture from anywhere. It has the network with the part that decides, the
verdicts with their derivations, and where one is no: a training set without an optimum, the weights that diverge on it, and training runs beside them.
Certificates and data are inside, to be saved. NAME.md and NAME.report.json say the same; wellposed check NAME.report.json replays the certificates.
NAME is the file's name. The same input and options give the same bytes.

Exit code 0 when every report is written, whatever the verdicts are.

Examples:
  wellposed report lu-2.json --out report
  wellposed report net.pt --layers fc1,fc2 --out report --no-training
  wellposed report masks/*.npz --out reports                          with an index`,
    )
    .action(runs(async () => (await import("./report.js")).reportCommand));

  program
    .command("train")
    .description("train sparse ReLU networks on data from many starts, and say whether weights run away, and which")
    .argument("<file...>", "pattern files, masks, checkpoints; several are trained side by side, with the same seeds and budget")
    .option("--data <file>", 'CSV with a header x1,...,xd,y1,...,yq, a row for each point, JSON {"X": [...], "Y": [...]}, or .npz with X and Y; without it, the data of the counterexample')
    .addOption(new Option("--optimizer <name>", "lm for small networks, lbfgs for others, unless said").choices([...OPTIMIZERS]))
    .addOption(new Option("--steps <count>", "steps of each run").argParser(parseWhole).default(DEFAULTS.steps))
    .addOption(new Option("--restarts <count>", "runs, each from its own start").argParser(parseCount).default(DEFAULTS.restarts))
    .addOption(new Option("--seed <number>", "seed of the first run; the next ones count on").argParser(parseWhole).default(DEFAULTS.seed))
    .addOption(new Option("--weight-decay <x>", "x/2 times the squared norm of all weights and biases is added to the loss").argParser(parseDecay).default(0))
    .addOption(new Option("--learning-rate <x>", "of adam (0.01 unless said) and gd (found anew at every step unless said)").argParser(parsePositive))
    .addOption(timeoutOption())
    .option("--out <folder>", "also write training.json and trace.csv (file, run, seed, step, loss, norm)")
    .addOption(new Option("--format <name>", "form of the result").choices(["text", "json"]).default("text"))
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}

Optimizers: lm (Levenberg-Marquardt), lbfgs, adam, gd; in float64, full batches, weights outside the mask do not exist. The same command gives
the same bytes. Ctrl-C ends the training and keeps what was done.

Status of a run, with its evidence in the result; finitely many steps prove nothing (for proofs: wellposed verify):
  diverging  the norm of the weights grows by a power law while the loss falls
  converged  the gradient vanishes, the weights stay bounded
  stalled    no lower loss is found from there: a kink, or rounding
  budget     the steps ran out before either was seen
The exponent of an edge W1[out,in], counted from 0, is that of |weight| against 1/loss.

Examples:
  wellposed train lu-2.json                                          on the data of its counterexample; compared with the exact family
  wellposed train lu-2.json dense.json                               side by side, on the first one's
  wellposed train lu-2.json --data points.csv
  wellposed train lu-2.json --data points.csv --optimizer lbfgs --steps 100000 --restarts 5 --out runs
  wellposed train lu-2.json --data points.csv --weight-decay 1e-4    then an optimum exists, and is found`,
    )
    .action(runs(async () => (await import("./train.js")).trainCommand));

  program
    .command("probe")
    .description("train on random targets from many starts: for how many do the weights of the best run diverge?")
    .argument("<file>", "a pattern file, mask or checkpoint")
    .addOption(new Option("--targets <count>", "random targets").argParser(parseCount).default(PROBE_DEFAULTS.targets))
    .addOption(new Option("--points <count>", "random points of each training set; four for each hidden neuron, at least ten, unless said").argParser(parseCount))
    .option("--data <file>", "take the inputs of a data file (CSV, JSON, .npz) in place of random points; says too whether optima are guaranteed for them")
    .addOption(new Option("--seed <number>", "seed of points, targets and starts").argParser(parseWhole).default(PROBE_DEFAULTS.seed))
    .addOption(new Option("--restarts <count>", "runs for each target").argParser(parseCount).default(PROBE_DEFAULTS.restarts))
    .addOption(new Option("--steps <count>", "steps of each run").argParser(parseWhole).default(PROBE_DEFAULTS.steps))
    .addOption(new Option("--optimizer <name>", "lm for small networks, lbfgs for others, unless said").choices([...OPTIMIZERS]))
    .addOption(timeoutOption())
    .addOption(new Option("--format <name>", "form of the result").choices(["text", "json"]).default("text"))
    .addOption(outOption())
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}

Points and targets are normal random numbers. The best run of a target counts as diverging on the evidence that "wellposed train" asks for, as bounded when it converges or
ends at a kink without growing, and as unclear otherwise. The interval is that of Clopper and Pearson, 95 %. With --data an optimum is guaranteed for all targets
when finite is yes, or when some hidden parameters give every output as many independent features as it has different points; the JSON carries the certificate.
Ctrl-C ends the probe and keeps the targets that are done.

Examples:
  wellposed probe lu-2.json
  wellposed probe lu-2.json --targets 100 --points 5 --seed 7
  wellposed probe lu-2.json --data points.csv --format json --out probe.json`,
    )
    .action(runs(async () => (await import("./probe.js")).probeCommand));

  return program;
}

function parseWhole(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new InvalidArgumentError("a whole number from 0 to 999999999 is expected.");
  return Number(text);
}

function parseDemand(text: string): Demand {
  const demand = demandFromText(text);
  if (demand === undefined) throw new InvalidArgumentError("N:M is expected, such as 2:4, with N less than M and M one of 2, 4, 8, 16 and 32.");
  return demand;
}

function parseDecay(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) throw new InvalidArgumentError("a number that is not negative is expected.");
  return value;
}

function parsePositive(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("a positive number is expected.");
  return value;
}

function parseCount(text: string): number {
  if (!/^[1-9][0-9]{0,2}$/.test(text)) throw new InvalidArgumentError("an integer from 1 to 999 is expected.");
  return Number(text);
}

function parseShard(text: string): Shard {
  const [, number, of] = /^([1-9][0-9]{0,5})\/([1-9][0-9]{0,5})$/.exec(text) ?? [];
  if (number === undefined || Number(number) > Number(of)) throw new InvalidArgumentError("a number and of how many is expected, such as 1/50.");
  return { number: Number(number), of: Number(of) };
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isFinite(seconds) || seconds <= 0) throw new InvalidArgumentError("a positive number of seconds is expected.");
  return seconds;
}

function parseNames(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes("")) throw new InvalidArgumentError("names separated by single commas are expected.");
  return names;
}
