/**
 * Reading 4096-11008-4096, 90 million weights, half of them kept: seconds of a process that does nothing else, start-up included, and its peak memory, beside those of one that reads sixteen weights.
 */
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { Random } from "../../../dist/exact/random.js";
import { readPattern } from "../../../dist/formats/read.js";
import { writePackedNpz } from "./npz.js";
import { inFolder, round } from "./process.js";

const LAYERS = [
  ["fc1.weight", 11008, 4096],
  ["fc2.weight", 4096, 11008],
];
const RUNS = 3;

const peakHook = new URL("../peak.js", import.meta.url).href;

/** Reads the file named by its argument; prints how many weights each layer keeps. */
const CHILD = `
  import { readPattern } from ${JSON.stringify(new URL("../../../dist/formats/read.js", import.meta.url).href)};
  const { pattern } = await readPattern(process.argv[1]);
  console.log(JSON.stringify(pattern.masks.map(({ start }) => start.at(-1))));
`;

function measured(file) {
  const runs = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    const args = ["--import", peakHook, "--input-type=module", "-e", CHILD, file];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, PEAK_FILE: `${file}.peak` } });
    if (status !== 0) throw new Error(stderr);
    const seconds = (performance.now() - start) / 1000;
    return { kept: JSON.parse(stdout), seconds, peakMB: Number(readFileSync(`${file}.peak`, "utf8")) / 1e6 };
  });
  return {
    kept: runs[0].kept,
    fileMB: round(statSync(file).size / 1e6),
    seconds: round(Math.min(...runs.map(({ seconds }) => seconds))),
    peakMB: round(Math.max(...runs.map(({ peakMB }) => peakMB))),
  };
}

/** The float32 weights of a layer, about half of them zero, row by row. */
function* weights([name, rows, cols]) {
  const random = new Random(name.charCodeAt(2));
  for (let i = 0; i < rows; i++) yield Buffer.from(Float32Array.from({ length: cols }, () => Math.max(0, random.below(2 ** 24) - 2 ** 23)).buffer);
}

function writeSafetensors(file, layers) {
  let at = 0;
  const entries = layers.map(([name, rows, cols]) => [name, { dtype: "F32", shape: [rows, cols], data_offsets: [at, (at += 4 * rows * cols)] }]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const output = openSync(file, "w");
  for (const part of [length, header]) writeSync(output, part);
  for (const layer of layers) for (const row of weights(layer)) writeSync(output, row);
  closeSync(output);
}

/** Each layer in a file of its own, and the index that says so. */
function writeShards(file, layers) {
  const shard = (l) => `model-${l + 1}.safetensors`;
  layers.forEach((layer, l) => writeSafetensors(join(file, "..", shard(l)), [layer]));
  writeFileSync(file, JSON.stringify({ weight_map: Object.fromEntries(layers.map(([name], l) => [name, shard(l)])) }));
}

/** As `numpy.savez_compressed`. */
function writeDeflatedNpz(file, layers) {
  const output = openSync(file, "w");
  const directory = [];
  let at = 0;
  for (const layer of layers) {
    const [name, rows, cols] = layer;
    const header = Buffer.from(`{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${cols}), }\n`);
    const data = Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), Buffer.from([header.length, 0]), header, ...weights(layer)]);
    const packed = deflateRawSync(data, { level: 1 });
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(name.length + 4, 22);
    const entry = Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from(`${name}.npy`)]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), fields, tail, Buffer.from(`${name}.npy`)]));
    for (const part of [entry, packed]) writeSync(output, part);
    at += entry.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  for (const place of [8, 10]) end.writeUInt16LE(layers.length, place);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  for (const part of [listed, end]) writeSync(output, part);
  closeSync(output);
}

/** A row for each form of the same two layers, and for hardly anything. */
export function reading() {
  return inFolder(async (folder) => {
    const rows = {};
    const measure = async (name, write, layers = LAYERS) => {
      const file = join(folder, name);
      await write(file, layers);
      rows[name] = measured(file);
      return file;
    };
    await measure("sixteen.safetensors", writeSafetensors, [["fc1.weight", 4, 4]]);
    const floats = await measure("float32.safetensors", writeSafetensors);
    await measure("packed-bits.npz", async (file) => writePackedNpz(file, (await readPattern(floats)).pattern.masks));
    await measure("model.safetensors.index.json", writeShards);
    await measure("float32-deflated.npz", writeDeflatedNpz);
    return rows;
  });
}
