import { Option } from "commander";
import { OPTIMIZERS } from "../../training/optimizer.js";
import { PROBE_DEFAULTS } from "../../training/probe-defaults.js";
import type { AddCommand } from "./command.js";
import { PATTERN_FILES, biasOption, layersOption, outOption, parseCount, parseWhole, timeoutOption } from "./options.js";

export const addProbe: AddCommand = (program, runs) => {
  program
    .command("probe")
    .description("train on random targets from many starts: for how many do the weights of the best run diverge?")
    .argument("<file>", "a pattern file, mask or checkpoint")
    .addOption(new Option("--targets <count>", "random targets").argParser(parseCount).default(PROBE_DEFAULTS.targets))
    .addOption(new Option("--points <count>", "random points of each training set; four for each hidden neuron, at least ten, unless said").argParser(parseCount))
    .option("--data <file>", "take the inputs of a data file (CSV, JSON, .npz) in place of random points; says too whether optima are guaranteed for them")
    .addOption(new Option("--seed <number>", "seed of points, targets and starts").argParser(parseWhole).default(PROBE_DEFAULTS.seed))
    .addOption(new Option("--restarts <count>", "runs for each target").argParser(parseCount).default(PROBE_DEFAULTS.restarts))
    .addOption(new Option("--steps <count>", "steps of each run").argParser(parseWhole).default(PROBE_DEFAULTS.steps))
    .addOption(new Option("--optimizer <name>", "lm for small networks, lbfgs for others, unless said").choices([...OPTIMIZERS]))
    .addOption(timeoutOption())
    .addOption(new Option("--format <name>", "form of the result").choices(["text", "json"]).default("text"))
    .addOption(outOption())
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}

Points and targets are normal random numbers. The best run of a target counts as diverging on the evidence that "wellposed train" asks for, as bounded when it converges or
ends at a kink without growing, and as unclear otherwise. The interval is that of Clopper and Pearson, 95 %. With --data an optimum is guaranteed for all targets
when finite is yes, or when some hidden parameters give every output as many independent features as it has different points; the JSON carries the certificate.
Ctrl-C ends the probe and keeps the targets that are done.

Examples:
  wellposed probe lu-2.json
  wellposed probe lu-2.json --targets 100 --points 5 --seed 7
  wellposed probe lu-2.json --data points.csv --format json --out probe.json`,
    )
    .action(runs(async () => (await import("../probe.js")).probeCommand));
};
