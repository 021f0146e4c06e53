import type { Terminal } from "./terminal.js";

/** Says how far a long run is. Silent unless somebody is watching. */
export interface Progress {
  /** One more is done: a file, or what the run is over. */
  step(name: string): void;
  done(): void;
}

const SILENT: Progress = { step: () => undefined, done: () => undefined };

/** One line on stderr that the next one is written over; silent unless somebody is watching. */
export function showLine(text: string, terminal: Terminal): void {
  if (terminal.watched) terminal.err(`\r\u001B[K${text}`);
}

/** Takes the line away. */
export function clearLine(terminal: Terminal): void {
  showLine("", terminal);
}

/** A line that stays, over what is written over. */
export function sayBeside(line: string, terminal: Terminal): void {
  clearLine(terminal);
  terminal.err(`wellposed: ${line}\n`);
}

/**
 * A bar on stderr with what is done, rate and time left. Only from three on: fewer are over before it is read.
 * @param unit what is counted
 * @param before how many were done by an earlier run; the rate leaves them out
 */
export async function startProgress(total: number, terminal: Terminal, unit = "files", before = 0): Promise<Progress> {
  if (!terminal.watched || total - before < 3) return SILENT;
  const { default: bars } = await import("cli-progress");
  const bar = new bars.SingleBar({
    format: "{bar} {value}/{total} {unit}, {rate}/s, {eta_formatted} left  {name}",
    stream: process.stderr,
    clearOnComplete: true,
    // Nothing of the terminal's state is changed: Ctrl-C in mid-search ends the program at once, with no time to put it back.
    hideCursor: false,
    linewrap: true,
    gracefulExit: false,
  });
  const start = performance.now();
  let steps = 0;
  bar.start(total, before, { unit, rate: "-", name: "" });
  return {
    step: (name) => {
      const rate = (1000 * ++steps) / (performance.now() - start);
      bar.increment(1, { rate: rate < 10 ? rate.toFixed(1) : rate.toFixed(0), name });
    },
    done: () => bar.stop(),
  };
}
