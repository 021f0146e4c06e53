/** The tables of all shards of a classification as one: what one run without shards would have written. */
import { Fault, badInput, quote } from "../../pattern/fault.js";
import { Fold, type Row, unfolded } from "./fold.js";
import type { ClassificationHeader } from "./header.js";
import { WHOLE } from "./sources.js";
import { readHeader, readRows } from "./tables/read-table.js";

export interface Merged {
  readonly header: ClassificationHeader;
  /** The rows of all, in order. @throws Fault of kind `input` for a table that breaks off, `io` */
  rows(): Generator<Row>;
}

/**
 * @param files tables in JSON Lines, in any order: all shards of one classification, or one table that is whole
 * @throws Fault of kind `input` when they are not of the same sources and settings, when a shard is missing or there twice; `io`
 */
export function mergeTables(files: readonly string[]): Merged {
  if (files.length === 0) throw new Fault("usage", { place: "", expected: "the tables to merge", found: "none" });
  const tables = files.map((file) => ({ file, header: readHeader(file) }));
  const { shard: _, ...common } = tables[0]!.header;
  for (const { file, header } of tables) {
    for (const [key, value] of Object.entries(common)) {
      const own = header[key as keyof typeof common];
      if (JSON.stringify(own) !== JSON.stringify(value)) throw badInput(`line 1: ${key}`, `${quote(value)} as in ${files[0]}`, quote(own)).inFile(file);
    }
  }
  const { of } = tables[0]!.header.shard ?? WHOLE;
  const byNumber = new Map<number, { file: string; header: ClassificationHeader }>();
  for (const table of tables) {
    const { file, header } = table;
    const { number, of: own } = header.shard ?? WHOLE;
    if (own !== of) throw badInput("line 1: shard", `one of ${of}, as in ${files[0]}`, `one of ${own}`).inFile(file);
    const twice = byNumber.get(number);
    if (twice !== undefined) throw badInput("line 1: shard", `another shard than in ${twice.file}`, `${number}/${of} again`).inFile(file);
    byNumber.set(number, table);
  }
  const missing = Array.from({ length: of }, (_, n) => n + 1).filter((number) => !byNumber.has(number));
  if (missing.length > 0) throw badInput("", `all ${of} shards`, `no shard ${missing.slice(0, 10).join(", ")}${missing.length > 10 ? ` and ${missing.length - 10} more` : ""}`);
  const header: ClassificationHeader = { ...tables[0]!.header, shard: null };
  return {
    header,
    *rows() {
      const shards = Array.from({ length: of }, (_, n) => byNumber.get(n + 1)!).map(({ file, header: own }) => readRows(file, own));
      const fold = new Fold();
      try {
        for (let index = 0; index < header.patterns; index++) yield fold.row(unfolded(shards[index % of]!.next().value as Row));
        // Each table is read to its end: whatever stands after its last row is refused.
        for (const rows of shards) rows.next();
      } finally {
        for (const rows of shards) rows.return(undefined);
      }
    },
  };
}
