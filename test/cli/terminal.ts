import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/cli/run.js";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line without a process: what it printed and its exit code. */
export async function wellposed(...args: string[]): Promise<Outcome> {
  let out = "";
  let err = "";
  const code = await run(args, { out: (text) => void (out += text), err: (text) => void (err += text), watched: false });
  return { code, out, err };
}

/** Calls `use` with a folder that is gone afterwards. */
export async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "wellposed-test-"));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
