import { Option } from "commander";
import type { ObstructionFormat } from "../../report/obstructions.js";
import { DEFAULT_TIMEOUT } from "../../rules/budget.js";
import type { AddCommand } from "./command.js";
import { outOption, parseCount, parseSeconds } from "./options.js";

export const addObstructions: AddCommand = (program, runs) => {
  program
    .command("obstructions")
    .description("compute the minimal obstructions: two-layer patterns that are not closed although all their proper parts are")
    .addOption(new Option("--hidden <R>", "the most hidden neurons").argParser(parseCount).makeOptionMandatory())
    .addOption(new Option("--outputs <M>", "the most outputs; with --inputs; needed for more than 3 hidden neurons").argParser(parseCount))
    .addOption(new Option("--inputs <N>", "the most inputs; with --outputs").argParser(parseCount))
    .addOption(new Option("--format <name>", "form of the list").choices(["text", "json", "markdown"] satisfies ObstructionFormat[]).default("text"))
    .addOption(outOption())
    .addOption(new Option("--timeout <seconds>", "bound on the search for each pattern").argParser(parseSeconds).default(DEFAULT_TIMEOUT))
    .addHelpText(
      "after",
      `
Up to order of outputs, inputs and hidden neurons, and transposition. A part is what is left when outputs and inputs are deleted. A two-layer
pattern that contains an obstruction is not closed. Up to 3 hidden neurons there are finitely many in all sizes, and a pattern that contains none
is closed: 2 with two, 64 more with three (docs/obstructions.md). They are computed from nothing, every pattern of the scope decided with
a proof that the checker accepts, in under a second for 2, about a minute for 3.

Exit codes: 0 every pattern was decided, 2 some stay open (they are listed at the end).

Examples:
  wellposed obstructions --hidden 2                                       two, all there are
  wellposed obstructions --hidden 3 --format markdown --out minimal.md    66, in all sizes
  wellposed obstructions --hidden 4 --outputs 3 --inputs 3                those that fit in 3 x 3
  wellposed obstructions --hidden 2 --format json --out minimal.json      with certificates
  wellposed check minimal.json                                            replay them`,
    )
    .action(runs(async () => (await import("../obstructions.js")).obstructionsCommand));
};
