/** The action of docs/github.md: its shell lines are run as the runner runs them. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder } from "../cli/terminal.js";

const ACTION = /^```yaml\n(.*?)^```/ms.exec(readFileSync("docs/github.md", "utf8"))![1]!;

/** The scripts of the steps, by name: a block under `run: |`, without its indentation. */
const SCRIPTS = new Map([...ACTION.matchAll(/^ {4}- name: (\w+)\n(?: {6}.*\n)*? {6}run: \|\n((?: {8}.*\n)+)/gm)].map(([, name, script]) => [name!, script!.replace(/^ {8}/gm, "")]));

interface Step {
  readonly status: number | null;
  readonly out: string;
  readonly summary: string;
  readonly outputs: string;
}

/** Runs a step in a folder with the patterns, `bash -eo pipefail` as GitHub does; `npx --yes wellposed` is the program that was built. */
async function step(name: string, env: Record<string, string>, look: (folder: string, step: Step) => void): Promise<void> {
  await inFolder(async (folder) => {
    symlinkSync(resolve("patterns"), join(folder, "patterns"));
    const script = SCRIPTS.get(name)!.replace("npx --yes wellposed", `"${process.execPath}" "${resolve("dist/cli/main.js")}"`);
    const [summary, outputs] = [join(folder, "summary.md"), join(folder, "outputs")];
    const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env["PATH"]!, GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs, PROPERTY: "linear", ...env },
    });
    expect(stderr).not.toContain("internal error");
    const text = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");
    look(folder, { status, out: stdout, summary: text(summary), outputs: text(outputs) });
  });
}

describe("the action of docs/github.md", () => {
  test("has two steps with scripts, and outputs that the program writes", async () => {
    expect([...SCRIPTS.keys()]).toEqual(["SARIF", "Verify"]);
    await step("Verify", { FILES: "patterns/lu/lu-2.json", FAIL_ON: "never" }, (_, { outputs }) => {
      const written = outputs.split("\n").map((line) => line.split("=")[0]);
      for (const [, name] of ACTION.matchAll(/steps\.verify\.outputs\.([\w-]+)/g)) expect(written).toContain(name);
    });
  });

  test("annotates, sums up, and fails as asked", async () => {
    await step("Verify", { FILES: "patterns/lu/lu-2.json patterns/butterfly/fft-*.json", FAIL_ON: "no" }, (_, { status, out, summary, outputs }) => {
      expect(status).toBe(1);
      expect(out).toMatch(/^::warning file=patterns\/lu\/lu-2\.json,title=wellposed linear-no \(lu-minor\)::/);
      expect(summary).toMatch(/^# Closedness verdicts\n/);
      expect(outputs).toContain("linear-no=1\n");
    });
    const exits: [files: string, failOn: string, status: number][] = [
      ["patterns/lu/lu-2.json", "never", 0],
      ["patterns/lu/lu-2.json", "undecided", 1],
      ["patterns/butterfly/fft-4.json", "no", 0],
      ["patterns/butterfly/kaleidoscope-4.json", "no", 0],
      ["patterns/butterfly/kaleidoscope-4.json", "undecided", 2],
      ["none.json", "never", 74],
    ];
    for (const [FILES, FAIL_ON, expected] of exits) {
      await step("Verify", { FILES, FAIL_ON }, (_, { status }) => expect(status, `${FILES} ${FAIL_ON}`).toBe(expected));
    }
  });

  test("writes SARIF whatever the verdicts, and fails when files are refused", async () => {
    await step("SARIF", { FILES: "patterns/lu/*.json", SARIF: "out.sarif" }, (folder, { status, summary }) => {
      expect([status, summary]).toEqual([0, ""]);
      const log = JSON.parse(readFileSync(join(folder, "out.sarif"), "utf8")) as { runs: { results: unknown[] }[] };
      expect(log.runs[0]!.results.length).toBeGreaterThan(0);
    });
    await step("SARIF", { FILES: "none.json", SARIF: "out.sarif" }, (_, { status }) => expect(status).not.toBe(0));
  });
});
