import { InvalidArgumentError, Option } from "commander";
import { DEFAULTS, OPTIMIZERS } from "../../training/optimizer.js";
import type { AddCommand } from "./command.js";
import { PATTERN_FILES, biasOption, layersOption, parseCount, parsePositive, parseWhole, timeoutOption } from "./options.js";

export const addTrain: AddCommand = (program, runs) => {
  program
    .command("train")
    .description("train sparse ReLU networks on data from many starts, and say whether weights run away, and which")
    .argument("<file...>", "pattern files, masks, checkpoints; several are trained side by side, with the same seeds and budget")
    .option("--data <file>", 'CSV with a header x1,...,xd,y1,...,yq, a row for each point, JSON {"X": [...], "Y": [...]}, or .npz with X and Y; without it, the data of the counterexample')
    .addOption(new Option("--optimizer <name>", "lm for small networks, lbfgs for others, unless said").choices([...OPTIMIZERS]))
    .addOption(new Option("--steps <count>", "steps of each run").argParser(parseWhole).default(DEFAULTS.steps))
    .addOption(new Option("--restarts <count>", "runs, each from its own start").argParser(parseCount).default(DEFAULTS.restarts))
    .addOption(new Option("--seed <number>", "seed of the first run; the next ones count on").argParser(parseWhole).default(DEFAULTS.seed))
    .addOption(new Option("--weight-decay <x>", "x/2 times the squared norm of all weights and biases is added to the loss").argParser(parseDecay).default(0))
    .addOption(new Option("--learning-rate <x>", "of adam (0.01 unless said) and gd (found anew at every step unless said)").argParser(parsePositive))
    .addOption(timeoutOption())
    .option("--out <folder>", "also write training.json and trace.csv (file, run, seed, step, loss, norm)")
    .addOption(new Option("--format <name>", "form of the result").choices(["text", "json"]).default("text"))
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}

Optimizers: lm (Levenberg-Marquardt), lbfgs, adam, gd; in float64, full batches, weights outside the mask do not exist. The same command gives
the same bytes. Ctrl-C ends the training and keeps what was done.

Status of a run, with its evidence in the result; finitely many steps prove nothing (for proofs: wellposed verify):
  diverging  the norm of the weights grows by a power law while the loss falls
  converged  the gradient vanishes, the weights stay bounded
  stalled    no lower loss is found from there: a kink, or rounding
  budget     the steps ran out before either was seen
The exponent of an edge W1[out,in], counted from 0, is that of |weight| against 1/loss.

Examples:
  wellposed train lu-2.json                                          on the data of its counterexample; compared with the exact family
  wellposed train lu-2.json dense.json                               side by side, on the first one's
  wellposed train lu-2.json --data points.csv
  wellposed train lu-2.json --data points.csv --optimizer lbfgs --steps 100000 --restarts 5 --out runs
  wellposed train lu-2.json --data points.csv --weight-decay 1e-4    then an optimum exists, and is found`,
    )
    .action(runs(async () => (await import("../train.js")).trainCommand));
};

function parseDecay(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) throw new InvalidArgumentError("a number that is not negative is expected.");
  return value;
}
