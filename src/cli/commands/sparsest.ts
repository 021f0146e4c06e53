import { InvalidArgumentError, Option } from "commander";
import { SPARSEST_DEFAULTS } from "../../optima/sparsest/defaults.js";
import type { AddCommand } from "./command.js";
import { DATA_FILE, PATTERN_FILES, SHALLOW_PATTERN, layersOption, parseSeconds, parseWhole, reportFormatOption, shallowPatternOption } from "./options.js";

export const addSparsest: AddCommand = (program, runs) => {
  program
    .command("sparsest")
    .description("the sparsest network with one hidden layer that goes through the data, with a proof that none is sparser")
    .argument("<data>", DATA_FILE)
    .addOption(new Option("--p <x>", `power of the l^p path norm, 0 < p <= 1 (${SPARSEST_DEFAULTS.p} unless said)`).argParser(parsePower))
    .addOption(new Option("--method <name>", "how it is looked for").choices(["auto", "exact", "milp", "reweighted"]).default(SPARSEST_DEFAULTS.method))
    .addOption(new Option("--count <what>", "what is to be few: neurons, or parameters, their weights and biases that are not 0 (one input: neurons, several: parameters, unless said)").choices(["parameters", "neurons"]))
    .option("--skip", "with a free affine part, which is not counted: what one input has unless said")
    .option("--no-skip", "without: what several inputs have unless said")
    .option("--no-count-bias", "of parameters: biases do not count")
    .addOption(shallowPatternOption())
    .addOption(new Option("--seed <number>", `seed of the training (${SPARSEST_DEFAULTS.seed} unless said)`).argParser(parseWhole))
    .addOption(new Option("--timeout <seconds>", "bound on the whole work; what is found by then is kept").argParser(parseSeconds).default(SPARSEST_DEFAULTS.timeout))
    .option("--out <directory>", "write sparsest.json, certificate.json, network.json, report.html and report.md there, each all of it or nothing")
    .addOption(reportFormatOption())
    .addOption(layersOption())
    .addHelpText(
      "after",
      `
Networks f(x) = sum_k v_k relu(w_k x + b_k), with --skip plus a x + c, that go through all points exactly. Numbers in CSV and JSON are what is written there, 0.1 is 1/10.

One input, neurons: the answer is exact at once, also for thousands of points: knots, slopes, the minimiser of the l^p path norm for --p, and for which p it is a sparsest network.
--method exact        searches without rounding and proves the least count; for several inputs small data only
--method milp         leaves the search to a mixed-integer program; what only the solver says is named so
--method reweighted   trains by reweighted l1 with proximal steps, then snaps weights to exact zeros; bounds are proved where that is cheap
--method auto         the first of these that is likely to end in time

${SHALLOW_PATTERN}

${PATTERN_FILES}

Exit codes: 0 no network has fewer, proved; 2 the network found goes through the points, but it is not proved that none has fewer.

Examples:
  wellposed sparsest examples/peak-plateau.csv                      knots -1, 1/2, 2: three neurons, and no network has fewer
  wellposed sparsest examples/peak-plateau.csv --no-skip            the same without affine part
  wellposed sparsest examples/peak-plateau.csv --out peak           then: wellposed check peak/certificate.json
  wellposed sparsest examples/xor.csv --count neurons
  wellposed sparsest examples/ten-by-fifty.csv --method reweighted --p 0.4 --seed 7`,
    )
    .action(runs(async () => (await import("../sparsest.js")).sparsestCommand));
};

function parsePower(text: string): number {
  const p = Number(text);
  if (text.trim() === "" || !(p > 0 && p <= 1)) throw new InvalidArgumentError("a number larger than 0 and at most 1 is expected.");
  return p;
}
