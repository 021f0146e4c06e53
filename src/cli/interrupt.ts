import type { Terminal } from "./terminal.js";

/** Runs work that Ctrl-C ends early and that keeps what was done by then; a second Ctrl-C ends the program. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>, terminal: Terminal): Promise<T> {
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once("SIGINT", onInterrupt);
  try {
    return await work(interrupt.signal);
  } finally {
    process.off("SIGINT", onInterrupt);
    if (interrupt.signal.aborted) terminal.err("wellposed: interrupted; what was done by then is kept\n");
  }
}
