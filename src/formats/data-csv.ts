/**
 * Training data as CSV: a header x1, ..., xd, y1, ..., yq, then one row of numbers per point. A number is a decimal, or a quotient p/q of integers.
 * As float64 a decimal is rounded once; a quotient once more, where p and q are below 2^53. As rationals they are what is written: 0.1 is 1/10.
 */
import { isDecimal, rationalOfDecimal } from "../exact/decimal.js";
import { Rational } from "../exact/rational.js";
import { badInput, quote } from "../pattern/fault.js";
import { MAX_CELLS, MAX_RATIONALS, MAX_RATIONAL_CHARACTERS } from "./limits.js";

export interface DataTable {
  /** Points times inputs, one row per point; targets alike. */
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly points: number;
  /** Columns x and y. */
  readonly widths: readonly [number, number];
}

/** The same with the numbers that the file has, not their doubles. */
export interface ExactTable {
  /** One row per point; targets alike. */
  readonly inputs: readonly (readonly Rational[])[];
  readonly targets: readonly (readonly Rational[])[];
  readonly points: number;
  readonly widths: readonly [number, number];
}

const QUOTIENT = /^([+-]?\d+)\/(\d+)$/;

/**
 * Reads the text of a data file. Empty lines at the end are allowed, quoted fields are not.
 * @throws Fault naming line and column, for anything else
 */
export function dataFromCsv(text: string): DataTable {
  const { widths, points, rowAt } = scan(text, MAX_CELLS);
  const [width, outputs] = widths;
  const inputs = new Float64Array(points * width);
  const targets = new Float64Array(points * outputs);
  for (let p = 0; p < points; p++) {
    rowAt(p, numberOf, "").forEach((value, c) => {
      if (c < width) inputs[p * width + c] = value;
      else targets[p * outputs + c - width] = value;
    });
  }
  return { inputs, targets, points, widths };
}

/**
 * The same in rational numbers. Each is refused when it takes more than 1000 digits, or is too large for a double.
 * @throws Fault naming line and column
 */
export function exactFromCsv(text: string): ExactTable {
  const { widths, points, rowAt } = scan(text, MAX_RATIONALS);
  const rows = Array.from({ length: points }, (_, p) => rowAt(p, rationalOf, `, of at most ${MAX_RATIONAL_CHARACTERS} digits`));
  return { inputs: rows.map((row) => row.slice(0, widths[0])), targets: rows.map((row) => row.slice(widths[0])), points, widths };
}

interface Scan {
  readonly widths: readonly [number, number];
  readonly points: number;
  /** The numbers of point p, inputs first. `more` is what a number has to be besides, in words. @throws Fault where `read` gives nothing */
  rowAt<T>(p: number, read: (cell: string) => T | undefined, more: string): T[];
}

function scan(text: string, most: number): Scan {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  while (lines.length > 1 && lines.at(-1)!.trim() === "") lines.pop();
  const widths = readHeader(lines[0]!);
  const columns = widths[0] + widths[1];
  const points = lines.length - 1;
  if (points === 0) throw badInput("line 2", "at least one point", "the end of the file");
  if (points * columns > most) throw badInput("", `at most ${most} numbers`, `${points * columns}`);
  return {
    widths,
    points,
    rowAt: (p, read, more) => {
      const line = lines[p + 1]!;
      const cells = line.split(",");
      if (cells.length !== columns) throw badInput(`line ${p + 2}`, `${columns} numbers as in the header`, line.trim() === "" ? "an empty line" : `${cells.length}`);
      return cells.map((cell, c) => {
        const value = read(cell.trim());
        if (value === undefined) throw badInput(`line ${p + 2}, column ${nameOf(c, widths[0])}`, `a finite number such as -0.25, 1e-3 or 2/3${more}`, quote(cell.trim()));
        return value;
      });
    },
  };
}

function readHeader(line: string): [number, number] {
  const names = line.split(",").map((name) => name.trim());
  const inputs = names.filter((name) => name.startsWith("x")).length;
  const outputs = names.length - inputs;
  names.forEach((name, c) => {
    if (name !== nameOf(c, inputs)) throw badInput(`line 1, column ${c + 1}`, `a header x1,...,xd,y1,...,yq: here ${nameOf(c, inputs)}`, quote(name));
  });
  if (inputs === 0 || outputs === 0) throw badInput("line 1", "a header x1,...,xd,y1,...,yq with inputs and targets", quote(line));
  return [inputs, outputs];
}

function nameOf(column: number, inputs: number): string {
  return column < inputs ? `x${column + 1}` : `y${column - inputs + 1}`;
}

function numberOf(cell: string): number | undefined {
  const quotient = QUOTIENT.exec(cell);
  const value = quotient !== null ? Number(quotient[1]) / Number(quotient[2]) : isDecimal(cell) ? Number(cell) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

function rationalOf(cell: string): Rational | undefined {
  if (cell.length > MAX_RATIONAL_CHARACTERS) return undefined;
  const [, numerator, denominator] = QUOTIENT.exec(cell) ?? [];
  if (denominator !== undefined && BigInt(denominator) === 0n) return undefined;
  const value = denominator === undefined ? rationalOfDecimal(cell, MAX_RATIONAL_CHARACTERS) : Rational.of(BigInt(numerator!.replace("+", "")), BigInt(denominator));
  return value !== undefined && Number.isFinite(value.toNumber()) ? value : undefined;
}
