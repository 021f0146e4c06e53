import { expect, test } from "vitest";
import { patternFromBytes } from "../../src/formats/read.js";
import { weightsContent } from "../../src/formats/weights-write.js";
import { maskOfRows, maskStrings } from "../../src/pattern/mask.js";
import { makePattern } from "../../src/pattern/pattern.js";

const pattern = makePattern("two", [maskOfRows(3, [[0, 2], [1]]), maskOfRows(2, [[0, 1]])], { bias: [true, false] });
const bytes = Buffer.concat([...weightsContent(pattern, Float64Array.of(1.5, 0, -2, 7, 8, 0.1, 3)).pieces()]);

test("weights as PyTorch names them, in rows, zeros where the mask has none; no tensor for biases that are not there", () => {
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  expect(Object.keys(header)).toEqual(["layers.0.weight", "layers.0.bias", "layers.1.weight"]);
  expect(header["layers.0.weight"]).toMatchObject({ dtype: "F64", shape: [2, 3] });
  expect((8 + length) % 8).toBe(0);
  const numbers = Array.from({ length: (bytes.length - 8 - length) / 8 }, (_, k) => bytes.readDoubleLE(8 + length + 8 * k));
  expect(numbers).toEqual([1.5, 0, 0, 0, -2, 0, 7, 8, 0.1, 3]);
});

test("the reader takes the weights that are not 0 for the mask", async () => {
  const read = await patternFromBytes(bytes, "two.safetensors");
  expect(read.pattern.masks.map(maskStrings)).toEqual([["100", "010"], ["11"]]);
  expect(read.pattern.bias).toEqual([true, false]);
});
