/**
 * The connected pieces of a network, each with neurons numbered anew: no path leads from one to another, so path counts and LU and cut minors are those of the pieces. A table of bits
 * for each piece is smaller than one for the whole, by as many times as there are pieces of a size.
 */
import { Partition } from "../exact/partition.js";
import { type Mask, maskOfBits, row } from "./mask.js";
import { rowWords } from "./packed-mask.js";
import { eachWord } from "./structure/words.js";

export interface Island {
  readonly masks: readonly Mask[];
  /** numbers[l][x], l = 0..L: the number that neuron x of layer l has in the whole network. Ascending. Absent when the piece is the whole. */
  readonly numbers?: readonly Int32Array[];
}

/**
 * The pieces, by their first row in the last layer that has edges into it; neurons without an edge are in none. A network in one piece is handed back as it is, such neurons included.
 * Cost: a look at every edge, of packed masks at every word, and a copy when there are several.
 * @param masks pruned: every edge is on a path from an input to an output
 */
export function islandsOf(masks: readonly Mask[]): Island[] {
  const widths = [masks[0]!.cols, ...masks.map(({ rows }) => rows)];
  const offsets = widths.map((_, l) => widths.slice(0, l).reduce((sum, width) => sum + width, 0));
  const partition = new Partition(offsets.at(-1)! + widths.at(-1)!);
  masks.forEach((mask, l) => joinEdges(mask, partition, offsets[l]!, offsets[l + 1]!));

  // Every piece has an output: every edge is on a path to one.
  const last = masks.length - 1;
  const pieces = new Map<number, number>();
  for (let i = 0; i < masks[last]!.rows; i++) {
    if (masks[last]!.start[i] === masks[last]!.start[i + 1]) continue;
    const root = partition.find(offsets[last + 1]! + i);
    if (!pieces.has(root)) pieces.set(root, pieces.size);
  }
  if (pieces.size === 1) return [{ masks }];
  const pieceOf = widths.map((width, l) => Int32Array.from({ length: width }, (_, x) => pieces.get(partition.find(offsets[l]! + x)) ?? -1));
  const numbers = pieceOf.map((own) => numbersIn(own, pieces.size));
  const cut = masks.map((mask, l) => cutMask(mask, numbers[l + 1]!, numbers[l]!));
  return Array.from({ length: pieces.size }, (_, piece) => ({ masks: cut.map((own) => own[piece]!), numbers: numbers.map((own) => own[piece]!) }));
}

/** The columns of the first row, and of rows that meet them, are remembered: of a dense mask few bits are looked at. */
function joinEdges(mask: Mask, partition: Partition, below: number, above: number): void {
  const known = new Uint32Array(rowWords(mask.cols));
  let [first, met] = [-1, -1];
  eachWord(mask, (i, w, word) => {
    if (first < 0) first = met = i;
    if (met !== i && (word & known[w]!) !== 0) {
      partition.join(above + i, above + first);
      met = i;
    }
    for (let fresh = word & ~known[w]!; fresh !== 0; fresh &= fresh - 1) partition.join(above + i, below + w * 32 + 31 - Math.clz32(fresh & -fresh));
    if (met === i) known[w]! |= word;
  });
}

/** For each piece its neurons, ascending. */
function numbersIn(pieceOf: Int32Array, pieces: number): Int32Array[] {
  const counts = new Int32Array(pieces);
  for (const piece of pieceOf) if (piece >= 0) counts[piece]!++;
  const numbers = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  pieceOf.forEach((piece, x) => {
    if (piece >= 0) numbers[piece]![counts[piece]!++] = x;
  });
  return numbers;
}

/** The part of a mask in each piece: rows and columns of one piece only meet each other. */
function cutMask(mask: Mask, rowsOf: readonly Int32Array[], columnsOf: readonly Int32Array[]): Mask[] {
  const place = new Int32Array(mask.cols);
  for (const columns of columnsOf) columns.forEach((column, x) => (place[column] = x));
  return rowsOf.map((rows, piece) => {
    const columns = columnsOf[piece]!.length;
    const entries = rows.reduce((sum, i) => sum + mask.start[i + 1]! - mask.start[i]!, 0);
    if (entries * 32 > rows.length * columns) {
      const words = rowWords(columns);
      const bits = new Uint32Array(rows.length * words);
      rows.forEach((i, x) => {
        for (const j of row(mask, i)) bits[x * words + (place[j]! >>> 5)]! |= 1 << (place[j]! & 31);
      });
      return maskOfBits(rows.length, columns, bits);
    }
    const start = new Int32Array(rows.length + 1);
    const index = new Int32Array(entries);
    let n = 0;
    rows.forEach((i, x) => {
      for (const j of row(mask, i)) index[n++] = place[j]!;
      start[x + 1] = n;
    });
    return { rows: rows.length, cols: columns, start, index };
  });
}
