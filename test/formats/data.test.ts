import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataFromBytes, readDataFile } from "../../src/formats/data.js";
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

describe("readDataFile", () => {
  it("names the file in faults, and says when there is none", () =>
    inFolder(async (folder) => {
      const file = join(folder, "data.csv");
      writeFileSync(file, "x1,y1\n1,two\n");
      await expect(readDataFile(file)).rejects.toThrow(`${file}: line 2, column y1`);
      await expect(readDataFile(join(folder, "none.csv"))).rejects.toMatchObject({ kind: "io" });
    }));
});
