/**
 * What is to be written: its length is known before a byte of it is made, and its pieces are made anew as often as they are asked for.
 * So lengths and checksums can stand before what they are of, and nothing large is ever held.
 */
import { type Mask, row } from "../pattern/mask.js";
import { PIECE_BYTES } from "./source.js";

export interface Content {
  /** Bytes in all. */
  readonly size: number;
  /** The bytes in order. A piece is done with before the next is asked for: its memory may be used again. */
  pieces(): Iterable<Uint8Array>;
}

export function contentOf(bytes: Uint8Array): Content {
  return { size: bytes.length, pieces: () => [bytes] };
}

/** A text as UTF-8. */
export function textContent(text: string): Content {
  return contentOf(Buffer.from(text));
}

export function concatenation(parts: readonly Content[]): Content {
  return {
    size: parts.reduce((sum, { size }) => sum + size, 0),
    *pieces() {
      for (const part of parts) yield* part.pieces();
    },
  };
}

/** The cells of a mask as rows of `rowBytes` bytes; `fill` sets those of a row, zeros before, for its kept columns. */
function cellRows(mask: Mask, rowBytes: number, fill: (bytes: Uint8Array, columns: Int32Array) => void): Content {
  return {
    size: mask.rows * rowBytes,
    *pieces() {
      const together = Math.min(mask.rows, Math.max(1, Math.floor(PIECE_BYTES / rowBytes)));
      const bytes = new Uint8Array(together * rowBytes);
      for (let from = 0; from < mask.rows; from += together) {
        const count = Math.min(together, mask.rows - from);
        bytes.fill(0);
        for (let i = 0; i < count; i++) fill(bytes.subarray(i * rowBytes, (i + 1) * rowBytes), row(mask, from + i));
        yield bytes.subarray(0, count * rowBytes);
      }
    },
  };
}

/** A byte for each cell, 1 where it is kept. */
export function byteCells(mask: Mask): Content {
  return cellRows(mask, mask.cols, (bytes, columns) => {
    for (const j of columns) bytes[j] = 1;
  });
}

/** A bit for each cell, the lowest of a byte first; every row begins a byte. */
export function bitCells(mask: Mask): Content {
  return cellRows(mask, Math.ceil(mask.cols / 8), (bytes, columns) => {
    for (const j of columns) bytes[j >>> 3]! |= 1 << (j & 7);
  });
}

/** A 32-bit float for each cell, little-endian, 1 where it is kept. */
export function floatCells(mask: Mask): Content {
  return cellRows(mask, 4 * mask.cols, (bytes, columns) => {
    for (const j of columns) {
      bytes[4 * j + 2] = 0x80;
      bytes[4 * j + 3] = 0x3f;
    }
  });
}
