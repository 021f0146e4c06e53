/**
 * Zip archives, read defensively: the central directory says what there is, and nothing is inflated
 * beyond the size it declares or the bound on the sum of all entries.
 *
 * Stored and deflated entries, zip64 sizes and offsets (PyTorch writes them always). Refused: encrypted
 * entries, other methods, several disks, two entries of one name, entries that overlap each other or
 * the directory, wrong checksums.
 */
import { Readable, pipeline } from "node:stream";
import { crc32, createInflateRaw, inflateRawSync } from "node:zlib";
import { badInput, quote } from "../pattern/fault.js";
import { MAX_INFLATED_BYTES, MAX_ZIP_DIRECTORY, MAX_ZIP_ENTRIES } from "./limits.js";
import { PIECE_BYTES, type Pieces, type Source, type Stream, partOf, passingPieces, piecesOf } from "./source.js";

export interface ZipEntry {
  readonly name: string;
  /** Uncompressed size as declared; reading enforces it. */
  readonly size: number;
  readonly deflated: boolean;
  readonly checksum: number;
  /** The entry's bytes in the archive, as stored. */
  readonly packed: Source;
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));
}

const END_RECORD = 0x06054b50;
const END_RECORD_64 = 0x06064b50;
const END_LOCATOR_64 = 0x07064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;

/**
 * The entries of an archive, in the order of its directory; directories (names that end in `/`) are left out.
 * @throws Fault naming the entry or the part of the archive that is wrong
 */
export function readZipDirectory(source: Source): ZipEntry[] {
  const { count, offset, end } = findDirectory(source);
  if (count > MAX_ZIP_ENTRIES) throw badInput("zip directory", `at most ${MAX_ZIP_ENTRIES} entries`, `${count}`);
  if (end - offset > MAX_ZIP_DIRECTORY) throw badInput("zip directory", `at most ${MAX_ZIP_DIRECTORY} bytes`, `${end - offset}`);
  const directory = viewOf(source, offset, end - offset);
  const entries: PlacedEntry[] = [];
  const names = new Set<string>();
  let at = 0;
  let declared = 0;
  for (let e = 0; e < count; e++) {
    const place = `zip directory, entry ${e}`;
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== DIRECTORY_ENTRY) throw badInput(place, "a directory entry", "other bytes");
    const next = at + 46 + directory.getUint16(at + 28, true) + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
    if (next > directory.byteLength) throw badInput(place, "an entry that ends inside the directory", "one that ends beyond it");
    const entry = readEntry(source, directory, at, offset, place);
    at = next;
    if (names.has(entry.name)) throw badInput(place, "every name once", `${quote(entry.name)} twice`);
    names.add(entry.name);
    declared += entry.size;
    if (declared > MAX_INFLATED_BYTES && entry.deflated) {
      throw badInput(`zip entry ${quote(entry.name)}`, `at most ${MAX_INFLATED_BYTES} bytes uncompressed in all`, `${declared} or more`);
    }
    if (!entry.name.endsWith("/")) entries.push(entry);
  }
  if (at !== directory.byteLength) throw badInput("zip directory", `${count} entries and nothing behind them`, `${directory.byteLength - at} bytes more`);
  const sorted = entries.toSorted((a, b) => a.from - b.from);
  sorted.forEach((entry, e) => {
    if (e > 0 && entry.from < sorted[e - 1]!.to) {
      throw badInput(`zip entry ${quote(entry.name)}`, "entries that do not overlap", `one inside ${quote(sorted[e - 1]!.name)}`);
    }
  });
  return entries;
}

/** An entry with the bytes it takes in the archive, its local header included. */
type PlacedEntry = ZipEntry & { from: number; to: number };

function viewOf(source: Source, from: number, length: number): DataView {
  const bytes = source.read(from, length);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Where the directory lies: it ends where the end record (or its zip64 form) begins. */
function findDirectory(source: Source): { count: number; offset: number; end: number } {
  // The end record, the longest comment behind it, and the locator before it.
  const first = Math.max(0, source.size - (20 + 22 + FULL_16));
  const tail = viewOf(source, first, source.size - first);
  let at = tail.byteLength - 22;
  const lowest = Math.max(0, at - FULL_16);
  while (at >= lowest && tail.getUint32(at, true) !== END_RECORD) at--;
  if (at < lowest) throw badInput("end of the file", "a zip end record", "none (a truncated file?)");
  let disks = tail.getUint16(at + 4, true);
  let count = tail.getUint16(at + 10, true);
  let size = tail.getUint32(at + 12, true);
  let offset = tail.getUint32(at + 16, true);
  let end = first + at;
  if (at >= 20 && tail.getUint32(at - 20, true) === END_LOCATOR_64) {
    const from = uint64(tail, at - 12);
    const record = from + 56 > first + at - 20 ? undefined : viewOf(source, from, 56);
    if (record === undefined || record.getUint32(0, true) !== END_RECORD_64) throw badInput("zip64 end record", "one at the offset given", "other bytes");
    disks = record.getUint32(16, true);
    count = uint64(record, 32);
    size = uint64(record, 40);
    offset = uint64(record, 48);
    end = from;
  }
  if (disks !== 0) throw badInput("zip end record", "an archive in one file", `disk ${disks}`);
  if (offset + size !== end) throw badInput("zip end record", "a directory that ends at the end record", `${size} bytes at ${offset}, end record at ${end}`);
  return { count, offset, end };
}

function uint64(view: DataView, at: number): number {
  return view.getUint32(at, true) + 2 ** 32 * view.getUint32(at + 4, true);
}

/** The entry `at` a place of the directory, which begins at `end` of the archive. */
function readEntry(source: Source, directory: DataView, at: number, end: number, place: string): PlacedEntry {
  const flags = directory.getUint16(at + 8, true);
  const method = directory.getUint16(at + 10, true);
  const nameEnd = at + 46 + directory.getUint16(at + 28, true);
  const nameBytes = Buffer.from(directory.buffer, directory.byteOffset + at + 46, nameEnd - at - 46);
  const name = nameBytes.toString(flags & 0x800 ? "utf8" : "latin1");
  const named = `zip entry ${quote(name)}`;
  if (flags & 1) throw badInput(named, "an entry without encryption", "an encrypted one");
  if (method !== 0 && method !== 8) throw badInput(named, "method 0 (stored) or 8 (deflated)", `method ${method}`);

  let size = directory.getUint32(at + 24, true);
  let packedSize = directory.getUint32(at + 20, true);
  let from = directory.getUint32(at + 42, true);
  // The zip64 field holds, in this order, those of the three that are all ones above.
  const wide = zip64Field(directory, nameEnd, directory.getUint16(at + 30, true), place);
  if (size === FULL_32) size = wide();
  if (packedSize === FULL_32) packedSize = wide();
  if (from === FULL_32) from = wide();

  const header = from + 30 > end ? undefined : viewOf(source, from, 30);
  if (header === undefined || header.getUint32(0, true) !== LOCAL_HEADER) throw badInput(named, `a local header at ${from}`, "other bytes");
  const nameLength = header.getUint16(26, true);
  const dataStart = from + 30 + nameLength + header.getUint16(28, true);
  const to = dataStart + packedSize;
  if (to > end) throw badInput(named, "data that ends before the directory", `${packedSize} bytes from ${dataStart}, directory at ${end}`);
  if (nameLength !== nameBytes.length || !nameBytes.equals(source.read(from + 30, nameLength))) {
    throw badInput(named, "the same name in its local header", "another one");
  }
  if (method === 0 && size !== packedSize) throw badInput(named, `${packedSize} bytes, the length stored`, `a declared ${size}`);
  return { name, size, deflated: method === 8, checksum: directory.getUint32(at + 16, true), packed: partOf(source, dataStart, packedSize), from, to };
}

/** Hands out the 8-byte numbers of the zip64 extra field one after the other. */
function zip64Field(view: DataView, start: number, length: number, place: string): () => number {
  let at = start;
  const end = start + length;
  let fieldEnd = at;
  while (at + 4 <= end) {
    const size = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) {
      fieldEnd = Math.min(at + 4 + size, end);
      at += 4;
      break;
    }
    at += 4 + size;
  }
  return () => {
    if (at + 8 > fieldEnd) throw badInput(place, "a zip64 field with the missing size or offset", "none");
    at += 8;
    return uint64(view, at - 8);
  };
}

/**
 * An entry's bytes, inflated on the way. Length and checksum are checked when the whole entry has passed by: a stored entry once, a deflated one each time.
 * @throws Fault, while it is read, when the bytes are not as many as declared, or have another checksum
 */
export function streamOfEntry(entry: ZipEntry): Stream {
  let checked = false;
  async function* pieces(from: number, length: number): AsyncGenerator<Uint8Array> {
    if (checked && !entry.deflated) {
      yield* passingPieces(partOf(entry.packed, from, length));
      return;
    }
    let at = 0;
    for await (const piece of checkedPieces(entry)) {
      const part = piece.subarray(Math.max(0, from - at), Math.max(0, from + length - at));
      if (part.length > 0) yield part;
      at += piece.length;
    }
    checked = true;
  }
  return { size: entry.size, pieces };
}

/**
 * The bytes of an entry, held in memory.
 * @param most bytes it may have
 * @throws Fault as `streamOfEntry`
 */
export async function readZipEntry(entry: ZipEntry, most: number): Promise<Uint8Array> {
  if (entry.size > most) throw badInput(`zip entry ${quote(entry.name)}`, `at most ${most} bytes`, `${entry.size}`);
  const bytes = new Uint8Array(entry.size);
  let at = 0;
  for await (const piece of checkedPieces(entry)) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** All bytes of an entry, never more than declared. */
async function* checkedPieces(entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const place = `zip entry ${quote(entry.name)}`;
  let got = 0;
  let checksum = 0;
  for await (const piece of entry.deflated ? inflated(entry) : passingPieces(entry.packed)) {
    got += piece.length;
    if (got > entry.size) throw badInput(place, `${entry.size} bytes of deflated data`, "more");
    checksum = crc32(piece, checksum);
    yield piece;
  }
  if (got !== entry.size) throw badInput(place, `${entry.size} bytes`, `${got}`);
  if (checksum !== entry.checksum) throw badInput(place, `checksum ${hex(entry.checksum)}`, hex(checksum));
}

function hex(checksum: number): string {
  return checksum.toString(16).padStart(8, "0");
}

/** What deflated bytes stand for. Small entries in one go: an archive may have many, and a stream takes its time to begin. */
function inflated(entry: ZipEntry): Pieces {
  const { packed, size } = entry;
  return size <= PIECE_BYTES && packed.size <= PIECE_BYTES ? [inflatedAtOnce(entry)] : inflatedPieces(entry);
}

function inflatedAtOnce({ name, packed, size }: ZipEntry): Uint8Array {
  try {
    // zlib stops as soon as the output is longer than declared; it wants a bound of at least 1.
    return inflateRawSync(packed.read(0, packed.size), { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw badInput(`zip entry ${quote(name)}`, `${size} bytes of deflated data`, "more");
    throw broken(name, size, error);
  }
}

async function* inflatedPieces({ name, packed, size }: ZipEntry): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES });
  pipeline(Readable.from(piecesOf(packed), { highWaterMark: 1 }), inflate, () => {}); // what goes wrong comes out of `inflate` below
  try {
    for await (const piece of inflate) yield piece as Uint8Array;
  } catch (error) {
    throw broken(name, size, error);
  }
}

/** A fault of reading the file stays what it is. */
function broken(name: string, size: number, error: unknown): unknown {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return code.startsWith("Z_") ? badInput(`zip entry ${quote(name)}`, `${size} bytes of deflated data`, `broken data (${message})`) : error;
}
