import { Option } from "commander";
import type { AddCommand } from "./command.js";

export const addMerge: AddCommand = (program, runs) => {
  program
    .command("merge")
    .description("put the tables of all shards of a classification together: the table that one run would have written")
    .argument("<file...>", "the tables of all shards, in JSON Lines, in any order; or one whole table, to write it in another format")
    .requiredOption("--out <file>", "the whole table: .jsonl, .json, .csv, .parquet or .sqlite; all of it or nothing")
    .addOption(new Option("--format <name>", "form of the summary").choices(["text", "json"]).default("text"))
    .option("--plot <file>", "draw the shares against density, as SVG")
    .addHelpText(
      "after",
      `
The shards must be of the same sources, settings and version, each there once, each run to its end.

Examples:
  wellposed merge part-*.jsonl --out table.jsonl
  wellposed merge table.jsonl --out table.parquet        the same table in another format`,
    )
    .action(runs(async () => (await import("../classify.js")).mergeCommand));
};
