/** A finished table in JSON Lines, read back. */
import { parseJson } from "../../../formats/json.js";
import { Fault, badInput, unreadable } from "../../../pattern/fault.js";
import { linesOf } from "../../lines.js";
import { type Row, isFailed } from "../fold.js";
import { type ClassificationHeader, TABLE_SCHEMA, headerFrom, rowCount } from "../header.js";
import { rowFrom } from "../read-row.js";
import { WHOLE } from "../sources.js";

/** Does the file hold a finished table in JSON Lines? @throws Fault of kind `io` */
export function isTable(file: string): boolean {
  return reading(file, () => {
    for (const { bytes } of linesOf(file, 2 ** 20)) return isTableText(bytes.toString("latin1", 0, 100));
    return false;
  });
}

/** Does the text begin as a table does? */
export function isTableText(text: string): boolean {
  return text.startsWith(`{"schema":${JSON.stringify(TABLE_SCHEMA)}`);
}

/** @throws Fault of kind `input` when it is no finished table of this version, `io` when it cannot be read */
export function readHeader(file: string): ClassificationHeader {
  return reading(file, () => {
    for (const { bytes } of linesOf(file, 2 ** 26)) return headerFrom(parseJson(bytes.toString(), "line 1"), "line 1");
    throw badInput("line 1", "the header of a classification", "an empty file");
  });
}

/**
 * The rows of a table, one by one.
 * @throws Fault of kind `input` for a row that is none, is not the next one, or is missing, `io` when the file cannot be read
 */
export function* readRows(file: string, header: ClassificationHeader): Generator<Row> {
  const lines = linesOf(file);
  const { number: first, of: step } = header.shard ?? WHOLE;
  const count = rowCount(header);
  try {
    reading(file, () => lines.next());
    for (let n = 0; ; n++) {
      const place = `line ${n + 2}`;
      const line = reading(file, () => lines.next());
      if (line.done === true) {
        if (n < count) throw badInput(place, `${count} rows`, `${n}`).inFile(file);
        return;
      }
      const row = reading(file, () => rowFrom(line.value.bytes.toString(), place));
      const index = n * step + first - 1;
      if (n >= count) throw badInput(place, `${count} rows`, "another").inFile(file);
      if (row.index !== index) throw badInput(`${place}: index`, `${index}`, `${row.index}`).inFile(file);
      yield row;
    }
  } finally {
    lines.return(undefined);
  }
}

/**
 * The certificates in the text of a table, each with the id of its pattern, one by one.
 * @throws Fault of kind `input` for a line that is no row, and at the end when there was none
 */
export function* tableCertificates(text: string): Generator<{ id: string; certificate: unknown }> {
  let none = true;
  let start = text.indexOf("\n") + 1;
  for (let line = 2, end = text.indexOf("\n", start); end >= 0; line++, start = end + 1, end = text.indexOf("\n", start)) {
    const row = rowFrom(text.slice(start, end), `line ${line}`);
    for (const certificate of isFailed(row) ? [] : Object.values(row.certificates ?? {})) {
      none = false;
      yield { id: row.id, certificate };
    }
  }
  if (none) throw badInput("", "at least one certificate", "a classification without certificates");
}

function reading<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof Fault) throw error.inFile(file);
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw unreadable(error, file);
  }
}
