/** One way to walk through a mask of either form: by its words of 32 entries that are not empty. */
import type { Mask } from "../mask.js";
import { PackedMask, rowWords } from "../packed-mask.js";

/**
 * Calls `visit(i, w, word)` for every word that is not 0, rows ascending, words of a row ascending: bit b of `word` is entry (i, 32 w + b). Ends when `visit`
 * returns true. Linear in the number of words of a packed mask, in the number of kept entries and rows of any other, however wide it is.
 */
export function eachWord(mask: Mask, visit: (i: number, w: number, word: number) => boolean | void): void {
  if (mask instanceof PackedMask) {
    const words = rowWords(mask.cols);
    for (let i = 0, at = 0; i < mask.rows; i++) {
      for (let w = 0; w < words; w++, at++) {
        const word = mask.bits[at]! | 0;
        if (word !== 0 && visit(i, w, word) === true) return;
      }
    }
    return;
  }
  const { rows, start, index } = mask;
  for (let i = 0, e = 0; i < rows; i++) {
    const end = start[i + 1]!;
    while (e < end) {
      const w = index[e]! >>> 5;
      let word = 0;
      for (; e < end && index[e]! >>> 5 === w; e++) word |= 1 << (index[e]! & 31);
      if (visit(i, w, word) === true) return;
    }
  }
}
