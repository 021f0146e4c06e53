/**
 * A mask as base64 text: the short form of a large dense layer in a pattern file.
 *
 * Rows in order, each ceil(cols / 8) bytes; bit j & 7 of byte j >> 3 is column j, bits beyond the last column are 0.
 */
import { badInput, quote } from "./fault.js";
import { type Mask, bitRows, maskOfBits } from "./mask.js";
import { rowWords } from "./packed-mask.js";

/** The bytes of a row. */
function rowBytes(cols: number): number {
  return (cols + 7) >>> 3;
}

/** The characters that `maskToBits` writes. */
export function bitsLength(rows: number, cols: number): number {
  return 4 * Math.ceil((rows * rowBytes(cols)) / 3);
}

/** The text of a mask. Linear in its cells, 32 at a time. */
export function maskToBits(mask: Mask): string {
  const bits = bitRows(mask);
  const [words, width] = [rowWords(mask.cols), rowBytes(mask.cols)];
  const bytes = Buffer.alloc(mask.rows * width);
  for (let i = 0, at = 0; i < mask.rows; i++) {
    for (let b = 0; b < width; b++) bytes[at++] = bits[i * words + (b >> 2)]! >>> ((b & 3) * 8);
  }
  return bytes.toString("base64");
}

/**
 * The mask of a text.
 * @throws Fault at `place` for another length, anything but canonical base64 (RFC 4648, section 4, no white space), or a bit beyond the last column
 */
export function maskFromBits(text: unknown, rows: number, cols: number, place: string): Mask {
  const length = bitsLength(rows, cols);
  const expected = `base64 of ${rows} rows of ${rowBytes(cols)} bytes, ${length} characters`;
  if (typeof text !== "string") throw badInput(place, expected, quote(text));
  if (text.length !== length) throw badInput(place, expected, `${text.length} characters`);
  const bytes = Buffer.from(text, "base64");
  // Node skips what is not base64, and takes bits that no byte uses: the text is right when it is the one that would be written.
  if (bytes.length !== rows * rowBytes(cols) || bytes.toString("base64") !== text) throw badInput(place, expected, "text that is not canonical base64");
  return maskOfBits(rows, cols, wordsOf(bytes, rows, cols, place));
}

function wordsOf(bytes: Uint8Array, rows: number, cols: number, place: string): Uint32Array {
  const [words, width] = [rowWords(cols), rowBytes(cols)];
  const padding = (0xff << (((cols - 1) & 7) + 1)) & 0xff;
  const bits = new Uint32Array(rows * words);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let b = 0; b < width; b++) bits[i * words + (b >> 2)]! |= bytes[at++]! << ((b & 3) * 8);
    if ((bytes[at - 1]! & padding) !== 0) throw badInput(place, `no bit beyond column ${cols - 1}`, `one in row ${i}`);
  }
  return bits;
}
