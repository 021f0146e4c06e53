/**
 * Reading 4096-11008-4096, 90 million weights, half of them kept: seconds of a process that does nothing else, start-up included, and its peak memory, beside those of one that reads sixteen weights.
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { Random } from "../../../dist/exact/random.js";

const LAYERS = [
  ["fc1", 11008, 4096],
  ["fc2", 4096, 11008],
];
const RUNS = 3;

const PEAK_HOOK = new URL("../peak.js", import.meta.url).href;

/** Reads the file named by its argument; prints how many weights each layer keeps. */
const CHILD = `
  import { readPattern } from ${JSON.stringify(new URL("../../../dist/formats/read.js", import.meta.url).href)};
  const { pattern } = await readPattern(process.argv[1]);
  console.log(JSON.stringify(pattern.masks.map(({ start }) => start.at(-1))));
`;

function measured(file) {
  const runs = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    const args = ["--import", PEAK_HOOK, "--input-type=module", "-e", CHILD, file];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, PEAK_FILE: `${file}.peak` } });
    if (status !== 0) throw new Error(stderr);
    const seconds = (performance.now() - start) / 1000;
    return { kept: JSON.parse(stdout), seconds, peakMB: Number(readFileSync(`${file}.peak`, "utf8")) / 1e6 };
  });
  const round = (value) => Number(value.toPrecision(3));
  return {
    kept: runs[0].kept,
    fileMB: round(statSync(file).size / 1e6),
    seconds: round(Math.min(...runs.map(({ seconds }) => seconds))),
    peakMB: round(Math.max(...runs.map(({ peakMB }) => peakMB))),
  };
}

/** The float32 weights of a layer, about half of them zero, in pieces. */
function* weights(rows, cols, seed) {
  const random = new Random(seed);
  for (let i = 0; i < rows; i++) yield Buffer.from(Float32Array.from({ length: cols }, () => Math.max(0, random.below(2 ** 24) - 2 ** 23)).buffer);
}

function* masks(rows, cols, seed) {
  for (const row of weights(rows, cols, seed)) {
    const cells = new Float32Array(row.buffer);
    const bytes = Buffer.alloc(Math.ceil(cols / 8));
    for (let j = 0; j < cols; j++) if (cells[j] !== 0) bytes[j >> 3] |= 1 << (j & 7);
    yield bytes;
  }
}

function safetensors(file, layers) {
  let at = 0;
  const header = layers.map(([name, rows, cols]) => [`${name}.weight`, { dtype: "F32", shape: [rows, cols], data_offsets: [at, (at += 4 * rows * cols)] }]);
  const text = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const output = openSync(file, "w");
  for (const part of [length, text]) writeSync(output, part);
  layers.forEach(([name, rows, cols]) => {
    for (const row of weights(rows, cols, name === "fc2" ? 1 : 0)) writeSync(output, row);
  });
  closeSync(output);
}

function npy(descr, shape, data) {
  const header = Buffer.from(`{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(", ")},), }\n`);
  return Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), Buffer.from([header.length, 0]), header, data]);
}

function npz(file, arrays, deflate) {
  const output = openSync(file, "w");
  const directory = [];
  let at = 0;
  for (const [name, data] of arrays) {
    const packed = deflate ? deflateRawSync(data, { level: 1 }) : data;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(deflate ? 8 : 0, 4);
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
  for (const place of [8, 10]) end.writeUInt16LE(arrays.length, place);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  for (const part of [listed, end]) writeSync(output, part);
  closeSync(output);
}

/** One row for each form of the same two layers, and for hardly anything. */
export function reading() {
  const folder = mkdtempSync(join(tmpdir(), "wellposed-bench-"));
  const row = (name, make) => {
    const file = join(folder, name);
    make(file);
    const result = measured(file);
    rmSync(file);
    return [name, result];
  };
  const floats = LAYERS.map(([name, rows, cols], l) => [`${name}.weight`, () => npy("<f4", [rows, cols], Buffer.concat([...weights(rows, cols, l)]))]);
  const bits = LAYERS.flatMap(([name, rows, cols], l) => [
    [`${name}.bitmask`, npy("|u1", [rows, Math.ceil(cols / 8)], Buffer.concat([...masks(rows, cols, l)]))],
    [`${name}.shape`, npy("<i8", [2], Buffer.from(BigInt64Array.of(BigInt(rows), BigInt(cols)).buffer))],
  ]);
  try {
    const small = Object.fromEntries([0, 1].map((l) => [`model-${l + 1}.safetensors`, [LAYERS[l]]]));
    const rows = [
      row("sixteen.safetensors", (file) => safetensors(file, [["fc", 4, 4]])),
      row("float32.safetensors", (file) => safetensors(file, LAYERS)),
      row("packed-bits.npz", (file) => npz(file, bits, false)),
      row("float32-deflated.npz", (file) => npz(file, floats.map(([name, data]) => [name, data()]), true)),
    ];
    for (const [name, layers] of Object.entries(small)) safetensors(join(folder, name), layers);
    const map = Object.fromEntries(Object.entries(small).map(([file, [[name]]]) => [`${name}.weight`, file]));
    rows.push(row("model.safetensors.index.json", (file) => writeFileSync(file, JSON.stringify({ weight_map: map }))));
    return Object.fromEntries(rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
