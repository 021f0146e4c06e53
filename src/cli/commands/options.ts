/** Flags that several commands have, what their words may be, and what help says of files. */
import { InvalidArgumentError, Option } from "commander";
import { DEFAULT_QUEUE } from "../../library/queue/batch.js";
import { DEFAULT_TIMEOUT } from "../../rules/budget.js";

export const PATTERN_FILES = `Files: pattern JSON, graphlib JSON, DOT, .npy, .npz, .safetensors (or the index of its shards), PyTorch .pt/.pth, ONNX, Matrix Market (docs/formats.md).
In place of a file: two layers in short notation, "rect:12*12 2*2" (outputs*inputs of each hidden neuron, counted from 1), or a random support,
"random:8-8-8@0.2#17" (widths, density, seed).`;

/** Data of a network with one output. */
export const DATA_FILE = 'CSV with a header x1,...,xd,y1, a row for each point, JSON {"X": [...], "Y": [...]}, or .npz with X and Y';

/** What masks of networks with one hidden layer and one output do. */
export const SHALLOW_PATTERN = `--pattern     hidden neurons see only the inputs that the mask keeps; the pattern says whether their biases are free. The output has no free bias in this problem:
              "bias": [true, false] or [false, false] in the pattern`;

export const shallowPatternOption = (): Option => new Option("--pattern <file>", "a mask for the weights: a pattern with one hidden layer and one output");
export const reportFormatOption = (): Option => new Option("--format <name>", "form of the result").choices(["text", "json", "markdown", "html"]).default("text");
export const layersOption = (): Option =>
  new Option("--layers <names>", "2-D tensors of a checkpoint from input to output, comma-separated").argParser(parseNames);
export const biasOption = (): Option => new Option("--bias <yes|no>", "override what the file says of free biases").choices(["yes", "no"]);
export const timeoutOption = (): Option =>
  new Option("--timeout <seconds>", "bound on the search for each file; what is found by then is kept").argParser(parseSeconds).default(DEFAULT_TIMEOUT);
export const outOption = (): Option => new Option("--out <file>", "write the result to a file, all of it or nothing");

export const queueOption = (): Option => new Option("--queue <url>", "the server of a queue: redis://[user:password@]host[:port][/database], rediss:// with TLS");
export const queueNameOption = (): Option => new Option("--queue-name <name>", "runs and workers of one name belong together").default(DEFAULT_QUEUE);

export function parseWhole(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new InvalidArgumentError("a whole number from 0 to 999999999 is expected.");
  return Number(text);
}

export function parseCount(text: string): number {
  if (!/^[1-9][0-9]{0,2}$/.test(text)) throw new InvalidArgumentError("an integer from 1 to 999 is expected.");
  return Number(text);
}

export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isFinite(seconds) || seconds <= 0) throw new InvalidArgumentError("a positive number of seconds is expected.");
  return seconds;
}

export function parsePositive(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("a positive number is expected.");
  return value;
}

function parseNames(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes("")) throw new InvalidArgumentError("names separated by single commas are expected.");
  return names;
}
