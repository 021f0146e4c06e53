/** Writes zip archives: entries stored as they are, without zip64. The same entries give the same bytes. */
import { crc32 } from "node:zlib";
import { badInput } from "../pattern/fault.js";
import { type Content, concatenation, contentOf } from "./content.js";

export interface ZipPart {
  readonly name: string;
  readonly content: Content;
}

/** Without zip64 lengths and offsets are numbers of 32 bits, of which the largest means something else. */
const MAX_ZIP_BYTES = 2 ** 32 - 2;

const VERSION_2 = 20;
const NAME_IS_UTF8 = 0x800;
/** 1 January 1980: the first day that a zip file can name. */
const DAY = 0x0021;

/**
 * The archive of these entries, in this order. Their content is gone through once for the checksum, which stands before it.
 * @throws Fault when the archive would be longer than 4 GiB
 */
export function zipContent(entries: readonly ZipPart[]): Content {
  const parts: Content[] = [];
  const directory: Content[] = [];
  let at = 0;
  for (const { name, content } of entries) {
    const nameBytes = Buffer.from(name);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    describe(header, 4, content, nameBytes.length);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(VERSION_2, 4);
    header.copy(entry, 6, 4, 30);
    const size = header.length + nameBytes.length + content.size;
    if (at + size > MAX_ZIP_BYTES) throw badInput("", `at most ${MAX_ZIP_BYTES} bytes in a zip archive`, "more");
    entry.writeUInt32LE(at, 42);
    at += size;
    parts.push(contentOf(header), contentOf(nameBytes), content);
    directory.push(contentOf(entry), contentOf(nameBytes));
  }
  const { size } = concatenation(directory);
  if (at + size > MAX_ZIP_BYTES) throw badInput("", `at most ${MAX_ZIP_BYTES} bytes in a zip archive`, "more");
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return concatenation([...parts, ...directory, contentOf(end)]);
}

/** The 26 bytes in which the header of an entry and its line in the directory agree. */
function describe(bytes: Buffer, at: number, content: Content, nameLength: number): void {
  bytes.writeUInt16LE(VERSION_2, at);
  bytes.writeUInt16LE(NAME_IS_UTF8, at + 2);
  bytes.writeUInt16LE(DAY, at + 8);
  bytes.writeUInt32LE(checksum(content), at + 10);
  bytes.writeUInt32LE(content.size, at + 14);
  bytes.writeUInt32LE(content.size, at + 18);
  bytes.writeUInt16LE(nameLength, at + 22);
}

function checksum(content: Content): number {
  let sum = 0;
  for (const piece of content.pieces()) sum = crc32(piece, sum);
  return sum;
}
