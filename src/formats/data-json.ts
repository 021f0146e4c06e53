/** Training data as JSON: `{"X": [[...], ...], "Y": [[...], ...]}`, a row for each point. An entry is a number, or a rational as a string, "p" or "p/q". */
import { rationalOfDecimal } from "../exact/decimal.js";
import { Rational } from "../exact/rational.js";
import { badInput, quote } from "../pattern/fault.js";
import type { DataTable, ExactTable } from "./data-csv.js";
import { parseJson, parseJsonNumerals } from "./json.js";
import { MAX_CELLS, MAX_RATIONALS, MAX_RATIONAL_CHARACTERS } from "./limits.js";

/**
 * Reads the text of a data file. Rationals are rounded to the nearest double. Other keys are refused.
 * @throws Fault naming the place, for anything else
 */
export function dataFromJson(text: string): DataTable {
  const number = (entry: unknown): number | undefined => {
    const value = typeof entry === "string" ? rationalOf(entry)?.toNumber() : entry;
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  };
  const { x, y } = tables(parseJson(text), MAX_CELLS, number, "");
  const [inputs, targets] = [x, y].map(({ rows, width }) => {
    const values = new Float64Array(rows.length * width);
    rows.forEach((row, p) => values.set(row, p * width));
    return values;
  }) as [Float64Array, Float64Array];
  return { inputs, targets, points: x.rows.length, widths: [x.width, y.width] };
}

/**
 * The same in rational numbers, also those that are written as decimals: 0.1 is 1/10. Each is refused when it takes more than 1000 digits, or is too large for a double.
 * @throws Fault naming the place
 */
export function exactFromJson(text: string): ExactTable {
  const { value, numerals } = parseJsonNumerals(text);
  const rational = (entry: unknown): Rational | undefined => {
    const read = typeof entry === "string" ? rationalOf(entry) : typeof entry === "number" ? rationalOfDecimal(numerals[entry]!, MAX_RATIONAL_CHARACTERS) : undefined;
    return read !== undefined && Number.isFinite(read.toNumber()) ? read : undefined;
  };
  const written = (entry: unknown): unknown =>
    entry === undefined ? entry : JSON.parse(JSON.stringify(entry), (_, part: unknown) => (typeof part === "number" ? numerals[part] : part));
  const { x, y } = tables(value, MAX_RATIONALS, rational, `, of at most ${MAX_RATIONAL_CHARACTERS} digits`, written);
  return { inputs: x.rows, targets: y.rows, points: x.rows.length, widths: [x.width, y.width] };
}

function rationalOf(text: string): Rational | undefined {
  return text.length <= MAX_RATIONAL_CHARACTERS ? Rational.parse(text) : undefined;
}

interface Rows<T> {
  readonly rows: readonly T[][];
  readonly width: number;
}

/** `more`: what a number has to be besides, in words. `written`: how an entry is shown in a fault. */
function tables<T>(value: unknown, most: number, read: (entry: unknown) => T | undefined, more: string, written = (entry: unknown): unknown => entry): { x: Rows<T>; y: Rows<T> } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badInput("", 'an object with "X" and "Y"', quote(written(value)));
  const object = value as Record<string, unknown>;
  for (const key of Object.keys(object)) if (key !== "X" && key !== "Y") throw badInput(key, 'no keys but "X" and "Y"', "another one");
  const rowsOf = (place: "X" | "Y"): Rows<T> => {
    const list = object[place];
    if (!Array.isArray(list) || list.length === 0) throw badInput(place, "a list of at least one row", quote(written(list)));
    const first: unknown = list[0];
    if (!Array.isArray(first) || first.length === 0) throw badInput(`${place}[0]`, "a list of at least one number", quote(written(first)));
    const width = first.length;
    if (list.length * width > most) throw badInput(place, `at most ${most} numbers`, `${list.length * width}`);
    const rows = list.map((row: unknown, p) => {
      if (!Array.isArray(row) || row.length !== width) throw badInput(`${place}[${p}]`, `${width} numbers as in the first row`, Array.isArray(row) ? `${row.length}` : quote(written(row)));
      return row.map((entry: unknown, k) => {
        const number = read(entry);
        if (number === undefined) throw badInput(`${place}[${p}][${k}]`, `a finite number, or a rational in lowest terms such as "2/3"${more}`, quote(written(entry)));
        return number;
      });
    });
    return { rows, width };
  };
  const [x, y] = [rowsOf("X"), rowsOf("Y")];
  if (x.rows.length !== y.rows.length) throw badInput("Y", `${x.rows.length} rows as in X`, `${y.rows.length}`);
  return { x, y };
}
