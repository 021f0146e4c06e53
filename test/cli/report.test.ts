import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { namesFor } from "../../src/cli/report.js";
import { inFolder, wellposed } from "./terminal.js";

const LU = "patterns/lu/lu-2.json";
const QUICK = ["--steps", "20", "--restarts", "1"];

describe("wellposed report", () => {
  test("writes a page, the same as Markdown and as JSON, whose certificates check", async () => {
    await inFolder(async (folder) => {
      const out = join(folder, "report");
      const { code, out: printed, err } = await wellposed("report", LU, "--out", out, ...QUICK);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(readdirSync(out).sort()).toEqual(["lu-2.html", "lu-2.md", "lu-2.report.json"]);
      expect(printed.trim().split("\n")).toEqual(["lu-2.html", "lu-2.md", "lu-2.report.json"].map((name) => join(out, name)));
      const checked = await wellposed("check", join(out, "lu-2.report.json"));
      expect(checked.code).toBe(0);
      expect(checked.out.match(/: proved: /g)).toHaveLength(4);
    });
  });

  test("says the command that makes it again, byte for byte", async () => {
    await inFolder(async (folder) => {
      const [first, second] = [join(folder, "first"), join(folder, "second")];
      await wellposed("report", LU, "--out", first, "--steps", "30", "--restarts", "2", "--seed", "7", "--bias", "yes");
      const [, command] = /^wellposed (report .*)$/m.exec(readFileSync(join(first, "lu-2.md"), "utf8"))!;
      expect((await wellposed(...command!.replace("--out report", `--out ${second}`).split(" "))).code).toBe(0);
      for (const file of readdirSync(first)) expect(readFileSync(join(second, file), "utf8")).toBe(readFileSync(join(first, file), "utf8"));
    });
  });

  test("makes an index of several, in which a refused file has its line", async () => {
    await inFolder(async (folder) => {
      const bad = join(folder, "bad.json");
      writeFileSync(bad, "{");
      const { code, err } = await wellposed("report", LU, bad, "patterns/dense/dense-1-8-1.json", "--out", folder, "--no-training");
      expect(code).toBe(65);
      expect(err).toMatch(/^wellposed: .*bad\.json.*\n$/);
      const index = readFileSync(join(folder, "index.html"), "utf8");
      expect(index).toContain('<a href="lu-2.html">lu-2</a>');
      expect(index).toContain("refused: ");
      expect(existsSync(join(folder, "bad.html"))).toBe(false);
    });
  });

  test("does not write over what it reads", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "lu-2.report.json");
      writeFileSync(file, readFileSync(LU));
      const { code, err } = await wellposed("report", file, LU, "--out", folder, "--no-training");
      expect(code).toBe(64);
      expect(err).toContain("a file that is no input");
      expect(readdirSync(folder)).toEqual(["lu-2.report.json"]);
    });
  });

  test("refuses a report that lost its certificates", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "x.report.json");
      writeFileSync(file, JSON.stringify({ schema: "wellposed/pattern-report/1", verdicts: {} }));
      expect((await wellposed("check", file)).code).toBe(65);
    });
  });

  test("needs a directory that can be made", async () => {
    expect((await wellposed("report", LU)).code).toBe(64);
    expect((await wellposed("report", LU, "--out", "")).code).toBe(64);
    expect((await wellposed("report", LU, "--out", join(LU, "x"))).code).toBe(74);
  });
});

describe("names of reports", () => {
  test("come from the files', are different, and leave index to the list", () => {
    expect(namesFor(["a/net.pt", "b/net.safetensors", "NET.json", "index.json", "rect:12*12 2*2", "..", "a/<script>.npz", "état.json", "v1.2.json"])).toEqual([
      "net",
      "net-2",
      "NET-3",
      "index-2",
      "rect-12-12-2-2",
      "pattern",
      "script",
      "tat",
      "v1.2",
    ]);
  });
});
