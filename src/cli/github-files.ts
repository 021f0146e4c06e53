/** What a step of GitHub Actions leaves for others: its summary and its outputs, in files that the runner names in the environment. */
import { appendFile, stat } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { unwritable } from "../pattern/fault.js";
import { stepOutputs, stepSummary } from "../report/github.js";
import type { Report } from "../report/result.js";

/** Appends to the files named by GITHUB_STEP_SUMMARY and GITHUB_OUTPUT, each where it is set. @throws Fault of kind `io` */
export async function writeStepFiles(report: Report, exitCode: number, environment: NodeJS.ProcessEnv = process.env): Promise<void> {
  const { GITHUB_STEP_SUMMARY: summary = "", GITHUB_OUTPUT: outputs = "" } = environment;
  if (summary !== "") await append(summary, stepSummary(report, await sizeOf(summary)));
  if (outputs !== "") await append(outputs, stepOutputs(report, exitCode));
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

async function append(file: string, text: string): Promise<void> {
  try {
    await appendFile(file, text);
  } catch (error) {
    throw unwritable(error, file);
  }
}

/** The root of the repository we are in: the nearest folder upwards that holds `.git`; the working directory when there is none. */
export function repositoryRoot(from = process.cwd()): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) return from;
  }
}
