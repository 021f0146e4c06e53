/** `wellposed train`: patterns trained on data, from many starts; what the losses and the weights did. */
import { join } from "node:path";
import type { ReadOptions } from "../formats/read.js";
import { Fault } from "../pattern/fault.js";
import type { Pattern } from "../pattern/pattern.js";
import { type TrainedSource, curvesAsCsv, trainingsAsJson, trainingsAsText } from "../report/training.js";
import type { OptimizerName } from "../training/optimizer.js";
import { compareGrowth } from "../training/compare-growth.js";
import { train } from "../training/train.js";
import { type TrainingSet, checkWidths, counterexampleData, readData } from "./data.js";
import { EXIT } from "./exit.js";
import { untilInterrupted } from "./interrupt.js";
import { readNoted } from "./pattern.js";
import { clearLine, showLine } from "./progress.js";
import { type Terminal, deliver, keepInputs, makeDirectory } from "./terminal.js";

export interface TrainCommandOptions extends ReadOptions {
  readonly data?: string;
  readonly optimizer?: OptimizerName;
  readonly steps: number;
  readonly restarts: number;
  readonly seed: number;
  readonly weightDecay: number;
  readonly learningRate?: number;
  readonly timeout: number;
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
    const { pattern } = await readNoted(file, options, terminal);
    patterns.push(pattern);
  }
  const { data, exact, about }: TrainingSet =
    options.data === undefined ? counterexampleData(patterns, files, options.timeout) : { data: await readData(options.data, patterns[0]!, files[0]!), about: undefined };
  patterns.forEach((pattern, f) => checkWidths(pattern, files[f]!, data));
  if (about !== undefined) terminal.err(`${about}\n`);
  const trained: TrainedSource[] = [];
  await untilInterrupted(async (signal) => {
    if (options.out !== undefined) await makeDirectory(options.out);
    for (const [f, pattern] of patterns.entries()) {
      if (signal.aborted) break;
      const training = await train(pattern, data, {
        ...(optimizer === undefined ? {} : { optimizer }),
        ...(learningRate === undefined ? {} : { learningRate }),
        steps,
        restarts,
        seed,
        weightDecay,
        // On the data of a counterexample, and without decay, it is proved to be 0 for that pattern.
        ...(exact?.pattern === f && weightDecay === 0 ? { infimum: 0 } : {}),
        signal,
        onProgress: ({ run, runs, step, steps: most, relativeLoss, norm }) =>
          showLine(`${files[f]!}: run ${run + 1}/${runs}, step ${step}/${most}, relative loss ${relativeLoss.toExponential(1)}, norm ${norm.toExponential(1)}`, terminal),
      });
      const comparison = exact?.pattern === f ? compareGrowth(pattern.masks, training.runs[training.best]!.growth, exact.growth) : undefined;
      trained.push({ source: files[f]!, training, ...(comparison === undefined ? {} : { comparison }) });
    }
  }, terminal).finally(() => clearLine(terminal));
  if (outputs !== undefined) {
    await deliver(trainingsAsJson(trained), outputs[0], terminal);
    await deliver(curvesAsCsv(trained), outputs[1], terminal);
  }
  terminal.out(options.format === "json" ? trainingsAsJson(trained) : trainingsAsText(trained));
  return EXIT.done;
}

function outputFiles(folder: string): [string, string] {
  if (folder === "") throw new Fault("usage", { place: "--out", expected: "the name of a folder", found: "nothing" });
  return [join(folder, "training.json"), join(folder, "trace.csv")];
}
