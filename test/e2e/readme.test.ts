/** What the README shows is run: its `npx wellposed` lines, in order, and its TypeScript. */
import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder } from "../cli/terminal.js";

const README = readFileSync("README.md", "utf8");

/** The content of the README's fenced blocks in a language. */
function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map((match) => match[1]!);
}

describe("the README", () => {
  test("its command lines run and end with a verdict's exit code", async () => {
    const lines = blocks("sh").flatMap((block) => block.split("\n").filter((line) => line.startsWith("npx wellposed ")));
    expect(lines.length).toBeGreaterThanOrEqual(5);
    await inFolder(async (folder) => {
      for (const name of ["examples", "patterns"]) symlinkSync(resolve(name), join(folder, name));
      for (const line of lines) {
        const command = line.replace("npx wellposed", `"${process.execPath}" "${resolve("dist/cli/main.js")}"`);
        const { status, stderr } = spawnSync("sh", ["-c", command], { cwd: folder, encoding: "utf8" });
        expect([0, 1], `${line}\n${stderr}`).toContain(status);
      }
    });
  });

  test("its TypeScript runs against the package", async () => {
    const [code] = blocks("ts");
    await inFolder(async (folder) => {
      const file = join(folder, "readme.mjs");
      writeFileSync(file, code!.replace('"wellposed"', JSON.stringify(resolve("dist/index.js"))));
      const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
      expect(stderr).toBe("");
      expect(stdout).toMatch(/^false LU minor .*\ntrue\n$/);
    });
  });

  test("its two set-up commands name scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
    const [setUp, tests] = blocks("sh");
    expect(setUp).toContain("npm ci && npm run demo");
    expect(tests).toContain("npm ci && npm test");
    expect(scripts).toHaveProperty("demo");
    expect(scripts).toHaveProperty("test");
  });
});
