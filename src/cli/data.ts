/** What the commands that train train on: data files and data of counterexamples. */
import { counterexample } from "../counterexample/counterexample.js";
import { isExactIn } from "../counterexample/dataset.js";
import { type Verdicts, decide } from "../decide/decide.js";
import { readDataFile } from "../formats/data.js";
import type { DataTable } from "../formats/data-csv.js";
import { Fault, badInput } from "../pattern/fault.js";
import type { Pattern } from "../pattern/pattern.js";
import { type EdgeExponent, exactGrowth } from "../training/compare-growth.js";

/** Data, and where they come from. */
export interface TrainingSet {
  readonly data: DataTable;
  /** Of data of a counterexample: the number of its pattern, and how fast the weights of its family grow. */
  readonly exact?: { readonly pattern: number; readonly growth: readonly EdgeExponent[] };
  /** A line about them, where they come from no file. */
  readonly about: string | undefined;
}

/** @throws Fault naming the file, also when its widths are not those of the pattern, which was read from `source` */
export async function readData(file: string, pattern: Pattern, source: string): Promise<DataTable> {
  const data = await readDataFile(file);
  try {
    checkWidths(pattern, source, data);
    return data;
  } catch (error) {
    throw error instanceof Fault ? error.inFile(file) : error;
  }
}

/** @throws Fault unless the data have the inputs and outputs of the pattern */
export function checkWidths(pattern: Pattern, source: string, data: DataTable): void {
  const [inputs, outputs] = [pattern.widths[0]!, pattern.widths.at(-1)!];
  if (data.widths[0] === inputs && data.widths[1] === outputs) return;
  throw badInput("", `${inputs} inputs and ${outputs} outputs as in ${source}`, `${data.widths[0]} and ${data.widths[1]}`);
}

/**
 * The data of the first counterexample that one of the patterns has: of `linear`, or else of `finite`.
 * @throws Fault of kind `usage` when none has one
 */
export function counterexampleData(patterns: readonly Pattern[], files: readonly string[], timeout: number): TrainingSet {
  const reasons: string[] = [];
  const verdicts: Verdicts[] = [];
  for (const property of ["linear", "finite"] as const) {
    for (const [f, pattern] of patterns.entries()) {
      const { [property]: verdict } = (verdicts[f] ??= decide(pattern, { timeout }));
      const outcome = counterexample(pattern, { property, timeout, verdict });
      if (outcome.counterexample === null) {
        reasons.push(outcome.why);
        continue;
      }
      const { data } = outcome.counterexample;
      const rounded = isExactIn(53, data) ? "" : ", rounded to doubles";
      const about = `${files[f]!}: trained on its counterexample, ${data.points.length} points${rounded} (${property}: no)`;
      return { data: tableOf(data), exact: { pattern: f, growth: exactGrowth(outcome.counterexample) }, about };
    }
  }
  throw new Fault("usage", { place: "--data", expected: "a data file, as there is no counterexample to train on", found: `none (${reasons[0]})` });
}

function tableOf({ points, targets }: Parameters<typeof isExactIn>[1]): DataTable {
  const inputs = Float64Array.from(points.flat(), (x) => x.toNumber());
  return { inputs, targets: Float64Array.from(targets.flat(), (y) => y.toNumber()), points: points.length, widths: [points[0]!.length, targets[0]!.length] };
}
