import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.js";
import { inFolder, wellposed } from "./terminal.js";

const IRIS = "examples/iris.csv";
const TEN = "examples/ten-points.csv";
const MASK = "examples/ten-points-mask.json";
const QUICK = ["--method", "multistart", "--starts", "1", "--points", "4", "--max-l1", "10"];

describe("wellposed path", () => {
  test("prints the front; stderr is empty; the same bytes again", async () => {
    const args = ["path", IRIS, "--activation", "tanh", "--split", "every:5", "--standardise", "all", ...QUICK];
    const { code, out, err } = await wellposed(...args);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain(`${IRIS}: 30 points (beside 120 for tests), inputs standardised by all rows; tanh network 4-4-4-3 with 55 parameters; mean cross-entropy against the l1 norm of weights and biases`);
    expect(out).toMatch(/^front +4 points, l1 norm 2\.5 to 10, loss 0\.94\d\d down to 0\.34\d\d/m);
    expect(out).toMatch(/\ncomplete\n$/);
    expect((await wellposed(...args)).out).toBe(out);
  });

  test("--format json has the fields of the contract, and every option is in the settings", async () => {
    const { code, out } = await wellposed("path", IRIS, "--widths", "4-2-3", "--loss", "cross-entropy", "--split", "0.6/0.2", "--standardise", "--no-count-bias", "--bias", "yes", "--seed", "5", "--timeout", "50", ...QUICK, "--format", "json");
    expect(code).toBe(0);
    const path = JSON.parse(out);
    expect(path).toMatchObject({
      schema: "wellposed/path/1",
      settings: {
        widths: [4, 2, 3], activation: "relu", loss: "cross-entropy", countBiases: false, biases: [true, true], method: "multistart", points: 4, starts: 1, maxL1: 10, seed: 5, timeout: 50,
        split: { training: 0.6, validation: 0.2 }, rows: { training: 90, validation: 30, test: 30 }, standardised: { by: "training" },
      },
      chosen: { by: "validation" },
    });
    for (const { loss, l1, nonzeros, residual, test: { loss: apart, accuracy } } of path.points) for (const value of [loss, l1, nonzeros, residual, apart, accuracy]) expect(typeof value).toBe("number");
    const batched = JSON.parse((await wellposed("path", IRIS, "--widths", "4-3", "--method", "continuation", "--batch", "20", "--starts", "1", "--points", "3", "--max-l1", "2", "--bias", "no", "--format", "json")).out);
    expect(batched.settings).toMatchObject({ method: "continuation", batch: 20, parameters: 12 });
  });

  test("--out writes the front, and the networks asked for, which verify reads", () =>
    inFolder(async (folder) => {
      const target = join(folder, "new", "ten");
      const made = await wellposed("path", TEN, "--pattern", MASK, ...QUICK, "--out", target);
      expect([made.code, made.err]).toEqual([0, ""]);
      expect(readdirSync(target).toSorted()).toEqual(["front.csv", "path.json", "points", "report.html", "report.md"]);
      const { knee, points } = JSON.parse(readFileSync(join(target, "path.json"), "utf8"));
      const name = `00${knee}`;
      expect(readdirSync(join(target, "points"))).toEqual([`${name}.json`, `${name}.safetensors`]);
      const judged = JSON.parse((await wellposed("verify", join(target, "points", `${name}.safetensors`), join(target, "points", `${name}.json`), "--format", "json")).out).results;
      expect(judged[0].pattern.edges).toBe(judged[1].pattern.edges);
      expect(judged[0].pattern.edges).toBeLessThanOrEqual(points[knee].nonzeros);
      expect(readFileSync(join(target, "report.html"), "utf8")).toContain(`wellposed verify ${MASK}`);
    }));

  test("--export: all points, or numbers; one that there is not is said, and the others are written", () =>
    inFolder(async (folder) => {
      await wellposed("path", TEN, ...QUICK, "--out", folder, "--export", "all");
      const { points } = JSON.parse(readFileSync(join(folder, "path.json"), "utf8"));
      expect(readdirSync(join(folder, "points"))).toHaveLength(2 * points.length);
      const some = join(folder, "some");
      const { code, err } = await wellposed("path", TEN, ...QUICK, "--out", some, "--export", "1,77");
      expect([code, err]).toEqual([0, `wellposed: there is no point 77: the front has ${points.length}\n`]);
      expect(readdirSync(join(some, "points"))).toEqual(["001.json", "001.safetensors"]);
    }));

  test("points of another run in the directory are named and left; a mask read from there is not written over", () =>
    inFolder(async (folder) => {
      await wellposed("path", TEN, ...QUICK, "--out", folder, "--export", "0,1");
      const mask = join(folder, "points", "001.json");
      const before = readFileSync(mask, "utf8");
      const { code, err } = await wellposed("path", TEN, ...QUICK, "--out", folder, "--export", "0");
      expect([code, err]).toEqual([0, `wellposed: ${join(folder, "points")} has files of another run: 001.json, 001.safetensors\n`]);
      const refused = await wellposed("path", TEN, "--pattern", mask, ...QUICK, "--out", folder, "--export", "all");
      expect([refused.code, refused.err]).toEqual([64, `wellposed: --out: expected a file that is no input, found ${mask}\n`]);
      expect(readFileSync(mask, "utf8")).toBe(before);
    }));

  test("a directory that cannot be is refused before the work", () =>
    inFolder(async (folder) => {
      const file = join(folder, "file");
      writeFileSync(file, "");
      for (const out of [file, join(file, "below")]) {
        // Without a bound on the norm: this would take long.
        const { code, err } = await wellposed("path", IRIS, "--starts", "999", "--out", out);
        expect([code, err]).toEqual([74, `wellposed: ${file}: expected a directory that can be written, found a file\n`]);
      }
    }));

  test("Ctrl-C keeps what was found, in the files too: 2", () =>
    inFolder(async (folder) => {
      let [out, interrupted] = ["", false];
      const err = (text: string): void => {
        if (interrupted || !text.includes("multistart")) return;
        interrupted = true;
        (process.listeners("SIGINT").at(-1) as () => void)();
      };
      const code = await run(["path", IRIS, "--activation", "tanh", "--max-l1", "40", "--starts", "300", "--points", "10", "--method", "multistart", "--out", folder], { out: (text) => void (out += text), err, watched: true });
      expect([code, interrupted]).toEqual([2, true]);
      expect(out).toMatch(/NOT complete\n$/);
      expect(out.replace(/\s+/g, " ")).toContain("The run was interrupted: this is the front as far as it was found by then.");
      expect(JSON.parse(readFileSync(join(folder, "path.json"), "utf8"))).toMatchObject({ complete: false, ended: "stopped" });
    }));

  test("out of time: 2, with what was found by then", async () => {
    const { code, out } = await wellposed("path", IRIS, "--timeout", "1e-6");
    expect(code).toBe(2);
    expect(out.replace(/\s+/g, " ")).toContain("warning The time of 0.000001 s was over");
  });

  test.each([
    [["--widths", "4"], "widths such as 4-4-4-3"],
    [["--widths", "4-0-3"], "widths such as 4-4-4-3"],
    [["--points", "1"], "an integer from 2 to 999"],
    [["--points", "1000"], "an integer from 2 to 999"],
    [["--points", "0"], "an integer from 2 to 999"],
    [["--widths", "4-99999-99999-3"], "at most 16777216 weights"],
    [["--max-l1", "0"], "a positive number"],
    [["--starts", "0"], "an integer from 1 to 999"],
    [["--batch", "0"], "a whole number from 1"],
    [["--batch", "5", "--method", "multistart"], "--batch: expected the method continuation or best, found multistart"],
    [["--split", "every:1"], "every:5, a share"],
    [["--split", "1.5"], "every:5, a share"],
    [["--split", "0.6/0.6"], "every:5, a share"],
    [["--standardise", "some"], "training, all"],
    [["--method", "guess"], "continuation, weighted-sum, multistart, best"],
    [["--activation", "sine"], "relu, tanh, linear"],
    [["--loss", "hinge"], "cross-entropy, squared"],
    [["--export", "best"], "all, knee, chosen or numbers"],
    [["--export", "knee"], "--export: expected a directory given with --out"],
    [["--widths", "4-3", "--pattern", "rect:1*1234"], "--widths: expected none beside --pattern, found 4-3"],
    [["--layers", "a"], "--layers: expected a checkpoint given with --pattern"],
    [["--out", ""], "the name of a directory"],
    [["--timeout", "0"], "positive number of seconds"],
    [["--format", "pdf"], "text, json"],
  ])("refuses %j", async (args, text) => {
    const { code, out, err } = await wellposed("path", IRIS, ...args);
    expect([code, out]).toEqual([64, ""]);
    expect(err).toContain(text);
  });

  test("refuses data that do not fit, naming the file; nothing is written, and no input is written over", () =>
    inFolder(async (folder) => {
      const target = join(folder, "out");
      expect(await wellposed("path", IRIS, "--widths", "3-2-3", "--out", target)).toMatchObject({ code: 65, err: `wellposed: ${IRIS}: X: expected 3 inputs as in the network, found 4\n` });
      expect(await wellposed("path", TEN, "--loss", "cross-entropy", "--out", target)).toMatchObject({ code: 65, err: expect.stringContaining("a class: a whole number from 0 to") });
      expect((await wellposed("path", join(folder, "none.csv"), "--out", target)).code).toBe(74);
      expect(existsSync(target)).toBe(false);
      const own = join(folder, "path.json");
      writeFileSync(own, '{"X": [[0], [1]], "Y": [[1], [2]]}');
      expect((await wellposed("path", own, "--out", folder)).code).toBe(64);
    }));
});
