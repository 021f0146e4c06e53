import { InvalidArgumentError, Option } from "commander";
import { PROPERTIES } from "../../certificate/proof.js";
import { type Demand, demandFromText } from "../../report/findings/demand.js";
import type { ReportFormat } from "../../report/report.js";
import type { AddCommand } from "./command.js";
import { PATTERN_FILES, biasOption, layersOption, outOption, timeoutOption } from "./options.js";

export const addVerify: AddCommand = (program, runs) => {
  program
    .command("verify")
    .description("decide closedness of sparsity patterns, with certificates")
    .argument("<file...>", "pattern files, masks, checkpoints")
    .addOption(new Option("--property <name>", "the property that sets the exit code").choices([...PROPERTIES]).default("linear"))
    .addOption(new Option("--format <name>", "form of the report").choices(["text", "json", "markdown", "sarif", "github"] satisfies ReportFormat[]).default("text"))
    .addOption(outOption())
    .addOption(timeoutOption())
    .option("--structure", "show each layer's weights and structure in text too (json and markdown always have them)", false)
    .addOption(new Option("--expect <N:M>", "demand at most N kept of each M consecutive inputs, in every layer; what misses it is an error among the findings").argParser(parseDemand))
    .option("--solver <name|command>", "ask a solver about each linear verdict that stays undecided, for up to --timeout seconds more")
    .option("--no-certificates", "leave the certificates out of the report (they are made and checked all the same)")
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}

Properties:
  linear  the products of matrices with these supports form a closed set
  finite  every finite training problem with a continuous coercive loss has an optimum
  cube    the implementable functions on a cube are closed in the uniform norm

Findings: what is wrong or special about the masks themselves, whatever the verdicts: dead neurons, cut layers, masks that prune nothing, N:M and block
structure (docs/rules.md). They do not change the exit code. --format github prints annotations for GitHub Actions, and fills the step's summary and
outputs (docs/github.md).

Solvers: z3 (the optional package z3-solver), or a command that reads SMT-LIB on its standard input, or as the file {}, and prints sat, unsat or
unknown. Its answer is shown as a claim without certificate: the verdict stays undecided, the exit code 2.

Examples:
  wellposed verify net.pt --layers fc1,fc2,head
  wellposed verify masks/*.npz --format json --out report.json
  wellposed verify mask.npz --property finite --timeout 10
  wellposed verify mask.npz --structure --expect 2:4
  wellposed verify hard.json --solver z3 --timeout 20
  wellposed verify hard.json --solver "cvc5 --lang smt2 {}"`,
    )
    .action(runs(async () => (await import("../verify.js")).verifyCommand));
};

function parseDemand(text: string): Demand {
  const demand = demandFromText(text);
  if (demand === undefined) throw new InvalidArgumentError("N:M is expected, such as 2:4, with N less than M and M one of 2, 4, 8, 16 and 32.");
  return demand;
}
