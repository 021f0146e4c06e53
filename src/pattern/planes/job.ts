/**
 * Where the kernel of path planes (assembly/planes.ts) finds its job: words at the beginning of its memory, by number. A job is cut into blocks that do not touch
 * each other's results. Threads take blocks in ascending order, each once; what comes out does not depend on who takes which.
 */

/** Blocks nobody has taken yet, or less than that by the threads that found none. Written last: with it the job begins. */
export const LEFT = 0;
/** Blocks done. Whoever waits for the last is woken. */
export const DONE = 1;
/** The least block that has found something; blocks after it are passed over. -1: all are. */
export const LEAST = 2;
export const BLOCKS = 3;
/** What is to be done: one of the three below. */
export const KIND = 4;
/** The address of one integer for each block. */
export const RESULTS = 5;
/** The address of the first thread's own memory, and how many bytes each has. */
export const SCRATCH = 6;
export const SCRATCH_BYTES = 7;
/** From here on the arguments. */
export const ARGUMENTS = 8;

/**
 * `addPaths` of loops.ts. Planes lie in strips of 512 inputs, 64 bytes of each row one after the other. Arguments: addresses of the planes below and of the planes to be made, all 0 (below, twice
 * below or 0, any, twice), of the full sums (64 bytes of any and 64 of twice for each strip), of the mask's bits or 0; its rows, its columns, rows in a block;
 * where there are no bits, addresses of the places in `index` where the chunks of each row begin, chunk by chunk, and after the last where the rows end, and of `index`; words of 64 bits in a
 * row of bits; rows below in a chunk, those that are added to all rows of a block before the next, a multiple of 64. A block is some rows of a strip; its result, how many rows below were added.
 */
export const ADD_PATHS = 0;
/**
 * `findCrossed` of loops.ts. Arguments: addresses of the inputs, outputs and entries; neurons, neurons in a block; bytes in a row of inputs or entries, a
 * multiple of 16, and of outputs, a multiple of 8. The result of a block is its first neuron of that kind, or -1.
 */
export const FIND_CROSSED = 1;
/**
 * `addSparsePaths` of loops.ts. Arguments: addresses of `start` and `index` of the lists of what is reached below, and of what is reached twice, or 0 and 0; of the planes to be made, row by row: any,
 * twice; rows of the mask, words in a row, rows in a block; addresses of the mask's `start` and `index`. The result of a block is how many rows below were added.
 */
export const ADD_SPARSE_PATHS = 2;

/** Bytes that come before all arrays. */
export const HEAD_BYTES = 128;

/** Bytes that a thread needs for `findCrossed`: the covered columns, where a neuron has inputs, and whose each column is. */
export function scratchOfCrossings(stride: number): number {
  return stride + stride / 4 + 32 * stride;
}

/** Bytes that a thread needs for `addSparsePaths`: 16384 for columns that are gathered, and the longest list, copied by 32 bytes. */
export function scratchOfSparsePaths(words: number): number {
  return 16384 + 4 * 32 * words + 32;
}
