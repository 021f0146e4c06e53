/** Masks as an `.npz` of packed bits: `X.bitmask`, one byte for eight columns, and `X.shape`, as compressed-tensors names them. Stored, not deflated. */
import { closeSync, openSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import { bitRows } from "../../../dist/pattern/mask.js";

/** Writes layers fc1, fc2, ... from input to output. */
export function writePackedNpz(file, masks) {
  const members = masks.flatMap((mask, l) => {
    const { rows, cols } = mask;
    const width = (cols + 7) >> 3;
    const words = (cols + 31) >> 5;
    const bits = bitRows(mask);
    const bytes = Buffer.from(bits.buffer, bits.byteOffset, bits.byteLength);
    // Numbers here are little-endian: a row's bytes are those of its words.
    const packed = Buffer.concat(Array.from({ length: rows }, (_, i) => bytes.subarray(4 * i * words, 4 * i * words + width)));
    const shape = Buffer.alloc(16);
    shape.writeBigInt64LE(BigInt(rows), 0);
    shape.writeBigInt64LE(BigInt(cols), 8);
    return [
      [`fc${l + 1}.bitmask.npy`, npy("|u1", [rows, width], packed)],
      [`fc${l + 1}.shape.npy`, npy("<i8", [2], shape)],
    ];
  });
  writeZip(file, members);
}

function npy(descr, shape, data) {
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`;
  const header = dict + " ".repeat((118 - dict.length + 640) % 64) + "\n";
  const head = Buffer.alloc(10);
  head.write("\x93NUMPY\x01\x00", "latin1");
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([head, Buffer.from(header, "latin1"), data]);
}

function writeZip(file, members) {
  const output = openSync(file, "w");
  const directory = [];
  let at = 0;
  const put = (bytes) => {
    writeSync(output, bytes);
    at += bytes.length;
  };
  for (const [name, data] of members) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), fields, tail, Buffer.from(name)]));
    put(Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), fields, Buffer.from(name)]));
    put(data);
  }
  const from = at;
  for (const entry of directory) put(entry);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(at - from, 12);
  end.writeUInt32LE(from, 16);
  put(end);
  closeSync(output);
}
