/** Training data as .npz: arrays X and Y, a row for each point; one array dimension counts as a single column. Other arrays are not looked at. */
import { Rational } from "../exact/rational.js";
import { badInput } from "../pattern/fault.js";
import type { DataTable, ExactTable } from "./data-csv.js";
import { MAX_DATA_NUMBERS, MAX_RATIONALS } from "./limits.js";
import { readNpz } from "./npz.js";
import { joined, sourceOfBytes } from "./source.js";
import { type Tensor, shapeText } from "./tensor.js";
import { readZipDirectory } from "./zip.js";

/** Element types by NumPy's codes without byte order, and how one is read from its bytes. */
const READERS: Readonly<Record<string, (bytes: DataView, littleEndian: boolean) => number | bigint>> = {
  f8: (bytes, little) => bytes.getFloat64(0, little),
  f4: (bytes, little) => bytes.getFloat32(0, little),
  i4: (bytes, little) => bytes.getInt32(0, little),
  u4: (bytes, little) => bytes.getUint32(0, little),
  i2: (bytes, little) => bytes.getInt16(0, little),
  u2: (bytes, little) => bytes.getUint16(0, little),
  i1: (bytes) => bytes.getInt8(0),
  u1: (bytes) => bytes.getUint8(0),
  i8: (bytes, little) => bytes.getBigInt64(0, little),
  u8: (bytes, little) => bytes.getBigUint64(0, little),
};

/**
 * Reads the archive. Numbers of 8-byte integers beyond 2^53 are rounded.
 * @throws Fault naming the array, and the cell of what is no finite number
 */
export async function dataFromNpz(bytes: Uint8Array): Promise<DataTable> {
  const [x, y] = await arraysOf(bytes, MAX_DATA_NUMBERS);
  const [inputs, targets] = [x, y].map(({ height, width, valueAt }) => Float64Array.from({ length: height * width }, (_, at) => Number(valueAt(Math.floor(at / width), at % width))));
  return { inputs: inputs!, targets: targets!, points: x.height, widths: [x.width, y.width] };
}

/**
 * The same in rational numbers: floats are the dyadic rationals that they are, integers themselves.
 * @throws Fault naming the array, and the cell of what is no finite number
 */
export async function exactFromNpz(bytes: Uint8Array): Promise<ExactTable> {
  const [x, y] = await arraysOf(bytes, MAX_RATIONALS);
  const rational = (value: number | bigint): Rational => (typeof value === "bigint" ? Rational.of(value) : Rational.ofNumber(value));
  const [inputs, targets] = [x, y].map(({ height, width, valueAt }) => Array.from({ length: height }, (_, p) => Array.from({ length: width }, (__, k) => rational(valueAt(p, k)))));
  return { inputs: inputs!, targets: targets!, points: x.height, widths: [x.width, y.width] };
}

interface Cells {
  readonly height: number;
  readonly width: number;
  /** @throws Fault where it is no finite number */
  readonly valueAt: (row: number, column: number) => number | bigint;
}

async function arraysOf(bytes: Uint8Array, most: number): Promise<[x: Cells, y: Cells]> {
  const tensors = await readNpz(readZipDirectory(sourceOfBytes(bytes)).filter(({ name }) => name === "X.npy" || name === "Y.npy"));
  const named = (name: string): Tensor => {
    const tensor = tensors.find((one) => one.name === name);
    if (tensor === undefined) throw badInput(name, `an array ${name}.npy in the archive`, "none");
    return tensor;
  };
  const [x, y] = [await cellsOf(named("X"), most), await cellsOf(named("Y"), most)];
  if (x.height !== y.height) throw badInput("Y", `${x.height} rows as in X`, `${y.height}`);
  return [x, y];
}

async function cellsOf(tensor: Tensor, most: number): Promise<Cells> {
  const { name, shape, typeName, type } = tensor;
  const read = READERS[typeName.replace(/^[<>|=]/, "")];
  if (type === undefined || read === undefined) throw badInput(name, "float32, float64 or integers", typeName);
  const [height, width = 1] = shape;
  if (height === undefined || shape.length > 2 || height < 1 || width < 1) throw badInput(name, "a shape [points, columns]", shapeText(shape));
  if (height * width > most) throw badInput(name, `at most ${most} numbers`, `${height * width}`);
  const { stream, bigEndian, strides } = tensor.cells();
  const [down, right = 0] = strides as [number, number?];
  const bytes = await joined(stream.pieces(0, stream.size), stream.size);
  return {
    height,
    width,
    valueAt: (p, k) => {
      const value = read(new DataView(bytes.buffer, (p * down + k * right) * type.bytes, type.bytes), !bigEndian);
      if (typeof value === "number" && !Number.isFinite(value)) throw badInput(`${name}[${p}, ${k}]`, "a finite number", `${value}`);
      return value;
    },
  };
}
