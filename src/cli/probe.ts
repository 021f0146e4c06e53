/** `wellposed probe`: random targets, trained from many starts; for how many do the weights diverge? */
import { type Existence, existenceFor } from "../decide/existence.js";
import { Rational } from "../exact/rational.js";
import type { ReadOptions } from "../formats/read.js";
import { Fault } from "../pattern/fault.js";
import { probeAsJson, probeAsText } from "../report/probe.js";
import type { OptimizerName } from "../training/optimizer.js";
import { probe } from "../training/probe.js";
import { EXIT } from "./exit.js";
import { readData } from "./data.js";
import { untilInterrupted } from "./interrupt.js";
import { readNoted } from "./pattern.js";
import { startProgress } from "./progress.js";
import { type Terminal, deliver } from "./terminal.js";

export interface ProbeCommandOptions extends ReadOptions {
  readonly targets: number;
  readonly points?: number;
  readonly data?: string;
  readonly seed: number;
  readonly restarts: number;
  readonly steps: number;
  readonly optimizer?: OptimizerName;
  readonly timeout: number;
  readonly format: "text" | "json";
  readonly out?: string;
}

/** Ctrl-C ends the probe and keeps the targets that are done. */
export async function probeCommand(file: string, options: ProbeCommandOptions, terminal: Terminal): Promise<number> {
  const { targets, points, seed, restarts, steps, optimizer, timeout, format, out } = options;
  if (options.data !== undefined && points !== undefined) throw new Fault("usage", { place: "--points", expected: "--points or --data", found: "both" });
  const { pattern } = await readNoted(file, options, terminal);
  let inputs: Float64Array | undefined;
  let existence: Existence | undefined;
  if (options.data !== undefined) {
    const data = await readData(options.data, pattern, file);
    inputs = data.inputs;
    const width = pattern.widths[0]!;
    const rows = Array.from({ length: data.points }, (_, p) => Array.from(inputs!.subarray(p * width, (p + 1) * width), (x) => Rational.ofNumber(x)));
    existence = existenceFor(pattern, rows, { timeout, seed });
  }
  const progress = await startProgress(targets, terminal, "targets");
  const result = await untilInterrupted(
    (signal) =>
      probe(pattern, {
        targets,
        seed,
        restarts,
        steps,
        signal,
        onProgress: ({ diverging }) => progress.step(`${diverging} diverging`),
        ...(points === undefined ? {} : { points }),
        ...(inputs === undefined ? {} : { inputs }),
        ...(optimizer === undefined ? {} : { optimizer }),
      }),
    terminal,
  ).finally(() => progress.done());
  const all = { source: file, probe: result, ...(existence === undefined ? {} : { existence }) };
  await deliver(format === "json" ? probeAsJson(all) : probeAsText(all), out, terminal);
  return EXIT.done;
}
