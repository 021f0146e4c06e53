/**
 * A tensor in a file, and the support of a 2-D one.
 *
 * Cells are looked at as bit patterns, so one loop serves all element types: a float is zero when all
 * bits but the sign are zero (-0.0 is zero), and NaN when those bits are above the ones of infinity.
 * An 8-byte element is a pair of 32-bit words, low word first.
 */
import { badInput } from "../pattern/fault.js";
import type { Mask } from "../pattern/mask.js";

export type Words = Uint8Array | Uint16Array | Uint32Array;

export interface ElementType {
  readonly kind: "boolean" | "integer" | "float";
  readonly bytes: 1 | 2 | 4 | 8;
  /** Bits (of the high word) that make the size of a number: all of an integer, all but the sign of a float. */
  readonly magnitude: number;
  /** Bits (of the high word) of infinity; beyond every integer. */
  readonly infinity: number;
  /** The number 1 as high and low word; an element of up to 4 bytes is all high word. */
  readonly one: readonly [high: number, low: number];
}

function integer(bytes: 1 | 2 | 4 | 8, kind: "boolean" | "integer" = "integer"): ElementType {
  return { kind, bytes, magnitude: 0xffffffff, infinity: 0xffffffff, one: bytes === 8 ? [0, 1] : [1, 0] };
}

function float(bytes: 2 | 4 | 8, magnitude: number, infinity: number, one: number): ElementType {
  return { kind: "float", bytes, magnitude, infinity, one: [one, 0] };
}

/** Element types by the names of safetensors. Signed and unsigned integers are zero alike. */
export const ELEMENT_TYPES: ReadonlyMap<string, ElementType> = new Map([
  ["BOOL", integer(1, "boolean")],
  ["U8", integer(1)],
  ["I8", integer(1)],
  ["U16", integer(2)],
  ["I16", integer(2)],
  ["U32", integer(4)],
  ["I32", integer(4)],
  ["U64", integer(8)],
  ["I64", integer(8)],
  ["F16", float(2, 0x7fff, 0x7c00, 0x3c00)],
  ["BF16", float(2, 0x7fff, 0x7f80, 0x3f80)],
  ["F32", float(4, 0x7fffffff, 0x7f800000, 0x3f800000)],
  ["F64", float(8, 0x7fffffff, 0x7ff00000, 0x3ff00000)],
]);

/** Cell (i, j, ...) is element `offset + i * strides[0] + j * strides[1] + ...` of the words. */
export interface Cells {
  readonly words: Words;
  readonly offset: number;
  readonly strides: readonly number[];
}

export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** The element type as the file names it, for faults. */
  readonly typeName: string;
  /** Absent for types that are never a weight or a mask here (8-bit floats, complex numbers, text). */
  readonly type: ElementType | undefined;
  /** The cells, read on demand and already checked to lie inside the file. */
  cells(): Cells;
}

/** The words of `bytes`: a view where the alignment allows it, else a copy. Swapped when the file is big-endian. */
export function wordsOf(bytes: Uint8Array, size: 1 | 2 | 4 | 8, bigEndian = false): Words {
  if (size === 1) return bytes;
  let aligned = bytes;
  if (bigEndian) {
    aligned = new Uint8Array(bytes);
    const buffer = Buffer.from(aligned.buffer);
    if (size === 2) buffer.swap16();
    else if (size === 4) buffer.swap32();
    else buffer.swap64();
  } else if (bytes.byteOffset % Math.min(size, 4) !== 0) aligned = new Uint8Array(bytes); // a Buffer's slice() is a view
  return size === 2
    ? new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length / 2)
    : new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}

/** Row-major strides of a shape. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** Is the value a size, an offset or a stride? */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Number of cells, or undefined when it is not a number this program can count with. */
export function cellCount(shape: readonly number[]): number | undefined {
  if (!shape.every(isCount)) return undefined;
  if (shape.includes(0)) return 0;
  const count = shape.reduce((product, size) => product * size, 1);
  return Number.isSafeInteger(count) ? count : undefined;
}

/** `[300, 784]` */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

export interface Support {
  readonly mask: Mask;
  /** Does any cell hold something other than 0 and 1? */
  readonly beyondZeroOne: boolean;
}

/**
 * The nonzero cells of a tensor of shape [out, in].
 * @param strict demand a mask: every cell exactly 0 or 1
 * @throws Fault naming the cell, for NaN, and in a mask for anything but 0 and 1
 */
export function supportOf(tensor: Tensor, strict: boolean): Support {
  const { type } = tensor;
  if (type === undefined) throw badInput(tensor.name, "a boolean, integer or floating-point type", tensor.typeName);
  const [rows, cols] = tensor.shape as [number, number];
  const { words, offset, strides } = tensor.cells();
  const [down, right] = strides as [number, number];
  const { magnitude, infinity } = type;
  const [oneHigh, oneLow] = type.one;
  const wide = type.bytes === 8;
  const exact = strict || type.kind === "boolean";
  const start = new Int32Array(rows + 1);
  const index = new Int32Array(rows * cols);
  let n = 0;
  let beyondZeroOne = false;
  for (let i = 0; i < rows; i++) {
    for (let j = 0, cell = offset + i * down; j < cols; j++, cell += right) {
      const raw = wide ? words[2 * cell + 1]! : words[cell]!;
      const low = wide ? words[2 * cell]! : 0;
      const high = (raw & magnitude) >>> 0;
      if (high === 0 && low === 0) continue;
      index[n++] = j;
      if (raw === oneHigh && low === oneLow) continue;
      if (high > infinity || (high === infinity && low !== 0 && type.kind === "float")) {
        throw badInput(`${tensor.name}[${i}, ${j}]`, exact ? "0 or 1 in a mask" : "a number", "NaN");
      }
      if (exact) throw badInput(`${tensor.name}[${i}, ${j}]`, "0 or 1 in a mask", numberText(type, raw, low));
      beyondZeroOne = true;
    }
    start[i + 1] = n;
  }
  return { mask: { rows, cols, start, index: n < index.length / 2 ? index.slice(0, n) : index.subarray(0, n) }, beyondZeroOne };
}

/** The number with these bits, for a fault. */
function numberText(type: ElementType, raw: number, low: number): string {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setUint32(0, raw);
  bits.setUint32(4, low);
  if (type.kind !== "float") return `${type.bytes === 8 ? bits.getBigUint64(0) : raw}`;
  if (type.bytes === 8) return `${bits.getFloat64(0)}`;
  if (type.bytes === 4) return `${bits.getFloat32(0)}`;
  if (type.infinity === 0x7f80) return `${bits.getFloat32(2)}`; // BF16 is the upper half of an F32
  const sign = raw >> 15 === 1 ? -1 : 1;
  const exponent = (raw >> 10) & 31;
  const fraction = (raw & 1023) / 1024;
  if (exponent === 31) return `${sign * Infinity}`;
  return `${sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15))}`;
}
