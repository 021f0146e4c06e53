/**
 * Zip archives, read defensively: the central directory says what there is, and nothing is inflated
 * beyond the size it declares or the bound on the sum of all entries.
 *
 * Stored and deflated entries, zip64 sizes and offsets (PyTorch writes them always). Refused: encrypted
 * entries, other methods, several disks, two entries of one name, entries that overlap each other or
 * the directory, wrong checksums.
 */
import { crc32, inflateRawSync } from "node:zlib";
import { badInput, quote } from "../pattern/fault.js";
import { MAX_INFLATED_BYTES, MAX_ZIP_ENTRIES } from "./limits.js";

export interface ZipEntry {
  readonly name: string;
  /** Uncompressed size as declared; reading enforces it. */
  readonly size: number;
  readonly deflated: boolean;
  readonly checksum: number;
  /** The entry's bytes in the archive, as stored. */
  readonly packed: Uint8Array;
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
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const { count, offset, end } = findDirectory(view);
  if (count > MAX_ZIP_ENTRIES) throw badInput("zip directory", `at most ${MAX_ZIP_ENTRIES} entries`, `${count}`);
  const entries: (ZipEntry & { from: number; to: number })[] = [];
  const names = new Set<string>();
  let at = offset;
  let declared = 0;
  for (let e = 0; e < count; e++) {
    const place = `zip directory, entry ${e}`;
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw badInput(place, "a directory entry", "other bytes");
    const next = at + 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw badInput(place, "an entry that ends inside the directory", "one that ends beyond it");
    const entry = readEntry(bytes, view, at, offset, place);
    at = next;
    if (names.has(entry.name)) throw badInput(place, "every name once", `${quote(entry.name)} twice`);
    names.add(entry.name);
    declared += entry.size;
    if (declared > MAX_INFLATED_BYTES && entry.deflated) {
      throw badInput(`zip entry ${quote(entry.name)}`, `at most ${MAX_INFLATED_BYTES} bytes uncompressed in all`, `${declared} or more`);
    }
    if (!entry.name.endsWith("/")) entries.push(entry);
  }
  if (at !== end) throw badInput("zip directory", `${count} entries and nothing behind them`, `${end - at} bytes more`);
  const sorted = entries.toSorted((a, b) => a.from - b.from);
  sorted.forEach((entry, e) => {
    if (e > 0 && entry.from < sorted[e - 1]!.to) {
      throw badInput(`zip entry ${quote(entry.name)}`, "entries that do not overlap", `one inside ${quote(sorted[e - 1]!.name)}`);
    }
  });
  return entries;
}

/** Where the directory lies: it ends where the end record (or its zip64 form) begins. */
function findDirectory(view: DataView): { count: number; offset: number; end: number } {
  const lowest = Math.max(0, view.byteLength - 22 - FULL_16);
  let at = view.byteLength - 22;
  while (at >= lowest && view.getUint32(at, true) !== END_RECORD) at--;
  if (at < lowest) throw badInput("end of the file", "a zip end record", "none (a truncated file?)");
  let disks = view.getUint16(at + 4, true);
  let count = view.getUint16(at + 10, true);
  let size = view.getUint32(at + 12, true);
  let offset = view.getUint32(at + 16, true);
  let end = at;
  if (at >= 20 && view.getUint32(at - 20, true) === END_LOCATOR_64) {
    const record = uint64(view, at - 12);
    if (record + 56 > at - 20 || view.getUint32(record, true) !== END_RECORD_64) throw badInput("zip64 end record", "one at the offset given", "other bytes");
    disks = view.getUint32(record + 16, true);
    count = uint64(view, record + 32);
    size = uint64(view, record + 40);
    offset = uint64(view, record + 48);
    end = record;
  }
  if (disks !== 0) throw badInput("zip end record", "an archive in one file", `disk ${disks}`);
  if (offset + size !== end) throw badInput("zip end record", "a directory that ends at the end record", `${size} bytes at ${offset}, end record at ${end}`);
  return { count, offset, end };
}

function uint64(view: DataView, at: number): number {
  return view.getUint32(at, true) + 2 ** 32 * view.getUint32(at + 4, true);
}

function readEntry(bytes: Uint8Array, view: DataView, at: number, directory: number, place: string): ZipEntry & { from: number; to: number } {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const name = Buffer.from(bytes.subarray(at + 46, nameEnd)).toString(flags & 0x800 ? "utf8" : "latin1");
  const named = `zip entry ${quote(name)}`;
  if (flags & 1) throw badInput(named, "an entry without encryption", "an encrypted one");
  if (method !== 0 && method !== 8) throw badInput(named, "method 0 (stored) or 8 (deflated)", `method ${method}`);

  let size = view.getUint32(at + 24, true);
  let packedSize = view.getUint32(at + 20, true);
  let from = view.getUint32(at + 42, true);
  // The zip64 field holds, in this order, those of the three that are all ones above.
  const wide = zip64Field(view, nameEnd, view.getUint16(at + 30, true), place);
  if (size === FULL_32) size = wide();
  if (packedSize === FULL_32) packedSize = wide();
  if (from === FULL_32) from = wide();

  if (from + 30 > directory || view.getUint32(from, true) !== LOCAL_HEADER) throw badInput(named, `a local header at ${from}`, "other bytes");
  const nameLength = view.getUint16(from + 26, true);
  const dataStart = from + 30 + nameLength + view.getUint16(from + 28, true);
  const to = dataStart + packedSize;
  if (to > directory) throw badInput(named, "data that ends before the directory", `${packedSize} bytes from ${dataStart}, directory at ${directory}`);
  if (nameLength !== nameEnd - at - 46 || !sameBytes(bytes, from + 30, at + 46, nameLength)) {
    throw badInput(named, "the same name in its local header", "another one");
  }
  if (method === 0 && size !== packedSize) throw badInput(named, `${packedSize} bytes, the length stored`, `a declared ${size}`);
  return { name, size, deflated: method === 8, checksum: view.getUint32(at + 16, true), packed: bytes.subarray(dataStart, to), from, to };
}

function sameBytes(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
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
 * The bytes of an entry: a view of the archive when stored, else inflated.
 * @throws Fault when they are not as many as declared, or have another checksum
 */
export function readZipEntry(entry: ZipEntry): Uint8Array {
  const data = entry.deflated ? inflate(entry) : entry.packed;
  const place = `zip entry ${quote(entry.name)}`;
  if (data.length !== entry.size) throw badInput(place, `${entry.size} bytes`, `${data.length}`);
  const checksum = crc32(data);
  if (checksum !== entry.checksum) throw badInput(place, `checksum ${hex(entry.checksum)}`, hex(checksum));
  return data;
}

function hex(checksum: number): string {
  return checksum.toString(16).padStart(8, "0");
}

function inflate(entry: ZipEntry): Uint8Array {
  const place = `zip entry ${quote(entry.name)}`;
  try {
    // zlib stops as soon as the output is longer than declared; it wants a bound of at least 1.
    return inflateRawSync(entry.packed, { maxOutputLength: Math.max(1, entry.size) });
  } catch (error) {
    const tooLong = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw badInput(place, `${entry.size} bytes of deflated data`, tooLong ? "more" : `broken data (${(error as Error).message})`);
  }
}
