/** `wellposed train`: patterns trained on data, from many starts; what the losses and the weights did. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type DataTable, dataFromCsv } from "../formats/data-csv.js";
import { type ReadOptions, readPattern, readText } from "../formats/read.js";
import { Fault, badInput, ioReason } from "../pattern/fault.js";
import type { Pattern } from "../pattern/pattern.js";
import { type TrainedSource, curvesAsCsv, trainingsAsJson, trainingsAsText } from "../report/training.js";
import type { OptimizerName } from "../training/optimizer.js";
import { type TrainProgress, train } from "../training/train.js";
import { EXIT } from "./exit.js";
import { type Terminal, deliver, keepInputs } from "./terminal.js";

export interface TrainCommandOptions extends ReadOptions {
  readonly data?: string;
  readonly optimizer?: OptimizerName;
  readonly steps: number;
  readonly restarts: number;
  readonly seed: number;
  readonly weightDecay: number;
  readonly learningRate?: number;
  readonly out?: string;
  readonly format: "text" | "json";
}

/** Ctrl-C ends the training and keeps what was done; a second one ends the program. */
export async function trainCommand(files: readonly string[], options: TrainCommandOptions, terminal: Terminal): Promise<number> {
  const { optimizer, steps, restarts, seed, weightDecay, learningRate } = options;
  const outputs = options.out === undefined ? undefined : outputFiles(options.out);
  for (const output of outputs ?? []) await keepInputs([...files, ...(options.data === undefined ? [] : [options.data])], output);
  const patterns: Pattern[] = [];
  for (const file of files) {
    const { pattern, notes } = await readPattern(file, options);
    for (const note of notes) terminal.err(`${file}: ${note}\n`);
    patterns.push(pattern);
  }
  const data = await trainingData(options.data);
  patterns.forEach((pattern, f) => checkWidths(pattern, files[f]!, data, options.data));
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once("SIGINT", onInterrupt);
  const trained: TrainedSource[] = [];
  try {
    if (options.out !== undefined) await makeFolder(options.out);
    for (const [f, pattern] of patterns.entries()) {
      if (interrupt.signal.aborted) break;
      const training = await train(pattern, data, {
        ...(optimizer === undefined ? {} : { optimizer }),
        ...(learningRate === undefined ? {} : { learningRate }),
        steps,
        restarts,
        seed,
        weightDecay,
        signal: interrupt.signal,
        onProgress: (progress) => showProgress(files[f]!, progress, terminal),
      });
      trained.push({ source: files[f]!, training });
    }
  } finally {
    process.off("SIGINT", onInterrupt);
    if (terminal.watched) terminal.err("\r\u001B[K");
  }
  if (interrupt.signal.aborted) terminal.err("wellposed: interrupted; what was done by then is kept\n");
  if (outputs !== undefined) {
    await deliver(trainingsAsJson(trained), outputs[0], terminal);
    await deliver(curvesAsCsv(trained), outputs[1], terminal);
  }
  terminal.out(options.format === "json" ? trainingsAsJson(trained) : trainingsAsText(trained));
  return EXIT.done;
}

/** The data to train on. */
async function trainingData(file: string | undefined): Promise<DataTable> {
  if (file === undefined) throw new Fault("usage", { place: "--data", expected: "a CSV file with a header x1,...,xd,y1,...,yq", found: "none" });
  const text = await readText(file);
  try {
    return dataFromCsv(text);
  } catch (error) {
    throw error instanceof Fault ? error.inFile(file) : error;
  }
}

function checkWidths(pattern: Pattern, source: string, data: DataTable, file: string | undefined): void {
  const [inputs, outputs] = [pattern.widths[0]!, pattern.widths.at(-1)!];
  if (data.widths[0] === inputs && data.widths[1] === outputs) return;
  const fault = badInput("line 1", `${inputs} inputs and ${outputs} outputs as in ${source}`, `${data.widths[0]} and ${data.widths[1]}`);
  throw file === undefined ? fault : fault.inFile(file);
}

function outputFiles(folder: string): [string, string] {
  if (folder === "") throw new Fault("usage", { place: "--out", expected: "the name of a folder", found: "nothing" });
  return [join(folder, "training.json"), join(folder, "trace.csv")];
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new Fault("io", { place: "", expected: "a folder that can be written to", found: ioReason(error) }, folder);
  }
}

/** One line on stderr that is written over; silent unless somebody is watching. */
function showProgress(source: string, { run, runs, step, steps, relativeLoss, norm }: TrainProgress, terminal: Terminal): void {
  if (!terminal.watched) return;
  terminal.err(`\r\u001B[K${source}: run ${run + 1}/${runs}, step ${step}/${steps}, relative loss ${relativeLoss.toExponential(1)}, norm ${norm.toExponential(1)}`);
}
