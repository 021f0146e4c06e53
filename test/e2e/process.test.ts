/** The built program as a process: what only a process can show. */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writePatternJson } from "../../src/formats/write.js";
import { inFolder } from "../cli/terminal.js";
import { maskSuite } from "../masks/suite.js";

const MAIN = "dist/cli/main.js";
const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8" });

describe("the built program", () => {
  test("verifies a bundled pattern: verdict on stdout, exit code 1, stderr empty for a pattern file", () => {
    const { status, stdout, stderr } = run("verify", "patterns/lu/lu-2.json");
    expect(status).toBe(1);
    expect(stdout).toContain("lu-minor");
    expect(stderr).toBe("");
  });

  test("does not load the heavy packages to print its version", () => {
    const loaded = spawnSync(process.execPath, ["--experimental-loader", "./test/e2e/log-loads.js", MAIN, "--version"], { encoding: "utf8" });
    expect(loaded.stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
    expect(loaded.stderr).toContain("commander");
    for (const heavy of ["nerdamer", "big.js", "pickleparser", "fflate", "dotparser", "graphlib", "cli-progress"]) expect(loaded.stderr).not.toContain(heavy);
  });

  test("a closed pipe is no error", async () => {
    const child = spawn("sh", ["-c", `${process.execPath} ${MAIN} verify patterns/lu/*.json --format json | head -c 10`]);
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    await new Promise((done) => child.on("close", done));
    expect(err).toBe("");
  });

  test("an output that cannot be written is 74 and one line", () => {
    // A descriptor that is open for reading only stands for a full disk.
    const readOnly = openSync("README.md", "r");
    const { status, stderr } = spawnSync(process.execPath, [MAIN, "verify", "patterns/lu/lu-2.json"], { stdio: ["ignore", readOnly, "pipe"], encoding: "utf8" });
    closeSync(readOnly);
    expect(status).toBe(74);
    expect(stderr).toMatch(/^wellposed: standard output: .*\n$/);
  });

  test("--out writes to a pipe instead of replacing it", () => {
    const { stdout, status } = spawnSync("sh", ["-c", `${process.execPath} ${MAIN} verify patterns/lu/lu-2.json --out /dev/fd/3 3>&1 | cat`], { encoding: "utf8" });
    expect(status).toBe(0);
    expect(stdout).toContain("lu-minor");
  });

  test("Ctrl-C in mid-search ends it by the signal and leaves no file", async () => {
    await inFolder(async (folder) => {
      // Undecided after seconds of search: long enough to be interrupted.
      const { pattern } = maskSuite().find(({ name }) => name === "blocks 64-32-10 50%")!;
      const file = join(folder, "mask.json");
      writeFileSync(file, writePatternJson(pattern));
      const files = Array.from({ length: 20 }, () => file);
      const child = spawn(process.execPath, [MAIN, "verify", ...files, "--out", join(folder, "report.json"), "--format", "json"]);
      const ended = new Promise<NodeJS.Signals | null>((done) => child.on("close", (_, signal) => done(signal)));
      await new Promise((done) => setTimeout(done, 1500));
      child.kill("SIGINT");
      expect(await ended).toBe("SIGINT");
      expect(readdirSync(folder)).toEqual(["mask.json"]);
    });
  });

  test.each(["SIGINT", "SIGTERM"] as const)("%s while a solver works ends both and leaves no file", async (signal) => {
    await inFolder(async (folder) => {
      // The solver writes down its process id, and only then waits: for its end, however long that takes.
      const solver = join(folder, "solver.cjs");
      const pidFile = join(folder, "pid");
      writeFileSync(solver, `require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setTimeout(() => 0, 1e6);`);
      const command = `"${process.execPath}" "${solver}" {}`;
      const args = [MAIN, "verify", "patterns/butterfly/kaleidoscope-4.json", "--solver", command, "--out", join(folder, "report.json")];
      const child = spawn(process.execPath, args, { env: { ...process.env, TMPDIR: folder } });
      const ended = new Promise<NodeJS.Signals | null>((done) => child.on("close", (_, by) => done(by)));
      const written = (): string => (existsSync(pidFile) ? readFileSync(pidFile, "utf8") : "");
      while (written() === "") await new Promise((done) => setTimeout(done, 50));
      const pid = Number(written());
      child.kill(signal);
      expect(await ended).toBe(signal);
      for (let tries = 0; tries < 100 && isAlive(pid); tries++) await new Promise((done) => setTimeout(done, 50));
      expect(isAlive(pid)).toBe(false);
      expect(readdirSync(folder).sort()).toEqual(["pid", "solver.cjs"]);
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
