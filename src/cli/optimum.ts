/** `wellposed optimum`: the certified optimum of a training problem, or the path of optima. */
import { join } from "node:path";
import { readDataFile } from "../formats/data.js";
import type { DataTable } from "../formats/data-csv.js";
import type { ReadOptions } from "../formats/read.js";
import { Fault } from "../pattern/fault.js";
import type { Pattern } from "../pattern/pattern.js";
import { type Lambda, type Optimum, type OptimumPath, type OptimumProgress, type ProblemOptions, greatestLambda, optimum, optimumPath } from "../optima/optimum.js";
import { optimumAsJson } from "../report/optimum/json.js";
import { type OptimumFormat, formatOptimum, isPath } from "../report/optimum/report.js";
import { digits } from "../report/optimum/words.js";
import { EXIT } from "./exit.js";
import { readShallowPattern } from "./mask.js";
import { clearLine, showLine } from "./progress.js";
import { type Terminal, deliverInto, keepInputs } from "./terminal.js";

export interface OptimumCommandOptions extends Pick<ReadOptions, "layers"> {
  readonly lambda?: Lambda | "path";
  readonly gated: boolean;
  readonly prune: boolean;
  readonly pattern?: string;
  readonly loss: "squared" | "logistic";
  readonly scaling: "mean" | "sum";
  readonly bias: boolean;
  readonly patterns?: number;
  readonly seed: number;
  readonly timeout: number;
  /** A directory. */
  readonly out?: string;
  readonly format: OptimumFormat;
}

const FILES = ["optimum.json", "certificate.json", "network.json", "report.html", "report.md"] as const;
const PATH_FILES = ["path.json", "report.html", "report.md"] as const;

/** 0 when the optimum is certified; 2 when it is not. Computing blocks the thread: Ctrl-C ends the program at once, and files are written last, each whole. */
export async function optimumCommand(file: string, options: OptimumCommandOptions, terminal: Terminal): Promise<number> {
  const { lambda, out } = options;
  if (out === "") throw new Fault("usage", { place: "--out", expected: "the name of a directory", found: "nothing" });
  const inputs = [file, ...(options.pattern === undefined ? [] : [options.pattern])];
  if (out !== undefined) for (const name of lambda === "path" ? PATH_FILES : FILES) await keepInputs(inputs, join(out, name));
  const pattern = await patternOf(options, terminal);
  const data = await readDataFile(file);
  const problem: ProblemOptions = {
    model: options.gated ? "gated" : "relu",
    loss: options.loss,
    scaling: options.scaling,
    bias: options.bias,
    seed: options.seed,
    ...(pattern === undefined ? {} : { pattern }),
    ...(options.patterns === undefined ? {} : { patterns: options.patterns }),
  };
  const onProgress = ({ stage, detail }: OptimumProgress): void => showLine(`${file}: ${stage}${detail === "" ? "" : `, ${detail}`}`, terminal);
  try {
    checkOutputs(data);
    if (lambda === undefined) throw withoutLambda(greatestLambda(data, problem));
    if (lambda === "path") return await told(file, optimumPath(data, { ...problem, timeout: options.timeout, onProgress }), options, terminal);
    // A page shows the path too.
    const path = out !== undefined || options.format === "html" || options.format === "markdown";
    return await told(file, await optimum(data, { ...problem, lambda, prune: options.prune, path, timeout: options.timeout, onProgress }), options, terminal);
  } catch (error) {
    throw error instanceof Fault && error.kind === "input" ? error.inFile(file) : error;
  } finally {
    clearLine(terminal);
  }
}

/** Without biases where these are turned off. */
async function patternOf({ pattern: source, layers, bias }: OptimumCommandOptions, terminal: Terminal): Promise<Pattern | undefined> {
  if (source === undefined) return undefined;
  return readShallowPattern(source, { ...(layers === undefined ? {} : { layers }), ...(bias ? {} : { bias: "no" }) }, terminal);
}

function checkOutputs({ widths }: DataTable): void {
  if (widths[1] !== 1) throw new Fault("input", { place: "Y", expected: "one output", found: `${widths[1]}` });
}

function withoutLambda(greatest: number): Fault {
  const example = greatest === 0 ? "any" : `10% (${digits(greatest / 10)} here)`;
  return new Fault("usage", { place: "--lambda", expected: `a weight decay below lambda_max = ${digits(greatest)}, such as ${example}, or path`, found: "none" });
}

async function told(file: string, result: Optimum | OptimumPath, { out, format, prune }: OptimumCommandOptions, terminal: Terminal): Promise<number> {
  clearLine(terminal);
  if (out !== undefined) await deliverInto(out, filesOf(file, result), terminal);
  terminal.out(formatOptimum(file, result, format, prune));
  return result.certified ? EXIT.done : EXIT.undecided;
}

function filesOf(file: string, result: Optimum | OptimumPath): [name: string, text: string][] {
  const [html, markdown] = [formatOptimum(file, result, "html"), formatOptimum(file, result, "markdown")];
  const pages: [string, string][] = [["report.html", html], ["report.md", markdown]];
  if (isPath(result)) return [["path.json", optimumAsJson(result)], ...pages];
  const { certificate, fewest, pruned } = result;
  return [
    ["optimum.json", optimumAsJson(result)],
    ...(certificate === null ? [] : [["certificate.json", `${JSON.stringify(certificate)}\n`] as [string, string]]),
    ["network.json", `${JSON.stringify((fewest ?? pruned).network, null, 1)}\n`],
    ...pages,
  ];
}
