import { describe, expect, test } from "vitest";
import { datasetCsv, datasetJson, isExactIn } from "../../src/counterexample/dataset.js";
import { Rational } from "../../src/exact/rational.js";
import { readPattern } from "../../src/formats/read.js";
import { made } from "../support/counterexamples.js";

describe("data as files", () => {
  test("CSV: read as doubles, the very rationals; JSON: as strings", async () => {
    for (const name of ["lu/lu-3", "width-two/two-b-collision", "deep/deep-lu-4"]) {
      const { data } = made((await readPattern(`patterns/${name}.json`, {})).pattern).counterexample;
      expect(isExactIn(53, data)).toBe(true);
      const [header, ...lines] = datasetCsv(data).trimEnd().split("\n");
      const [inputs, outputs] = [data.points[0]!.length, data.targets[0]!.length];
      expect(header).toBe([...Array.from({ length: inputs }, (_, k) => `x${k + 1}`), ...Array.from({ length: outputs }, (_, i) => `y${i + 1}`)].join(","));
      expect(lines).toHaveLength(data.points.length);
      lines.forEach((line, p) => {
        line.split(",").forEach((text, c) => {
          const exact = [...data.points[p]!, ...data.targets[p]!][c]!;
          expect(Rational.of(BigInt(Number(text) * 2 ** 60), 2n ** 60n).equals(exact)).toBe(true);
        });
      });
      const json = JSON.parse(datasetJson(data)) as { X: string[][]; Y: string[][] };
      expect(json.X.map((row) => row.map((x) => Rational.parse(x)!))).toEqual(data.points);
      expect(json.Y.map((row) => row.map((y) => Rational.parse(y)!))).toEqual(data.targets);
    }
  });

  test("a third is exact in no format", () => {
    const data = { points: [[Rational.of(1, 3)]], targets: [[Rational.of(1)]] };
    expect(isExactIn(53, data)).toBe(false);
    expect(datasetCsv(data)).toBe(`x1,y1\n${1 / 3},1\n`);
    expect(isExactIn(3, { points: [[Rational.of(7, 64)]], targets: [] })).toBe(true);
    expect(isExactIn(2, { points: [[Rational.of(7, 64)]], targets: [] })).toBe(false);
  });
});
