/** Where a command talks to: results go to `out`, everything else to `err`. Tests hand in their own. */
import { randomBytes } from "node:crypto";
import { type Stats, constants, rmSync } from "node:fs";
import { access, chmod, mkdir, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Fault, unwritable } from "../pattern/fault.js";

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

/** A text, or what is made piece by piece: then it may be bytes, for a file. */
export type Result = string | Iterable<string | Uint8Array>;

/**
 * Prints a result, or writes it to a file when one is asked for. A regular file gets all of it or nothing, also when the program is
 * interrupted: a neighbour is written and renamed; a link keeps pointing, a mode is kept. A pipe or device is written to.
 * @throws Fault of kind `io`; of kind `usage` when no file is named
 */
export async function deliver(content: Result, file: string | undefined, terminal: Terminal): Promise<void> {
  if (file === undefined) {
    for (const text of typeof content === "string" ? [content] : content) terminal.out(typeof text === "string" ? text : Buffer.from(text).toString());
    return;
  }
  if (file === "") throw new Fault("usage", { place: "--out", expected: "the name of a file", found: "nothing" });
  try {
    const old = await statOf(file);
    if (old === undefined) await replace(file, content, undefined);
    else if (old.isFile()) await replace(await realpath(file), content, old.mode);
    else await writeFile(file, content);
  } catch (error) {
    throw unwritable(error, file);
  }
}

async function replace(target: string, content: Result, mode: number | undefined): Promise<void> {
  const part = `${target}.${randomBytes(4).toString("hex")}.part`;
  const interrupted = (): void => {
    rmSync(part, { force: true });
    process.kill(process.pid, "SIGINT");
  };
  process.once("SIGINT", interrupted);
  try {
    await writeFile(part, content);
    if (mode !== undefined) await chmod(part, mode & 0o7777);
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    process.off("SIGINT", interrupted);
  }
}

/** Writes files into a directory, which is made where it is missing: each file all of it or nothing. @throws Fault of kind `io` */
export async function deliverInto(directory: string, files: readonly (readonly [name: string, content: Result])[], terminal: Terminal): Promise<void> {
  await makeDirectory(directory);
  for (const [name, content] of files) await deliver(content, join(directory, name), terminal);
}

/**
 * Looks whether a directory for results can be made, or written to, before there are any. Nothing is made.
 * @throws Fault of kind `io`
 */
export async function expectDirectory(path: string): Promise<void> {
  const there = await statOf(path);
  if (there === undefined && dirname(path) !== path) return expectDirectory(dirname(path));
  if (there?.isDirectory() !== true) throw new Fault("io", { place: "", expected: "a directory that can be written", found: there === undefined ? "none" : "a file" }, path);
  try {
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unwritable(error, path, "directory");
  }
}

/** Makes a directory for results, with those above it; one that is there already stays as it is. @throws Fault of kind `io` */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw unwritable(error, path, "directory");
  }
}

/**
 * Refuses to write the result over one of the files it is made from.
 * @throws Fault of kind `usage`
 */
export async function keepInputs(inputs: readonly string[], out: string | undefined): Promise<void> {
  if (out === undefined) return;
  const target = await statOf(out);
  if (target === undefined || !target.isFile()) return;
  for (const input of inputs) {
    const source = await statOf(input);
    if (source !== undefined && source.dev === target.dev && source.ino === target.ino) {
      throw new Fault("usage", { place: "--out", expected: "a file that is no input", found: input });
    }
  }
}

/**
 * The same for files in a directory, which must have a name.
 * @throws Fault of kind `usage`
 */
export async function keepInputsIn(directory: string | undefined, names: readonly string[], inputs: readonly string[]): Promise<void> {
  if (directory === undefined) return;
  if (directory === "") throw new Fault("usage", { place: "--out", expected: "the name of a directory", found: "nothing" });
  for (const name of names) await keepInputs(inputs, join(directory, name));
}

/** What stands at a path, links followed; undefined when nothing does, or nothing that can be looked at. */
async function statOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}
