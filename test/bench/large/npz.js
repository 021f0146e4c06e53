/** Archives of NumPy arrays as users have them: masks as packed bits, and large arrays deflated. */
import { closeSync, openSync, writeSync } from "node:fs";
import { crc32, deflateRawSync } from "node:zlib";
import { writePattern } from "../../../dist/formats/write.js";
import { makePattern } from "../../../dist/pattern/pattern.js";

/** Writes layers fc1, fc2, ... from input to output, a bit for each weight, as `wellposed convert --packed` does. */
export function writePackedNpz(file, masks) {
  const [pieces] = writePattern(makePattern("masks", masks), "npz", { packed: true }).files;
  const output = openSync(file, "w");
  for (const piece of pieces) writeSync(output, piece);
  closeSync(output);
}

/** An archive as `numpy.savez_compressed` writes it; `header` is the dict of the array, `cells` its bytes in pieces. A zip library takes its time for so much. */
export function deflatedNpz(arrays) {
  const entries = [];
  const directory = [];
  let at = 0;
  for (const { name, header, cells } of arrays) {
    const length = Buffer.alloc(2);
    length.writeUInt16LE(header.length);
    const data = Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), length, Buffer.from(header), ...cells]);
    const packed = deflateRawSync(data, { level: 1 });
    const file = Buffer.from(`${name}.npy`);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(file.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), fields, tail, file]));
    const entry = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), fields, file, packed]);
    entries.push(entry);
    at += entry.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  for (const place of [8, 10]) end.writeUInt16LE(entries.length, place);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...entries, listed, end]);
}
