/** Masks of networks with one hidden layer and one output. */
import { maskedNeurons } from "../optima/convex/masked-neurons.js";
import type { ReadOptions } from "../formats/read.js";
import { Fault } from "../pattern/fault.js";
import type { Pattern } from "../pattern/pattern.js";
import { readNoted } from "./pattern.js";
import type { Terminal } from "./terminal.js";

/** Notes of the reader go to the terminal. @throws Fault naming the file, also for a pattern that is none of a network of this kind */
export async function readShallowPattern(source: string, options: ReadOptions, terminal: Terminal): Promise<Pattern> {
  const { pattern } = await readNoted(source, options, terminal);
  try {
    maskedNeurons(pattern);
  } catch (error) {
    throw error instanceof Fault ? error.inFile(source) : error;
  }
  return pattern;
}
