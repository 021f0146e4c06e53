import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataFromBytes, exactFromBytes, readDataFile, readExactFile } from "../../src/formats/data.js";
import { Fault } from "../../src/pattern/fault.js";
import { inFolder } from "../cli/terminal.js";
import { npy, zip } from "./helpers.js";

const CSV = "x1,x2,y1\n0,0.5,1\n2,-3,4\n";
const JSON_TEXT = '\n { "X": [[0, "1/2"], [2, -3]], "Y": [[1], [4]] }';
const header = (type: string, shape: string, fortran = "False"): string => `{'descr': '${type}', 'fortran_order': ${fortran}, 'shape': (${shape}), }`;
const doubles = (...values: number[]): Buffer => Buffer.from(Float64Array.from(values).buffer);
const EXPECTED = { inputs: Float64Array.of(0, 0.5, 2, -3), targets: Float64Array.of(1, 4), points: 2, widths: [2, 1] };
const fault = async (bytes: Uint8Array): Promise<string> => {
  try {
    await dataFromBytes(bytes);
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
  throw new Error("accepted");
};

describe("dataFromBytes", () => {
  it("reads the same data as CSV, JSON and .npz, in either order of cells, columns without a second dimension too", async () => {
    const x = { "X.npy": npy(header("<f8", "2, 2"), doubles(0, 0.5, 2, -3)) };
    const turned = { "X.npy": npy(header("<f8", "2, 2", "True"), doubles(0, 2, 0.5, -3)) };
    const y = { "Y.npy": npy(header("<f8", "2,"), doubles(1, 4)) };
    const whole = { "Y.npy": npy(header("|i1", "2, 1"), Buffer.from([1, 4])) };
    for (const bytes of [Buffer.from(CSV), Buffer.from(`\uFEFF${CSV}`), Buffer.from(JSON_TEXT), zip({ ...x, ...y }), zip({ ...turned, ...whole })]) {
      expect(await dataFromBytes(bytes)).toEqual(EXPECTED);
    }
  });

  it("reads signed and unsigned integers and single precision", async () => {
    const y = { "Y.npy": npy(header("<f8", "1,"), doubles(0)) };
    const cells: [string, Buffer, number][] = [
      ["|i1", Buffer.from([0xff]), -1],
      ["|u1", Buffer.from([0xff]), 255],
      ["<i2", Buffer.from([0xfe, 0xff]), -2],
      ["<i4", Buffer.from([0, 0, 0, 0x80]), -(2 ** 31)],
      ["<i8", Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), -1],
      ["<f4", Buffer.from(Float32Array.of(0.1).buffer), Math.fround(0.1)],
      [">i2", Buffer.from([0xff, 0xfe]), -2],
    ];
    for (const [type, bytes, value] of cells) expect((await dataFromBytes(zip({ "X.npy": npy(header(type, "1, 1"), bytes), ...y }))).inputs[0], type).toBe(value);
  });

  it("names what is wrong in an archive", async () => {
    const x = { "X.npy": npy(header("<f8", "2, 1"), doubles(0, 1)) };
    expect(await fault(zip(x))).toBe("Y: expected an array Y.npy in the archive, found none");
    expect(await fault(zip({ ...x, "Y.npy": npy(header("<f8", "1, 1"), doubles(0)) }))).toBe("Y: expected 2 rows as in X, found 1");
    expect(await fault(zip({ ...x, "Y.npy": npy(header("<f8", "2, 1"), doubles(0, Number.NaN)) }))).toBe("Y[1, 0]: expected a finite number, found NaN");
    expect(await fault(zip({ ...x, "Y.npy": npy(header("<f8", "1, 2, 1"), doubles(0, 1)) }))).toBe("Y: expected a shape [points, columns], found [1, 2, 1]");
    expect(await fault(zip({ ...x, "Y.npy": npy(header("|b1", "2, 1"), Buffer.from([0, 1])) }))).toBe("Y: expected float32, float64 or integers, found |b1");
    expect(await fault(zip({ ...x, "Y.npy": npy(header("<f8", "0, 1"), Buffer.alloc(0)) }))).toBe("Y: expected a shape [points, columns], found [0, 1]");
  });
});

describe("exactFromBytes", () => {
  const strings = async (bytes: Uint8Array): Promise<string[][]> => {
    const { inputs, targets } = await exactFromBytes(bytes);
    return inputs.map((row, p) => [...row, ...targets[p]!].map(String));
  };

  it("takes decimals and quotients as they are written, in CSV and JSON", async () => {
    const rows = [["1/10", "1/1000", "2/3"], ["-3", "0", "-1/2"]];
    expect(await strings(Buffer.from("x1,x2,y1\n0.1,1e-3,4/6\n-3,-0.0,-.5\n"))).toEqual(rows);
    expect(await strings(Buffer.from('{"X": [[0.1, 1e-3], [-3, -0.0]], "Y": [["2/3"], [-0.5]]}'))).toEqual(rows);
    expect((await exactFromBytes(Buffer.from("x1,x2,y1,y2\n1,2,3,4\n"))).widths).toEqual([2, 2]);
  });

  it("takes floats as the dyadic numbers that they are, and all bits of integers", async () => {
    const x = npy(header("<f8", "2, 1"), doubles(0.1, -0.5));
    const big = Buffer.alloc(16);
    big.writeBigInt64LE(2n ** 53n + 1n, 0);
    const rows = await strings(zip({ "X.npy": x, "Y.npy": npy(header("<i8", "2, 1"), big) }));
    expect(rows).toEqual([["3602879701896397/36028797018963968", `${2n ** 53n + 1n}`], ["-1/2", "0"]]);
  });

  it("has the points of dataFromBytes, in either order of cells", async () => {
    const turned = { "X.npy": npy(header("<f8", "2, 2", "True"), doubles(0, 2, 0.5, -3)), "Y.npy": npy(header("<f8", "2,"), doubles(1, 4)) };
    for (const bytes of [Buffer.from(CSV), Buffer.from(JSON_TEXT), zip(turned)]) expect(await strings(bytes)).toEqual([["0", "1/2", "1"], ["2", "-3", "4"]]);
  });

  it("refuses numbers that would be long, at once, and says where they stand as they are written", async () => {
    const refused = async (text: string): Promise<string> => {
      try {
        await exactFromBytes(Buffer.from(text));
      } catch (error) {
        if (error instanceof Fault) return error.message;
        throw error;
      }
      throw new Error("accepted");
    };
    const csv = "expected a finite number such as -0.25, 1e-3 or 2/3, of at most 1000 digits, found";
    for (const number of ["1e999999", "1e-999999", "1e400", "1/0", "NaN", "", `0.${"1".repeat(1000)}`]) expect(await refused(`x1,y1\n1,2\n3,${number}\n`), number).toContain(`line 3, column y1: ${csv}`);
    const json = 'expected a finite number, or a rational in lowest terms such as "2/3", of at most 1000 digits, found';
    expect(await refused('{"X": [[1], [1e999999]], "Y": [[1], [2]]}')).toBe(`X[1][0]: ${json} "1e999999"`);
    expect(await refused('{"X": [[1], ["2/4"]], "Y": [[1], [2]]}')).toBe(`X[1][0]: ${json} "2/4"`);
    expect(await refused('{"X": [[1], [[7.5]]], "Y": [[1], [2]]}')).toBe(`X[1][0]: ${json} ["7.5"]`);
    expect(await refused('{"X": [[1], [true]], "Y": [[1], [2]]}')).toBe(`X[1][0]: ${json} true`);
  });
});

describe("readDataFile", () => {
  it("names the file in faults, and says when there is none", () =>
    inFolder(async (folder) => {
      const file = join(folder, "data.csv");
      writeFileSync(file, "x1,y1\n1,two\n");
      await expect(readDataFile(file)).rejects.toThrow(`${file}: line 2, column y1`);
      await expect(readExactFile(file)).rejects.toThrow(`${file}: line 2, column y1`);
      for (const read of [readDataFile, readExactFile]) await expect(read(join(folder, "none.csv"))).rejects.toMatchObject({ kind: "io" });
    }));
});
