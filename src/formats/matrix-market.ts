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
  const [banner = "", object, format, field, symmetry, ...rest] = found.trim().toLowerCase().split(/\s+/);
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
  do {
    if (!lines.next()) throw lines.fault(expected, "the end of the file");
  } while (lines.isComment());
  const words = lines.text().trim().split(/\s+/);
  const sizes = words.map(Number);
  if (words.length !== (coordinate ? 3 : 2) || !words.every((word) => /^[0-9]{1,15}$/.test(word))) throw lines.fault(expected, quote(lines.text()));
  if (symmetry !== "general" && sizes[0] !== sizes[1]) throw lines.fault(`as many rows as columns in a ${symmetry} matrix`, `${sizes[0]} and ${sizes[1]}`);
  return sizes;
}

const ZERO = 0;
const ONE = 1;
const OTHER = 2;
type Value = typeof ZERO | typeof ONE | typeof OTHER;

const NEWLINE = 10;
const RETURN = 13;
const PERCENT = 37;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const DIGIT_0 = 48;

/** The lines of a text that are not blank, one at a time, and the words of the current one. */
class Lines {
  private readonly pieces: Iterator<Uint8Array>;
  private piece: Uint8Array = new Uint8Array(0);
  /** Where the line after the current one begins in the piece. */
  private after = 0;
  private line: Uint8Array = new Uint8Array(0);
  private number = 0;
  /** Where the next word is looked for in the line. */
  private at = 0;

  constructor(source: Source) {
    this.pieces = piecesOf(source);
  }

  /** Steps to the next line that is not blank; false at the end of the file. */
  next(): boolean {
    while (this.step()) {
      this.at = 0;
      if (this.skipBlanks()) return true;
    }
    return false;
  }

  private step(): boolean {
    let begun: Uint8Array | undefined;
    for (;;) {
      const end = this.piece.indexOf(NEWLINE, this.after);
      const part = this.piece.subarray(this.after, end === -1 ? undefined : end);
      this.after = end === -1 ? this.piece.length : end + 1;
      const whole = begun === undefined ? part : part.length === 0 ? begun : Buffer.concat([begun, part]);
      if (end !== -1) return this.begin(whole);
      if (whole.length > MAX_MATRIX_MARKET_LINE) return this.begin(whole);
      const next = this.pieces.next();
      if (next.done === true) return whole.length > 0 && this.begin(whole);
      // A copy: the piece may be a view of what is read next.
      begun = whole.length === 0 ? undefined : Buffer.from(whole);
      this.piece = next.value;
      this.after = 0;
    }
  }

  private begin(line: Uint8Array): true {
    this.number++;
    if (line.length > MAX_MATRIX_MARKET_LINE) throw this.fault(`at most ${MAX_MATRIX_MARKET_LINE} characters`, "more");
    this.line = line;
    return true;
  }

  text(): string {
    return Buffer.from(this.line).toString("latin1");
  }

  isComment(): boolean {
    return this.line[this.at] === PERCENT;
  }

  nextEntry(e: number, count: number): void {
    if (!this.next()) throw this.fault(`${count} entries`, `the end of the file after ${e}`);
  }

  /** Steps over spaces and tabs; is there anything behind them? */
  private skipBlanks(): boolean {
    const { line } = this;
    while (this.at < line.length && isBlank(line[this.at]!)) this.at++;
    return this.at < line.length;
  }

  /** An index, counted from 1 in the file and from 0 here. */
  index(most: number, what: string): number {
    const { line } = this;
    this.skipBlanks();
    const from = this.at;
    let index = 0;
    while (this.at < line.length && !isBlank(line[this.at]!)) {
      const digit = line[this.at++]! - DIGIT_0;
      if (digit < 0 || digit > 9 || index > most) throw this.wrong(`a ${what} from 1 to ${most}`, from);
      index = index * 10 + digit;
    }
    if (this.at === from || index < 1 || index > most) throw this.wrong(`a ${what} from 1 to ${most}`, from);
    return index - 1;
  }

  /** Is the number zero, one, or another? By its digits: a number too small for a float is not zero. */
  value(integer: boolean): Value {
    const { line } = this;
    this.skipBlanks();
    const from = this.at;
    while (this.at < line.length && !isBlank(line[this.at]!)) this.at++;
    const to = this.at;
    // By far the most frequent: a single digit.
    if (to === from + 1 && line[from]! >= DIGIT_0 && line[from]! <= DIGIT_0 + 9) return line[from] === DIGIT_0 ? ZERO : line[from] === DIGIT_0 + 1 ? ONE : OTHER;
    let at = from;
    if (line[at] === PLUS || line[at] === MINUS) at++;
    let digits = 0;
    let zero = true;
    for (let points = 0; at < to; at++) {
      const code = line[at]!;
      if (code === POINT && !integer && points++ === 0) continue;
      if (code < DIGIT_0 || code > DIGIT_0 + 9) break;
      digits++;
      if (code !== DIGIT_0) zero = false;
    }
    if (digits > 0 && (at === to || (!integer && isExponent(line, at, to)))) return zero ? ZERO : integer && Number(this.word(from)) === 1 ? ONE : OTHER;
    const word = this.word(from).toLowerCase();
    if (!integer && /^[+-]?inf(?:inity)?$/.test(word)) return OTHER;
    throw this.wrong(integer ? "an integer" : "a number", from);
  }

  /** Demands that nothing follows in the line. */
  end(): void {
    if (this.skipBlanks()) throw this.wrong("the end of the line", this.at);
  }

  private word(from: number): string {
    let to = from;
    while (to < this.line.length && !isBlank(this.line[to]!)) to++;
    return Buffer.from(this.line.subarray(from, to)).toString("latin1");
  }

  private wrong(expected: string, from: number): Fault {
    return this.fault(expected, from < this.line.length ? quote(this.word(from)) : "the end of the line");
  }

  fault(expected: string, found: string): Fault {
    return badInput(`line ${this.number}`, expected, found);
  }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === RETURN;
}

/** `e-05`, or `D+03` as Fortran writes it. */
function isExponent(line: Uint8Array, from: number, to: number): boolean {
  if (!"eEdD".includes(String.fromCharCode(line[from]!))) return false;
  let at = from + 1;
  if (line[at] === PLUS || line[at] === MINUS) at++;
  const first = at;
  while (at < to && line[at]! >= DIGIT_0 && line[at]! <= DIGIT_0 + 9) at++;
  return at > first && at === to;
}
