/** A table as CSV (RFC 4180, lines end with a line feed): a line of names, then a line for each row. Certificates are left out: no spreadsheet takes cells of their length. */
import type { ClassificationHeader } from "../header.js";
import { columnsOf } from "./columns.js";
import type { TableWriter } from "./table-writer.js";
import { WholeFile } from "./whole-file.js";

export function csvWriter(file: string, header: ClassificationHeader): TableWriter {
  const out = new WholeFile(file);
  const columns = columnsOf(header, false);
  out.write(`${columns.map(({ name }) => name).join(",")}\n`);
  return {
    add: (row) => out.write(`${columns.map((column) => csvCell(column.cell(row))).join(",")}\n`),
    done: () => out.done(),
    dropped: () => out.dropped(),
  };
}

/** In quotes where the text would be taken apart otherwise; nothing is an empty cell, an empty text is in quotes. */
export function csvCell(value: number | string | null): string {
  if (value === null) return "";
  const text = `${value}`;
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
