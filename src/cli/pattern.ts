import { type ReadOptions, type ReadResult, readPattern } from "../formats/read.js";
import type { Terminal } from "./terminal.js";

/** `readPattern`, whose notes go to the terminal. */
export async function readNoted(source: string, options: ReadOptions, terminal: Terminal): Promise<ReadResult> {
  const result = await readPattern(source, options);
  for (const note of result.notes) terminal.err(`${source}: ${note}\n`);
  return result;
}
