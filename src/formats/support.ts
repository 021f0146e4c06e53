/**
 * The support of a 2-D tensor, as bits. The cells pass by once, in pieces, and are never held: what is kept of a weight of 4 bytes is one bit.
 */
import { badInput, quote } from "../pattern/fault.js";
import { maskOfBits } from "../pattern/mask.js";
import { rowWords } from "../pattern/packed-mask.js";
import { MAX_GATHERED_BYTES, MAX_GATHERED_CELLS } from "./limits.js";
import { PIECE_BYTES, type Pieces, joined } from "./source.js";
import { type Cells, type ElementType, type Support, type Tensor, cellCount, isRowMajor, shapeText } from "./tensor.js";

/**
 * The nonzero cells of a tensor of shape [out, in].
 * @param strict demand a mask: every cell exactly 0 or 1
 * @throws Fault naming the cell, for NaN, and in a mask for anything but 0 and 1
 */
export async function supportOf(tensor: Tensor, strict: boolean): Promise<Support> {
  if (tensor.support !== undefined) return tensor.support(strict);
  const { name, type } = tensor;
  if (type === undefined) throw badInput(name, "a boolean, integer or floating-point type", tensor.typeName);
  const [rows, cols] = tensor.shape as [number, number];
  const bits = new Uint32Array(rows * rowWords(cols));
  const beyondZeroOne = await passBy({ name, type, rows, cols, cells: tensor.cells() }, strict, bits);
  return { mask: maskOfBits(rows, cols, bits), beyondZeroOne };
}

/**
 * Looks at all cells of a tensor of any shape, and keeps nothing of them.
 * @throws Fault naming the cell, for NaN, and in booleans for anything but 0 and 1
 */
export async function refuseNaN(tensor: Tensor): Promise<void> {
  const { name, type, typeName, shape } = tensor;
  if (tensor.support !== undefined) return void (await tensor.support(false));
  if (type === undefined) throw badInput(name, "a boolean, integer or floating-point type", typeName);
  const cells = tensor.cells();
  if (shape.length === 2) {
    await passBy({ name, type, rows: shape[0]!, cols: shape[1]!, cells }, false, undefined);
    return;
  }
  const cols = cellCount(shape)!;
  if (!isRowMajor(shape, cells.strides)) throw badInput(`tensor ${quote(name)}`, "its numbers row by row", `strides ${shapeText(cells.strides)}`);
  await passBy({ name, type, rows: 1, cols, cells: { ...cells, strides: [cols, 1] } }, false, undefined);
}

interface Matrix {
  readonly name: string;
  readonly type: ElementType;
  readonly rows: number;
  readonly cols: number;
  readonly cells: Cells;
}

/** Sets the bits of the cells that are not zero, where `bits` are given, and says whether any cell is other than 0 and 1. */
async function passBy(matrix: Matrix, strict: boolean, bits: Uint32Array | undefined): Promise<boolean> {
  const { name, type, rows, cols } = matrix;
  const exact = strict || type.kind === "boolean";
  if (rows === 0 || cols === 0) return false;
  const { pieces, inRows, pitch } = linesOf(matrix);
  const length = inRows ? cols : rows;
  const words = rowWords(cols);
  const scan = type.bytes === 8 ? scanPairs : scanWords;
  // Rows are set at once; columns, and what nobody wants, pass through a line of their own.
  const line = inRows && bits !== undefined ? undefined : new Uint32Array(rowWords(Math.min(length, BLOCK)));
  let before = 0;
  let beyondZeroOne = false;
  for await (const block of blocksOf(pieces, type.bytes, matrix.cells.bigEndian, Math.min(BLOCK, pitch * (inRows ? rows : cols)))) {
    const count = type.bytes === 8 ? block.length / 2 : block.length;
    for (let k = 0; k < count; ) {
      const l = Math.floor((before + k) / pitch);
      const at = before + k - l * pitch;
      if (at >= length) {
        k += pitch - at; // what lies between two lines is none of the tensor's
        continue;
      }
      const run = Math.min(count - k, length - at);
      let found: Found;
      if (line === undefined) found = scan(block, k, run, type, bits!, l * words + (at >>> 5), at & 31);
      else {
        line.fill(0, 0, rowWords(run));
        found = scan(block, k, run, type, line, 0, 0);
        if (bits !== undefined) scatter(line, run, bits, at * words + (l >>> 5), words, 1 << (l & 31));
      }
      if (found === NAN || (exact && found === OTHER)) throw faultIn(name, block, k, run, type, exact, (cell) => (inRows ? [l, at + cell] : [at + cell, l]));
      beyondZeroOne ||= found === OTHER;
      k += run;
    }
    before += count;
  }
  return beyondZeroOne;
}

/** Elements looked at in one go. */
const BLOCK = 2 ** 18;

interface Lines {
  readonly pieces: Pieces;
  /** Are the lines the rows, or the columns? */
  readonly inRows: boolean;
  /** Elements from the begin of a line to that of the next. */
  readonly pitch: number;
}

/** The bytes of the cells as lines one after the other, rows or columns, whichever the strides give. */
function linesOf({ name, type, rows, cols, cells }: Matrix): Lines {
  const { stream, offset, strides } = cells;
  const [down, right] = strides as [number, number];
  const extent = (rows - 1) * down + (cols - 1) * right + 1;
  const bytes = extent * type.bytes;
  const pieces = stream.pieces(offset * type.bytes, bytes);
  if ((right === 1 || cols === 1) && (down >= cols || rows === 1)) return { pieces, inRows: true, pitch: rows === 1 ? cols : down };
  if ((down === 1 || rows === 1) && (right >= rows || cols === 1)) return { pieces, inRows: false, pitch: cols === 1 ? rows : right };
  if (bytes > MAX_GATHERED_BYTES) {
    throw badInput(name, `cells without steps or repeats, or at most ${MAX_GATHERED_BYTES} bytes from the first to the last`, `${bytes} bytes`);
  }
  if (rows * cols > MAX_GATHERED_CELLS) throw badInput(name, `at most ${MAX_GATHERED_CELLS} cells where they have steps or repeats`, `${rows * cols}`);
  return { pieces: gathered(pieces, rows, cols, [down, right], type.bytes, bytes), inRows: true, pitch: cols };
}

/** Steps (`w[:, ::2]`), repeats (`expand`) and overlaps: the part of the storage is held, and its cells are copied out row by row. */
async function* gathered(pieces: Pieces, rows: number, cols: number, [down, right]: [number, number], size: number, length: number): AsyncGenerator<Uint8Array> {
  const bytes = await joined(pieces, length);
  const out = new Uint8Array(Math.min(PIECE_BYTES, rows * cols * size));
  let n = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const at = (i * down + j * right) * size;
      for (let b = 0; b < size; b++) out[n++] = bytes[at + b]!;
      if (n === out.length) {
        yield out;
        n = 0;
      }
    }
  }
  if (n > 0) yield out.subarray(0, n);
}

/** Whole elements, one word each (of 8 bytes two, low word first). The array is used again for the next block. */
async function* blocksOf(pieces: Pieces, size: 1 | 2 | 4 | 8, bigEndian: boolean, block: number): AsyncGenerator<Uint32Array> {
  const bytes = new Uint8Array(block * size);
  const widened = size < 4 ? new Uint32Array(block) : undefined;
  const words = (length: number): Uint32Array => {
    if (bigEndian) swap(Buffer.from(bytes.buffer, 0, length), size);
    if (widened === undefined) return new Uint32Array(bytes.buffer, 0, length / 4);
    widened.set(size === 1 ? bytes.subarray(0, length) : new Uint16Array(bytes.buffer, 0, length / 2));
    return widened.subarray(0, length / size);
  };
  let filled = 0;
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; ) {
      const part = piece.subarray(from, from + bytes.length - filled);
      bytes.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < bytes.length) continue;
      yield words(filled);
      filled = 0;
    }
  }
  if (filled > 0) yield words(filled);
}

function swap(buffer: Buffer, size: 1 | 2 | 4 | 8): void {
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else if (size === 8) buffer.swap64();
}

/** What a run of cells holds: 0 and 1 alone, other numbers as well, NaN. */
type Found = typeof ZERO_ONE | typeof OTHER | typeof NAN;
const ZERO_ONE = 0;
const OTHER = 1;
const NAN = 2;

/**
 * Sets a bit for each cell that is not zero, from bit `bit` of word `w` on, and says what the cells hold.
 * Without a branch on the cells: random supports would be mispredicted half of the time.
 */
function scanWords(cells: Uint32Array, from: number, count: number, type: ElementType, bits: Uint32Array, w: number, bit: number): Found {
  const { magnitude, infinity } = type;
  const one = type.one[0];
  let word = 0;
  let other = 0;
  let most = 0;
  for (let k = from; k < from + count; k++) {
    const cell = cells[k]! | 0;
    const size = cell & magnitude;
    const notOne = cell ^ one;
    const nonzero = size | -size; // the sign bit says it
    word |= (nonzero >>> 31) << bit;
    other |= nonzero & (notOne | -notOne);
    if (size > most) most = size;
    if (++bit === 32) {
      bits[w++]! |= word;
      word = 0;
      bit = 0;
    }
  }
  if (bit > 0) bits[w]! |= word;
  return most > infinity ? NAN : other < 0 ? OTHER : ZERO_ONE;
}

/** The same for elements of two words. */
function scanPairs(cells: Uint32Array, from: number, count: number, type: ElementType, bits: Uint32Array, w: number, bit: number): Found {
  const { magnitude, infinity } = type;
  const [oneHigh, oneLow] = type.one;
  let word = 0;
  let other = 0;
  let most = 0;
  for (let k = from; k < from + count; k++) {
    const low = cells[2 * k]! | 0;
    const high = cells[2 * k + 1]! | 0;
    const size = high & magnitude;
    const any = size | low;
    const notOne = (high ^ oneHigh) | (low ^ oneLow);
    const nonzero = any | -any;
    word |= (nonzero >>> 31) << bit;
    other |= nonzero & (notOne | -notOne);
    const above = size + ((low | -low) >>> 31); // infinity with a low word that is not zero is NaN
    if (above > most) most = above;
    if (++bit === 32) {
      bits[w++]! |= word;
      word = 0;
      bit = 0;
    }
  }
  if (bit > 0) bits[w]! |= word;
  return most > infinity ? NAN : other < 0 ? OTHER : ZERO_ONE;
}

/** Sets `bit` in every `step`-th word from word `w` on, where `column` has a bit. */
function scatter(column: Uint32Array, count: number, bits: Uint32Array, w: number, step: number, bit: number): void {
  for (let c = 0; c * 32 < count; c++) {
    for (let word = column[c]!; word !== 0; word &= word - 1) bits[w + (c * 32 + 31 - Math.clz32(word & -word)) * step]! |= bit;
  }
}

/** The fault of the first cell of a run that is NaN, or other than 0 and 1 in a mask. */
function faultIn(name: string, block: Uint32Array, from: number, count: number, type: ElementType, exact: boolean, place: (cell: number) => readonly number[]) {
  const { magnitude, infinity, one } = type;
  for (let cell = 0; cell < count; cell++) {
    const raw = type.bytes === 8 ? block[2 * (from + cell) + 1]! : block[from + cell]!;
    const low = type.bytes === 8 ? block[2 * (from + cell)]! : 0;
    const high = (raw & magnitude) >>> 0;
    const at = `${name}[${place(cell).join(", ")}]`;
    if (high > infinity || (high === infinity && low !== 0 && type.kind === "float")) return badInput(at, exact ? "0 or 1 in a mask" : "a number", "NaN");
    if (exact && (high !== 0 || low !== 0) && (raw !== one[0] || low !== one[1])) return badInput(at, "0 or 1 in a mask", numberText(type, raw, low));
  }
  throw new Error("no cell that the scan could have meant");
}

/**
 * The numbers in a tensor of integers, read as unsigned, row by row. Those above 2^53 are rounded.
 * @throws Fault when they are no integers, or do not lie row by row
 */
export async function integersOf({ name, shape, type, typeName, cells }: Tensor): Promise<Float64Array> {
  if (type?.kind !== "integer") throw badInput(`tensor ${quote(name)}`, "integers", typeName);
  const { stream, bigEndian, offset, strides } = cells();
  if (!isRowMajor(shape, strides)) throw badInput(`tensor ${quote(name)}`, "its numbers row by row", `strides ${shapeText(strides)}`);
  const numbers = new Float64Array(cellCount(shape)!);
  let n = 0;
  for await (const block of blocksOf(stream.pieces(offset * type.bytes, numbers.length * type.bytes), type.bytes, bigEndian, Math.min(BLOCK, numbers.length))) {
    if (type.bytes < 8) for (const number of block) numbers[n++] = number;
    else for (let k = 0; k < block.length; k += 2) numbers[n++] = block[k]! + 2 ** 32 * block[k + 1]!;
  }
  return numbers;
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
