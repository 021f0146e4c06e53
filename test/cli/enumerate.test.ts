import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder, wellposed } from "./terminal.js";

// One job: the calling thread does the work. Worker threads need the built program: test/e2e/enumerate.test.ts.
const enumerate = (outputs: number, inputs: number, hidden: number, ...more: string[]) =>
  wellposed("enumerate", "--outputs", `${outputs}`, "--inputs", `${inputs}`, "--hidden", `${hidden}`, "--jobs", "1", ...more);

describe("wellposed enumerate", () => {
  test("prints a summary by rule, exit code 0, stderr empty", async () => {
    const { code, out, err } = await enumerate(2, 2, 2);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("up to 2 x 2 with 2 hidden neurons");
    expect(out).toMatch(/^lu-minor +1$/m);
    expect(out).toMatch(/^11 patterns +10 +1$/m);
    expect(out).toMatch(/^undecided: 0$/m);
  });

  test("--format json gives the summary as JSON, its parts adding up", async () => {
    const summary = JSON.parse((await enumerate(3, 3, 2, "--format", "json")).out);
    expect(summary).toMatchObject({ schema: "wellposed/atlas-summary/1", outputs: 3, inputs: 3, hidden: 2, patterns: 55, closed: 43, notClosed: 12, undecided: 0 });
    const sum = (key: string): number => summary.rules.reduce((total: number, counts: Record<string, number>) => total + counts[key]!, 0);
    expect([sum("closed"), sum("notClosed")]).toEqual([43, 12]);
  });

  test("--out writes the atlas, which check replays; the summary still goes to stdout", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "atlas.jsonl");
      expect((await enumerate(2, 2, 2, "--out", file)).out).toContain("11 patterns");
      expect(readFileSync(file, "utf8").split("\n")).toHaveLength(13);
      const { code, out } = await wellposed("check", file);
      expect(code).toBe(0);
      expect(out.trimEnd().split("\n")).toHaveLength(11);
      expect(out).toContain(`${file}: 12*12 1*1: proved: linear no for 12*12 1*1 2-2-2 (lu-minor)`);
    });
  });

  test("a certificate that was tampered with in the file is refused by check", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "atlas.jsonl");
      await enumerate(2, 2, 2, "--out", file);
      writeFileSync(file, readFileSync(file, "utf8").replace('"closed":false,"rule":"lu-minor","evidence"', '"closed":true,"rule":"lu-minor","evidence"'));
      const { code, out } = await wellposed("check", file);
      expect(code).toBe(1);
      expect(out.split("\n").filter((line) => line.includes("refused"))).toHaveLength(1);
    });
  });

  test("--no-certificates leaves them out; check then has nothing to do and says so", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "atlas.jsonl");
      await enumerate(2, 2, 1, "--out", file, "--no-certificates");
      expect(readFileSync(file, "utf8").split("\n")[1]).toBe('{"pattern":"1*1","closed":true,"rule":"unique-paths"}');
      const { code, err } = await wellposed("check", file);
      expect(code).toBe(65);
      expect(err).toContain("an atlas without certificates");
    });
  });

  test("--resume continues, and the summary counts what was there", async () => {
    await inFolder(async (folder) => {
      const [whole, file] = [join(folder, "whole.jsonl"), join(folder, "atlas.jsonl")];
      const { out } = await enumerate(2, 2, 3, "--out", whole);
      const text = readFileSync(whole, "utf8");
      writeFileSync(file, text.slice(0, text.length / 2));
      const refused = await enumerate(2, 2, 3, "--out", file);
      expect([refused.code, refused.out]).toEqual([64, ""]);
      expect(refused.err).toContain("--resume to continue");
      const resumed = await enumerate(2, 2, 3, "--out", file, "--resume");
      expect([resumed.code, resumed.out]).toEqual([0, out]);
      expect(readFileSync(file, "utf8")).toBe(text);
      const other = await enumerate(2, 3, 3, "--out", file, "--resume");
      expect(other.code).toBe(65);
      expect(other.err).toContain("line 1: inputs: expected 3 as for this run, found 2");
      expect(readdirSync(folder).sort()).toEqual(["atlas.jsonl", "whole.jsonl"]);
    });
  });

  test.each([
    ["no sizes", ["enumerate"]],
    ["no hidden neurons", ["enumerate", "--outputs", "2", "--inputs", "2"]],
    ["zero outputs", ["enumerate", "--outputs", "0", "--inputs", "2", "--hidden", "2"]],
    ["a size that is no number", ["enumerate", "--outputs", "2", "--inputs", "two", "--hidden", "2"]],
    ["too many hidden neurons", ["enumerate", "--outputs", "2", "--inputs", "2", "--hidden", "8"]],
    ["too many classes", ["enumerate", "--outputs", "9", "--inputs", "9", "--hidden", "5"]],
    ["no jobs", ["enumerate", "--outputs", "2", "--inputs", "2", "--hidden", "2", "--jobs", "0"]],
    ["a format of reports", ["enumerate", "--outputs", "2", "--inputs", "2", "--hidden", "2", "--format", "sarif"]],
    ["--resume without --out", ["enumerate", "--outputs", "2", "--inputs", "2", "--hidden", "2", "--resume"]],
    ["an empty --out", ["enumerate", "--outputs", "2", "--inputs", "2", "--hidden", "2", "--out", ""]],
  ])("%s is bad usage: 64, nothing on stdout", async (_, args) => {
    const { code, out, err } = await wellposed(...args);
    expect([code, out]).toEqual([64, ""]);
    expect(err).not.toBe("");
  });

  test("a missing folder or a full device is 74 and one line", async () => {
    await inFolder(async (folder) => {
      const full = existsSync("/dev/full") ? ["/dev/full"] : [];
      for (const file of [join(folder, "none", "a.jsonl"), folder, ...full]) {
        const { code, out, err } = await enumerate(2, 2, 1, "--out", file);
        expect([code, out]).toEqual([74, ""]);
        expect(err).toMatch(/^wellposed: .*expected a file that can be written.*\n$/);
      }
    });
  });
});

describe("a pattern in short notation", () => {
  test("is read in place of a file", async () => {
    const { code, out } = await wellposed("verify", "rect:12*12 2*2");
    expect(code).toBe(1);
    expect(out).toContain("12*12 2*2: 2-2-2");
    expect((await wellposed("export", "rect:12*12 2*2", "--to", "pattern")).out).toContain('"masks"');
    expect((await wellposed("verify", "rect:1*12 2*12", "--bias", "no", "--property", "finite")).code).toBe(2);
  });

  test("is refused in one line that says where: 64", async () => {
    for (const [text, place] of [["rect:12*12 20*2", "neuron 2, outputs"], ["rect:", "neuron 1"]] as const) {
      const { code, out, err } = await wellposed("verify", text);
      expect([code, out]).toEqual([64, ""]);
      expect(err).toContain(`${text}: ${place}`);
    }
    expect((await wellposed("verify", "rect:1*1", "--layers", "a,b")).code).toBe(64);
  });
});
