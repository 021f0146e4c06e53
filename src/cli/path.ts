/** `wellposed path`: the trade-off between loss and l1 norm, and networks on it. */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { readDataFile } from "../formats/data.js";
import { writePatternJson } from "../formats/pattern-json.js";
import type { ReadOptions } from "../formats/read.js";
import { weightsContent } from "../formats/weights-write.js";
import type { Activation, LossName } from "../optima/pareto/problem.js";
import type { Split, StandardisedBy } from "../optima/pareto/samples.js";
import { supportOf } from "../optima/pareto/support.js";
import type { PathMethod } from "../optima/pareto/path.js";
import { type RegularisationPath, regularisationPath } from "../optima/regularisation-path.js";
import { Fault } from "../pattern/fault.js";
import { pathAsCsv } from "../report/path/csv.js";
import { pathAsJson } from "../report/path/json.js";
import { type PathFormat, formatPath } from "../report/path/report.js";
import { EXIT } from "./exit.js";
import { untilInterrupted } from "./interrupt.js";
import { readNoted } from "./pattern.js";
import { type Result, type Terminal, deliverInto, expectDirectory, keepInputsIn } from "./terminal.js";
import { workOn } from "./work.js";

/** Which points are written with their weights: numbers, and those with a name. */
export type Exported = readonly ("all" | "knee" | "chosen" | number)[];

export interface PathCommandOptions extends ReadOptions {
  readonly widths?: readonly number[];
  readonly pattern?: string;
  readonly activation: Activation;
  readonly loss?: LossName;
  readonly method: PathMethod;
  readonly points: number;
  readonly maxL1?: number;
  readonly starts?: number;
  readonly batch?: number;
  readonly split?: Split;
  readonly standardise?: StandardisedBy;
  readonly countBias: boolean;
  readonly seed: number;
  readonly timeout: number;
  /** A directory. */
  readonly out?: string;
  readonly export?: Exported;
  readonly format: PathFormat;
}

const FILES = ["path.json", "front.csv", "report.html", "report.md"] as const;
const POINTS = "points";
/** Names of files that a message has. */
const FEW = 4;
const USUAL: Exported = ["knee", "chosen"];

/** 0 when the front is complete; 2 when the time was over or Ctrl-C ended the run: what was found is kept. Files are written last, each whole. */
export async function pathCommand(file: string, options: PathCommandOptions, terminal: Terminal): Promise<number> {
  const { activation, method, points, seed, timeout, countBias, out, format } = options;
  const inputs = [file, ...(options.pattern === undefined ? [] : [options.pattern])];
  await keepInputsIn(out, [...FILES, ...inputs.map((input) => join(POINTS, basename(input)))], inputs);
  checkOptions(options);
  // Not only after minutes of work.
  if (out !== undefined) await expectDirectory(out);
  const pattern = options.pattern === undefined ? undefined : (await readNoted(options.pattern, options, terminal)).pattern;
  const data = await readDataFile(file);
  const path = await workOn(
    file,
    async (show) =>
      untilInterrupted(
        async (signal) =>
          regularisationPath(data, {
            ...(pattern === undefined ? {} : { pattern }),
            ...(options.widths === undefined ? {} : { widths: options.widths }),
            ...(options.bias === undefined ? {} : { bias: options.bias === "yes" }),
            ...(options.loss === undefined ? {} : { loss: options.loss }),
            ...(options.maxL1 === undefined ? {} : { maxL1: options.maxL1 }),
            ...(options.starts === undefined ? {} : { starts: options.starts }),
            ...(options.batch === undefined ? {} : { batch: options.batch }),
            split: options.split ?? null,
            standardise: options.standardise ?? null,
            activation,
            method,
            points,
            seed,
            timeout,
            countBiases: countBias,
            stop: () => signal.aborted,
            onProgress: ({ stage, done }) => show(stage, done === 0 ? "" : `${done}`),
          }),
        terminal,
      ),
    terminal,
  );
  if (out !== undefined) await write(file, path, out, options, terminal);
  terminal.out(formatPath(file, path, format, options.pattern));
  return path.complete ? EXIT.done : EXIT.undecided;
}

function checkOptions({ out, pattern, widths, layers, batch, method, export: exported }: PathCommandOptions): void {
  const usage = (place: string, expected: string, found: string): Fault => new Fault("usage", { place, expected, found });
  if (pattern !== undefined && widths !== undefined) throw usage("--widths", "none beside --pattern", widths.join("-"));
  if (layers !== undefined && pattern === undefined) throw usage("--layers", "a checkpoint given with --pattern", "none");
  if (batch !== undefined && method !== "continuation" && method !== "best") throw usage("--batch", "the method continuation or best", method);
  if (exported !== undefined && out === undefined) throw usage("--export", "a directory given with --out", "none");
}

async function write(file: string, path: RegularisationPath, out: string, { pattern, export: wanted = USUAL }: PathCommandOptions, terminal: Terminal): Promise<void> {
  const { numbers, missing } = exportedOf(path, wanted);
  if (missing.length > 0) terminal.err(`wellposed: there is no point ${missing.join(", ")}: the front has ${path.points.length}\n`);
  // The weights come first: what the other files tell of is there then.
  const files = numbers.flatMap((k) => filesOf(path, k));
  if (files.length > 0) await deliverInto(join(out, POINTS), files, terminal);
  const old = await othersIn(join(out, POINTS), new Set(files.map(([name]) => name)));
  if (old.length > 0) terminal.err(`wellposed: ${join(out, POINTS)} has files of another run: ${old.slice(0, FEW).join(", ")}${old.length > FEW ? `, and ${old.length - FEW} more` : ""}\n`);
  await deliverInto(
    out,
    [
      ["path.json", pathAsJson(path)],
      ["front.csv", pathAsCsv(path)],
      ["report.html", formatPath(file, path, "html", pattern)],
      ["report.md", formatPath(file, path, "markdown", pattern)],
    ],
    terminal,
  );
}

/** Files named like those of points, which are none of this run's. They are left: it is not known whose they are. */
async function othersIn(directory: string, own: ReadonlySet<string>): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => /^[0-9]{3}\.(json|safetensors)$/.test(name) && !own.has(name)).sort();
}

/** Numbers of the points that are written, ascending, and those asked for that there are not. */
function exportedOf({ points, knee, chosen }: RegularisationPath, wanted: Exported): { readonly numbers: number[]; readonly missing: number[] } {
  const named = { all: [...points.keys()], knee: knee === null ? [] : [knee], chosen: chosen === null ? [] : [chosen.point] };
  const asked = [...new Set(wanted.flatMap((one) => (typeof one === "number" ? [one] : named[one])))].sort((a, b) => a - b);
  return { numbers: asked.filter((k) => k < points.length), missing: asked.filter((k) => k >= points.length) };
}

/** Weights as they are, and the mask of those that are not 0. */
function filesOf({ points, problem: { pattern } }: RegularisationPath, k: number): [name: string, content: Result][] {
  const { parameters } = points[k]!;
  const name = `${k}`.padStart(3, "0");
  return [
    [`${name}.safetensors`, weightsContent(pattern, parameters).pieces()],
    [`${name}.json`, writePatternJson(supportOf(pattern, parameters, `point ${name}`))],
  ];
}
