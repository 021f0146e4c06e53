/**
 * A table as an SQLite data base: the table `patterns` with the columns of columns.ts, and `settings` with the header, a JSON value for each key. By the optional package
 * sql.js, which holds the data base in memory until it is whole.
 */
import { writeFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { Fault, writing } from "../../../pattern/fault.js";
import type { ClassificationHeader } from "../header.js";
import { columnsOf } from "./columns.js";
import type { TableWriter } from "./table-writer.js";
import { partOf, putInPlace } from "./whole-file.js";

/** What is used of sql.js, which comes without types. */
interface Database {
  run(sql: string, values?: readonly (number | string | null)[]): void;
  prepare(sql: string): { run(values: readonly (number | string | null)[]): void; free(): boolean };
  export(): Uint8Array;
  close(): void;
}
type SqlJs = () => Promise<{ Database: new () => Database }>;

/** @throws Fault of kind `usage` when the package is not installed */
export async function sqliteWriter(file: string, header: ClassificationHeader): Promise<TableWriter> {
  const { default: sqlJs } = (await import(sqlPackage())) as { default: SqlJs };
  const { Database } = await sqlJs();
  const database = new Database();
  const columns = columnsOf(header, true);
  const definitions = columns.map(({ name, type }) => `"${name}" ${type.toUpperCase()}${name === "index" ? " PRIMARY KEY" : ""}`);
  database.run(`CREATE TABLE patterns (${definitions.join(", ")})`);
  database.run("CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT)");
  for (const [key, value] of Object.entries(header)) database.run("INSERT INTO settings VALUES (?, ?)", [key, JSON.stringify(value)]);
  database.run("BEGIN");
  const insert = database.prepare(`INSERT INTO patterns VALUES (${columns.map(() => "?").join(", ")})`);
  const part = partOf(file);
  return {
    add: (row) => insert.run(columns.map((column) => column.cell(row))),
    done: () => {
      insert.free();
      database.run("COMMIT");
      writing(file, () => writeFileSync(part, database.export()));
      database.close();
      putInPlace(file);
    },
    dropped: () => {
      database.close();
      rmSync(part, { force: true });
    },
  };
}

/** The name of the package, in a variable: the compiler must not ask for types of what need not be there. @throws Fault of kind `usage` when it is not installed */
export function sqlPackage(name = "sql.js"): string {
  try {
    createRequire(import.meta.url).resolve(name);
    return name;
  } catch {
    throw new Fault("usage", { place: "--out", expected: "the package sql.js for SQLite (npm install sql.js)", found: "no such package" });
  }
}
