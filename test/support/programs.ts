/** Programs that a test may use when they are there, and skips with a visible reason when they are not. */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Is a program of this name on PATH? */
export function onPath(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Is the package installed? */
export function installed(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** z3 for the tests: the program, which starts fast, otherwise the package; nothing when there is neither. */
export const Z3: string | undefined = onPath("z3") ? "z3 -in" : installed("z3-solver") ? "z3" : undefined;

export function run(program: string, args: readonly string[], input: string, seconds = 60): string {
  const { stdout, error } = spawnSync(program, args, { input, encoding: "utf8", timeout: seconds * 1000, killSignal: "SIGKILL" });
  if (error !== undefined && (error as NodeJS.ErrnoException).code !== "ETIMEDOUT") throw error;
  return stdout;
}
