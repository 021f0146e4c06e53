/** The commands of docs/tutorial.md are run in order, in one folder; what they print is compared with what the page shows. */
import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder } from "../cli/terminal.js";

interface Shown {
  readonly command: string;
  readonly lines: readonly string[];
}

/** A `console` block is one command after `$ ` and what it prints, stderr first. */
function shown(page: string): Shown[] {
  return [...page.matchAll(/^```console\n\$ (.*?)\n(.*?)^```/gms)].map(([, command, printed]) => ({ command: command!, lines: printed!.replace(/\n$/, "").split("\n") }));
}

/** Does the output consist of the lines, with any number of lines for each `...`? Lines between two of these are to follow each other. */
function fits(lines: readonly string[], output: readonly string[]): boolean {
  if (lines.length === 0) return output.length === 0;
  if (lines[0] === "...") return output.some((_, skip) => fits(lines.slice(1), output.slice(skip))) || fits(lines.slice(1), []);
  return output.length > 0 && lines[0] === output[0] && fits(lines.slice(1), output.slice(1));
}

describe("the tutorial", () => {
  const commands = shown(readFileSync("docs/tutorial.md", "utf8"));

  test("shows commands", () => {
    expect(commands.length).toBeGreaterThanOrEqual(7);
    for (const { command } of commands) expect(command).toMatch(/^npx wellposed [\w ./,-]+$/);
  });

  test("prints what it says", async () => {
    await inFolder(async (folder) => {
      for (const name of ["examples", "patterns"]) symlinkSync(resolve(name), join(folder, name));
      for (const { command, lines } of commands) {
        const [, , ...args] = command.split(" ");
        const { stdout, stderr, status } = spawnSync(process.execPath, [resolve("dist/cli/main.js"), ...args], { cwd: folder, encoding: "utf8" });
        expect([0, 1], `${command}\n${stderr}`).toContain(status);
        const output = `${stderr}${stdout}`.replace(/\n$/, "").split("\n");
        expect(fits(lines, output), `${command}\n${output.join("\n")}`).toBe(true);
      }
    });
  });

  test("is compared line by line", () => {
    expect(fits(["a", "...", "b"], ["a", "x", "y", "b"])).toBe(true);
    expect(fits(["a", "...", "b"], ["a", "b"])).toBe(true);
    expect(fits(["...", "b", "..."], ["b"])).toBe(true);
    for (const output of [["a", "c"], ["b"], ["a", "b", "c"], []]) expect(fits(["a", "...", "b"], output)).toBe(false);
  });
});
