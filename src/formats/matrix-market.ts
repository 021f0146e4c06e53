/**
 * Matrix Market (.mtx), the exchange format of sparse matrices: one matrix, the mask of one layer [out, in].
 *
 * A banner `%%MatrixMarket matrix <coordinate|array> <real|integer|pattern> <symmetry>`, comments, a line of sizes, then an entry on each line: `row column [value]`,
 * both counted from 1, in any order, or for `array` the values alone, column by column. Of a symmetric matrix the part on and below the diagonal is stored, of a
 * skew-symmetric one the part below. (R. F. Boisvert, R. Pozo, K. A. Remington, The Matrix Market Exchange Formats, NISTIR 5935, 1996.)
 *
 * The text passes by line by line and is never held.
 */
import { type Fault, badInput, quote } from "../pattern/fault.js";
import type { Mask } from "../pattern/mask.js";
import { FROM_ZEROS, type Layers, keptNote } from "./checkpoint.js";
import { Entries } from "./entries.js";
import { MAX_MATRIX_MARKET_LINE } from "./limits.js";
import { type Source, piecesOf } from "./source.js";

const BANNER = "%%MatrixMarket";

export function isMatrixMarket(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, BANNER.length)).toString("latin1").toLowerCase() === BANNER.toLowerCase();
}

export interface MatrixMarket {
  readonly mask: Mask;
  /** Positions alone (`pattern`), or integers that are all 0 or 1: a mask. Otherwise a matrix of weights. */
  readonly isMask: boolean;
  /** Stored entries whose value is 0: they are not kept. */
  readonly zeros: number;
}

/**
 * The nonzero entries of a matrix.
 * @throws Fault naming the line
 */
export function readMatrixMarket(source: Source): MatrixMarket {
  const lines = new Lines(source);
  const { coordinate, field, symmetry } = readBanner(lines);
  const [rows, cols, stored] = readSizes(lines, coordinate, symmetry) as [number, number, number];
  const count = coordinate ? stored : symmetry === "general" ? rows * cols : symmetry === "symmetric" ? (rows * (rows + 1)) / 2 : (rows * (rows - 1)) / 2;
  // A value takes two characters, a pair of indices four: the file bounds the memory.
  const least = coordinate ? 4 : 2;
  if (count > (source.size + 1) / least) throw lines.fault(`${count} entries`, `a file of ${source.size} bytes`);
  const entries = new Entries(rows, cols, symmetry === "general" ? count : 2 * count);
  let zeros = 0;
  let onlyOnes = true;
  // Where the next value of an array belongs.
  let [i, j] = [symmetry === "skew-symmetric" ? 1 : 0, 0];
  for (let e = 0; e < count; e++) {
    lines.nextEntry(e, count);
    if (coordinate) {
      i = lines.index(rows, "row");
      j = lines.index(cols, "column");
      if (symmetry !== "general" && j > i) throw lines.fault("an entry on or below the diagonal of a symmetric matrix", `row ${i + 1}, column ${j + 1}`);
      if (symmetry === "skew-symmetric" && j === i) throw lines.fault("no entry on the diagonal of a skew-symmetric matrix", `row ${i + 1}, column ${j + 1}`);
    }
    const value = field === "pattern" ? ONE : lines.value(field === "integer");
    lines.end();
    if (value === ZERO) zeros++;
    else {
      onlyOnes &&= value === ONE && symmetry !== "skew-symmetric"; // whose other half is -1
      const isNew = entries.add(i, j);
      if (!isNew) throw lines.fault("every entry once", `row ${i + 1}, column ${j + 1} twice`);
      if (symmetry !== "general" && i !== j) entries.add(j, i);
    }
    if (!coordinate && ++i === rows) {
      j++;
      i = symmetry === "general" ? 0 : symmetry === "symmetric" ? j : j + 1;
    }
  }
  if (lines.next()) throw lines.fault(`the end of the file after ${count} entries`, "a further line");
  return { mask: entries.mask(), isMask: field === "pattern" || (field === "integer" && onlyOnes), zeros: coordinate ? zeros : 0 };
}

/**
 * The matrix as the only layer of a network, and notes for people. As in a checkpoint, a mask alone leaves the biases free, and weights alone say that there are none.
 * @throws Fault naming the line
 */
export function readMatrixMarketLayer(source: Source): Layers {
  const { mask, isMask, zeros } = readMatrixMarket(source);
  const notes = [keptNote("the matrix [out, in]", mask, isMask ? "it is a mask of 0 and 1" : FROM_ZEROS)];
  if (zeros > 0) notes.push(`${zeros} stored entries are 0 and count as not kept`);
  notes.push(isMask ? "biases: assumed free, the file holds a mask alone (--bias no for none)" : "biases: none in the file (--bias yes to assume them)");
  return { masks: [mask], bias: [isMask], notes };
}

type Symmetry = "general" | "symmetric" | "skew-symmetric";

interface Kind {
  readonly coordinate: boolean;
  readonly field: "real" | "integer" | "pattern";
  readonly symmetry: Symmetry;
}

function readBanner(lines: Lines): Kind {
  const found = lines.next() ? lines.text() : "";
  const [banner = "", object, format, field, symmetry, ...rest] = found.toLowerCase().split(/\s+/);
  const isKnown = banner === BANNER.toLowerCase() && object === "matrix" && rest.length === 0;
  if (!isKnown) throw lines.fault(`${BANNER} matrix, coordinate or array, a field and a symmetry`, quote(found));
  if (format !== "coordinate" && format !== "array") throw lines.fault("coordinate or array", quote(format));
  if (field !== "real" && field !== "double" && field !== "integer" && field !== "pattern") {
    throw lines.fault("real, integer or pattern", field === "complex" ? "complex numbers, which are no weights here" : quote(field));
  }
  if (symmetry !== "general" && symmetry !== "symmetric" && symmetry !== "skew-symmetric") {
    throw lines.fault("general, symmetric or skew-symmetric", symmetry === "hermitian" ? "hermitian, which is for complex numbers" : quote(symmetry));
  }
  if (field === "pattern" && (format === "array" || symmetry === "skew-symmetric")) {
    throw lines.fault("values in a matrix that is an array or skew-symmetric", "pattern");
  }
  return { coordinate: format === "coordinate", field: field === "double" ? "real" : field, symmetry };
}

function readSizes(lines: Lines, coordinate: boolean, symmetry: Symmetry): number[] {
  const expected = coordinate ? "the numbers of rows, columns and entries" : "the numbers of rows and columns";
  let text: string;
  let isComment: boolean;
  do {
    if (!lines.next()) throw lines.fault(expected, "the end of the file");
    isComment = lines.isComment();
    text = lines.text();
  } while (isComment);
  const words = text.split(/\s+/);
  const sizes = words.map(Number);
  if (words.length !== (coordinate ? 3 : 2) || !words.every((word) => /^[0-9]{1,15}$/.test(word))) throw lines.fault(expected, quote(text));
  if (symmetry !== "general" && sizes[0] !== sizes[1]) throw lines.fault(`as many rows as columns in a ${symmetry} matrix`, `${sizes[0]} and ${sizes[1]}`);
  return sizes;
}

const ZERO = 0;
const ONE = 1;
const OTHER = 2;
type Value = typeof ZERO | typeof ONE | typeof OTHER;

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const PERCENT = 37;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const DIGIT_0 = 48;

/** The lines of a text that are not blank, one at a time; each is gone through word by word up to its end. */
class Lines {
  private readonly pieces: Iterator<Uint8Array>;
  /** Whole lines, the last of them with its end, and where the next of them begins. */
  private buffer: Uint8Array = new Uint8Array(0);
  private at = 0;
  /** The begin of a line whose end is in the next piece. */
  private rest: Uint8Array = new Uint8Array(0);
  private number = 0;

  constructor(source: Source) {
    this.pieces = piecesOf(source);
  }

  /** Steps to the first word of the next line that is not blank; false at the end of the file. The line before must be gone through. */
  next(): boolean {
    for (;;) {
      if (this.at === this.buffer.length && !this.refill()) return false;
      this.number++;
      if (this.skipBlanks() !== NEWLINE) return true;
      this.at++;
    }
  }

  private refill(): boolean {
    for (;;) {
      const next = this.pieces.next();
      const { rest } = this;
      if (next.done === true) {
        this.buffer = rest.length === 0 ? rest : Buffer.concat([rest, Uint8Array.of(NEWLINE)]);
        this.rest = new Uint8Array(0);
        this.at = 0;
        return this.buffer.length > 0;
      }
      const piece = next.value;
      const end = piece.lastIndexOf(NEWLINE) + 1;
      if (end > 0) {
        this.buffer = rest.length === 0 ? piece.subarray(0, end) : Buffer.concat([rest, piece.subarray(0, end)]);
        this.rest = Uint8Array.from(piece.subarray(end));
        this.at = 0;
        return true;
      }
      if (rest.length + piece.length > MAX_MATRIX_MARKET_LINE) {
        this.number++;
        throw this.fault(`at most ${MAX_MATRIX_MARKET_LINE} characters`, "more");
      }
      this.rest = Buffer.concat([rest, piece]);
    }
  }

  isComment(): boolean {
    return this.buffer[this.at] === PERCENT;
  }

  /** What is left of the line, gone through. */
  text(): string {
    const end = this.buffer.indexOf(NEWLINE, this.at);
    const text = Buffer.from(this.buffer.subarray(this.at, end)).toString("latin1");
    this.at = end + 1;
    return text.trimEnd();
  }

  nextEntry(e: number, count: number): void {
    if (!this.next()) throw this.fault(`${count} entries`, `the end of the file after ${e}`);
  }

  /** Steps over spaces and tabs; the character behind them. */
  private skipBlanks(): number {
    const { buffer } = this;
    let { at } = this;
    while (buffer[at] === SPACE || buffer[at] === TAB || buffer[at] === RETURN) at++;
    this.at = at;
    return buffer[at]!;
  }

  /** An index, counted from 1 in the file and from 0 here. */
  index(most: number, what: string): number {
    const { buffer } = this;
    this.skipBlanks();
    let { at } = this;
    let index = 0;
    for (let code = buffer[at]!; code > SPACE; code = buffer[++at]!) {
      const digit = code - DIGIT_0;
      if (digit < 0 || digit > 9 || index > most) throw this.wrong(`a ${what} from 1 to ${most}`);
      index = index * 10 + digit;
    }
    if (index < 1 || index > most) throw this.wrong(`a ${what} from 1 to ${most}`);
    this.at = at;
    return index - 1;
  }

  /** Is the number zero, one, or another? By its digits: a number too small for a float is not zero. */
  value(integer: boolean): Value {
    const { buffer } = this;
    this.skipBlanks();
    let { at } = this;
    const isSigned = buffer[at] === PLUS || buffer[at] === MINUS;
    if (isSigned) at++;
    let digits = 0;
    let zero = true;
    for (let points = 0; ; at++) {
      const code = buffer[at]!;
      if (code === POINT && !integer && points++ === 0) continue;
      if (code < DIGIT_0 || code > DIGIT_0 + 9) break;
      digits++;
      if (code !== DIGIT_0) zero = false;
    }
    if (digits === 0 || buffer[at]! > SPACE) return this.unusualValue(integer, digits > 0 && zero);
    const value = zero ? ZERO : integer && Number(this.word()) === 1 ? ONE : OTHER;
    this.at = at;
    return value;
  }

  /** A number with an exponent (`e-05`, or `D+03` as Fortran writes it), or infinity. */
  private unusualValue(integer: boolean, zero: boolean): Value {
    const word = this.word();
    if (integer || !/^[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)[ed][+-]?[0-9]+|inf(?:inity)?)$/i.test(word)) throw this.wrong(integer ? "an integer" : "a number");
    this.at += word.length;
    return zero ? ZERO : OTHER;
  }

  /** Demands that nothing follows in the line. */
  end(): void {
    if (this.skipBlanks() !== NEWLINE) throw this.wrong("the end of the line");
    this.at++;
  }

  /** The word that begins here. */
  private word(): string {
    let end = this.at;
    while (this.buffer[end]! > SPACE) end++;
    return Buffer.from(this.buffer.subarray(this.at, end)).toString("latin1");
  }

  private wrong(expected: string): Fault {
    const word = this.word();
    return this.fault(expected, word === "" ? "the end of the line" : quote(word));
  }

  fault(expected: string, found: string): Fault {
    return badInput(`line ${this.number}`, expected, found);
  }
}
