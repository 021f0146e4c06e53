/** `wellposed optimum`: the certified optimum of a training problem, or the path of optima. */
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
import { type Terminal, deliverInto, keepInputsIn } from "./terminal.js";
import { workOn } from "./work.js";

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
  await keepInputsIn(out, lambda === "path" ? PATH_FILES : FILES, [file, ...(options.pattern === undefined ? [] : [options.pattern])]);
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
  const result = await workOn(
    file,
    async (show) => {
      checkOutputs(data);
      if (lambda === undefined) throw withoutLambda(greatestLambda(data, problem));
      const shared = { ...problem, timeout: options.timeout, onProgress: ({ stage, detail }: OptimumProgress) => show(stage, detail) };
      // A page shows the path too.
      const path = out !== undefined || options.format === "html" || options.format === "markdown";
      return lambda === "path" ? optimumPath(data, shared) : optimum(data, { ...shared, lambda, prune: options.prune, path });
    },
    terminal,
  );
  if (out !== undefined) await deliverInto(out, filesOf(file, result), terminal);
  terminal.out(formatOptimum(file, result, options.format, options.prune));
  return result.certified ? EXIT.done : EXIT.undecided;
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
