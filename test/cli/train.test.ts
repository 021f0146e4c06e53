import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder, wellposed } from "./terminal.js";

const LU = "rect:12*12 2*2";
const lines = ["x1,x2,y1,y2", ...Array.from({ length: 11 }, (_, k) => k - 5).map((k) => `${k}/5,${k * k}/25,${k * k}/25,${k}/5`)];

/** Calls `use` with a function that trains on eleven points of the moment curve, and the folder that they are in. */
async function onPoints(use: (train: (...args: string[]) => ReturnType<typeof wellposed>, folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const file = join(folder, "points.csv");
    writeFileSync(file, `${lines.join("\n")}\n`);
    await use((...args) => wellposed("train", ...args, "--data", file), folder);
  });
}

describe("wellposed train", () => {
  test("prints runs, statuses and where weights grow; stderr is empty; the same bytes again", () =>
    onPoints(async (train) => {
      const args = [LU, "--restarts", "3", "--steps", "2000"];
      const { code, out, err } = await train(...args);
      expect([code, err]).toEqual([0, ""]);
      expect(out).toContain("11 points; lm, up to 2000 steps, seed 1");
      expect(out.match(/^[* ] +[123] +[123] +\d+ /gm)).toHaveLength(3);
      expect(out).toContain("where it diverges");
      expect((await train(...args)).out).toBe(out);
    }));

  test("--format json prints wellposed/training/1 with the settings asked for", () =>
    onPoints(async (train) => {
      const { out } = await train(LU, "--restarts", "2", "--steps", "30", "--seed", "40", "--optimizer", "adam", "--learning-rate", "0.02", "--weight-decay", "1e-3", "--format", "json");
      const training = JSON.parse(out);
      expect(training).toMatchObject({
        schema: "wellposed/training/1",
        settings: { optimizer: "adam", steps: 30, restarts: 2, seed: 40, weightDecay: 0.001, learningRate: 0.02, points: 11 },
      });
      expect(training.runs.map(({ seed, steps }: { seed: number; steps: number[] }) => [seed, steps.length])).toEqual([[40, 31], [41, 31]]);
    }));

  test("several patterns side by side, --out writes JSON and curves of all", () =>
    onPoints(async (train, folder) => {
      const target = join(folder, "new", "runs");
      const { code, out } = await train(LU, "rect:12*12 12*2", "--restarts", "2", "--steps", "100", "--out", target);
      expect(code).toBe(0);
      expect(out).toContain("side by side, same seeds and budget");
      expect(readdirSync(target).sort()).toEqual(["trace.csv", "training.json"]);
      expect(JSON.parse(readFileSync(join(target, "training.json"), "utf8")).trainings).toHaveLength(2);
      expect(readFileSync(join(target, "trace.csv"), "utf8")).toMatch(/^file,run,seed,step,loss,norm\n1,1,1,0,/);
    }));

  test("refuses data that are no data, or not the pattern's, naming file and place; nothing is written", () =>
    onPoints(async (train, folder) => {
      const bad = join(folder, "bad.csv");
      writeFileSync(bad, "x1,y1\n1,one\n");
      const target = join(folder, "out");
      const refused = await wellposed("train", LU, "--data", bad, "--out", target);
      expect(refused).toEqual({ code: 65, out: "", err: `wellposed: ${bad}: line 2, column y1: expected a finite number such as -0.25, 1e-3 or 2/3, found "one"\n` });
      const other = await train("rect:123*12", "--out", target);
      expect([other.code, other.err]).toEqual([65, `wellposed: ${join(folder, "points.csv")}: expected 2 inputs and 3 outputs as in rect:123*12, found 2 and 2\n`]);
      expect((await wellposed("train", LU, "--data", join(folder, "none.csv"))).code).toBe(74);
      expect(existsSync(target)).toBe(false);
    }));

  test("refuses to write over its data", () =>
    inFolder(async (folder) => {
      const file = join(folder, "trace.csv");
      writeFileSync(file, `${lines.join("\n")}\n`);
      const { code, err } = await wellposed("train", LU, "--data", file, "--out", folder, "--restarts", "1", "--steps", "1");
      expect([code, err]).toEqual([64, `wellposed: --out: expected a file that is no input, found ${file}\n`]);
      expect(readFileSync(file, "utf8")).toContain("x1,x2,y1,y2");
    }));

  test.each([
    [["--steps", "-1"], "whole number"],
    [["--steps", "1e3"], "whole number"],
    [["--restarts", "0"], "integer from 1"],
    [["--weight-decay", "-1"], "not negative"],
    [["--learning-rate", "0"], "positive"],
    [["--optimizer", "sgd"], "lbfgs, adam, gd, lm"],
    [["--format", "xml"], "text, json"],
    [["--out", ""], "the name of a folder"],
  ])("refuses %j", (args, text) =>
    onPoints(async (train) => {
      const { code, out, err } = await train(LU, ...args);
      expect([code, out]).toEqual([64, ""]);
      expect(err).toContain(text);
    }));

  test("without data trains on the counterexample of the first file that has one, and compares with its family", async () => {
    const { code, out, err } = await wellposed("train", "rect:12*12 12*12", LU, "--restarts", "6", "--seed", "1");
    expect(code).toBe(0);
    expect(err).toBe(`${LU}: trained on its counterexample, 11 points (linear: no)\n`);
    const [dense, lu] = out.split(`${LU}:`) as [string, string];
    expect(dense).not.toContain("exact family");
    expect(lu).toContain("exact family: the exponents of the products along paths match");
    expect(lu).toContain("side by side");
  });

  test("takes the counterexample of finite where linear holds", async () => {
    const { code, err } = await wellposed("train", "rect:12*1 12*1", "--restarts", "1", "--steps", "50");
    expect([code, err]).toEqual([0, "rect:12*1 12*1: trained on its counterexample, 5 points (finite: no)\n"]);
  });

  test("asks for data where there is no counterexample", async () => {
    const { code, err } = await wellposed("train", "rect:1*12");
    expect(code).toBe(64);
    expect(err).toMatch(/^wellposed: --data: expected a data file/);
  });
});
