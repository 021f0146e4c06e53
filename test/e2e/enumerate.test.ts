/** The atlas by the built program: worker threads, and what survives when the process is killed. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder } from "../cli/terminal.js";

const command = (file: string, ...more: string[]): string[] => ["dist/cli/main.js", "enumerate", "--outputs", "3", "--inputs", "3", "--hidden", "3", "--out", file, ...more];
const run = (file: string, ...more: string[]) => spawnSync(process.execPath, command(file, ...more), { encoding: "utf8" });
const linesIn = (file: string): number => (existsSync(file) ? readFileSync(file, "utf8").split("\n").length - 1 : 0);

/** Waits until the file has so many lines, then sends the signal and waits for the end. */
async function interrupt(child: ChildProcess, file: string, lines: number, signal: NodeJS.Signals): Promise<NodeJS.Signals | null> {
  const ended = new Promise<NodeJS.Signals | null>((done) => child.on("close", (_, by) => done(by)));
  while (child.exitCode === null && linesIn(file) < lines) await new Promise((done) => setTimeout(done, 2));
  child.kill(signal);
  return ended;
}

describe("enumerate as a process", () => {
  test("writes the same bytes with one job and with two, silently on stderr", async () => {
    await inFolder(async (folder) => {
      const files = [join(folder, "one.jsonl"), join(folder, "two.jsonl")] as const;
      const [one, two] = files.map((file, f) => run(file, "--jobs", `${f + 1}`));
      expect([one!.status, two!.status, one!.stderr, two!.stderr]).toEqual([0, 0, "", ""]);
      expect(two!.stdout).toBe(one!.stdout);
      expect(linesIn(files[0])).toBe(540);
      expect(readFileSync(files[1])).toEqual(readFileSync(files[0]));
    });
  });

  test("killed at any moment and resumed, also more than once, it ends with the same bytes", async () => {
    await inFolder(async (folder) => {
      const [whole, killed] = [join(folder, "whole.jsonl"), join(folder, "killed.jsonl")];
      const { stdout } = run(whole);
      for (const [signal, lines, resume] of [["SIGKILL", 1, []], ["SIGINT", 20, ["--resume"]], ["SIGKILL", 60, ["--resume"]]] as const) {
        const child = spawn(process.execPath, command(killed, ...resume, "--jobs", "2"), { stdio: "ignore" });
        expect(await interrupt(child, killed, lines, signal)).toBe(signal);
        expect(linesIn(killed)).toBeGreaterThanOrEqual(lines);
        expect(linesIn(killed)).toBeLessThan(540);
      }
      const resumed = run(killed, "--resume");
      expect([resumed.status, resumed.stdout]).toEqual([0, stdout]);
      expect(readFileSync(killed)).toEqual(readFileSync(whole));
    });
  });
});
