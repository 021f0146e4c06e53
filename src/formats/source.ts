/**
 * Bytes that are read piece by piece: a file of any size, or what is in memory already.
 */
import { closeSync, openSync, readSync, fstatSync } from "node:fs";
import { Fault, badInput, ioReason } from "../pattern/fault.js";

export interface Source {
  /** Bytes in all. */
  readonly size: number;
  /** The bytes from `from` on, `length` of them: a view where they are in memory, else a copy. They must lie inside the source. */
  read(from: number, length: number): Uint8Array;
}

/** Pieces in which large data is read: large enough that a call costs nothing, small enough that nothing is ever held. */
export const PIECE_BYTES = 2 ** 20;

export function sourceOfBytes(bytes: Uint8Array): Source {
  return { size: bytes.length, read: (from, length) => bytes.subarray(from, from + length) };
}

/** A part of a source, as a source. */
export function partOf(source: Source, from: number, size: number): Source {
  return { size, read: (at, length) => source.read(from + at, length) };
}

/** The bytes of a source in order, in pieces of `piece` bytes; the last may be shorter. */
export function* piecesOf(source: Source, piece = PIECE_BYTES): Generator<Uint8Array> {
  for (let at = 0; at < source.size; at += piece) yield source.read(at, Math.min(piece, source.size - at));
}

/**
 * Opens a file for `use`, and closes it when that is done.
 * @throws Fault of kind `io` when it cannot be read or is no file, `input` when it becomes shorter while it is read
 */
export async function withFile<T>(path: string, use: (source: Source) => Promise<T>): Promise<T> {
  const file = tried(path, () => openSync(path, "r"));
  try {
    const info = tried(path, () => fstatSync(file));
    if (!info.isFile()) {
      const found = info.isDirectory() ? "a directory" : "something else (a pipe or a device)";
      throw new Fault("io", { place: "", expected: "a file", found }, path);
    }
    return await use({
      size: info.size,
      read: (from, length) => {
        const bytes = new Uint8Array(length);
        for (let got = 0; got < length; ) {
          const read = tried(path, () => readSync(file, bytes, got, length - got, from + got));
          if (read === 0) throw badInput(`byte ${from + got}`, `${info.size} bytes, the length when it was opened`, "the end of the file").inFile(path);
          got += read;
        }
        return bytes;
      },
    });
  } finally {
    closeSync(file);
  }
}

function tried<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new Fault("io", { place: "", expected: "a file that can be read", found: ioReason(error) }, path);
  }
}
