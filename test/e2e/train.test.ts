/** Training as a process: what only a process can show. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inFolder } from "../cli/terminal.js";

test("Ctrl-C ends a training and keeps what was done", async () => {
  await inFolder(async (folder) => {
    const target = join(folder, "runs");
    const args = ["train", "patterns/lu/lu-2.json", "--data", "examples/lu-2-points.csv", "--steps", "900000000", "--optimizer", "adam", "--out", target, "--format", "json"];
    const child = spawn(process.execPath, ["dist/cli/main.js", ...args]);
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    const ended = new Promise<number | null>((done) => child.on("close", (code) => done(code)));
    // The folder is made when the signal is already waited for.
    while (!existsSync(target) && child.exitCode === null) await new Promise((done) => setTimeout(done, 20));
    child.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(err).toContain("interrupted; what was done by then is kept");
    const { runs } = JSON.parse(out) as { runs: { stop: string; steps: number[] }[] };
    // Of twenty runs; some come to rest by themselves, those that diverge do not.
    expect(runs.length).toBeLessThan(20);
    expect(runs.at(-1)).toMatchObject({ stop: "interrupted" });
    expect(readFileSync(join(target, "training.json"), "utf8")).toBe(out);
    expect(readFileSync(join(target, "trace.csv"), "utf8").trimEnd().split("\n")).toHaveLength(runs.reduce((lines, { steps }) => lines + steps.length, 1));
  });
});
