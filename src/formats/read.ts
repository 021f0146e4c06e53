/**
 * The one door to all file formats: a path or bytes in, a pattern and notes out.
 */
import { readFile, stat } from "node:fs/promises";
import { Fault, badInput, ioReason, onOneLine, quote } from "../pattern/fault.js";
import { type Pattern, makePattern, patternFromJson } from "../pattern/pattern.js";
import { layersOf } from "./checkpoint.js";
import { detectFormat, stemOf } from "./detect.js";
import { patternFromDot } from "./dot.js";
import { isGraphlibJson, patternFromGraphlib } from "./graphlib-json.js";
import { parseJson } from "./json.js";
import { MAX_DOT_BYTES, MAX_FILE_BYTES, MAX_JSON_BYTES } from "./limits.js";
import { readNpy } from "./npy.js";
import { readNpz } from "./npz.js";
import { inlinePattern } from "./rectangle-notation.js";
import { readSafetensors } from "./safetensors.js";
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
}

/**
 * Reads a pattern from a file, or from the notation in a path such as `rect:12*12 2*2` (rectangle-notation.ts).
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
  return patternFromBytes(await readBytes(path), path, options);
}

const FILE_WITH_NAMES = "a file with named tensors (.npz, .safetensors, .pt)";

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const info = await stat(path);
    if (!info.isFile()) {
      const found = info.isDirectory() ? "a directory" : "something else (a pipe or a device)";
      throw new Fault("io", { place: "", expected: "a file", found }, path);
    }
    if (info.size > MAX_FILE_BYTES) throw badInput("", `at most ${MAX_FILE_BYTES} bytes`, `${info.size}`).inFile(path);
    return await readFile(path);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw unreadable(error, path);
  }
}

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

/** What the system says of a file that cannot be read, as a fault of kind `io`. */
export function unreadable(error: unknown, path: string): Fault {
  return new Fault("io", { place: "", expected: "a file that can be read", found: ioReason(error) }, path);
}

/**
 * Reads a pattern from a file's content. `fileName` gives the extension, the place in faults, and the
 * name of a pattern that has none.
 * @throws Fault as `readPattern`
 */
export async function patternFromBytes(bytes: Uint8Array, fileName: string, options: ReadOptions = {}): Promise<ReadResult> {
  checkOptions(options);
  try {
    const { pattern, notes } = withBias(await readFormat(bytes, fileName, options), options.bias);
    // Names of tensors go to the terminal in notes.
    return { pattern, notes: notes.map(onOneLine) };
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

async function readFormat(bytes: Uint8Array, fileName: string, options: ReadOptions): Promise<ReadResult> {
  const format = detectFormat(bytes, fileName);
  const stem = stemOf(fileName);
  switch (format) {
    case "safetensors":
      return checkpoint(stem, readSafetensors(bytes), options);
    case "zip":
      return readZip(readZipDirectory(bytes), stem, options);
    case "legacy-torch":
      throw badInput("", "a zip file as torch.save writes it since PyTorch 1.6", "an older pickle (load it and save it again with torch.save)");
  }
  if (options.layers !== undefined) throw usage("--layers", FILE_WITH_NAMES, fileName);
  if (format === "npy") return readLoneMask(bytes, stem);
  return format === "json" ? readJson(bytes, stem) : readDot(bytes, stem);
}

async function readZip(entries: readonly ZipEntry[], stem: string, options: ReadOptions): Promise<ReadResult> {
  const { readTorch, torchPickle } = await import("./torch.js");
  const pickle = torchPickle(entries);
  return checkpoint(stem, pickle === undefined ? readNpz(entries) : readTorch(entries, pickle, options.layers), options);
}

function checkpoint(stem: string, tensors: readonly Tensor[], options: ReadOptions): ReadResult {
  const { masks, bias, notes } = layersOf(tensors, options.layers);
  return { pattern: makePattern(stem, masks, { bias }), notes };
}

/** A lone .npy has no name to tell weights from masks: it is a mask, and must be one. */
function readLoneMask(bytes: Uint8Array, stem: string): ReadResult {
  const tensor = readNpy(bytes, "mask");
  if (tensor.shape.length !== 2) throw badInput("shape", "a 2-D mask [out, in]", shapeText(tensor.shape));
  return checkpoint(stem, [tensor], {});
}

function readJson(bytes: Uint8Array, stem: string): ReadResult {
  const value = parseJson(textOf(bytes, MAX_JSON_BYTES));
  if (isGraphlibJson(value)) return graphResult(patternFromGraphlib(value, stem));
  const pattern = patternFromJson(value);
  return { pattern: pattern.name === "" ? { ...pattern, name: stem } : pattern, notes: [] };
}

function readDot(bytes: Uint8Array, stem: string): ReadResult {
  return graphResult(patternFromDot(textOf(bytes, MAX_DOT_BYTES), stem));
}

function graphResult(pattern: Pattern): ReadResult {
  return { pattern, notes: [`neurons per layer, from the graph: ${pattern.widths.join(", ")}`] };
}

/** The UTF-8 text of a file, without its byte order mark. */
function textOf(bytes: Uint8Array, most: number): string {
  if (bytes.length > most) throw badInput("", `at most ${most} bytes of text`, `${bytes.length}`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw badInput("", "UTF-8 text", "other bytes");
  }
}

function withBias({ pattern, notes }: ReadResult, bias: "yes" | "no" | undefined): ReadResult {
  if (bias === undefined) return { pattern, notes };
  const free = bias === "yes";
  const note = `biases: taken as ${free ? "free" : "absent"} in every layer, as --bias ${bias} says`;
  return { pattern: { ...pattern, bias: pattern.masks.map(() => free) }, notes: [...notes, note] };
}
