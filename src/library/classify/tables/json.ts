/** A table as JSON Lines, the header first, and as one JSON document, with the rows as a list. */
import type { ClassificationHeader } from "../header.js";
import type { TableWriter } from "./table-writer.js";
import { WholeFile } from "./whole-file.js";

export function jsonLinesWriter(file: string, header: ClassificationHeader): TableWriter {
  const out = new WholeFile(file);
  out.write(`${JSON.stringify(header)}\n`);
  return { add: (row) => out.write(`${JSON.stringify(row)}\n`), done: () => out.done(), dropped: () => out.dropped() };
}

export function jsonWriter(file: string, header: ClassificationHeader): TableWriter {
  const out = new WholeFile(file);
  out.write(`${JSON.stringify(header).slice(0, -1)},"rows":[`);
  let before = "\n";
  return {
    add: (row) => {
      out.write(`${before}${JSON.stringify(row)}`);
      before = ",\n";
    },
    done: () => {
      out.write("\n]}\n");
      out.done();
    },
    dropped: () => out.dropped(),
  };
}
