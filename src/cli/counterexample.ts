/** `wellposed counterexample`: a training set without an optimum, with its proof and the weights that diverge on it. */
import { join } from "node:path";
import { familyToJson } from "../certificate/counterexample.js";
import { type CounterexampleOutcome, counterexample } from "../counterexample/counterexample.js";
import { datasetCsv, datasetJson } from "../counterexample/dataset.js";
import { measure } from "../counterexample/measure.js";
import type { ReadOptions } from "../formats/read.js";
import { type CounterexampleFormat, counterexampleReport, formatCounterexample, formatNone } from "../report/counterexample.js";
import type { Pattern } from "../pattern/pattern.js";
import { patternReport } from "../report/pattern-report/pattern-report.js";
import { writePatternReport } from "../report/pattern-report/write.js";
import { EXIT } from "./exit.js";
import { readNoted } from "./pattern.js";
import { type Terminal, deliver, keepInputsIn, makeDirectory } from "./terminal.js";

export interface CounterexampleCommandOptions extends ReadOptions {
  readonly property: "linear" | "finite";
  readonly format: CounterexampleFormat;
  readonly timeout: number;
  /** A directory. */
  readonly out?: string;
}

/** What is written to --out. */
const FILES = ["dataset.csv", "dataset.json", "family.json", "certificate.json", "report.html"] as const;

/** 0 when a counterexample is made, and when there is none because the property holds; 2 when nothing is known, or none can be made. */
export async function counterexampleCommand(file: string, options: CounterexampleCommandOptions, terminal: Terminal): Promise<number> {
  const { pattern, layers: names } = await readNoted(file, options, terminal);
  const { property, format, timeout, out } = options;
  await keepInputsIn(out, FILES, [file]);
  const outcome = counterexample(pattern, { property, timeout });
  if (outcome.counterexample === null) {
    terminal.out(formatNone(file, property, outcome, format));
    return outcome.closed === true ? EXIT.closed : EXIT.undecided;
  }
  const { counterexample: found, certificate } = outcome;
  const measurement = measure(found);
  const report = counterexampleReport(file, property, found, certificate, measurement);
  const written: string[] = [];
  if (out !== undefined) {
    const family = { schema: "wellposed/family/1", name: pattern.name, widths: pattern.widths, ...familyToJson(found.family), loss: found.loss.toJson(), measured: measurement };
    const texts: Record<(typeof FILES)[number], string> = {
      "dataset.csv": datasetCsv(found.data),
      "dataset.json": datasetJson(found.data),
      "family.json": `${JSON.stringify(family, null, 1)}\n`,
      "certificate.json": `${JSON.stringify(certificate)}\n`,
      "report.html": await reportOf(file, pattern, names, options, outcome),
    };
    await makeDirectory(out);
    for (const name of FILES) {
      await deliver(texts[name], join(out, name), terminal);
      written.push(join(out, name));
    }
  }
  terminal.out(formatCounterexample(report, format, written));
  return EXIT.done;
}

/** The page that `wellposed report` makes with its own defaults, about this counterexample. */
async function reportOf(file: string, pattern: Pattern, layerNames: readonly string[] | undefined, { property, timeout, layers, bias }: CounterexampleCommandOptions, outcome: CounterexampleOutcome): Promise<string> {
  const report = await patternReport(file, pattern, { property, timeout, outcome, ...(layerNames === undefined ? {} : { layerNames }), ...(layers === undefined ? {} : { layers }), ...(bias === undefined ? {} : { bias }) });
  return writePatternReport(report, "report").html;
}
