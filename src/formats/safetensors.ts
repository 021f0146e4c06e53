/**
 * The .safetensors format: 8 bytes little-endian header length, a JSON header
 * `{ name: { dtype, shape, data_offsets: [begin, end] }, "__metadata__": { text: text } }`, the cells.
 *
 * As the format demands, the offsets cover the data from end to end, without holes or overlaps, and
 * every range has the length of its shape.
 */
import { badInput, quote } from "../pattern/fault.js";
import { parseJson } from "./json.js";
import { MAX_SAFETENSORS_HEADER } from "./limits.js";
import { type Source, partOf } from "./source.js";
import { ELEMENT_TYPES, type Tensor, cellCount, isCount, rowMajorCells, shapeText } from "./tensor.js";

/** Does the header length fit the file and a JSON object begin where the header should? */
export function isSafetensors(source: Source): boolean {
  if (source.size < 10) return false;
  const head = source.read(0, 9);
  return head[8] === 0x7b && headerLength(head) <= source.size - 8;
}

function headerLength(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return view.getUint32(0, true) + 2 ** 32 * view.getUint32(4, true);
}

/**
 * All tensors of a file, in the order of the header; only that is read.
 * @throws Fault naming the header's line and column, or the tensor
 */
export function readSafetensors(source: Source): Tensor[] {
  if (source.size < 8) throw badInput("header", "8 bytes of header length", `a file of ${source.size} bytes`);
  const length = headerLength(source.read(0, 8));
  if (length > MAX_SAFETENSORS_HEADER) throw badInput("header length", `at most ${MAX_SAFETENSORS_HEADER}`, `${length}`);
  if (length > source.size - 8) throw badInput("header length", `at most the ${source.size - 8} bytes that follow`, `${length}`);
  const header = parseJson(headerText(source.read(8, length)), "header");
  if (typeof header !== "object" || header === null || Array.isArray(header)) throw badInput("header", "an object", quote(header));

  const data = partOf(source, 8 + length, source.size - 8 - length);
  const ranges: Range[] = [];
  const tensors: Tensor[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") checkMetadata(entry);
    else {
      const range = readEntry(name, entry);
      ranges.push(range);
      tensors.push(tensorOf(range, data));
    }
  }
  checkCover(ranges, data.size);
  return tensors;
}

function headerText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw badInput("header", "UTF-8 text", "other bytes");
  }
}

function checkMetadata(value: unknown): void {
  const isTextMap =
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every((text) => typeof text === "string");
  if (!isTextMap) throw badInput("header, __metadata__", "an object of strings", quote(value));
}

interface Range {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function readEntry(name: string, entry: unknown): Range {
  const place = `tensor ${quote(name)}`;
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    throw badInput(place, "an object with dtype, shape and data_offsets", quote(entry));
  }
  const unknown = Object.keys(entry).find((key) => !["dtype", "shape", "data_offsets"].includes(key));
  if (unknown !== undefined) throw badInput(place, "the keys dtype, shape and data_offsets only", quote(unknown));
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  if (typeof dtype !== "string") throw badInput(`${place}, dtype`, "a string", quote(dtype));
  if (!Array.isArray(shape) || !shape.every(isCount)) throw badInput(`${place}, shape`, "a list of sizes", quote(shape));
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    throw badInput(`${place}, data_offsets`, "[begin, end]", quote(offsets));
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end) throw badInput(`${place}, data_offsets`, "begin not after end", quote(offsets));
  return { name, dtype, shape, begin, end };
}

function tensorOf({ name, dtype, shape, begin, end }: Range, data: Source): Tensor {
  const place = `tensor ${quote(name)}, data_offsets`;
  if (end > data.size) throw badInput(place, `an end of at most ${data.size}, the length of the data`, `${end}`);
  const type = ELEMENT_TYPES.get(dtype);
  const count = cellCount(shape);
  if (count === undefined) throw badInput(`tensor ${quote(name)}, shape`, "sizes whose product can be counted", shapeText(shape));
  if (type !== undefined && end - begin !== count * type.bytes) {
    throw badInput(place, `${count * type.bytes} bytes for ${dtype} ${shapeText(shape)}`, `${end - begin}`);
  }
  return { name, shape, typeName: dtype, type, cells: () => rowMajorCells(partOf(data, begin, end - begin), shape) };
}

/** Sorted by begin, each range must start where the one before ended, and the last must end with the data. */
function checkCover(ranges: readonly Range[], total: number): void {
  let covered = 0;
  for (const { name, begin, end } of ranges.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered) {
      const wrong = begin < covered ? "an overlap with the tensor before" : "a hole";
      throw badInput(`tensor ${quote(name)}, data_offsets`, `begin ${covered}, where the tensor before ends`, `${begin} (${wrong})`);
    }
    covered = end;
  }
  if (covered !== total) throw badInput("data", `${covered} bytes, the end of the last tensor`, `${total}`);
}
