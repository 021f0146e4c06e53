/** What reading a large checkpoint takes, measured on processes of their own: the weights are never held, only a bit of each. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { crc32, deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { inFolder } from "../cli/terminal.js";
import { safetensors } from "../formats/helpers.js";

const READ = `
  const { readPattern } = await import(process.argv[1]);
  const { pattern } = await readPattern(process.argv[2]);
  console.log(JSON.stringify(pattern.masks.map(({ start }) => start.at(-1))));
`;

/** Kept weights of each layer, and peak memory in bytes, of a process that reads a file and does nothing else. */
function readAlone(file: string): [kept: number[], peak: number] {
  const args = ["--import", pathToFileURL("test/bench/peak.js").href, "--input-type=module", "-e", READ, resolve("dist/formats/read.js"), file];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, PEAK_FILE: `${file}.peak` } });
  expect(stderr).toBe("");
  return [JSON.parse(stdout) as number[], Number(readFileSync(`${file}.peak`, "utf8"))];
}

const MB = 2 ** 20;
const SIDE = 6000;

test("a checkpoint of 144 MB of float32 is read with a fraction of that", async () => {
  await inFolder(async (folder) => {
    const cells = new Float32Array(SIDE * SIDE);
    for (let k = 0; k < cells.length; k += 50) cells[k] = k + 1;
    const bytes = new Uint8Array(cells.buffer);
    const kept = Math.ceil(cells.length / 50);
    const few = join(folder, "few.safetensors");
    writeFileSync(few, safetensors({ "fc.weight": { dtype: "F32", shape: [2, 2], bytes: bytes.subarray(0, 16) } }));
    const many = join(folder, "many.safetensors");
    writeFileSync(many, safetensors({ "fc.weight": { dtype: "F32", shape: [SIDE, SIDE], bytes } }));
    const [, baseline] = readAlone(few);
    const [counted, peak] = readAlone(many);
    expect(counted).toEqual([kept]);
    // 5 MB of bits and the pieces that pass by; the float32 would be 144.
    expect(peak - baseline).toBeLessThan(32 * MB);

    const deflated = join(folder, "deflated.npz");
    writeFileSync(deflated, deflatedNpz(`{'descr': '<f4', 'fortran_order': True, 'shape': (${SIDE}, ${SIDE}), }`, bytes));
    const [again, inflated] = readAlone(deflated);
    expect(again).toEqual([kept]);
    expect(inflated - baseline).toBeLessThan(72 * MB); // more of what zlib gives out waits to be collected
  });
});

/** One array, W.npy; fflate's zipSync takes its time for so much. */
function deflatedNpz(header: string, cells: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  const data = Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), length, Buffer.from(header), cells]);
  const packed = deflateRawSync(data, { level: 1 });
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(crc32(data), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(data.length, 18);
  fields.writeUInt16LE(5, 22);
  const entry = Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from("W.npy"), packed]);
  const directory = Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), fields, Buffer.alloc(14), Buffer.from("W.npy")]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(entry.length, 16);
  return Buffer.concat([entry, directory, end]);
}
