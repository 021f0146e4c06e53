/**
 * A tensor in a file: its name, its shape, and where its cells are. What its cells keep is in support.ts.
 *
 * Cells are looked at as bit patterns, so that a few numbers describe an element type: a float is zero when all
 * bits but the sign are zero (-0.0 is zero), and NaN when those bits are above the ones of infinity.
 * An 8-byte element is a pair of 32-bit words, low word first.
 */
import type { Mask } from "../pattern/mask.js";
import { type Source, type Stream, streamOf } from "./source.js";

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

/** Where the cells of a tensor are: cell (i, j, ...) is element `offset + i * strides[0] + j * strides[1] + ...` of the stream. */
export interface Cells {
  readonly stream: Stream;
  readonly bigEndian: boolean;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** Cells that fill a source in rows, low byte first. */
export function rowMajorCells(source: Source, shape: readonly number[]): Cells {
  return { stream: streamOf(source), bigEndian: false, offset: 0, strides: rowMajor(shape) };
}

/** What a tensor of shape [out, in] keeps. */
export interface Support {
  readonly mask: Mask;
  /** Does any cell hold something other than 0 and 1? */
  readonly beyondZeroOne: boolean;
}

export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** The element type as the file names it, for faults. */
  readonly typeName: string;
  /** Absent for types that are never a weight or a mask here (8-bit floats, complex numbers, text). */
  readonly type: ElementType | undefined;
  /** The cells, already checked to lie inside the file; nothing of them is read yet. Asked only where there is a type. */
  cells(): Cells;
  /** In place of the cells, where the file stores the support in a form of its own: packed bits, coordinates. */
  support?(strict: boolean): Promise<Support>;
}

/** Row-major strides of a shape. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** Do the cells lie row by row, without steps? The stride of an axis of one cell says nothing. */
export function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  const expected = rowMajor(shape);
  return shape.every((size, axis) => size === 1 || strides[axis] === expected[axis]);
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
