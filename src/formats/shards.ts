/**
 * A checkpoint in several .safetensors files, as transformers and huggingface_hub save large models: `model.safetensors.index.json` holds
 * `{ "metadata": {...}, "weight_map": { tensor: file } }`, and the files, the shards, lie beside it.
 *
 * Each shard must hold exactly the tensors that the index gives it. There is no specification; transformers loads whatever the shards hold, and the
 * converter of llama.cpp refuses a difference. Here it is refused, since nobody knows which of the two is the network.
 */
import { Fault, badInput, quote } from "../pattern/fault.js";
import { MAX_SHARDS } from "./limits.js";
import { readSafetensors } from "./safetensors.js";
import { type Beside, isFileName } from "./source.js";
import type { Tensor } from "./tensor.js";

export interface ShardIndex {
  readonly weight_map: unknown;
}

export function isShardIndex(value: unknown): value is ShardIndex {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, "weight_map");
}

/**
 * The tensors of all shards, in the order of the index, and the names of the shards. Only the headers of the shards are read.
 * @throws Fault naming the place in the index, or the shard
 */
export function readShards(index: ShardIndex, beside: Beside | undefined): { tensors: Tensor[]; shards: string[] } {
  const files = shardsOf(index);
  const shards = new Set(files.values());
  if (shards.size > MAX_SHARDS) throw badInput("weight_map", `at most ${MAX_SHARDS} shards`, `${shards.size}`);
  if (beside === undefined) throw badInput("weight_map", "shards that can be read (give the path of the index, with the shards in its folder)", "no folder");
  const tensors = new Map<string, Tensor>();
  for (const shard of shards) {
    for (const tensor of tensorsOf(shard, beside)) {
      const { name } = tensor;
      const file = files.get(name);
      if (file !== shard) {
        const where = file === undefined ? "that the index does not name" : `that the index gives to ${quote(file)}`;
        throw badInput(quote(shard), "the tensors that the index gives it", `${quote(name)}, ${where}`);
      }
      tensors.set(name, tensor);
    }
  }
  const inOrder = [...files].map(([name, shard]) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw badInput(quote(shard), `the tensor ${quote(name)}, as the index says`, "none of that name");
    return tensor;
  });
  return { tensors: inOrder, shards: [...shards] };
}

/** The shard of each tensor. */
function shardsOf({ weight_map: map }: ShardIndex): Map<string, string> {
  if (typeof map !== "object" || map === null || Array.isArray(map)) throw badInput("weight_map", "an object { tensor: file }", quote(map));
  const files = new Map<string, string>();
  for (const [name, file] of Object.entries(map)) {
    const place = `weight_map, ${quote(name)}`;
    if (typeof file !== "string") throw badInput(place, "the name of a file", quote(file));
    if (!isFileName(file)) throw badInput(place, "the name of a file in the folder of the index", quote(file));
    if (!file.endsWith(".safetensors")) throw badInput(place, "a shard in .safetensors", quote(file));
    files.set(name, file);
  }
  return files;
}

/** A fault in a shard names it; its tensors' data are read from it later. */
function tensorsOf(shard: string, beside: Beside): Tensor[] {
  const source = beside(shard);
  try {
    return readSafetensors(source);
  } catch (error) {
    if (!(error instanceof Fault) || error.file !== undefined) throw error;
    throw badInput(`${quote(shard)}, ${error.place}`, error.expected, error.found);
  }
}
