/** `wellposed obstructions`: the minimal obstructions, computed and listed. */
import { type ObstructionList, type ObstructionScope, countPatterns, minimalObstructions } from "../library/minimal-obstructions.js";
import { type ObstructionFormat, formatObstructions } from "../report/obstructions.js";
import { EXIT } from "./exit.js";
import { startProgress } from "./progress.js";
import { type Terminal, deliver } from "./terminal.js";

export interface ObstructionsOptions extends ObstructionScope {
  readonly format: ObstructionFormat;
  readonly timeout: number;
  readonly out?: string;
}

export async function obstructionsCommand({ format, out, timeout, ...scope }: ObstructionsOptions, terminal: Terminal): Promise<number> {
  // Counting takes a moment, and is needed only by whoever watches.
  const progress = await startProgress(terminal.watched ? countPatterns(scope) : 0, terminal, "patterns");
  let found = 0;
  let list: ObstructionList;
  try {
    list = minimalObstructions(scope, {
      timeout,
      onPattern: ({ verdict }) => {
        if (verdict === "obstruction") found++;
        progress.step(`${found} found`);
      },
    });
  } finally {
    progress.done();
  }
  await deliver(formatObstructions(list, format), out, terminal);
  return list.open.length === 0 ? EXIT.done : EXIT.undecided;
}
