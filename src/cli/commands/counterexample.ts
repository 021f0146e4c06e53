import { Option } from "commander";
import type { CounterexampleFormat } from "../../report/counterexample.js";
import type { AddCommand } from "./command.js";
import { PATTERN_FILES, biasOption, layersOption, timeoutOption } from "./options.js";

export const addCounterexample: AddCommand = (program, runs) => {
  program
    .command("counterexample")
    .description("a training set on which the network has no optimum, with a proof, and the weights that diverge on it")
    .argument("<file>", "a pattern file, mask or checkpoint")
    .addOption(new Option("--property <name>", "the verdict it is made from").choices(["linear", "finite"]).default("linear"))
    .addOption(new Option("--format <name>", "form of what is printed").choices(["text", "json"] satisfies CounterexampleFormat[]).default("text"))
    .option("--out <directory>", "write dataset.csv, dataset.json, family.json, certificate.json and report.html there, each all of it or nothing")
    .addOption(timeoutOption())
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}

The infimum of the squared error on the data is 0, and no weights reach it: the loss of weights that depend on eps is an explicit function that tends to
0 with eps, and a proof shows that no weights fit the data. Both are in certificate.json, and the checker has accepted it. Printed are the loss and the
norms of the parameters at eps = 1e-1 ... 1e-30.

  linear  points on a curve in a few inputs, from the proof that the linear counterpart is not closed
  finite  with one hidden layer: points on a line, also where the linear counterpart is closed; with more the same as linear

dataset.csv: header x1..xd,y1..yq, a line for each point. dataset.json: the same numbers as exact rationals. family.json: weights and biases as
sums of coefficient * eps^exponent. Neurons are counted from 0, as in masks. report.html: all of it as a page, with training runs on the data.

Exit codes: 0 done, also when the property holds and there is none; 2 undecided, or no counterexample can be made.

Examples:
  wellposed counterexample lu-2.json
  wellposed counterexample lu-2.json --out lu-2                       then: wellposed check lu-2/certificate.json
  wellposed counterexample dense-1-2-2.json --property finite         dense, and still without an optimum
  wellposed counterexample net.pt --layers fc1,fc2 --format json`,
    )
    .action(runs(async () => (await import("../counterexample.js")).counterexampleCommand));
};
