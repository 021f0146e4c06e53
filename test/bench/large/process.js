/** Whole processes, measured from outside: wall-clock seconds, start-up included, and peak memory. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));
const usageHook = new URL("../usage.js", import.meta.url).href;

/** A folder that is gone when `use` is done. */
export async function inFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), "wellposed-bench-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `wellposed` with these arguments: exit code, output, seconds, seconds of all its threads on a processor, and peak memory. */
export function wellposed(folder, ...args) {
  const usageFile = join(folder, "usage");
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", usageHook, main, ...args], {
    env: { ...process.env, USAGE_FILE: usageFile },
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  const seconds = (performance.now() - start) / 1000;
  if (status === null || status > 2) throw new Error(`wellposed ${args.join(" ")}: exit ${status}: ${stderr}`);
  const { cpuSeconds, peak } = JSON.parse(readFileSync(usageFile, "utf8"));
  return { status, stdout, stderr, seconds: round(seconds), cpuSeconds: round(cpuSeconds), peakMB: round(peak / 1e6) };
}

export const round = (value, digits = 3) => Number(value.toPrecision(digits));
