/** Where a command talks to: results go to `out`, everything else to `err`. Tests hand in their own. */
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { Fault } from "../pattern/fault.js";

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Is somebody watching `err`? Only then is progress shown. */
  readonly watched: boolean;
}

export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  watched: process.stderr.isTTY === true,
};

/**
 * Prints a result, or writes it to a file when one is asked for: all of it or nothing, also when the program is interrupted, by way of a
 * neighbouring file that is renamed at the end.
 * @throws Fault of kind `io`
 */
export async function deliver(text: string, file: string | undefined, terminal: Terminal): Promise<void> {
  if (file === undefined) {
    terminal.out(text);
    return;
  }
  const part = `${file}.${randomBytes(4).toString("hex")}.part`;
  const interrupted = (): void => {
    rmSync(part, { force: true });
    process.kill(process.pid, "SIGINT");
  };
  process.once("SIGINT", interrupted);
  try {
    await writeFile(part, text);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    const code = (error as NodeJS.ErrnoException).code ?? "an error";
    throw new Fault("io", { place: "", expected: "a file that can be written", found: code }, file);
  } finally {
    process.off("SIGINT", interrupted);
  }
}
