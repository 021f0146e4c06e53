import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { patternFromBytes, readPattern } from "../../src/formats/read.js";
import { type Beside, sourceOfBytes } from "../../src/formats/source.js";
import { maskStrings } from "../../src/pattern/mask.js";
import { f32, framed, refusalOf, safetensors } from "./helpers.js";

const [A, B] = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
const SHARDS = {
  [A]: safetensors({ "fc1.weight": f32([2, 3], [1, 0, 2, 0, 3, 0]), "fc2.bias": f32([1]) }, { format: "pt" }),
  [B]: safetensors({ "fc2.weight": f32([1, 2], [0, 4]), "fc1.bias": f32([2]) }, { format: "pt" }),
};
const MAP = { "fc1.bias": B, "fc1.weight": A, "fc2.bias": A, "fc2.weight": B };

const index = (map: unknown): Buffer => Buffer.from(JSON.stringify({ metadata: { total_size: 52 }, weight_map: map }));

/** The shards in memory, and which of them were read beyond their header. */
function beside(shards: Record<string, Buffer>, read = new Set<string>()): Beside {
  return (name) => {
    const bytes = shards[name];
    if (bytes === undefined) throw new Error(`${name} was not to be asked for`);
    const source = sourceOfBytes(bytes);
    const data = bytes.length < 8 ? 0 : 8 + Number(bytes.readBigUInt64LE());
    return { ...source, read: (from, length) => (from + length > data && read.add(name), source.read(from, length)) };
  };
}

const refusal = (map: unknown, shards: Record<string, Buffer> = SHARDS): Promise<string> =>
  refusalOf(() => patternFromBytes(index(map), "model.safetensors.index.json", {}, beside(shards)));

describe("a sharded checkpoint", () => {
  it("is read from the files beside its index", async () => {
    const folder = mkdtempSync(join(tmpdir(), "wellposed-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    for (const [name, bytes] of Object.entries(SHARDS)) writeFileSync(join(folder, name), bytes);
    const path = join(folder, "model.safetensors.index.json");
    writeFileSync(path, index(MAP));
    const { pattern, notes } = await readPattern(path);
    expect([pattern.name, pattern.widths, pattern.masks.map(maskStrings), pattern.bias]).toEqual(["model", [3, 2, 1], [["101", "010"], ["01"]], [true, true]]);
    expect(notes[0]).toBe(`read from 2 shards: ${B}, ${A}`);
    expect((await readPattern(path, { layers: ["fc2"] })).pattern.widths).toEqual([2, 1]);
    rmSync(join(folder, B));
    await expect(readPattern(path)).rejects.toMatchObject({ kind: "io", file: join(folder, B), found: "no such file or folder" });
  });

  it("reads data only of shards with layers that count", async () => {
    const read = new Set<string>();
    await patternFromBytes(index(MAP), "model.safetensors.index.json", { layers: ["fc2"] }, beside(SHARDS, read));
    expect([...read]).toEqual([B]);
  });

  it.each<[string, unknown, string]>([
    ["a list", [A], `weight_map: expected an object { tensor: file }, found ["${A}"]`],
    ["no name", { a: 1 }, 'weight_map, "a": expected the name of a file, found 1'],
    ["a path upwards", { a: "../x.safetensors" }, 'weight_map, "a": expected the name of a file in the folder of the index, found "../x.safetensors"'],
    ["an absolute path", { a: "/x.safetensors" }, 'weight_map, "a": expected the name of a file in the folder of the index, found "/x.safetensors"'],
    ["a path of Windows", { a: "c\\x.safetensors" }, 'weight_map, "a": expected the name of a file in the folder of the index, found "c\\\\x.safetensors"'],
    ["a null byte", { a: "x\0.safetensors" }, 'weight_map, "a": expected the name of a file in the folder of the index, found "x\\u0000.safetensors"'],
    ["a folder", { a: ".." }, 'weight_map, "a": expected the name of a file in the folder of the index, found ".."'],
    ["a pickle", { a: "model.bin" }, 'weight_map, "a": expected a shard in .safetensors, found "model.bin"'],
    ["a tensor that its shard has not", { ...MAP, "fc3.weight": A }, `"${A}": expected the tensor "fc3.weight", as the index says, found none of that name`],
    ["too few tensors", { ...MAP, "fc1.bias": undefined }, `"${B}": expected the tensors that the index gives it, found "fc1.bias", that the index does not name`],
    ["a tensor elsewhere", { ...MAP, "fc1.bias": A }, `"${B}": expected the tensors that the index gives it, found "fc1.bias", that the index gives to "${A}"`],
  ])("refuses an index with %s", async (_, map, reason) => {
    expect(await refusal(map)).toBe(`model.safetensors.index.json: ${reason}`);
  });

  it("refuses a broken shard, and names it", async () => {
    const cut = { ...SHARDS, [A]: SHARDS[A]!.subarray(0, -1) };
    expect(await refusal(MAP, cut)).toMatch(/^model\.safetensors\.index\.json: "model-00001-of-00002\.safetensors", tensor "fc2\.bias", data_offsets: expected an end of at most/);
    expect(await refusal(MAP, { ...SHARDS, [B]: Buffer.from("{}") })).toMatch(/"model-00002-of-00002\.safetensors", header: expected 8 bytes/);
  });

  it("refuses an index without shards, without tensors, and with too many", async () => {
    expect(await refusalOf(() => patternFromBytes(index(MAP), "i.json"))).toMatch(/weight_map: expected shards that can be read .*, found no folder/);
    expect(await refusal({})).toMatch(/at least one 2-D weight or mask, found none/);
    const many = Object.fromEntries(Array.from({ length: 4097 }, (_, i) => [`t${i}`, `${i}.safetensors`]));
    expect(await refusal(many)).toMatch(/weight_map: expected at most 4096 shards, found 4097/);
  });

  it("has names of Object.prototype like any others", async () => {
    const file = Buffer.from('{"weight_map":{"__proto__":"constructor.safetensors"}}');
    const shard = framed('{"__proto__":{"dtype":"U8","shape":[1,2],"data_offsets":[0,2]}}', Buffer.from([1, 1]));
    const { pattern } = await patternFromBytes(file, "x.json", {}, beside({ "constructor.safetensors": shard }));
    expect(pattern.widths).toEqual([2, 1]);
  });
});
