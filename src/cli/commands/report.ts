import { Option } from "commander";
import { REPORT_DEFAULTS } from "../../report/pattern-report/settings.js";
import type { AddCommand } from "./command.js";
import { PATTERN_FILES, biasOption, layersOption, parseCount, parseWhole, timeoutOption } from "./options.js";

export const addReport: AddCommand = (program, runs) => {
  program
    .command("report")
    .description("write a page for each pattern: network, verdicts, derivation, data without an optimum, training on it; as HTML, Markdown and JSON")
    .argument("<file...>", "pattern files, masks, checkpoints")
    .requiredOption("--out <directory>", "write NAME.html, NAME.md and NAME.report.json there, and index.html when there are several files")
    .addOption(new Option("--seed <number>", "seed of the first training run; the next ones count on").argParser(parseWhole).default(REPORT_DEFAULTS.seed))
    .addOption(new Option("--steps <count>", `steps of each run; ${REPORT_DEFAULTS.steps} unless said, fewer for large networks`).argParser(parseWhole))
    .addOption(new Option("--restarts <count>", "training runs, each from its own start").argParser(parseCount).default(REPORT_DEFAULTS.restarts))
    .option("--no-training", "leave the training out")
    .addOption(timeoutOption())
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}

A page is one HTML file that needs nothing else: no script, no font or picture from anywhere. It has the network with the part that decides, the
verdicts with their derivations, and where one is no: a training set without an optimum, the weights that diverge on it, and training runs beside them.
Certificates and data are inside, to be saved. NAME.md and NAME.report.json say the same; wellposed check NAME.report.json replays the certificates.
NAME is the file's name. The same input and options give the same bytes.

Exit code 0 when every report is written, whatever the verdicts are.

Examples:
  wellposed report lu-2.json --out report
  wellposed report net.pt --layers fc1,fc2 --out report --no-training
  wellposed report masks/*.npz --out reports                          with an index`,
    )
    .action(runs(async () => (await import("../report.js")).reportCommand));
};
