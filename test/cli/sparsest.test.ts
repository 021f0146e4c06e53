import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Random } from "../../src/exact/random.js";
import { inFolder, wellposed } from "./terminal.js";

const PEAK = "examples/peak-plateau.csv";

describe("wellposed sparsest", () => {
  test("prints the sparsest network, proved; stderr is empty; the same bytes again", async () => {
    const { code, out, err } = await wellposed("sparsest", PEAK);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("fewest     3 neurons; no network through these points has fewer, proved");
    expect(out.replace(/\s+/g, " ")).toContain("knots -1, 1/2 and 2; slope changes 1, -2 and 1; l^p path norm 3.319507911 for p = 0.4");
    expect(out).toMatch(/\nproved\n$/);
    expect((await wellposed("sparsest", PEAK)).out).toBe(out);
  });

  test("--format json has the fields of the contract", async () => {
    const { code, out } = await wellposed("sparsest", PEAK, "--p", "0.7", "--format", "json");
    expect(code).toBe(0);
    const result = JSON.parse(out);
    expect(result).toMatchObject({ schema: "wellposed/sparsest/1", method: "exact", p: 0.7, neurons: 3, parameters: 6, knots: ["-1", "1/2", "2"], slopeChanges: ["1", "-2", "1"], lowerBound: 3, exact: true });
    expect(result.pathNorm).toBeCloseTo(2 + 2 ** 0.7, 12);
    expect(Object.keys(result.network).toSorted()).toEqual(["activation", "biases", "skip", "weights", "widths"]);
  });

  test("numbers of a file are what is written there", () =>
    inFolder(async (folder) => {
      const file = join(folder, "tenths.csv");
      writeFileSync(file, "x1,y1\n0.1,0.1\n0.2,0.2\n0.3,0.3\n");
      expect((await wellposed("sparsest", file)).out).toContain("0: nothing is needed");
      writeFileSync(file, "x1,y1\n0.1,1e999999\n");
      const { code, err } = await wellposed("sparsest", file);
      expect(code).toBe(65);
      expect(err).toBe(`wellposed: ${file}: line 2, column y1: expected a finite number such as -0.25, 1e-3 or 2/3, of at most 1000 digits, found "1e999999"\n`);
    }));

  test("--no-skip is without affine part", async () => {
    const { code, out } = await wellposed("sparsest", PEAK, "--no-skip");
    expect(code).toBe(0);
    expect(out).toContain("no affine part");
    expect(out).not.toContain("affine  ");
    expect(JSON.parse((await wellposed("sparsest", PEAK, "--skip", "--format", "json")).out).skip).toBe(true);
  });

  test("--out writes five files, each whole", () =>
    inFolder(async (folder) => {
      const target = join(folder, "new", "peak");
      expect((await wellposed("sparsest", PEAK, "--out", target)).code).toBe(0);
      expect(readdirSync(target).toSorted()).toEqual(["certificate.json", "network.json", "report.html", "report.md", "sparsest.json"]);
      expect(JSON.parse(readFileSync(join(target, "certificate.json"), "utf8"))).toEqual(JSON.parse(readFileSync(join(target, "sparsest.json"), "utf8")).certificate);
      const checked = await wellposed("check", join(target, "certificate.json"), join(target, "sparsest.json"));
      expect([checked.code, checked.err]).toEqual([0, ""]);
      expect(checked.out.match(/no such network has fewer \(witnesses\)/g)).toHaveLength(2);
      const certificate = JSON.parse(readFileSync(join(target, "certificate.json"), "utf8"));
      certificate.network.neurons[0].output = "2";
      writeFileSync(join(target, "certificate.json"), JSON.stringify(certificate));
      expect((await wellposed("check", join(target, "certificate.json"))).code).toBe(1);
      const own = join(folder, "sparsest.json");
      writeFileSync(own, '{"X": [[0]], "Y": [[1]]}');
      expect((await wellposed("sparsest", own, "--out", folder)).code).toBe(64);
    }));

  test("what is not proved ends with 2, and says what is", async () => {
    const { code, out } = await wellposed("sparsest", "examples/ten-by-fifty.csv", "--method", "exact", "--timeout", "0.001");
    expect(code).toBe(2);
    expect(out).toMatch(/every network through these points has at least [12], proved/);
    expect(out.replace(/\s+/g, " ")).toContain("left out proof: ");
    expect(out).toMatch(/\nNOT proved\n$/);
  });

  test("--count, --method, --pattern and --no-count-bias are of the result", async () => {
    const json = async (...args: string[]): Promise<Record<string, unknown>> => JSON.parse((await wellposed("sparsest", ...args, "--format", "json")).out) as Record<string, unknown>;
    expect(await json("examples/xor.csv")).toMatchObject({ count: "parameters", parameters: 5, exact: true, skip: false });
    expect(await json("examples/xor.csv", "--count", "neurons", "--method", "milp")).toMatchObject({ count: "neurons", method: "milp", neurons: 3, exact: true });
    expect(await json("examples/xor.csv", "--no-count-bias")).toMatchObject({ countBias: false, exact: true });
  });

  test("examples/ten-by-fifty.csv is what its script writes", () => {
    const random = new Random(1);
    const draw = (): number => (random.below(2001) - 1000) / 1000;
    const head = [...Array.from({ length: 50 }, (_, i) => `x${i + 1}`), "y1"];
    const rows = Array.from({ length: 10 }, () => head.map(draw));
    expect(readFileSync("examples/ten-by-fifty.csv", "utf8")).toBe(`${[head, ...rows].map((row) => row.join(",")).join("\n")}\n`);
  });

  test("what it cannot do is refused in one line", async () => {
    const refused = async (...args: string[]): Promise<[number, string]> => {
      const { code, err } = await wellposed("sparsest", ...args);
      return [code, err];
    };
    expect(await refused(PEAK, "--p", "2")).toEqual([64, expect.stringContaining("a number larger than 0 and at most 1 is expected")]);
    expect(await refused(PEAK, "--layers", "a")).toEqual([64, expect.stringContaining("--layers: expected a checkpoint given with --pattern")]);
    expect(await refused(PEAK, "--out", "")).toEqual([64, expect.stringContaining("the name of a directory")]);
    expect(await refused(PEAK, "--pattern", "rect:1*1 1*1")).toEqual([65, expect.stringContaining("no free bias of the output")]);
    expect(await refused(PEAK, "--method", "milp", "--p", "0.5")).toEqual([64, expect.stringContaining("p: expected no p")]);
    expect(await refused(PEAK, "--no-count-bias")).toEqual([64, expect.stringContaining("countBias: expected parameters")]);
    expect(await refused("nothing.csv")).toEqual([74, expect.stringContaining("no such file")]);
  });
});
