/**
 * Reading 4096-11008-4096, 90 million weights, half of them kept: seconds of a process that does nothing else, start-up included, and its peak memory, beside those of one that reads sixteen weights.
 */
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../../../dist/exact/random.js";
import { readPattern } from "../../../dist/formats/read.js";
import { deflatedNpz, writePackedNpz } from "./npz.js";
import { inFolder, round } from "./process.js";

const LAYERS = [
  ["fc1.weight", 11008, 4096],
  ["fc2.weight", 4096, 11008],
];
const RUNS = 3;

const usageHook = new URL("../usage.js", import.meta.url).href;

/** Reads the file named by its argument; prints how many weights each layer keeps. */
const CHILD = `
  import { readPattern } from ${JSON.stringify(new URL("../../../dist/formats/read.js", import.meta.url).href)};
  const { pattern } = await readPattern(process.argv[1]);
  console.log(JSON.stringify(pattern.masks.map(({ start }) => start.at(-1))));
`;

function measured(file) {
  const runs = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    const args = ["--import", usageHook, "--input-type=module", "-e", CHILD, file];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, USAGE_FILE: `${file}.usage` } });
    if (status !== 0) throw new Error(stderr);
    const seconds = (performance.now() - start) / 1000;
    return { kept: JSON.parse(stdout), seconds, peakMB: JSON.parse(readFileSync(`${file}.usage`, "utf8")).peak / 1e6 };
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
  const arrays = layers.map((layer) => {
    const [name, rows, cols] = layer;
    return { name, header: `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${cols}), }\n`, cells: weights(layer) };
  });
  writeFileSync(file, deflatedNpz(arrays));
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
