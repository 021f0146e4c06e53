import { availableParallelism } from "node:os";
import { InvalidArgumentError, Option } from "commander";
import { PROPERTIES } from "../../certificate/proof.js";
import type { Shard } from "../../library/classify/sources.js";
import { DEFAULT_BATCH } from "../../library/queue/batch.js";
import { DEFAULT_TIMEOUT } from "../../rules/budget.js";
import type { AddCommand } from "./command.js";
import { biasOption, layersOption, parseCount, parseSeconds, queueNameOption, queueOption } from "./options.js";

export const addClassify: AddCommand = (program, runs) => {
  program
    .command("classify")
    .description("decide thousands of patterns into a table: files, folders, JSON Lines, random supports; each class up to order of neurons once")
    .argument("<path...>", "pattern files, folders, .jsonl files, rect: and random: notations")
    .option("--out <file>", "write the table to a new file: .jsonl, .json, .csv, .parquet or .sqlite; without it only the summary is printed")
    .option("--resume", "continue the file that an interrupted run has left: what is in it is not judged again")
    .addOption(new Option("--property <name>", "decide this property only; all three unless said").choices([...PROPERTIES]))
    .addOption(new Option("--jobs <count>", "worker threads; the table does not depend on it").argParser(parseCount).default(availableParallelism()))
    .addOption(new Option("--timeout <seconds>", "bound on the search for each pattern").argParser(parseSeconds).default(DEFAULT_TIMEOUT))
    .option("--no-certificates", "leave the certificates out of the table (they are made and checked all the same)")
    .addOption(new Option("--shard <i/n>", "take only part i of n, counted from 1; wellposed merge puts the parts together").argParser(parseShard))
    .addOption(new Option("--format <name>", "form of the summary").choices(["text", "json"]).default("text"))
    .addOption(queueOption())
    .addOption(queueNameOption())
    .addOption(new Option("--batch <count>", "with --queue: patterns handed out together").argParser(parseCount).default(DEFAULT_BATCH))
    .option("--plot <file>", "draw the shares of closed, undecided and not closed against density, as SVG")
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
Paths:
  a pattern file of any format; a folder (all files below it, in order of their names, without those that begin with a dot)
  a .jsonl or .ndjson file: on each line a wellposed/pattern/1, a notation, or an entry of an atlas
  "random:64-32-10@0.05#1..10000": widths from input to output, density, seeds. Entries are independent; @5%exact keeps exactly that share of
  every layer, @k=12 or @k=12,6 so many entries. A notation with a seed is the same pattern for ever; every command takes it in place of a file.

Patterns that differ in the order of inputs, outputs or hidden neurons only are one class: its first pattern is decided, and has the certificates; the others
name it (sameAs). What cannot be read is a row with an error. The table is the same for any number of jobs, and after any interruption; only a search that
the time limit ended ("ended": "time" in its verdict) may go on longer on another machine.
Outcomes are written as they come: whatever ends the program, --resume loses only the patterns that were being judged. For .json, .csv, .parquet and
.sqlite they stand in FILE.jsonl, which stays beside the table.

Exit codes: 0 the table is whole, whatever the verdicts; 65, 70, 74 it is whole, but some patterns could not be judged; their rows say why.

Examples:
  wellposed classify masks/ --out masks.csv                                    every file below a folder
  wellposed classify "random:8-8-8@0.3#1..1000" --plot shares.svg              a summary of 1000 random supports, and a picture
  wellposed classify library.jsonl --out table.jsonl                           a pattern on each line
  wellposed classify library.jsonl --out table.jsonl --resume                  after an interruption
  wellposed classify library.jsonl --shard 3/50 --out part-3.jsonl             one of fifty machines; then: wellposed merge part-*.jsonl --out table.jsonl
  wellposed classify library.jsonl --queue redis://host --out table.jsonl      the work is done by: wellposed worker --queue redis://host`,
    )
    .action(runs(async () => (await import("../classify.js")).classifyCommand));
};

function parseShard(text: string): Shard {
  const [, number, of] = /^([1-9][0-9]{0,5})\/([1-9][0-9]{0,5})$/.exec(text) ?? [];
  if (number === undefined || Number(number) > Number(of)) throw new InvalidArgumentError("a number and of how many is expected, such as 1/50.");
  return { number: Number(number), of: Number(of) };
}
