/** Points of a data file for a problem: classes, parts for training, validation and tests, standardised inputs. */
import { Random } from "../../exact/random.js";
import type { DataTable } from "../../formats/data-csv.js";
import { badInput } from "../../pattern/fault.js";
import { type Columns, type LossName, type Samples, columnsOf, standardised } from "./problem.js";

/** How the rows are parted. A row that is not for training is for validation or for tests. */
export type Split =
  /** For training are the rows whose number, from 0, this divides; the others are for tests. */
  | { readonly every: number }
  /** Shares of the rows, drawn by the seed: for training, for validation, the rest for tests. */
  | { readonly training: number; readonly validation?: number };

/** Numbers of rows, ascending. */
export interface Parts {
  readonly training: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

/** Rows whose statistics the inputs are standardised by. */
export type StandardisedBy = "training" | "all";

/** Shares that add up to 1 within this leave none. */
const WHOLE = 1e-9;
/** A network has an output for each class. */
const MOST_CLASSES = 100_000;

/** The loss that suits the targets: cross-entropy for rows with a single 1 and zeros, and for a column of classes where the network has more than one output; squared error otherwise. */
export function lossFor(table: DataTable, outputs?: number): LossName {
  if (table.widths[1] > 1) return isOneHot(table) ? "cross-entropy" : "squared";
  return (outputs === undefined ? areClasses(table.targets) : outputs > 1) ? "cross-entropy" : "squared";
}

/** How many outputs the targets need: a number for each class, or for each column. */
export function outputsFor({ widths, targets }: DataTable, loss: LossName): number {
  return loss === "squared" || widths[1] > 1 ? widths[1] : 1 + targets.reduce((most, target) => Math.max(most, target), 0);
}

/**
 * All rows for a loss. Cross-entropy takes one column of classes 0, 1, ..., or a column for each class with a single 1 in each row.
 * @throws Fault for targets that are none of these
 */
export function samplesOf(table: DataTable, loss: LossName): Samples {
  const { inputs, targets, widths, points } = table;
  if (loss === "squared") return { inputs, targets };
  if (widths[1] === 1) {
    const strange = targets.findIndex((target) => !Number.isInteger(target) || target < 0 || target >= MOST_CLASSES);
    if (strange >= 0) throw badInput(`y1 of row ${strange}`, `a class: a whole number from 0 to ${MOST_CLASSES - 1} (--loss squared takes any numbers)`, `${targets[strange]}`);
    return { inputs, labels: Int32Array.from(targets) };
  }
  if (!isOneHot(table)) throw badInput("Y", "one column of classes, or in each row a single 1 and zeros (--loss squared takes any numbers)", "other rows");
  return { inputs, labels: Int32Array.from({ length: points }, (_, p) => targets.subarray(p * widths[1], (p + 1) * widths[1]).indexOf(1)) };
}

function isOneHot({ targets, widths, points }: DataTable): boolean {
  for (let p = 0; p < points; p++) {
    const row = targets.subarray(p * widths[1], (p + 1) * widths[1]);
    if (row.some((target) => target !== 0 && target !== 1) || row.reduce((sum, target) => sum + target, 0) !== 1) return false;
  }
  return true;
}

/** Whole numbers from 0 on, at least two, and each up to the largest occurs. */
function areClasses(targets: Float64Array): boolean {
  if (!targets.every((target) => Number.isInteger(target) && target >= 0 && target < targets.length)) return false;
  const seen = new Set(targets);
  return seen.size > 1 && Math.max(...seen) === seen.size - 1;
}

/**
 * Which rows are for what. Shares are rounded to whole rows; a seed gives the same rows on every machine.
 * @throws Fault when no row is left for training, or for a part that is asked for
 */
export function partsOf(points: number, split: Split | null, seed: number): Parts {
  const rows = Array.from({ length: points }, (_, p) => p);
  if (split === null) return { training: rows, validation: [], test: [] };
  if ("every" in split) {
    if (points < 2) throw badInput("", "at least two rows, for training and for tests", `${points}`);
    return { training: rows.filter((p) => p % split.every === 0), validation: [], test: rows.filter((p) => p % split.every !== 0) };
  }
  const { training: share, validation = 0 } = split;
  shuffle(rows, new Random(seed));
  const [first, second] = [Math.round(share * points), Math.round((share + validation) * points)];
  const [training, checked, test] = [rows.slice(0, first), rows.slice(first, second), rows.slice(second)].map((part) => part.sort((a, b) => a - b)) as [number[], number[], number[]];
  if (training.length === 0) throw badInput("", "enough rows for training", `${points}, of which a share of ${share} is none`);
  if (validation > 0 && checked.length === 0) throw badInput("", "enough rows for validation", `${points}, of which a share of ${validation} is none`);
  if (share + validation < 1 - WHOLE && test.length === 0) throw badInput("", "enough rows for tests", `${points}, of which a share of ${Number((1 - share - validation).toPrecision(6))} is none`);
  return { training, validation: checked, test };
}

function shuffle(rows: number[], random: Random): void {
  for (let k = rows.length - 1; k > 0; k--) {
    const other = random.below(k + 1);
    [rows[k], rows[other]] = [rows[other]!, rows[k]!];
  }
}

/** Some of the rows, in the order given. */
export function rowsOf({ inputs, labels, targets }: Samples, rows: readonly number[], [width, outputs]: readonly [number, number]): Samples {
  const part = (values: Float64Array, size: number): Float64Array => {
    const taken = new Float64Array(rows.length * size);
    rows.forEach((p, k) => taken.set(values.subarray(p * size, (p + 1) * size), k * size));
    return taken;
  };
  return {
    inputs: part(inputs, width),
    ...(labels === undefined ? {} : { labels: Int32Array.from(rows, (p) => labels[p]!) }),
    ...(targets === undefined ? {} : { targets: part(targets, outputs) }),
  };
}

/** The inputs with each column less its mean over its deviation, both of these rows. */
export function standardisedBy(samples: Samples, rows: readonly number[], widths: readonly [number, number]): { readonly samples: Samples; readonly columns: Columns } {
  const columns = columnsOf(rowsOf(samples, rows, widths).inputs, widths[0]);
  return { samples: { ...samples, inputs: standardised(samples.inputs, columns) }, columns };
}
