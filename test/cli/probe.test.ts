import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkInterpolation } from "../../src/check/interpolation.js";
import { inFolder, wellposed } from "./terminal.js";

const LU = "rect:12*12 2*2";
const SMALL = ["--targets", "3", "--restarts", "2", "--steps", "200"];

describe("wellposed probe", () => {
  test("prints counts with their intervals; stderr is empty; the same bytes again", async () => {
    const { code, out, err } = await wellposed("probe", LU, ...SMALL, "--points", "4");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("3 random targets on 4 random points, best of 2 runs of up to 200 steps each, seed 1");
    expect(out).toMatch(/^diverging +\d +\d+\.\d % +\d+\.\d % to \d+\.\d %$/m);
    expect((await wellposed("probe", LU, ...SMALL, "--points", "4")).out).toBe(out);
  });

  test("--format json --out writes wellposed/probe/1 with the settings asked for", () =>
    inFolder(async (folder) => {
      const file = join(folder, "probe.json");
      const { code, out } = await wellposed("probe", LU, ...SMALL, "--seed", "9", "--optimizer", "lbfgs", "--format", "json", "--out", file);
      expect([code, out]).toEqual([0, ""]);
      expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ schema: "wellposed/probe/1", source: LU, settings: { targets: 3, points: 10, inputs: "random", seed: 9, restarts: 2, steps: 200 } });
    }));

  test("--data takes its inputs, and says whether optima are guaranteed for them, with a certificate that checks", () =>
    inFolder(async (folder) => {
      const [few, many] = [join(folder, "few.csv"), join(folder, "many.json")];
      writeFileSync(few, "x1,x2,y1,y2\n0,1,0,0\n1,0.1,0,0\n");
      writeFileSync(many, JSON.stringify({ X: [[0, 1], [1, 0], [2, 2]], Y: [[0, 0], [0, 0], [0, 0]] }));
      const yes = await wellposed("probe", LU, ...SMALL, "--data", few);
      expect(yes.out).toContain("For these inputs an optimum exists whatever the targets.");
      const { existence } = JSON.parse((await wellposed("probe", LU, ...SMALL, "--data", few, "--format", "json")).out);
      expect(checkInterpolation(existence.certificate)).toMatchObject({ ok: true });
      const certificate = join(folder, "certificate.json");
      writeFileSync(certificate, JSON.stringify(existence.certificate));
      expect((await wellposed("check", certificate)).code).toBe(0);
      expect((await wellposed("probe", LU, ...SMALL, "--data", many)).out).toContain("For these inputs: Not shown: output 0 has 2 features for 3 different points");
    }));

  test("refuses data of other widths, points beside data, and numbers that are none", () =>
    inFolder(async (folder) => {
      const file = join(folder, "wide.csv");
      writeFileSync(file, "x1,x2,x3,y1,y2\n1,2,3,4,5\n");
      const wide = await wellposed("probe", LU, "--data", file);
      expect([wide.code, wide.err]).toEqual([65, `wellposed: ${file}: expected 2 inputs and 2 outputs as in ${LU}, found 3 and 2\n`]);
      expect((await wellposed("probe", LU, "--data", file, "--points", "3")).code).toBe(64);
      expect((await wellposed("probe", LU, "--targets", "0")).code).toBe(64);
    }));
});
