/** The lines of a file, one by one, in memory for no more than the longest of them. */
import { closeSync, openSync, readSync } from "node:fs";
import { PIECE_BYTES } from "../formats/source.js";

export interface Line {
  /** Where the line begins in the file. */
  readonly at: number;
  /** Its bytes without the line feed; of a line that is too long, the first ones. Valid until the next line is asked for. */
  readonly bytes: Buffer;
  readonly tooLong: boolean;
  /** Does a line feed end it? Only of the last line it may be missing. */
  readonly complete: boolean;
}

const LINE_FEED = 10;

/**
 * The lines of a file in order.
 * @param longest bytes that are kept of a line
 * @throws what Node throws when the file cannot be read
 */
export function* linesOf(file: string, longest = 2 ** 28): Generator<Line> {
  const descriptor = openSync(file, "r");
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    // The beginning of a line that goes on in the next piece.
    let begun: Buffer[] = [];
    let held = 0;
    let at = 0;
    let length = 0;
    const taken = (bytes: Buffer): void => {
      length += bytes.length;
      const some = bytes.subarray(0, Math.max(0, longest - held));
      if (some.length > 0) begun.push(Buffer.from(some));
      held += some.length;
    };
    const line = (complete: boolean): Line => ({ at, bytes: begun.length === 1 ? begun[0]! : Buffer.concat(begun), tooLong: length > longest, complete });
    for (let got = readSync(descriptor, piece); got > 0; got = readSync(descriptor, piece)) {
      let from = 0;
      for (let end = piece.indexOf(LINE_FEED); end >= 0 && end < got; end = piece.indexOf(LINE_FEED, from)) {
        if (length === 0 && end - from <= longest) {
          yield { at, bytes: piece.subarray(from, end), tooLong: false, complete: true };
          length = end - from;
        } else {
          taken(piece.subarray(from, end));
          yield line(true);
        }
        at += length + 1;
        from = end + 1;
        [begun, held, length] = [[], 0, 0];
      }
      if (from < got) taken(piece.subarray(from, got));
    }
    if (length > 0) yield line(false);
  } finally {
    closeSync(descriptor);
  }
}
