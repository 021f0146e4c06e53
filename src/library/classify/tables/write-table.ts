/** Tables in every format that is written. */
import { Fault, quote } from "../../../pattern/fault.js";
import type { Row } from "../fold.js";
import type { ClassificationHeader } from "../header.js";
import type { TableWriter } from "./table-writer.js";

export const TABLE_FORMATS = ["jsonl", "json", "csv", "parquet", "sqlite"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

const BY_EXTENSION: Readonly<Record<string, TableFormat>> = { jsonl: "jsonl", ndjson: "jsonl", json: "json", csv: "csv", parquet: "parquet", sqlite: "sqlite", sqlite3: "sqlite", db: "sqlite" };

/** The format of a file by its extension. @throws Fault of kind `usage` */
export function tableFormat(file: string): TableFormat {
  const extension = /\.([A-Za-z0-9]+)$/.exec(file)?.[1]?.toLowerCase() ?? "";
  const format = Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : undefined;
  if (format === undefined) throw new Fault("usage", { place: "--out", expected: `a file that ends in .${Object.keys(BY_EXTENSION).join(", .")}`, found: file === "" ? "nothing" : quote(file) });
  return format;
}

/** Begins a table beside its place. @throws Fault of kind `io`, or `usage` when the format needs a package that is not installed */
export async function tableWriter(file: string, header: ClassificationHeader): Promise<TableWriter> {
  switch (tableFormat(file)) {
    case "jsonl":
      return (await import("./json.js")).jsonLinesWriter(file, header);
    case "json":
      return (await import("./json.js")).jsonWriter(file, header);
    case "csv":
      return (await import("./csv.js")).csvWriter(file, header);
    case "parquet":
      return (await import("./parquet.js")).parquetWriter(file, header);
    case "sqlite":
      return (await import("./sqlite.js")).sqliteWriter(file, header);
  }
}

/** Writes a table, all of it or nothing. @throws Fault as `tableWriter`, and what the rows throw */
export async function writeTable(file: string, header: ClassificationHeader, rows: Iterable<Row>): Promise<void> {
  const writer = await tableWriter(file, header);
  try {
    for (const row of rows) writer.add(row);
    writer.done();
  } catch (error) {
    writer.dropped();
    throw error;
  }
}

/** Says early what a table of this format would lack in the end. @throws Fault of kind `usage` when it needs a package that is not installed */
export async function prepareTable(format: TableFormat): Promise<void> {
  if (format === "sqlite") (await import("./sqlite.js")).sqlPackage();
}
