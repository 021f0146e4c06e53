/**
 * N:M structure: how many entries are kept in each group of M consecutive ones. Groups start at the first entry of a row and follow each other; what is left at
 * the end of a row, fewer than M entries, is the remainder and is counted for itself. Groups along columns are those of the transposed mask.
 */
import type { Mask } from "../mask.js";
import { ones, rowWords } from "../packed-mask.js";
import { eachWord } from "./words.js";

/** The sizes that are looked at: those of hardware and of the literature. All divide a word. */
export const GROUP_SIZES = [2, 4, 8, 16, 32] as const;

export interface GroupCounts {
  /** M. */
  readonly size: number;
  /** `counts[n]` full groups hold n kept entries, n from 0 to M. */
  readonly counts: readonly number[];
  /** Entries of each row behind its last full group, 0 to M - 1. */
  readonly remainder: number;
  /** `rest[n]` rows hold n kept entries there; empty when there is no remainder. */
  readonly rest: readonly number[];
}

/** A full group: entries `from` to `from + size - 1` of row `row`. */
export interface Group {
  readonly row: number;
  readonly from: number;
  readonly size: number;
  readonly kept: number;
}

/** The counts for each of `GROUP_SIZES`, along the rows. One pass over the words that are not empty: empty groups are what is left of all. */
export function groupCounts(mask: Mask): GroupCounts[] {
  const { rows, cols } = mask;
  const fullWords = cols >>> 5;
  const inTail = cols & 31;
  const bytes = new Float64Array(256);
  const counts = GROUP_SIZES.map((size) => new Float64Array(size + 1));
  const rests = GROUP_SIZES.map((size) => new Float64Array(size));
  const [, , , halves, words] = counts;
  eachWord(mask, (_, w, word) => {
    if (w === fullWords) {
      GROUP_SIZES.forEach((size, s) => {
        const full = inTail - (inTail % size);
        for (let from = 0; from < full; from += size) counts[s]![onesOf(word, from, size)]!++;
        rests[s]![onesOf(word, full, inTail - full)]!++;
      });
      return;
    }
    bytes[word & 255]!++;
    bytes[(word >>> 8) & 255]!++;
    bytes[(word >>> 16) & 255]!++;
    bytes[word >>> 24]!++;
    const low = ones(word & 0xffff);
    const high = ones(word >>> 16);
    halves![low]!++;
    halves![high]!++;
    words![low + high]!++;
  });
  for (let byte = 1; byte < 256; byte++) {
    const times = bytes[byte]!;
    if (times === 0) continue;
    for (let s = 0; s < 3; s++) {
      const size = GROUP_SIZES[s]!;
      for (let from = 0; from < 8; from += size) counts[s]![onesOf(byte, from, size)]! += times;
    }
  }
  return GROUP_SIZES.map((size, s) => {
    const remainder = cols % size;
    return {
      size,
      counts: withEmpty(counts[s]!, rows * Math.floor(cols / size)),
      remainder,
      rest: remainder === 0 ? [] : withEmpty(rests[s]!.subarray(0, remainder + 1), rows),
    };
  });
}

/** Kept entries among `size` bits from `from` on; 0 for none. */
function onesOf(word: number, from: number, size: number): number {
  return size === 0 ? 0 : ones((word >>> from) & (0xffffffff >>> (32 - size)));
}

/** The counts with those of empty groups: what is left of `all`. */
function withEmpty(counts: Float64Array, all: number): number[] {
  let others = 0;
  for (let n = 1; n < counts.length; n++) others += counts[n]!;
  return [all - others, ...counts.subarray(1)];
}

/**
 * The first full group, row by row, whose number of kept entries is not accepted. Cost: the words that are not empty, up to the place that is found.
 * @param size one of `GROUP_SIZES`
 */
export function firstGroup(mask: Mask, size: number, accepts: (kept: number) => boolean): Group | undefined {
  const { rows, cols } = mask;
  const words = rowWords(cols);
  const groupsIn = (w: number): number => Math.floor(Math.min(32, cols - 32 * w) / size);
  const empties = accepts(0);
  let found: Group | undefined;
  let next = 0;
  /** An empty group in the words from `next` to before `end`, counted through all rows. Only the last word of a row may be too short for a group. */
  const emptyBefore = (end: number): Group | undefined => {
    for (let at = next; at < end && cols >= size; at++) {
      if (groupsIn(at % words) > 0) return { row: Math.floor(at / words), from: 32 * (at % words), size, kept: 0 };
    }
    return undefined;
  };
  eachWord(mask, (i, w, word) => {
    const at = i * words + w;
    if (!empties) found = emptyBefore(at);
    for (let g = 0, groups = groupsIn(w); found === undefined && g < groups; g++) {
      const kept = onesOf(word, g * size, size);
      if (!accepts(kept)) found = { row: i, from: 32 * w + g * size, size, kept };
    }
    next = at + 1;
    return found !== undefined;
  });
  return found ?? (empties ? undefined : emptyBefore(rows * words));
}
