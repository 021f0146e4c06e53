import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder, wellposed } from "./terminal.js";

const XOR = "examples/xor.csv";
const TEN = "examples/ten-points.csv";

describe("wellposed optimum", () => {
  test("prints the certified optimum; stderr is empty; the same bytes again", async () => {
    const { code, out, err } = await wellposed("optimum", XOR, "--lambda", "0.1");
    expect([code, err]).toEqual([0, ""]);
    // 1 - 2 sqrt 2 lambda is the fit, t: (1 - t)^2 / 2 + 2 sqrt 2 lambda t.
    expect(out).toContain("optimum    0.2428427125; no network is below 0.2428427125 (relative gap below 1e-15)");
    expect(out).toContain("patterns   14, all there are");
    expect(out).toContain("with at least 4 hidden neurons");
    expect(out).toMatch(/\ncertified\n$/);
    expect(out).not.toContain("irreducible network, weights");
    expect((await wellposed("optimum", XOR, "--lambda", "0.1")).out).toBe(out);
  });

  test("--format json has the fields of the contract, and no others in place of numbers", async () => {
    const { code, out } = await wellposed("optimum", XOR, "--lambda", "10%", "--format", "json");
    expect(code).toBe(0);
    const result = JSON.parse(out);
    expect(result).toMatchObject({ schema: "wellposed/optimum/1", neurons: 4, patterns: 14, complete: true, loss: "squared", scaling: "mean", model: "relu", bias: true });
    expect(result.lambda).toBeCloseTo(Math.SQRT2 / 40, 14);
    for (const key of ["lambda", "value", "dualBound", "gap", "sumOfNorms", "neurons", "patterns"]) expect(typeof result[key], key).toBe("number");
    expect(result.fit).toHaveLength(4);
    for (const network of [result.network, result.pruned.network]) {
      expect(Object.keys(network).toSorted()).toEqual(["activation", "biases", "skip", "weights", "widths"]);
      expect(network).toMatchObject({ widths: [2, 4, 1], activation: "relu", skip: null });
      expect(network.weights.map((rows: number[][]) => [rows.length, rows[0]!.length])).toEqual([[4, 2], [1, 4]]);
      expect(network.biases.map((vector: number[]) => vector.length)).toEqual([4, 1]);
    }
    expect(result.value).toBeCloseTo(result.fit.reduce((sum: number, value: number, j: number) => sum + (value - result.targets[j]) ** 2 / 8, 0) + result.lambda * result.sumOfNorms, 12);
    // Typed arrays inside are lists.
    expect(Array.isArray(result.sensitivities.byLambda.fit)).toBe(true);
  });

  test("--prune adds the fewest neurons and what smaller networks lose", async () => {
    const { code, out } = await wellposed("optimum", TEN, "--lambda", "1%", "--prune");
    expect(code).toBe(0);
    expect(out).toMatch(/the fewest of any optimum: \d/);
    expect(out).toContain("irreducible network, weights of each hidden neuron and its output weight");
    expect(out).toMatch(/neurons {2}least squares {2}magnitude {2}magnitude, refitted\n +6 /);
    const plain = JSON.parse((await wellposed("optimum", TEN, "--lambda", "1%", "--format", "json")).out);
    expect(plain).toMatchObject({ fewest: null, beyond: null });
  });

  test("--gated, --loss, --scaling and --no-bias are of the result", async () => {
    const json = async (...args: string[]): Promise<Record<string, unknown>> => JSON.parse((await wellposed("optimum", XOR, "--lambda", "5%", "--format", "json", ...args)).out) as Record<string, unknown>;
    const gated = await json("--gated");
    expect(gated).toMatchObject({ model: "gated", certified: true, network: { activation: "gated-relu" } });
    expect(gated["lambdaMax"]).toBeCloseTo(0.5, 10);
    expect(await json("--loss", "logistic")).toMatchObject({ loss: "logistic", certified: true });
    const sum = await json("--scaling", "sum", "--no-bias");
    expect(sum).toMatchObject({ scaling: "sum", bias: false, patterns: 4, network: { biases: [[0, 0, 0, 0], [0]] } });
    expect(sum["lambdaMax"]).toBeCloseTo(Math.SQRT2, 10);
  });

  test("--patterns samples, with a seed, and every form says that it is an upper bound", async () => {
    const sampled = async (format: string, seed = "7"): Promise<string> => (await wellposed("optimum", TEN, "--lambda", "2%", "--patterns", "12", "--seed", seed, "--format", format)).out;
    for (const format of ["text", "markdown", "html"]) expect(await sampled(format)).toMatch(/upper bound/i);
    expect(JSON.parse(await sampled("json"))).toMatchObject({ patterns: 12, complete: false, equivalence: { kind: "upper-bound" } });
    expect(await sampled("json")).toBe(await sampled("json"));
    expect(await sampled("json", "8")).not.toBe(await sampled("json"));
  });

  test("--pattern: what the mask's own network has of it", async () => {
    const { code, out } = await wellposed("optimum", TEN, "--lambda", "0.05", "--pattern", "examples/ten-points-mask.json");
    expect(code).toBe(0);
    expect(out).toContain("Lower bound");
    expect(out).toContain("verdicts of the pattern are linear: yes");
    const roomy = await wellposed("optimum", TEN, "--lambda", "0.05", "--pattern", "rect:1*12 1*12 1*12", "--no-bias", "--format", "json");
    expect(JSON.parse(roomy.out)).toMatchObject({ bias: false, equivalence: { kind: "equality" } });
  });

  test("--lambda path prints a table from lambda_max down", async () => {
    const { code, out, err } = await wellposed("optimum", XOR, "--lambda", "path");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^ *0\.3536 +100 % +0\.5 +/m);
    expect(out).toMatch(/^ *3\.54e-4 +0\.1 % +/m);
    const json = JSON.parse((await wellposed("optimum", XOR, "--lambda", "path", "--format", "json")).out);
    expect(json).toMatchObject({ schema: "wellposed/optimum-path/1", certified: true });
    expect(json.networks).toHaveLength(json.path.points.length);
  });

  test("--out writes five files; check accepts the certificate and the whole result, and refuses what was changed", () =>
    inFolder(async (folder) => {
      const target = join(folder, "new", "xor");
      const { code } = await wellposed("optimum", XOR, "--lambda", "0.1", "--out", target);
      expect(code).toBe(0);
      expect(readdirSync(target).toSorted()).toEqual(["certificate.json", "network.json", "optimum.json", "report.html", "report.md"]);
      const file = join(target, "certificate.json");
      const checked = await wellposed("check", file);
      expect([checked.code, checked.err]).toEqual([0, ""]);
      expect(checked.out).toContain("proved: ");
      expect((await wellposed("check", join(target, "optimum.json"))).code).toBe(0);
      const certificate = JSON.parse(readFileSync(file, "utf8"));
      writeFileSync(file, JSON.stringify({ ...certificate, dualBound: "1/4" }));
      const refused = await wellposed("check", file);
      expect(refused.code).toBe(1);
      expect(refused.out).toContain("refused: ");
      certificate.supports[0].gates.pop();
      writeFileSync(file, JSON.stringify(certificate));
      expect((await wellposed("check", file)).code).toBe(1);
      expect((await wellposed("optimum", XOR, "--lambda", "path", "--out", join(folder, "path"))).code).toBe(0);
      expect(readdirSync(join(folder, "path")).toSorted()).toEqual(["path.json", "report.html", "report.md"]);
    }));

  test("of sampled patterns lambda_max and the set of optima are said to be these patterns' own", async () => {
    const { out } = await wellposed("optimum", TEN, "--lambda", "100%", "--patterns", "1");
    const text = out.replace(/\s+/g, " ");
    expect(text).toContain("of these patterns, from which on the network without neurons is optimal among them)");
    expect(text).toContain("the only optimum, among networks with these activation patterns");
    expect((await wellposed("optimum", TEN, "--lambda", "100%")).out).not.toContain("these patterns");
  });

  test("numbers whose squares are no doubles are refused: 65", () =>
    inFolder(async (folder) => {
      const file = join(folder, "large.json");
      writeFileSync(file, '{"X":[[1e300],[2e300]],"Y":[[1],[2]]}');
      const { code, out, err } = await wellposed("optimum", file, "--lambda", "0.1");
      expect([code, out]).toEqual([65, ""]);
      expect(err).toContain("X[1][0]: expected a largest number of the column from 1e-75 to 1e+75");
    }));

  test("without --lambda says where it ends and what to try: 64", async () => {
    const { code, out, err } = await wellposed("optimum", XOR);
    expect([code, out]).toEqual([64, ""]);
    expect(err).toBe("wellposed: --lambda: expected a weight decay below lambda_max = 0.3535533906, such as 10% (0.03535533906 here), or path, found none\n");
  });

  test("out of time: 2, with bounds that hold and what is missing", async () => {
    const { code, out } = await wellposed("optimum", TEN, "--lambda", "1%", "--timeout", "1e-6");
    expect(code).toBe(2);
    expect(out).toMatch(/failed +gap: /);
    expect(out).toMatch(/left out +certificate: the time was over/);
    expect(out).toMatch(/\nNOT certified\n$/);
  });

  test.each([
    [["--lambda", "0"], "a positive number"],
    [["--lambda", "-1"], "a positive number"],
    [["--lambda", "%"], "a positive number"],
    [["--lambda", "many"], "a positive number"],
    [["--lambda", "0.1", "--loss", "hinge"], "squared, logistic"],
    [["--lambda", "0.1", "--scaling", "median"], "mean, sum"],
    [["--lambda", "0.1", "--patterns", "0"], "whole number from 1"],
    [["--lambda", "0.1", "--format", "pdf"], "text, json"],
    [["--lambda", "0.1", "--timeout", "0"], "positive number of seconds"],
    [["--lambda", "0.1", "--out", ""], "the name of a directory"],
  ])("refuses %j", async (args, text) => {
    const { code, out, err } = await wellposed("optimum", XOR, ...args);
    expect([code, out]).toEqual([64, ""]);
    expect(err).toContain(text);
  });

  test("refuses data and patterns that are none of such a problem, naming file and place; nothing is written", () =>
    inFolder(async (folder) => {
      const target = join(folder, "out");
      const two = join(folder, "two.csv");
      writeFileSync(two, "x1,y1,y2\n1,2,3\n");
      const one = (...args: string[]): ReturnType<typeof wellposed> => wellposed("optimum", ...args, "--out", target);
      expect(await one(two, "--lambda", "0.1")).toEqual({ code: 65, out: "", err: `wellposed: ${two}: Y: expected one output, found 2\n` });
      expect(await one(TEN, "--lambda", "0.1", "--loss", "logistic")).toMatchObject({ code: 65, err: expect.stringContaining(`${TEN}: Y: expected labels of two values`) });
      expect(await one(TEN, "--lambda", "0.1", "--pattern", "rect:1*12")).toMatchObject({ code: 65, err: expect.stringContaining("rect:1*12: bias: expected no free bias of the output") });
      expect(await one(TEN, "--lambda", "0.1", "--pattern", "rect:12*12", "--no-bias")).toMatchObject({ code: 65, err: expect.stringContaining("one hidden layer and one output") });
      expect(await one(TEN, "--lambda", "0.1", "--pattern", "rect:1*123", "--no-bias")).toMatchObject({ code: 65, err: expect.stringContaining(`${TEN}: X: expected 3 inputs as in the pattern, found 2`) });
      expect((await one(join(folder, "none.csv"), "--lambda", "0.1")).code).toBe(74);
      expect(existsSync(target)).toBe(false);
    }));

  test("refuses to write over its data", () =>
    inFolder(async (folder) => {
      const file = join(folder, "optimum.json");
      writeFileSync(file, '{"X": [[1], [2]], "Y": [[1], [0]]}');
      const { code, err } = await wellposed("optimum", file, "--lambda", "10%", "--out", folder);
      expect([code, err]).toEqual([64, `wellposed: --out: expected a file that is no input, found ${file}\n`]);
      expect(readFileSync(file, "utf8")).toContain('"X"');
    }));
});
