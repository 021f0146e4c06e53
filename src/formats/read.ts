/**
 * The one door to all file formats: a path or bytes in, a pattern and notes out.
 */
import { readFile } from "node:fs/promises";
import { Fault, badInput, onOneLine, quote, unreadable } from "../pattern/fault.js";
import { type Pattern, makePattern, patternFromJson } from "../pattern/pattern.js";
import { type Layers, layersOf } from "./checkpoint.js";
import { detectFormat, stemOf } from "./detect.js";
import { patternFromDot } from "./dot.js";
import { isGraphlibJson, patternFromGraphlib } from "./graphlib-json.js";
import { inlinePattern } from "./inline.js";
import { parseJson } from "./json.js";
import { MAX_DOT_BYTES, MAX_JSON_BYTES } from "./limits.js";
import { readMatrixMarketLayer } from "./matrix-market.js";
import { readNpy } from "./npy.js";
import { readNpz } from "./npz.js";
import { readOnnx } from "./onnx.js";
import { listed } from "./order.js";
import { readSafetensors } from "./safetensors.js";
import { type ShardIndex, isShardIndex, readShards } from "./shards.js";
import { type Beside, type Source, filesBeside, sourceOfBytes, streamOf, withFile } from "./source.js";
import { type Tensor, shapeText } from "./tensor.js";
import { type ZipEntry, readZipDirectory } from "./zip.js";

export interface ReadOptions {
  /** The 2-D tensors of a checkpoint from input to output, by their own or their module's names. */
  readonly layers?: readonly string[];
  /** Overrides what the file says or implies about free biases. */
  readonly bias?: "yes" | "no";
}

export interface ReadResult {
  readonly pattern: Pattern;
  /** Lines for people: what was read in which order, where support and biases come from. */
  readonly notes: string[];
  /** What the file calls the layers of weights, where it names them; on one line each. */
  readonly layers?: readonly string[];
}

/**
 * Reads a pattern from a file, or from the notation in place of a path, such as `rect:12*12 2*2` or `random:8-8-8@0.2#1` (inline.ts).
 * @throws Fault of kind `io` when the file cannot be read, `input` when its content is refused, `usage`
 *   when the options do not fit the format, or a notation is refused
 */
export async function readPattern(path: string, options: ReadOptions = {}): Promise<ReadResult> {
  const pattern = inlinePattern(path);
  if (pattern !== undefined) {
    checkOptions(options);
    if (options.layers !== undefined) throw usage("--layers", FILE_WITH_NAMES, path);
    return withBias({ pattern, notes: [] }, options.bias);
  }
  return withFile(path, (source) => patternFromSource(source, path, options, filesBeside(path)));
}

const FILE_WITH_NAMES = "a file with named tensors (.npz, .safetensors, .pt)";

/**
 * The text of a file, as UTF-8.
 * @throws Fault of kind `io`
 */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw unreadable(error, path);
  }
}

/**
 * Reads a pattern from a file's content. `fileName` gives the extension, the place in faults, and the
 * name of a pattern that has none. A file that leaves data to other files (the index of a sharded checkpoint, an ONNX model with external data) needs `beside`.
 * @throws Fault as `readPattern`
 */
export async function patternFromBytes(bytes: Uint8Array, fileName: string, options: ReadOptions = {}, beside?: Beside): Promise<ReadResult> {
  return patternFromSource(sourceOfBytes(bytes), fileName, options, beside);
}

async function patternFromSource(source: Source, fileName: string, options: ReadOptions, beside: Beside | undefined): Promise<ReadResult> {
  checkOptions(options);
  try {
    const { pattern, notes, layers } = withBias(await readFormat(source, fileName, options, beside), options.bias);
    // Names of tensors go to the terminal, in notes too.
    return { pattern, notes: notes.map(onOneLine), ...(layers === undefined ? {} : { layers: layers.map(onOneLine) }) };
  } catch (error) {
    throw error instanceof Fault && error.kind === "input" ? error.inFile(fileName) : error;
  }
}

function checkOptions({ layers, bias }: ReadOptions): void {
  if (bias !== undefined && bias !== "yes" && bias !== "no") throw usage("--bias", "yes or no", quote(bias));
  if (layers !== undefined && (layers.length === 0 || layers.includes(""))) throw usage("--layers", "names separated by commas", quote(layers.join(",")));
}

function usage(place: string, expected: string, found: string): Fault {
  return new Fault("usage", { place, expected, found });
}

async function readFormat(source: Source, fileName: string, options: ReadOptions, beside: Beside | undefined): Promise<ReadResult> {
  const format = detectFormat(source, fileName);
  const stem = stemOf(fileName);
  switch (format) {
    case "safetensors":
      return checkpoint(stem, readSafetensors(source), options);
    case "zip":
      return readZip(readZipDirectory(source), stem, options);
    case "legacy-torch":
      throw badInput("", "a zip file as torch.save writes it since PyTorch 1.6", "an older pickle (load it and save it again with torch.save)");
  }
  const value = format === "json" ? parseJson(textOf(source, MAX_JSON_BYTES)) : undefined;
  if (isShardIndex(value)) return readIndex(value, stem, options, beside);
  if (options.layers !== undefined) throw usage("--layers", FILE_WITH_NAMES, fileName);
  switch (format) {
    case "npy":
      return readLoneMask(source, stem);
    case "onnx":
      return network(stem, await readOnnx(source, beside));
    case "mtx":
      return network(stem, readMatrixMarketLayer(source));
    case "json":
      return readJson(value, stem);
    default:
      return readDot(source, stem);
  }
}

function network(stem: string, { masks, bias, notes, names }: Layers): ReadResult {
  return { pattern: makePattern(stem, masks, { bias }), notes, ...(names === undefined ? {} : { layers: names }) };
}

async function readZip(entries: readonly ZipEntry[], stem: string, options: ReadOptions): Promise<ReadResult> {
  const { readTorch, torchPickle } = await import("./torch.js");
  const pickle = torchPickle(entries);
  return checkpoint(stem, pickle === undefined ? await readNpz(entries) : await readTorch(entries, pickle, options.layers), options);
}

async function checkpoint(stem: string, tensors: readonly Tensor[], options: ReadOptions): Promise<ReadResult> {
  return network(stem, await layersOf(tensors, options.layers));
}

async function readIndex(index: ShardIndex, stem: string, options: ReadOptions, beside: Beside | undefined): Promise<ReadResult> {
  const { tensors, shards } = readShards(index, beside);
  const { notes, ...read } = await checkpoint(stem.replace(/(?:\.safetensors)?\.index$/, ""), tensors, options);
  return { ...read, notes: [`read from ${shards.length === 1 ? "one shard" : `${shards.length} shards`}: ${listed(shards, ", ")}`, ...notes] };
}

/** A lone .npy has no name to tell weights from masks: it is a mask, and must be one. */
async function readLoneMask(source: Source, stem: string): Promise<ReadResult> {
  const tensor = await readNpy(streamOf(source), "mask");
  if (tensor.shape.length !== 2) throw badInput("shape", "a 2-D mask [out, in]", shapeText(tensor.shape));
  const { pattern, notes } = await checkpoint(stem, [tensor], {});
  return { pattern, notes };
}

function readJson(value: unknown, stem: string): ReadResult {
  if (isGraphlibJson(value)) return graphResult(patternFromGraphlib(value, stem));
  const pattern = patternFromJson(value);
  return { pattern: pattern.name === "" ? { ...pattern, name: stem } : pattern, notes: [] };
}

function readDot(source: Source, stem: string): ReadResult {
  return graphResult(patternFromDot(textOf(source, MAX_DOT_BYTES), stem));
}

function graphResult(pattern: Pattern): ReadResult {
  return { pattern, notes: [`neurons per layer, from the graph: ${pattern.widths.join(", ")}`] };
}

/** The UTF-8 text of a file, without its byte order mark. */
function textOf(source: Source, most: number): string {
  if (source.size > most) throw badInput("", `at most ${most} bytes of text`, `${source.size}`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(source.read(0, source.size));
  } catch {
    throw badInput("", "UTF-8 text", "other bytes");
  }
}

function withBias(read: ReadResult, bias: "yes" | "no" | undefined): ReadResult {
  if (bias === undefined) return read;
  const { pattern, notes } = read;
  const free = bias === "yes";
  const note = `biases: taken as ${free ? "free" : "absent"} in every layer, as --bias ${bias} says`;
  return { ...read, pattern: { ...pattern, bias: pattern.masks.map(() => free) }, notes: [...notes, note] };
}
