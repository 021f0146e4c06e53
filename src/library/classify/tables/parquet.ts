/** A table as Parquet: the columns of columns.ts, the header as JSON under the key `wellposed`. */
import { rmSync } from "node:fs";
import { ParquetWriter, fileWriter } from "hyparquet-writer";
import { writing } from "../../../pattern/fault.js";
import type { ClassificationHeader } from "../header.js";
import { type Column, columnsOf } from "./columns.js";
import type { TableWriter } from "./table-writer.js";
import { partOf, putInPlace } from "./whole-file.js";

/** Rows that are held before they are written, and found as one piece by a reader. */
const GROUP = 10_000;

const TYPES = { integer: { type: "INT32" }, real: { type: "DOUBLE" }, text: { type: "BYTE_ARRAY", converted_type: "UTF8" } } as const;

export function parquetWriter(file: string, header: ClassificationHeader): TableWriter {
  const columns = columnsOf(header, true);
  const element = ({ name, type }: Column) => ({ name, repetition_type: name === "index" || name === "id" ? "REQUIRED" : "OPTIONAL", ...TYPES[type] }) as const;
  const schema = [{ name: "root", num_children: columns.length }, ...columns.map(element)];
  const part = partOf(file);
  const writer = writing(file, () => new ParquetWriter({ writer: fileWriter(part), schema, createdBy: `wellposed ${header.version}`, kvMetadata: [{ key: "wellposed", value: JSON.stringify(header) }] }));
  let held: (number | string | null)[][] = columns.map(() => []);
  const flush = (): void => {
    if (held[0]!.length === 0) return;
    const columnData = columns.map(({ name }, c) => ({ name, data: held[c]! }));
    writing(file, () => void writer.write({ columnData, rowGroupSize: GROUP }));
    held = columns.map(() => []);
  };
  return {
    add: (row) => {
      columns.forEach((column, c) => held[c]!.push(column.cell(row)));
      if (held[0]!.length >= GROUP) flush();
    },
    done: () => {
      flush();
      writing(file, () => void writer.finish());
      putInPlace(file);
    },
    dropped: () => rmSync(part, { force: true }),
  };
}
