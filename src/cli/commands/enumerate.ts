import { availableParallelism } from "node:os";
import { Option } from "commander";
import { DEFAULT_TIMEOUT } from "../../rules/budget.js";
import type { AddCommand } from "./command.js";
import { parseCount, parseSeconds } from "./options.js";

export const addEnumerate: AddCommand = (program, runs) => {
  program
    .command("enumerate")
    .description("decide `linear` for every two-layer pattern of a size, one for each class: the atlas")
    .addOption(new Option("--outputs <M>", "the most outputs that a pattern meets").argParser(parseCount).makeOptionMandatory())
    .addOption(new Option("--inputs <N>", "the most inputs that a pattern meets").argParser(parseCount).makeOptionMandatory())
    .addOption(new Option("--hidden <R>", "the number of hidden neurons, all of them live").argParser(parseCount).makeOptionMandatory())
    .option("--out <file>", "write the atlas to a new file, line by line (JSON Lines); without it only the summary is printed")
    .option("--resume", "continue the file that an interrupted run has left, from its last complete line")
    .addOption(new Option("--jobs <count>", "worker threads; the output does not depend on it").argParser(parseCount).default(availableParallelism()))
    .addOption(new Option("--timeout <seconds>", "bound on the search for each pattern").argParser(parseSeconds).default(DEFAULT_TIMEOUT))
    .option("--no-certificates", "leave certificates and reasons out of the file (they are made and checked all the same)")
    .addOption(new Option("--format <name>", "form of the summary").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
Classes: two-layer patterns on at most M outputs and N inputs with exactly R live hidden neurons, outputs and inputs that nothing meets left
out, so that smaller sizes are contained; up to permutations of outputs, inputs and hidden neurons, and transposition. --outputs 3 --inputs 4
and --outputs 4 --inputs 3 are the same classes.

A line of the file is the pattern in short notation, the verdict, the rule and the certificate. The notation gives the outputs and inputs of
each hidden neuron, counted from 1: "12*12 2*2". Put rect: before it where a file is expected: wellposed explain "rect:12*12 2*2".

Examples:
  wellposed enumerate --outputs 2 --inputs 2 --hidden 2                             a summary of the 11 classes
  wellposed enumerate --outputs 4 --inputs 4 --hidden 3 --out atlas.jsonl           5358 classes, with certificates
  wellposed enumerate --outputs 4 --inputs 4 --hidden 3 --out atlas.jsonl --resume  after an interruption
  wellposed check atlas.jsonl                                                       replay every certificate`,
    )
    .action(runs(async () => (await import("../enumerate.js")).enumerateCommand));
};
