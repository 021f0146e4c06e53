/**
 * Bytes that are read piece by piece: a file of any size, or what is in memory already.
 */
import { type Stats, closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { Fault, badInput, unreadable } from "../pattern/fault.js";

export interface Source {
  /** Bytes in all. */
  readonly size: number;
  /**
   * The bytes from `from` on, `length` of them: a view where they are in memory, else a copy. They must lie inside the source.
   * @param into memory for the copy, at least so long
   */
  read(from: number, length: number, into?: Uint8Array): Uint8Array;
}

/** Bytes in order, in pieces of any length. Each piece is done with before the next is asked for. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Bytes that can be gone through in order, as often as needed: a part of a file, or what is inflated on the way. */
export interface Stream {
  /** Bytes in all. */
  readonly size: number;
  /** The bytes from `from` on, `length` of them. They must lie inside. */
  pieces(from: number, length: number): Pieces;
}

/** Pieces in which large data is read: large enough that a call costs nothing, small enough that nothing is ever held. */
export const PIECE_BYTES = 2 ** 20;

export function sourceOfBytes(bytes: Uint8Array): Source {
  return { size: bytes.length, read: (from, length) => bytes.subarray(from, from + length) };
}

/** A part of a source, as a source. */
export function partOf(source: Source, from: number, size: number): Source {
  return { size, read: (at, length, into) => source.read(from + at, length, into) };
}

export function streamOf(source: Source): Stream {
  return { size: source.size, pieces: (from, length) => passingPieces(partOf(source, from, length)) };
}

/** The bytes of a source in order, in pieces of `piece` bytes; the last may be shorter. */
export function* piecesOf(source: Source, piece = PIECE_BYTES): Generator<Uint8Array> {
  for (let at = 0; at < source.size; at += piece) yield source.read(at, Math.min(piece, source.size - at));
}

/** The same, for those who are done with a piece before they ask for the next: all are in the same memory, so that nothing waits to be collected. */
export function* passingPieces(source: Source): Generator<Uint8Array> {
  let memory: Uint8Array | undefined;
  for (let at = 0; at < source.size; at += PIECE_BYTES) {
    const piece = source.read(at, Math.min(PIECE_BYTES, source.size - at), memory);
    yield piece;
    memory ??= piece;
  }
}

/** The pieces in one, `size` bytes at most: what comes after them is not asked for. */
export async function joined(pieces: Pieces, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let got = 0;
  for await (const piece of pieces) {
    bytes.set(piece.subarray(0, size - got), got);
    got = Math.min(size, got + piece.length);
    if (got === size) break;
  }
  return bytes.subarray(0, got);
}

/**
 * Opens a file for `use`, and closes it when that is done.
 * @throws Fault of kind `io` when it cannot be read or is no file, `input` when it becomes shorter while it is read
 */
export async function withFile<T>(path: string, use: (source: Source) => Promise<T>): Promise<T> {
  statOfFile(path);
  const file = tried(path, () => openSync(path, "r"));
  try {
    const { size } = tried(path, () => fstatSync(file));
    return await use({ size, read: (from, length, into) => readOpen(path, file, size, from, length, into) });
  } finally {
    closeSync(file);
  }
}

/**
 * A file that is open only while it is read: for many files at once.
 * @throws Fault of kind `io` when it cannot be read or is no file; when read, also of kind `input` when it is no longer the file it was
 */
export function fileSource(path: string): Source {
  const first = statOfFile(path);
  const read = (from: number, length: number, into?: Uint8Array): Uint8Array => {
    const file = tried(path, () => openSync(path, "r"));
    try {
      const now = tried(path, () => fstatSync(file));
      if (now.size !== first.size || now.mtimeMs !== first.mtimeMs || now.ino !== first.ino) {
        throw badInput("", "the file that it was when it was first opened", "one that was changed since").inFile(path);
      }
      return readOpen(path, file, first.size, from, length, into);
    } finally {
      closeSync(file);
    }
  };
  return { size: first.size, read };
}

/** The files beside the one that is read, by their names: a source may name others that hold its data. */
export type Beside = (name: string) => Source;

/** The files in the folder of `path`, as `fileSource`. The name must be known to be one (`isFileName`). */
export function filesBeside(path: string): Beside {
  return (name) => fileSource(join(dirname(path), name));
}

/** A name alone, no path: nothing outside the folder is read. */
export function isFileName(name: string): boolean {
  return !/[/\\\0]/.test(name) && name !== "" && name !== "." && name !== "..";
}

/** Asked before a file is opened: to open a pipe waits for somebody who writes to it. */
function statOfFile(path: string): Stats {
  const info = tried(path, () => statSync(path));
  if (info.isFile()) return info;
  const found = info.isDirectory() ? "a directory" : "something else (a pipe or a device)";
  throw new Fault("io", { place: "", expected: "a file", found }, path);
}

function readOpen(path: string, file: number, size: number, from: number, length: number, into: Uint8Array = new Uint8Array(length)): Uint8Array {
  const bytes = into.subarray(0, length);
  for (let got = 0; got < length; ) {
    const read = tried(path, () => readSync(file, bytes, got, length - got, from + got));
    if (read === 0) throw badInput(`byte ${from + got}`, `${size} bytes, the length when it was opened`, "the end of the file").inFile(path);
    got += read;
  }
  return bytes;
}

function tried<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw unreadable(error, path);
  }
}
