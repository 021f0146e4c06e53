import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import type { Row } from "../../../src/library/classify/fold.js";
import { tableHeader } from "../../../src/library/classify/header.js";
import { rowsOf } from "../../../src/library/classify/run.js";
import { openSources } from "../../../src/library/classify/sources.js";
import { csvCell } from "../../../src/library/classify/tables/csv.js";
import { isTable, readHeader, readRows } from "../../../src/library/classify/tables/read-table.js";
import { sqlPackage } from "../../../src/library/classify/tables/sqlite.js";
import { tableFormat, tableWriter, writeTable } from "../../../src/library/classify/tables/write-table.js";
import { inFolder } from "../../cli/terminal.js";

const SETTINGS = { properties: ["linear", "cube"], timeout: 60, certificates: true } as const;

/** Three rows: a pattern with a name that needs quotes, one of its class, and one that is broken. */
async function table(folder: string): Promise<{ header: ReturnType<typeof tableHeader>; rows: Row[] }> {
  const lines = join(folder, "p.jsonl");
  writeFileSync(lines, `{"format":"wellposed/pattern/1","name":"a \\"b\\",\\nc","widths":[2,2,2],"masks":[["11","01"],["10","11"]],"bias":[true,false]}\n{"format":"wellposed/pattern/1","widths":[2,2,2],"masks":[["11","01"],["10","11"]],"bias":[true,false]}\n{\n`);
  const sources = openSources([lines]);
  const rows: Row[] = [];
  for await (const row of rowsOf(sources.jobs(), SETTINGS, 1)) rows.push(row);
  return { header: tableHeader(sources, SETTINGS, null), rows };
}

/** Cells as Parquet and SQLite have to give them back. */
function cells(rows: readonly any[]): Record<string, unknown>[] {
  const none = { name: null, widths: null, edges: null, density: null, layer_edges: null, layer_densities: null, bias: null, class: null, same_as: null };
  const verdicts = { linear: null, linear_rule: null, linear_ended: null, cube: null, cube_rule: null, cube_ended: null, linear_certificate: null, cube_certificate: null };
  const judged = { widths: "2-2-2", edges: 6, density: 0.75, layer_edges: "3 3", layer_densities: "0.75 0.75", bias: "yes no", class: rows[0].class, error_kind: null, error: null };
  const answers = { linear: "no", linear_rule: "lu-minor", linear_ended: null, cube: "undecided", cube_rule: null, cube_ended: null };
  return [
    { index: 0, id: rows[0].id, name: 'a "b",\nc', ...judged, same_as: null, ...answers, linear_certificate: JSON.stringify(rows[0].certificates.linear), cube_certificate: null },
    { index: 1, id: rows[1].id, name: "", ...judged, same_as: 0, ...answers, linear_certificate: null, cube_certificate: null },
    { index: 2, id: rows[2].id, ...none, ...verdicts, error_kind: "input", error: rows[2].error.message },
  ];
}

describe("tables", () => {
  test("as JSON Lines are read back as they were", async () => {
    await inFolder(async (folder) => {
      const { header, rows } = await table(folder);
      const file = join(folder, "t.jsonl");
      await writeTable(file, header, rows);
      expect(isTable(file)).toBe(true);
      expect(readHeader(file)).toEqual(header);
      expect([...readRows(file, header)]).toEqual(rows);
    });
  });

  test("as JSON are one document", async () => {
    await inFolder(async (folder) => {
      const { header, rows } = await table(folder);
      await writeTable(join(folder, "t.json"), header, rows);
      expect(JSON.parse(readFileSync(join(folder, "t.json"), "utf8"))).toEqual({ ...header, rows });
      await writeTable(join(folder, "e.json"), header, []);
      expect(JSON.parse(readFileSync(join(folder, "e.json"), "utf8"))).toEqual({ ...header, rows: [] });
      expect(isTable(join(folder, "t.json"))).toBe(true);
      expect(() => readHeader(join(folder, "t.json"))).toThrow(/line 1/);
    });
  });

  test("as CSV have a line for each row, cells in quotes where needed, and no certificates", async () => {
    await inFolder(async (folder) => {
      const { header, rows } = await table(folder);
      const file = join(folder, "t.csv");
      await writeTable(file, header, rows);
      const lines = readFileSync(file, "utf8");
      const { id, class: own } = rows[0] as { id: string; class: string };
      expect(lines).toBe(
        "index,id,name,widths,edges,density,layer_edges,layer_densities,bias,class,same_as,linear,linear_rule,linear_ended,cube,cube_rule,cube_ended,error_kind,error\n" +
          `0,${id},"a ""b"",\nc",2-2-2,6,0.75,3 3,0.75 0.75,yes no,${own},,no,lu-minor,,undecided,,,,\n` +
          `1,${(rows[1] as { id: string }).id},"",2-2-2,6,0.75,3 3,0.75 0.75,yes no,${own},0,no,lu-minor,,undecided,,,,\n` +
          `2,${(rows[2] as { id: string }).id},,,,,,,,,,,,,,,,input,${csvCell((rows[2] as { error: { message: string } }).error.message)}\n`,
      );
      expect([null, "", 0, "a,b", 'a"b', "a\rb", "a b"].map(csvCell)).toEqual(["", '""', "0", '"a,b"', '"a""b"', '"a\rb"', "a b"]);
    });
  });

  test("as Parquet are read back by another library, types and settings too", async () => {
    await inFolder(async (folder) => {
      const { header, rows } = await table(folder);
      const file = join(folder, "t.parquet");
      await writeTable(file, header, rows);
      const bytes = readFileSync(file);
      const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
      expect(await parquetReadObjects({ file: buffer })).toEqual(cells(rows));
      const { key_value_metadata, created_by } = parquetMetadata(buffer);
      expect(JSON.parse(key_value_metadata!.find(({ key }) => key === "wellposed")!.value!)).toEqual(header);
      expect(created_by).toBe(`wellposed ${header.version}`);
      await writeTable(join(folder, "again.parquet"), header, rows);
      expect(readFileSync(join(folder, "again.parquet"))).toEqual(bytes);
    });
  });

  test("as Parquet have as many rows as there are, over several groups", async () => {
    await inFolder(async (folder) => {
      const { header, rows } = await table(folder);
      const file = join(folder, "t.parquet");
      const many = Array.from({ length: 25_000 }, (_, index) => ({ ...rows[2]!, index }));
      await writeTable(file, header, many);
      const bytes = readFileSync(file);
      const read = await parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), columns: ["index"] });
      expect(read.map(({ index }) => index)).toEqual(many.map(({ index }) => index));
    });
  });

  test("as SQLite are read back, with the settings beside them", async () => {
    await inFolder(async (folder) => {
      const { header, rows } = await table(folder);
      const file = join(folder, "t.sqlite");
      await writeTable(file, header, rows);
      const name: string = "sql.js";
      const { default: sqlJs } = await import(name);
      const database = new (await sqlJs()).Database(readFileSync(file));
      const [{ columns, values }] = database.exec('SELECT * FROM patterns ORDER BY "index"');
      expect(values.map((row: unknown[]) => Object.fromEntries(row.map((cell, c) => [columns[c], cell])))).toEqual(cells(rows));
      const [settings] = database.exec("SELECT key, value FROM settings");
      expect(Object.fromEntries(settings.values.map(([key, value]: [string, string]) => [key, JSON.parse(value)]))).toEqual(header);
      expect(database.exec("SELECT linear, count(*) FROM patterns GROUP BY linear ORDER BY linear")[0].values).toEqual([[null, 1], ["no", 2]]);
      database.close();
    });
  });

  test("in SQLite need a package, and say so before the work begins", () => {
    expect(sqlPackage()).toBe("sql.js");
    expect(() => sqlPackage("sql.js-that-is-not-there")).toThrow(/expected the package sql\.js for SQLite \(npm install sql\.js\), found no such package/);
  });

  test("are known by their extension", () => {
    expect(["a.jsonl", "a.NDJSON", "a.json", "a.csv", "a.b.parquet", "a.sqlite", "a.sqlite3", "a.db"].map(tableFormat)).toEqual(["jsonl", "jsonl", "json", "csv", "parquet", "sqlite", "sqlite", "sqlite"]);
    for (const file of ["", "table", "table.xlsx", "csv", "a.constructor"]) expect(() => tableFormat(file)).toThrow(/--out: expected a file that ends in/);
  });

  test.each(["t.jsonl", "t.json", "t.csv", "t.parquet", "t.sqlite"])("that break off leave nothing, and what stood there stays: %s", async (name) => {
    await inFolder(async (folder) => {
      const { header, rows } = await table(folder);
      const file = join(folder, name);
      writeFileSync(file, "before");
      const broken = function* (): Generator<Row> {
        yield rows[0]!;
        throw new Error("broken off");
      };
      await expect(writeTable(file, header, broken())).rejects.toThrow("broken off");
      expect(readFileSync(file, "utf8")).toBe("before");
      expect(readdirSync(folder).sort()).toEqual(["p.jsonl", name].sort());
      await writeTable(file, header, rows);
      expect(readFileSync(file, "latin1")).not.toBe("before");
    });
  });

  test("that cannot be written are faults", async () => {
    await inFolder(async (folder) => {
      const { header, rows } = await table(folder);
      mkdirSync(join(folder, "taken.csv"));
      mkdirSync(join(folder, "taken.parquet"));
      for (const file of [join(folder, "none", "t.csv"), join(folder, "none", "t.parquet"), join(folder, "none", "t.sqlite"), join(folder, "taken.csv"), join(folder, "taken.parquet")]) {
        await expect(writeTable(file, header, rows)).rejects.toMatchObject({ kind: "io", file });
      }
      await expect(tableWriter("t.txt", header)).rejects.toMatchObject({ kind: "usage" });
      expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
    });
  });
});

describe("reading a table", () => {
  test.each<[string, (lines: string[]) => string[], string]>([
    ["no row", (lines) => [...lines.slice(0, 2), "3", lines[3]!], "line 3: expected an object, found 3"],
    ["no JSON", (lines) => [...lines.slice(0, 2), "{", lines[3]!], "line 3, line 1:2"],
    ["an index that is none", (lines) => [...lines.slice(0, 2), '{"index":-1}', lines[3]!], "line 3: index: expected an index"],
    ["a row without an id", (lines) => [...lines.slice(0, 2), '{"index":1}', lines[3]!], "line 3: id"],
    ["an error without a reason", (lines) => [...lines.slice(0, 3), '{"index":2,"id":"x","error":{}}'], "line 4: error"],
    ["no verdicts", (lines) => [lines[0]!, lines[1]!.replace('"verdicts"', '"others"'), ...lines.slice(2)], "line 2: verdicts"],
    ["a verdict without a rule", (lines) => [lines[0]!, lines[1]!.replace('"rule":"lu-minor"', '"rule":null'), ...lines.slice(2)], "line 2: verdicts.linear"],
    ["a verdict on something else", (lines) => [lines[0]!, lines[1]!.replace('"linear":{"closed"', '"open":{"closed"'), ...lines.slice(2)], "line 2: verdicts"],
    ["widths that are none", (lines) => [lines[0]!, lines[1]!.replace('"widths":[2,2,2]', '"widths":[2]'), ...lines.slice(2)], "line 2: widths"],
    ["layers that do not fit", (lines) => [lines[0]!, lines[1]!.replace('"layers":[', '"layers":[{},'), ...lines.slice(2)], "line 2: layers"],
    ["a row that repeats nothing", (lines) => [...lines.slice(0, 2), lines[2]!.replace('"sameAs":0', '"sameAs":"x"'), lines[3]!], "line 3: sameAs"],
    ["rows in another order", (lines) => [lines[0]!, lines[2]!, lines[1]!, lines[3]!], "line 2: index: expected 0, found 1"],
    ["too few rows", (lines) => lines.slice(0, 3), "line 4: expected 3 rows, found 2"],
    ["too many rows", (lines) => [...lines, lines[3]!], "line 5: expected 3 rows, found another"],
    ["another schema", (lines) => [lines[0]!.replace("classification/1", "classification/2"), ...lines.slice(1)], "line 1: schema"],
    ["another version", (lines) => [lines[0]!.replace(/"version":"[^"]*"/, '"version":"0"'), ...lines.slice(1)], "line 1: version"],
    ["no paths", (lines) => [lines[0]!.replace('"paths"', '"path"'), ...lines.slice(1)], "line 1: paths"],
    ["a shard that is none", (lines) => [lines[0]!.replace('"shard":null', '"shard":{"number":3,"of":2}'), ...lines.slice(1)], "line 1: shard"],
    ["properties that are none", (lines) => [lines[0]!.replace('["linear","cube"]', '["closed"]'), ...lines.slice(1)], "line 1: settings.properties"],
    ["no settings", (lines) => [lines[0]!.replace('"timeout":60', '"timeout":"x"'), ...lines.slice(1)], "line 1: settings"],
  ])("refuses one with %s", async (_, change, message) => {
    await inFolder(async (folder) => {
      const { header, rows } = await table(folder);
      const file = join(folder, "t.jsonl");
      await writeTable(file, header, rows);
      const lines = readFileSync(file, "utf8").trimEnd().split("\n");
      writeFileSync(file, `${change(lines).join("\n")}\n`);
      let fault: unknown;
      try {
        for (const row of readRows(file, readHeader(file))) expect(row).toBeDefined();
      } catch (error) {
        fault = error;
      }
      expect(fault).toMatchObject({ kind: "input", file });
      expect((fault as Error).message).toContain(message);
    });
  });
});
