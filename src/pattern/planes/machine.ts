/**
 * The kernel of path planes in WebAssembly: its memory, and the threads that share it. Who calls waits for the result; meanwhile its own thread works too, so that nothing depends on when, or
 * whether, another one starts.
 */
import { isMainThread, Worker } from "node:worker_threads";
import { type Mask, bitRows, kept } from "../mask.js";
import { PackedMask, rowWords } from "../packed-mask.js";
import { ADD_PATHS, ADD_SPARSE_PATHS, ARGUMENTS, BLOCKS, DONE, FIND_CROSSED, HEAD_BYTES, KIND, LEAST, LEFT, RESULTS, SCRATCH, SCRATCH_BYTES, scratchOfCrossings, scratchOfSparsePaths } from "./job.js";
import type { Planes, SparsePlanes, Sums } from "./loops.js";
import { PLANES_BASE64 } from "./planes.wasm.js";

const PAGE = 2 ** 16;
/** Addresses have 32 bits. */
const MOST_BYTES = 2 ** 32 - PAGE;
/** Memory kept for the next time; more is given back. */
const KEPT_BYTES = 2 ** 26;
/** Words of a strip: 64 bytes, which one processor fetches at a time. */
const STRIP = 16;
/** Of a strip, so many that they stay near while the rows of a block go through them. */
const CACHE_BYTES = 2 ** 18;
/** Entries of a row, about, for which it pays to take its sums up again. */
const ENTRIES_OF_CHUNK = 32;
/** Words that a block adds, about: a millisecond. */
const BLOCK_WORDS = 2 ** 21;
/** Paths that a block goes through where they are listed. */
const BLOCK_PATHS = 2 ** 19;
/** A thread takes some tens of milliseconds to start: it must have more than this to do. */
const WORTH_A_THREAD_MS = 100;
/** Until it is known how long the rest will take. */
const LOOK_AFTER_MS = 10;
/** Fewer entries than one in so many cells, and a packed mask is made a list for the time of a job: words with few bits are slow to go through. */
const CELLS_PER_ENTRY = 8;
/** A block takes milliseconds. */
const LOST_AFTER_MS = 60_000;

/** How the scans over large masks run; the results never depend on it. */
export interface ScanOptions {
  /** Threads that may work at a time, this one included: 1 unless said. In a worker thread always 1. */
  readonly threads?: number;
  /** False: without WebAssembly. */
  readonly vectors?: boolean;
  /** Called every few milliseconds of work; what it throws ends the scan. */
  readonly pause?: (() => void) | undefined;
  /** Told how many words of planes have been added up, or would have been where paths are listed, and in how many milliseconds, layer by layer. */
  readonly onWords?: (words: number, ms: number) => void;
}

/** The part of the standard that is used: its types come with those of browsers only. */
interface Memory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}
declare const WebAssembly:
  | undefined
  | {
      readonly validate: (bytes: Uint8Array) => boolean;
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Memory: new (size: { readonly initial: number; readonly maximum: number; readonly shared: true }) => Memory;
      readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
    };

interface Kernel {
  /** Does one block of the job in hand; false (0) when none is left. */
  takeBlock(thread: number): number;
  /** Rows in strips of 512 inputs, back in rows, and the sums of all rows of a strip; all in memory (job.ts). */
  cut(rows: number, count: number, stride: number, strips: number): void;
  join(strips: number, count: number, stride: number, rows: number): void;
  /** Where the chunks of the rows begin in the lists (job.ts). */
  placesOf(start: number, index: number, rows: number, chunk: number, chunks: number, places: number): void;
  /** The columns of a packed mask. */
  list(bits: number, rows: number, words: number, index: number): void;
  sumUp(below: number, twiceBelow: number, count: number, strips: number, full: number): void;
  /** Reads memory from end to end with the same operations: the yardstick of the benchmarks. */
  stream(from: number, bytes: number): number;
}

/** Compiled once, when first needed; null where vectors or shared memory are missing. */
let compiled: object | null | undefined;

function kernelModule(): object | null {
  if (compiled === undefined) {
    const bytes = Buffer.from(PLANES_BASE64, "base64");
    compiled = typeof WebAssembly !== "undefined" && WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  }
  return compiled;
}

/** What a helping thread runs. It needs nothing but the kernel, so no file has to be found and loaded. A message means that there is a job. */
const HELPER = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { exports } = new WebAssembly.Instance(workerData.module, { env: { memory: workerData.memory } });
  parentPort.on("message", () => { while (exports.takeBlock(workerData.thread)); });
`;

/** One for each thread of the user: jobs come one after the other. */
let machine: PlaneMachine | undefined;

/** The machine, or nothing where there are no vectors. */
export function planeMachine(): PlaneMachine | undefined {
  const module = kernelModule();
  if (module === null) return undefined;
  return (machine ??= new PlaneMachine(module));
}

export class PlaneMachine {
  readonly #module: object;
  readonly #memory: Memory;
  readonly #kernel: Kernel;
  readonly #control: Int32Array;
  readonly #helpers: Worker[] = [];
  #free = HEAD_BYTES;

  constructor(module: object) {
    this.#module = module;
    this.#memory = new WebAssembly!.Memory({ initial: 1, maximum: MOST_BYTES / PAGE, shared: true });
    this.#kernel = new WebAssembly!.Instance(module, { env: { memory: this.#memory } }).exports as Kernel;
    this.#control = new Int32Array(this.#memory.buffer, 0, HEAD_BYTES / 4);
  }

  /** The sums of `addPaths` (loops.ts) for all rows; nothing when memory does not reach. */
  addPaths(below: Planes, mask: Mask, words: number, options: ScanOptions): Sums | undefined {
    const strips = Math.ceil(words / STRIP);
    const { rows, cols } = mask;
    const wordsOfRow = wordsOfBits(mask);
    // Rows as they come and as they go take the place of each other.
    const bytes = (below.twice === undefined ? 2 : 3) * strips * cols * 64 + 3 * strips * rows * 64 + strips * 128;
    const isDense = mask instanceof PackedMask && kept(mask) * CELLS_PER_ENTRY > rows * cols;
    const edgeBytes = (mask instanceof PackedMask ? rows * wordsOfRow * 4 : 0) + (isDense ? 0 : 4 * (rows + 1 + kept(mask)));
    const perRow = Math.ceil((kept(mask) / Math.max(rows, 1)) * STRIP) + STRIP;
    const height = Math.max(1, Math.min(rows, Math.floor(BLOCK_WORDS / perRow)));
    const blocks = strips * Math.ceil(rows / height);
    // Where most rows below are added, they are fetched ahead of time anyway.
    const chunks = isDense ? 1 : Math.min(Math.ceil((cols * 64 * (below.twice === undefined ? 1 : 2)) / CACHE_BYTES), Math.ceil(perRow / STRIP / ENTRIES_OF_CHUNK));
    const chunk = 64 * Math.ceil(cols / chunks / 64);
    const placeBytes = isDense ? 0 : 4 * rows * (chunks + 1);
    const threads = threadsFor(options);
    if (!this.#reserve(bytes + edgeBytes + placeBytes, blocks, threads, 0)) return undefined;
    return this.#released(() => {
      const from = this.#strips(below.any, cols, words);
      const twiceFrom = below.twice === undefined ? 0 : this.#strips(below.twice, cols, words);
      const any = this.#words(strips * rows * STRIP).fill(0).byteOffset;
      const twice = this.#words(strips * rows * STRIP).fill(0).byteOffset;
      const full = this.#words(strips * 2 * STRIP).byteOffset;
      this.#kernel.sumUp(from, twiceFrom, cols, strips, full);
      const index = isDense ? 0 : this.#index(mask);
      const places = isDense ? 0 : this.#places(mask, index, chunk);
      const bits = isDense ? this.#rows(mask.bits, rows, rowWords(cols), wordsOfRow).byteOffset : 0;
      const begun = performance.now();
      const results = this.#run(
        ADD_PATHS,
        [from, twiceFrom, any, twice, full, bits, rows, cols, height, places, index, wordsOfRow / 2, chunk],
        blocks,
        threads,
        options.pause,
      );
      options.onWords?.(results.reduce((sum, added) => sum + added, 0) * STRIP, performance.now() - begun);
      return { any: this.#fromStrips(any, rows, words), twice: this.#fromStrips(twice, rows, words) };
    });
  }

  /** The same from lists. */
  addSparsePaths({ any: reached, twice: reachedTwice }: SparsePlanes, mask: Mask, words: number, options: ScanOptions): Sums | undefined {
    const { rows } = mask;
    const listed = kept(reached) + (reachedTwice === undefined ? 0 : kept(reachedTwice));
    const perRow = (kept(mask) / Math.max(rows, 1)) * (1 + listed / Math.max(reached.rows, 1)) + 1;
    const height = Math.max(1, Math.min(rows, Math.floor(BLOCK_PATHS / perRow)));
    const blocks = Math.ceil(rows / height);
    const threads = threadsFor(options);
    const bytes = 4 * (2 * (reached.rows + 1) + listed + 2 * rows * words + rows + 1 + kept(mask)) + (mask instanceof PackedMask ? 4 * rows * wordsOfBits(mask) : 0);
    if (!this.#reserve(bytes, blocks, threads, scratchOfSparsePaths(words))) return undefined;
    return this.#released(() => {
      const below = [reached, reachedTwice].flatMap((lists) => (lists === undefined ? [0, 0] : [this.#copy(lists.start).byteOffset, this.#copy(lists.index).byteOffset]));
      const [any, twice] = [this.#words(rows * words).fill(0), this.#words(rows * words).fill(0)];
      const edges = [this.#copy(mask.start).byteOffset, this.#index(mask)];
      const begun = performance.now();
      const results = this.#run(ADD_SPARSE_PATHS, [...below, any.byteOffset, twice.byteOffset, rows, words, height, ...edges], blocks, threads, options.pause);
      options.onWords?.(results.reduce((sum, added) => sum + added, 0) * words, performance.now() - begun);
      return { any: any.slice(), twice: twice.slice() };
    });
  }

  /** The first neuron h with a crossing in its B_h (loops.ts), or -1; nothing when memory does not reach. */
  findCrossed(inputs: Uint32Array, outputs: Mask, entries: Uint32Array, words: number, options: ScanOptions): number | undefined {
    const { rows, cols } = outputs;
    const wordsOfRow = 4 * Math.ceil(words / 4);
    const wordsOfOutputs = wordsOfBits(outputs);
    const perNeuron = Math.ceil(kept(outputs) / Math.max(rows, 1)) * wordsOfRow + wordsOfRow;
    const height = Math.max(1, Math.min(rows, Math.floor(BLOCK_WORDS / perNeuron)));
    const blocks = Math.ceil(rows / height);
    const threads = threadsFor(options);
    const bytes = 4 * ((rows + cols) * wordsOfRow + rows * wordsOfOutputs);
    if (!this.#reserve(bytes, blocks, threads, scratchOfCrossings(4 * wordsOfRow))) return undefined;
    return this.#released(() => {
      const reached = this.#rows(inputs, rows, words, wordsOfRow);
      const lines = this.#rows(entries, cols, words, wordsOfRow);
      // An output without entries is in no B_h.
      const bits = this.#rows(bitRows(outputs), rows, rowWords(cols), wordsOfOutputs);
      const used = new Uint32Array(wordsOfOutputs);
      for (let i = 0; i < cols; i++) if (lines.subarray(i * wordsOfRow, (i + 1) * wordsOfRow).some((word) => word !== 0)) used[i >>> 5]! |= 1 << (i & 31);
      for (let at = 0; at < bits.length; at++) bits[at]! &= used[at % wordsOfOutputs]!;
      const places = [reached.byteOffset, bits.byteOffset, lines.byteOffset];
      const results = this.#run(FIND_CROSSED, [...places, rows, height, 4 * wordsOfRow, 4 * wordsOfOutputs], blocks, threads, options.pause);
      return results.find((h) => h >= 0) ?? -1;
    });
  }

  /** Seconds to go through this many bytes of memory `times` times, with the operations of `addPaths`. */
  streamSeconds(bytes: number, times: number): number {
    this.#reserve(bytes, 0, 1, 0);
    const begun = performance.now();
    for (let n = 0; n < times; n++) this.#kernel.stream(HEAD_BYTES, bytes & ~63);
    return (performance.now() - begun) / 1000;
  }

  /** All blocks of a job, by this thread and by others where that pays. */
  #run(kind: number, args: readonly number[], blocks: number, threads: number, pause: ScanOptions["pause"]): Int32Array {
    const control = this.#control;
    const results = new Int32Array(this.#memory.buffer, control[RESULTS]!, blocks).fill(-1);
    control.set(args, ARGUMENTS);
    control[KIND] = kind;
    control[BLOCKS] = blocks;
    control[LEAST] = blocks;
    control[DONE] = 0;
    Atomics.store(control, LEFT, blocks);
    let helpers = Math.min(this.#helpers.length, threads - 1, blocks - 1);
    for (let n = 0; n < helpers; n++) this.#helpers[n]!.postMessage(0);
    const begun = performance.now();
    try {
      for (pause?.(); this.#kernel.takeBlock(0) !== 0; pause?.()) {
        const ms = performance.now() - begun;
        if (helpers >= threads - 1 || ms < LOOK_AFTER_MS) continue;
        const done = Atomics.load(control, DONE);
        const left = (ms * (blocks - done)) / done;
        for (; helpers < threads - 1 && left / (helpers + 1) > WORTH_A_THREAD_MS; helpers++) this.#start();
      }
    } catch (error) {
      Atomics.store(control, LEAST, -1);
      while (this.#kernel.takeBlock(0) !== 0);
      throw error;
    } finally {
      // Nobody may still be at work when the memory is used again.
      this.#wait(blocks);
    }
    return results;
  }

  #wait(blocks: number): void {
    for (let done = Atomics.load(this.#control, DONE); done < blocks; done = Atomics.load(this.#control, DONE)) {
      if (Atomics.wait(this.#control, DONE, done, LOST_AFTER_MS) === "timed-out") throw new Error("a thread of the scan does not answer");
    }
  }

  #start(): void {
    const helper = new Worker(HELPER, {
      eval: true,
      workerData: { module: this.#module, memory: this.#memory, thread: this.#helpers.length + 1 },
      execArgv: [],
      env: {},
    });
    helper.unref();
    helper.postMessage(0);
    this.#helpers.push(helper);
  }

  /** Makes room for arrays of this many bytes, for the results of the blocks, and for what each thread needs for itself. */
  #reserve(bytes: number, blocks: number, threads: number, scratch: number): boolean {
    const size = (scratch + 63) & ~63;
    // A helper of an earlier job may come late and look for one now.
    const all = Math.max(threads, this.#helpers.length + 1) * size;
    // Each array may begin at the next multiple of 64.
    const needed = HEAD_BYTES + bytes + 4 * blocks + all + 16 * 64;
    if (needed > MOST_BYTES) return false;
    const missing = Math.ceil((needed - this.#memory.buffer.byteLength) / PAGE);
    try {
      if (missing > 0) this.#memory.grow(missing);
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
    this.#free = HEAD_BYTES;
    this.#control[SCRATCH] = this.#words(all / 4).byteOffset;
    this.#control[SCRATCH_BYTES] = size;
    this.#control[RESULTS] = this.#words(blocks).byteOffset;
    return true;
  }

  /** Does a piece of work; a machine grown large is given up after it. */
  #released<T>(work: () => T): T {
    try {
      return work();
    } finally {
      if (this.#memory.buffer.byteLength > KEPT_BYTES) {
        if (machine === this) machine = undefined;
        for (const helper of this.#helpers) void helper.terminate();
      }
    }
  }

  #words(length: number): Uint32Array {
    const array = new Uint32Array(this.#memory.buffer, this.#free, length);
    this.#free = (this.#free + array.byteLength + 63) & ~63;
    return array;
  }

  /** The address of the places where chunks begin in lists. */
  #places(mask: Mask, index: number, chunk: number): number {
    const chunks = Math.ceil(mask.cols / chunk);
    const places = this.#words(mask.rows * (chunks + 1)).byteOffset;
    const rest = this.#free;
    this.#kernel.placesOf(this.#copy(mask.start).byteOffset, index, mask.rows, chunk, chunks, places);
    this.#free = rest;
    return places;
  }

  /** The address of `index`. */
  #index(mask: Mask): number {
    if (!(mask instanceof PackedMask)) return this.#copy(mask.index).byteOffset;
    const index = this.#words(kept(mask)).byteOffset;
    const rest = this.#free;
    const words = wordsOfBits(mask);
    this.#kernel.list(this.#rows(mask.bits, mask.rows, rowWords(mask.cols), words).byteOffset, mask.rows, words / 2, index);
    this.#free = rest;
    return index;
  }

  #copy(values: Int32Array): Uint32Array {
    const array = this.#words(values.length);
    array.set(values);
    return array;
  }

  /** Rows of `words` words in rows of `wide` words. */
  #rows(values: Uint32Array, rows: number, words: number, wide: number): Uint32Array {
    const array = this.#words(rows * wide);
    if (words === wide) {
      array.set(values);
      return array;
    }
    array.fill(0);
    for (let i = 0; i < rows; i++) for (let w = 0; w < words; w++) array[i * wide + w] = values[i * words + w]!;
    return array;
  }

  /** The address of rows cut into strips. The rows themselves are forgotten. */
  #strips(values: Uint32Array, rows: number, words: number): number {
    const wide = 4 * Math.ceil(words / 4);
    const strips = this.#words(Math.ceil(words / STRIP) * rows * STRIP).byteOffset;
    const from = this.#rows(values, rows, words, wide).byteOffset;
    this.#kernel.cut(from, rows, 4 * wide, strips);
    this.#free = from;
    return strips;
  }

  #fromStrips(strips: number, rows: number, words: number): Uint32Array {
    const wide = 4 * Math.ceil(words / 4);
    const joined = this.#words(rows * wide);
    this.#free = joined.byteOffset;
    this.#kernel.join(strips, rows, 4 * wide, joined.byteOffset);
    const values = new Uint32Array(rows * words);
    if (words === wide) values.set(joined);
    else for (let v = 0; v < rows; v++) for (let w = 0; w < words; w++) values[v * words + w] = joined[v * wide + w]!;
    return values;
  }
}

/** Words of a row of bits in the kernel's memory, a multiple of two. */
function wordsOfBits({ cols }: Mask): number {
  return 2 * Math.ceil(cols / 64);
}

function threadsFor({ threads = 1 }: ScanOptions): number {
  return isMainThread ? Math.max(1, Math.floor(threads)) : 1;
}
