import type { Terminal } from "./terminal.js";

/** Says how far a long run over many files is. Silent unless somebody is watching. */
export interface Progress {
  step(file: string): void;
  done(): void;
}

const SILENT: Progress = { step: () => undefined, done: () => undefined };

/** A bar on stderr with files done, rate and time left. Only from three files on: fewer are over before it is read. */
export async function startProgress(total: number, terminal: Terminal): Promise<Progress> {
  if (!terminal.watched || total < 3) return SILENT;
  const { default: bars } = await import("cli-progress");
  const bar = new bars.SingleBar({
    format: "{bar} {value}/{total} files, {eta_formatted} left  {file}",
    stream: process.stderr,
    clearOnComplete: true,
    // Nothing of the terminal's state is changed: Ctrl-C in mid-search ends the program at once, with no time to put it back.
    hideCursor: false,
    linewrap: true,
    gracefulExit: false,
  });
  bar.start(total, 0, { file: "" });
  return {
    step: (file) => bar.increment(1, { file }),
    done: () => bar.stop(),
  };
}
