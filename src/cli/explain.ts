/** `wellposed explain`: the linear counterpart of one pattern, and what decides. */
import type { ReadOptions } from "../formats/read.js";
import { type ExplanationFormat, explain, formatExplanation } from "../report/explain.js";
import { EXIT } from "./exit.js";
import { readNoted } from "./pattern.js";
import { type Terminal, deliver, keepInputs } from "./terminal.js";

export interface ExplainOptions extends ReadOptions {
  readonly format: ExplanationFormat;
  readonly timeout: number;
  readonly out?: string;
}

export async function explainCommand(file: string, options: ExplainOptions, terminal: Terminal): Promise<number> {
  await keepInputs([file], options.out);
  const { pattern } = await readNoted(file, options, terminal);
  const explanation = await explain(pattern, { timeout: options.timeout });
  await deliver(formatExplanation(explanation, options.format), options.out, terminal);
  return EXIT.done;
}
