import { Option } from "commander";
import { LANGUAGES } from "../../solvers/languages.js";
import type { ExportTarget } from "../export.js";
import type { AddCommand } from "./command.js";
import { biasOption, layersOption, outOption } from "./options.js";

const PATTERN_WRITERS: readonly ExportTarget[] = ["pattern", "graphlib", "dot"];

export const addExport: AddCommand = (program, runs) => {
  program
    .command("export")
    .description("write a pattern in another format, or the question whether it is closed for another tool")
    .argument("<file>", "a pattern file, mask or checkpoint")
    .addOption(new Option("--to <format>", "a format of patterns, or a language of solvers").choices([...PATTERN_WRITERS, ...LANGUAGES]).makeOptionMandatory())
    .option("--limit <file>", "ask instead whether this limit is reachable: a JSON matrix of rational strings (null: not asked), or a certificate")
    .addOption(outOption())
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
Patterns:  pattern, graphlib (JSON), dot; for masks as files of other kinds see wellposed convert
Questions: smt2 (SMT-LIB 2.6), qepcad (QEPCAD B), mathematica, latex, and with --limit singular. Is the set of products closed? With --limit:
is there a product with these entries, rows outputs, columns inputs? A certificate of rule lu-minor, cut-minor, two-neurons or degeneration, also
below minor, names its limit itself (docs/formats.md).

Examples:
  wellposed export net.pt --to pattern --out net.json
  wellposed export lu-2.json --to dot | dot -Tsvg > lu-2.svg
  wellposed export lu-2.json --to smt2 | z3 -in                             sat: not closed, unsat: closed
  wellposed export lu-2.json --to qepcad --limit limit.json | qepcad        limit.json: [["0", "1"], ["1", "0"]]
  wellposed export lu-2.json --to smt2 --limit lu-2.certificate.json`,
    )
    .action(runs(async () => (await import("../export.js")).exportCommand));
};
