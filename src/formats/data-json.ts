/** Training data as JSON: `{"X": [[...], ...], "Y": [[...], ...]}`, a row for each point. An entry is a number, or a rational as a string, "p" or "p/q". */
import { Rational } from "../exact/rational.js";
import { badInput, quote } from "../pattern/fault.js";
import type { DataTable } from "./data-csv.js";
import { parseJson } from "./json.js";
import { MAX_CELLS } from "./limits.js";

/** Digits of a rational: far above what doubles can tell apart. */
const MAX_CHARACTERS = 1000;

/**
 * Reads the text of a data file. Rationals are rounded to the nearest double. Other keys are refused.
 * @throws Fault naming the place, for anything else
 */
export function dataFromJson(text: string): DataTable {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badInput("", 'an object with "X" and "Y"', quote(value));
  const object = value as Record<string, unknown>;
  for (const key of Object.keys(object)) if (key !== "X" && key !== "Y") throw badInput(key, 'no keys but "X" and "Y"', "another one");
  const x = rows(object["X"], "X");
  const y = rows(object["Y"], "Y");
  if (x.height !== y.height) throw badInput("Y", `${x.height} rows as in X`, `${y.height}`);
  return { inputs: x.values, targets: y.values, points: x.height, widths: [x.width, y.width] };
}

function rows(value: unknown, place: string): { values: Float64Array; height: number; width: number } {
  if (!Array.isArray(value) || value.length === 0) throw badInput(place, "a list of at least one row", quote(value));
  const first: unknown = value[0];
  if (!Array.isArray(first) || first.length === 0) throw badInput(`${place}[0]`, "a list of at least one number", quote(first));
  const width = first.length;
  if (value.length * width > MAX_CELLS) throw badInput(place, `at most ${MAX_CELLS} numbers`, `${value.length * width}`);
  const values = new Float64Array(value.length * width);
  value.forEach((row: unknown, p) => {
    if (!Array.isArray(row) || row.length !== width) throw badInput(`${place}[${p}]`, `${width} numbers as in the first row`, Array.isArray(row) ? `${row.length}` : quote(row));
    row.forEach((entry: unknown, k) => (values[p * width + k] = numberOf(entry, `${place}[${p}][${k}]`)));
  });
  return { values, height: value.length, width };
}

function numberOf(entry: unknown, place: string): number {
  const value = typeof entry === "string" && entry.length <= MAX_CHARACTERS ? Rational.parse(entry)?.toNumber() : entry;
  if (typeof value !== "number" || !Number.isFinite(value)) throw badInput(place, 'a finite number, or a rational in lowest terms such as "2/3"', quote(entry));
  return value;
}
