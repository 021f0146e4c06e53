/** `wellposed export`: a pattern in another format. */
import { type ReadOptions, readPattern } from "../formats/read.js";
import { writeDot, writeGraphlibJson, writePatternJson } from "../formats/write.js";
import { EXIT } from "./exit.js";
import { type Terminal, deliver, keepInputs } from "./terminal.js";

const WRITERS = { pattern: writePatternJson, graphlib: writeGraphlibJson, dot: writeDot } as const;

export interface ExportOptions extends ReadOptions {
  readonly to: keyof typeof WRITERS;
  readonly out?: string;
}

export async function exportCommand(file: string, options: ExportOptions, terminal: Terminal): Promise<number> {
  await keepInputs([file], options.out);
  const { pattern, notes } = await readPattern(file, options);
  for (const note of notes) terminal.err(`${file}: ${note}\n`);
  await deliver(WRITERS[options.to](pattern), options.out, terminal);
  return EXIT.done;
}
