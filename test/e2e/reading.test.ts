/** What reading a large checkpoint takes, measured on processes of their own: the weights are never held, only a bit of each. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { deflatedNpz } from "../bench/large/npz.js";
import { inFolder } from "../cli/terminal.js";
import { safetensors } from "../formats/helpers.js";

const READ = `
  const { readPattern } = await import(process.argv[1]);
  const { pattern } = await readPattern(process.argv[2]);
  console.log(JSON.stringify(pattern.masks.map(({ start }) => start.at(-1))));
`;

/** Kept weights of each layer, and peak memory in bytes, of a process that reads a file and does nothing else. */
function readAlone(file: string): [kept: number[], peak: number] {
  const args = ["--import", pathToFileURL("test/bench/usage.js").href, "--input-type=module", "-e", READ, resolve("dist/formats/read.js"), file];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, USAGE_FILE: `${file}.usage` } });
  expect(stderr).toBe("");
  return [JSON.parse(stdout) as number[], (JSON.parse(readFileSync(`${file}.usage`, "utf8")) as { peak: number }).peak];
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
    writeFileSync(deflated, deflatedNpz([{ name: "W", header: `{'descr': '<f4', 'fortran_order': True, 'shape': (${SIDE}, ${SIDE}), }`, cells: [bytes] }]));
    const [again, inflated] = readAlone(deflated);
    expect(again).toEqual([kept]);
    expect(inflated - baseline).toBeLessThan(72 * MB); // more of what zlib gives out waits to be collected
  });
});
