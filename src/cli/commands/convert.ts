import { Option } from "commander";
import { PATTERN_FORMATS } from "../../formats/pattern-formats.js";
import type { AddCommand } from "./command.js";
import { PATTERN_FILES, biasOption, layersOption, outOption } from "./options.js";

export const addConvert: AddCommand = (program, runs) => {
  program
    .command("convert")
    .description("write a pattern, or the layers of several, in a format for masks, networks or graphs")
    .argument("<file...>", "a pattern file, mask or checkpoint; of several the layers from input to output")
    .addOption(new Option("--to <format>", "the format to write").choices([...PATTERN_FORMATS]).makeOptionMandatory())
    .option("--packed", "masks as bits: npz and safetensors only")
    .addOption(outOption())
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}

Formats:
  pattern, edges  pattern JSON: masks in the shortest form, or as lists of edges
  graphlib, dot   layered graphs
  mtx             Matrix Market; a file for each layer: --out net.mtx writes net.1.mtx, net.2.mtx, ... where there are several
  npy             a mask of booleans, a file for each layer, numbered alike
  npz             masks fc1.weight_mask, fc2.weight_mask, ... of booleans; with --packed fc1.bitmask, eight weights in a byte
  safetensors     the same
  onnx            Gemm and Relu in turns; kept weights are 1, free biases 0

All are read again as the same pattern; npy and mtx do not tell which biases are free. Without --out text goes to standard output.
Questions about a pattern, for solvers, are written by wellposed export.

Examples:
  wellposed convert net.pt --layers fc1,fc2,head --to pattern --out net.json
  wellposed convert large.onnx --to npz --packed --out large.npz
  wellposed convert first.mtx second.mtx --to safetensors --out net.safetensors
  wellposed convert net.json --to mtx --out net.mtx`,
    )
    .action(runs(async () => (await import("../convert.js")).convertCommand));
};
