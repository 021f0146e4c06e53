/** The built program on the pages' own examples, and interrupted amid long steps. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder } from "../cli/terminal.js";

const PAGE = readFileSync("docs/path.md", "utf8");
const MAIN = resolve("dist/cli/main.js");

describe("docs/path.md", () => {
  const shown = [...PAGE.matchAll(/```sh\nwellposed (path [^\n]*)\n```\n\n```text\n(.*?)```/gs)].map(([, command, text]) => [command!, text!] as const);

  test("shows two runs", () => expect(shown).toHaveLength(2));

  test.each(shown)("wellposed %s prints what it shows: these lines, in this order", (command, text) =>
    inFolder(async (folder) => {
      for (const name of ["examples", "patterns"]) symlinkSync(resolve(name), join(folder, name));
      const { stdout } = spawnSync(process.execPath, [MAIN, ...command.split(" ")], { cwd: folder, encoding: "utf8" });
      const lines = stdout.split("\n");
      // Rows that are left out are three dots; there are no others.
      let at = 0;
      for (const line of text.trimEnd().split("\n")) {
        if (line === "    ...") {
          at++;
          while (/^ +\d+ /.test(lines[at]!) && !text.includes(`${lines[at]!}\n`)) at++;
        } else expect(lines[at++]).toBe(line);
      }
      expect(lines.slice(at).join("")).toBe("");
    }));
});

describe("interrupted amid the steps of a large network", () => {
  test("it keeps what was found, in the files too, and ends in a few seconds: 2", () =>
    inFolder(async (folder) => {
      const data = join(folder, "data.json");
      const numbers = (p: number): number[] => Array.from({ length: 300 }, (_, k) => Math.round(1000 * Math.sin(7 * p * p + 3 * k + p * k)) / 1000);
      writeFileSync(data, JSON.stringify({ X: Array.from({ length: 1000 }, (_, p) => numbers(p)), Y: Array.from({ length: 1000 }, (_, p) => [p % 10]) }));
      const target = join(folder, "out");
      const child = spawn(process.execPath, [MAIN, "path", data, "--widths", "300-200-10", "--out", target], { stdio: ["ignore", "pipe", "pipe"] });
      let err = "";
      child.stderr.on("data", (text: Buffer) => (err += text.toString()));
      child.stdout.resume();
      const ended = new Promise<number | null>((done) => child.on("exit", done));
      setTimeout(() => child.kill("SIGINT"), 4000);
      expect(await ended).toBe(2);
      expect(err).toContain("interrupted; what was done by then is kept");
      expect(existsSync(target)).toBe(true);
      expect(readdirSync(target)).toContain("path.json");
      expect(JSON.parse(readFileSync(join(target, "path.json"), "utf8"))).toMatchObject({ complete: false, ended: "stopped" });
    }));
});
