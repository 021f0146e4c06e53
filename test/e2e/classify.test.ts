/** Classify by the built program: worker threads, and what is left when the process is killed. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Random } from "../../src/exact/random.js";
import { inFolder } from "../cli/terminal.js";

const PATTERNS = 240;
const command = (file: string, ...more: string[]): string[] => ["dist/cli/main.js", "classify", `random:4-3-4@0.4#1..${PATTERNS}`, "--out", file, ...more];
const run = (file: string, ...more: string[]) => spawnSync(process.execPath, command(file, ...more), { encoding: "utf8" });
const linesIn = (file: string): number => (existsSync(file) ? readFileSync(file, "utf8").split("\n").length - 1 : 0);

/** Ends the process once the file has so many lines, or it is done. */
async function ended(child: ChildProcess, signal: NodeJS.Signals, file: string, lines: number): Promise<void> {
  const closed = new Promise<void>((done) => child.on("close", () => done()));
  while (child.exitCode === null && linesIn(file) < lines) await new Promise((done) => setTimeout(done, 1));
  child.kill(signal);
  await closed;
}

describe("classify as a process", () => {
  test("writes the same bytes with one job and with three, silently on stderr", async () => {
    await inFolder(async (folder) => {
      const files = [join(folder, "one.csv"), join(folder, "three.csv")] as const;
      const [one, three] = [run(files[0], "--jobs", "1"), run(files[1], "--jobs", "3")];
      expect([one.status, three.status, one.stderr, three.stderr]).toEqual([0, 0, "", ""]);
      expect(three.stdout).toBe(one.stdout);
      for (const suffix of ["", ".jsonl"]) expect(readFileSync(`${files[1]}${suffix}`)).toEqual(readFileSync(`${files[0]}${suffix}`));
      const without = spawnSync(process.execPath, ["dist/cli/main.js", "classify", `random:4-3-4@0.4#1..${PATTERNS}`, "--jobs", "2"], { encoding: "utf8" });
      expect(without.stdout).toBe(one.stdout);
    });
  });

  test("killed, or ended by Ctrl-C, at random moments and resumed each time, it ends with the same bytes", async () => {
    await inFolder(async (folder) => {
      const [whole, file] = [join(folder, "whole.parquet"), join(folder, "killed.parquet")];
      const { stdout } = run(whole, "--jobs", "2");
      const random = new Random(20);
      for (let kill = 0, lines = 0; kill < 6; kill++) {
        lines = Math.min(PATTERNS, lines + random.below(60));
        const child = spawn(process.execPath, command(file, "--resume", "--jobs", "2"), { stdio: "ignore" });
        await ended(child, kill % 3 === 1 ? "SIGINT" : "SIGKILL", `${file}.jsonl`, lines);
      }
      const resumed = run(file, "--resume", "--jobs", "2");
      expect([resumed.status, resumed.stdout, resumed.stderr]).toEqual([0, stdout, ""]);
      for (const suffix of ["", ".jsonl"]) expect(readFileSync(`${file}${suffix}`)).toEqual(readFileSync(`${whole}${suffix}`));
      expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
    });
  });
});
