import { InvalidArgumentError, Option } from "commander";
import { HIDDEN_WIDTH, MOST_WEIGHTS, PATH_DEFAULTS, PATH_METHODS, weightsOf } from "../../optima/pareto/defaults.js";
import type { Split } from "../../optima/pareto/samples.js";
import type { Exported } from "../path.js";
import type { AddCommand } from "./command.js";
import { PATTERN_FILES, biasOption, layersOption, parseCount, parsePositive, parseSeconds, parseWhole, reportFormatOption } from "./options.js";

export const addPath: AddCommand = (program, runs) => {
  program
    .command("path")
    .description("the whole trade-off between training loss and the l1 norm of the weights, of any network or mask")
    .argument("<data>", 'CSV with a header x1,...,xd,y1,...,yq, a row for each point, JSON {"X": [...], "Y": [...]}, or .npz with X and Y')
    .addOption(new Option("--widths <widths>", `neurons of each layer, inputs first: 4-4-4-3; two hidden layers of ${HIDDEN_WIDTH} unless said`).argParser(parseWidths))
    .option("--pattern <file>", "a mask, in place of widths")
    .addOption(new Option("--activation <name>", "of the hidden neurons").choices(["relu", "tanh", "linear"]).default("relu"))
    .addOption(new Option("--loss <name>", "cross-entropy for classes, squared error otherwise, unless said").choices(["cross-entropy", "squared"]))
    .addOption(new Option("--method <name>", "how the front is found").choices([...PATH_METHODS]).default(PATH_DEFAULTS.method))
    .addOption(new Option("--points <count>", "the most points of the front").argParser(parsePoints).default(PATH_DEFAULTS.points))
    .addOption(new Option("--max-l1 <norm>", "where the front ends; where little loss is left to be gained unless said").argParser(parsePositive))
    .addOption(new Option("--starts <count>", "weights drawn at random to start from; more for smaller problems unless said").argParser(parseCount))
    .addOption(new Option("--batch <count>", "points drawn at random for each step of the continuation's corrector, of large data; all unless said").argParser(parseBatch))
    .addOption(new Option("--split <parts>", "every:5, 0.8 or 0.6/0.2: which rows are for training; all unless said").argParser(parseSplit))
    .addOption(new Option("--standardise [rows]", "inputs less their mean over their standard deviation, of the rows for training or of all").choices(["training", "all"]).preset("training"))
    .option("--no-count-bias", "biases do not count in the norm")
    .addOption(biasOption())
    .addOption(new Option("--seed <number>", "seed of starts and split").argParser(parseWhole).default(PATH_DEFAULTS.seed))
    .addOption(new Option("--timeout <seconds>", "bound on the whole work; what is found by then is kept").argParser(parseSeconds).default(PATH_DEFAULTS.timeout))
    .option("--out <directory>", "write path.json, front.csv, report.html, report.md and points/NNN.safetensors, NNN.json there, each all of it or nothing")
    .addOption(new Option("--export <points>", "with --out, points whose weights and mask are written: all, knee, chosen, numbers; knee,chosen unless said").argParser(parseExported))
    .addOption(reportFormatOption())
    .addOption(layersOption())
    .addHelpText(
      "after",
      `
Both are to be small: the mean loss on the rows for training, and the sum of the absolute values of all weights and biases. Each point of the front is Pareto-critical, evaluated a second time,
and not dominated by another; the front is what the method finds, and no proof that there is none below. Targets: a column of classes 0, 1, ..., one-hot columns, or any numbers for --loss squared.

--method continuation    follows the front by predictor and corrector (Amakor, Sonntag, Peitz 2023), with restarts
--method weighted-sum    minima of loss + lambda * norm; reaches the convex parts only
--method multistart      minima within budgets for the norm, from many starts
--method best            continuation, then multistart from what it found; of large problems multistart alone

--split every:5          rows 0, 5, 10, ... are for training, the others for tests
--split 0.8              a share drawn by the seed for training, the rest for tests
--split 0.6/0.2          for training, for validation, the rest for tests. The point chosen is the one of least validation loss, without such rows of least test loss
--standardise            by the rows for training; --standardise all by all rows

${PATTERN_FILES}

Ctrl-C ends the run and keeps the front found so far, also in the files.
Exit codes: 0 the front is complete; 2 the time was over, or the run was interrupted.

Examples:
  wellposed path examples/iris.csv --split 0.6/0.2 --standardise
  wellposed path examples/iris.csv --widths 4-4-4-3 --activation tanh --split every:5 --standardise all --max-l1 40 --out iris     the published problem
  wellposed verify iris/points/*.safetensors                                   the masks of the points, judged
  wellposed path examples/xor.csv --widths 2-4-1 --method continuation --points 30
  wellposed path examples/ten-points.csv --pattern examples/ten-points-mask.json --format json`,
    )
    .action(runs(async () => (await import("../path.js")).pathCommand));
};

function parseWidths(text: string): number[] {
  if (!/^[1-9][0-9]{0,5}(-[1-9][0-9]{0,5})+$/.test(text)) throw new InvalidArgumentError("widths such as 4-4-4-3 are expected, inputs first.");
  const widths = text.split("-").map(Number);
  if (weightsOf(widths) > MOST_WEIGHTS) throw new InvalidArgumentError(`widths of at most ${MOST_WEIGHTS} weights are expected.`);
  return widths;
}

function parsePoints(text: string): number {
  if (!/^[1-9][0-9]{0,2}$/.test(text) || text === "1") throw new InvalidArgumentError("an integer from 2 to 999 is expected.");
  return Number(text);
}

function parseBatch(text: string): number {
  if (!/^[1-9][0-9]{0,6}$/.test(text)) throw new InvalidArgumentError("a whole number from 1 to 9999999 is expected.");
  return Number(text);
}

function parseSplit(text: string): Split {
  const every = /^every:([1-9][0-9]{0,8})$/.exec(text);
  if (every !== null && Number(every[1]) > 1) return { every: Number(every[1]) };
  const shares = text.split("/").map((share) => (/^(0?\.[0-9]+)$/.test(share) ? Number(share) : Number.NaN));
  const [training, validation] = shares;
  if (shares.length > 2 || !shares.every((share) => share > 0) || shares.reduce((sum, share) => sum + share, 0) > 1 + 1e-9) {
    throw new InvalidArgumentError("every:5, a share for training such as 0.8, or shares for training and validation such as 0.6/0.2 are expected.");
  }
  return validation === undefined ? { training: training! } : { training: training!, validation };
}

function parseExported(text: string): Exported {
  return text.split(",").map((part) => {
    const word = part.trim();
    if (word === "all" || word === "knee" || word === "chosen") return word;
    if (!/^[0-9]{1,3}$/.test(word)) throw new InvalidArgumentError("all, knee, chosen or numbers of points are expected, separated by commas.");
    return Number(word);
  });
}
