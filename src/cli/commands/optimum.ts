import { InvalidArgumentError, Option } from "commander";
import type { Lambda } from "../../optima/optimum.js";
import { PROGRAM_DEFAULTS } from "../../optima/convex/defaults.js";
import type { AddCommand } from "./command.js";
import { DATA_FILE, PATTERN_FILES, SHALLOW_PATTERN, layersOption, parseSeconds, parseWhole, reportFormatOption, shallowPatternOption } from "./options.js";

export const addOptimum: AddCommand = (program, runs) => {
  program
    .command("optimum")
    .description("the optimum of a network with one hidden layer and weight decay, certified, and the set of all optima")
    .argument("<data>", DATA_FILE)
    .addOption(new Option("--lambda <x>", 'weight decay: a positive number, a share of the largest useful one ("10%"), or "path" for all of them').argParser(parseLambda))
    .option("--gated", "gated ReLU: neurons are opened by fixed gates, one for each activation pattern", false)
    .option("--prune", "also the fewest neurons of any optimum, and pruning beyond the optimal set with what it costs", false)
    .addOption(shallowPatternOption())
    .addOption(new Option("--loss <name>", "of two labels: logistic").choices(["squared", "logistic"]).default(PROGRAM_DEFAULTS.loss))
    .addOption(new Option("--scaling <name>", "the loss is a mean over the points, or a sum").choices(["mean", "sum"]).default(PROGRAM_DEFAULTS.scaling))
    .option("--no-bias", "hidden neurons without biases")
    .addOption(new Option("--patterns <count>", `the most activation patterns; data with more are sampled, so many of them (${PROGRAM_DEFAULTS.maxGates} and ${PROGRAM_DEFAULTS.sampledGates} unless said)`).argParser(parsePatterns))
    .addOption(new Option("--seed <number>", "seed of the sample").argParser(parseWhole).default(PROGRAM_DEFAULTS.seed))
    .addOption(new Option("--timeout <seconds>", "bound on the whole work; what is found by then is kept").argParser(parseSeconds).default(PROGRAM_DEFAULTS.timeout))
    .option("--out <directory>", "write optimum.json, certificate.json, network.json, report.html and report.md there, each all of it or nothing")
    .addOption(reportFormatOption())
    .addOption(layersOption())
    .addHelpText(
      "after",
      `
The objective, for a network f(x) = sum_k a_k relu(u_k x + b_k) on n points:
  V = 1/(2n) sum_j (f(x_j) - y_j)^2 + lambda/2 sum_k (|u_k|^2 + b_k^2 + a_k^2)
--scaling sum counts each point 1 instead of 1/n; --loss logistic puts log(1 + exp(-y f)) for the square, y = 1 for the larger label and -1 for the other.
Its minimum is that of a convex program over the activation patterns of the data. A point of the dual proves that no network does better; the network found is
run on the data, and what it reaches is printed. At lambda_max and above the optimum is the network without neurons: lambda is well below it, --lambda 10% say.

--gated       f(x) = sum_k a_k [g_k x > 0] (u_k x + b_k) with fixed g_k
${SHALLOW_PATTERN}, or --no-bias
--patterns    all activation patterns are enumerated, exactly, up to a budget. Beyond it they are sampled, and the result is an upper bound

${PATTERN_FILES}

Exit codes: 0 the optimum is certified; 2 it is not (the text says which check failed), or the gap was not closed in time. Other parts of the result whose checks fail
are left out, and named.

Examples:
  wellposed optimum examples/xor.csv --lambda 0.1
  wellposed optimum examples/xor.csv --lambda 10% --prune --out xor          then: wellposed check xor/certificate.json
  wellposed optimum examples/xor.csv --lambda path                           values, neurons and where the optimum is unique, from lambda_max down
  wellposed optimum points.csv --lambda 0.01 --pattern mask.json --no-bias
  wellposed optimum points.csv --lambda 5% --patterns 500 --seed 7 --format json`,
    )
    .action(runs(async () => (await import("../optimum.js")).optimumCommand));
};

function parseLambda(text: string): Lambda | "path" {
  if (text === "path") return text;
  const [, number, percent] = /^(.*?)(%?)$/.exec(text.trim())!;
  const value = Number(number);
  if (number!.trim() === "" || !Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('a positive number, a share such as 10%, or "path" is expected.');
  return percent === "%" ? { share: value / 100 } : value;
}

function parsePatterns(text: string): number {
  if (!/^[1-9][0-9]{0,5}$/.test(text)) throw new InvalidArgumentError("a whole number from 1 to 999999 is expected.");
  return Number(text);
}
