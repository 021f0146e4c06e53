/** Training data as .npz: arrays X and Y, a row for each point; one array dimension counts as a single column. Other arrays are not looked at. */
import { badInput } from "../pattern/fault.js";
import type { DataTable } from "./data-csv.js";
import { MAX_CELLS } from "./limits.js";
import { readNpz } from "./npz.js";
import { type Tensor, shapeText } from "./tensor.js";
import { readZipDirectory } from "./zip.js";

/** Element types by NumPy's codes without byte order, and the view that reads one from its bytes, low byte first. */
const READERS: Readonly<Record<string, (bytes: DataView) => number>> = {
  f8: (bytes) => bytes.getFloat64(0, true),
  f4: (bytes) => bytes.getFloat32(0, true),
  i4: (bytes) => bytes.getInt32(0, true),
  u4: (bytes) => bytes.getUint32(0, true),
  i2: (bytes) => bytes.getInt16(0, true),
  u2: (bytes) => bytes.getUint16(0, true),
  i1: (bytes) => bytes.getInt8(0),
  u1: (bytes) => bytes.getUint8(0),
  i8: (bytes) => Number(bytes.getBigInt64(0, true)),
  u8: (bytes) => Number(bytes.getBigUint64(0, true)),
};

/**
 * Reads the archive. Numbers of 8-byte integers beyond 2^53 are rounded.
 * @throws Fault naming the array, and the cell of what is no finite number
 */
export function dataFromNpz(bytes: Uint8Array): DataTable {
  const tensors = readNpz(readZipDirectory(bytes).filter(({ name }) => name === "X.npy" || name === "Y.npy"));
  const named = (name: string): Tensor => {
    const tensor = tensors.find((one) => one.name === name);
    if (tensor === undefined) throw badInput(name, `an array ${name}.npy in the archive`, "none");
    return tensor;
  };
  const [x, y] = [rowsOf(named("X")), rowsOf(named("Y"))];
  if (x.height !== y.height) throw badInput("Y", `${x.height} rows as in X`, `${y.height}`);
  return { inputs: x.values, targets: y.values, points: x.height, widths: [x.width, y.width] };
}

function rowsOf(tensor: Tensor): { values: Float64Array; height: number; width: number } {
  const { name, shape, typeName, type } = tensor;
  const read = READERS[typeName.replace(/^[<>|=]/, "")];
  if (type === undefined || read === undefined) throw badInput(name, "float32, float64 or integers", typeName);
  const [height, width = 1] = shape;
  if (height === undefined || shape.length > 2 || height < 1 || width < 1) throw badInput(name, "a shape [points, columns]", shapeText(shape));
  if (height * width > MAX_CELLS) throw badInput(name, `at most ${MAX_CELLS} numbers`, `${height * width}`);
  const { words, offset, strides } = tensor.cells();
  const [down, right = 0] = strides as [number, number?];
  const cells = new DataView(words.buffer, words.byteOffset, words.byteLength);
  const values = new Float64Array(height * width);
  for (let p = 0; p < height; p++) {
    for (let k = 0; k < width; k++) {
      const at = (offset + p * down + k * right) * type.bytes;
      const value = read(new DataView(cells.buffer, cells.byteOffset + at, type.bytes));
      if (!Number.isFinite(value)) throw badInput(`${name}[${p}, ${k}]`, "a finite number", `${value}`);
      values[p * width + k] = value;
    }
  }
  return { values, height, width };
}
