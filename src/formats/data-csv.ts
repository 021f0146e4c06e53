/**
 * Training data as CSV: a header x1, ..., xd, y1, ..., yq, then one row of numbers per point. A number is a decimal, or a quotient p/q of integers.
 * Numbers become float64: a decimal is rounded once; a quotient once more, where p and q are below 2^53.
 */
import { badInput, quote } from "../pattern/fault.js";
import { MAX_CELLS } from "./limits.js";

export interface DataTable {
  /** Points times inputs, one row per point; targets alike. */
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly points: number;
  /** Columns x and y. */
  readonly widths: readonly [number, number];
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const QUOTIENT = /^([+-]?\d+)\/(\d+)$/;

/**
 * Reads the text of a data file. Empty lines at the end are allowed, quoted fields are not.
 * @throws Fault naming line and column, for anything else
 */
export function dataFromCsv(text: string): DataTable {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  while (lines.length > 1 && lines.at(-1)!.trim() === "") lines.pop();
  const widths = readHeader(lines[0]!);
  const [width, outputs] = widths;
  const points = lines.length - 1;
  if (points === 0) throw badInput("line 2", "at least one point", "the end of the file");
  if (points * (width + outputs) > MAX_CELLS) throw badInput("", `at most ${MAX_CELLS} numbers`, `${points * (width + outputs)}`);
  const inputs = new Float64Array(points * width);
  const targets = new Float64Array(points * outputs);
  for (let p = 0; p < points; p++) {
    const line = lines[p + 1]!;
    const cells = line.split(",");
    if (cells.length !== width + outputs) throw badInput(`line ${p + 2}`, `${width + outputs} numbers as in the header`, line.trim() === "" ? "an empty line" : `${cells.length}`);
    cells.forEach((cell, c) => {
      const value = numberOf(cell.trim());
      if (value === undefined) throw badInput(`line ${p + 2}, column ${nameOf(c, width)}`, "a finite number such as -0.25, 1e-3 or 2/3", quote(cell.trim()));
      if (c < width) inputs[p * width + c] = value;
      else targets[p * outputs + c - width] = value;
    });
  }
  return { inputs, targets, points, widths };
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
  const value = quotient !== null ? Number(quotient[1]) / Number(quotient[2]) : DECIMAL.test(cell) ? Number(cell) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}
