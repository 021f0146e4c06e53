/**
 * Tensors of ONNX, dense (`TensorProto`) and sparse (`SparseTensorProto`): what they are, and where their numbers stand.
 *
 * The numbers are raw little-endian bytes, in the file or in one beside it, or fields of typed numbers: `float_data`, `double_data`, and as varints `int32_data` (all
 * integers up to 32 bits, booleans, and the bits of 16-bit floats), `int64_data`, `uint64_data`. All are given out as raw bytes, read when they are asked for.
 */
import { badInput, quote } from "../pattern/fault.js";
import { MAX_ONNX_NAME, MAX_ONNX_RANK } from "./limits.js";
import { type Field, type Messages, type Place, WIRE, expectWire, integerOf } from "./protobuf.js";
import { type Beside, type Stream, isFileName, partOf, piecesOf, streamOf } from "./source.js";
import { ELEMENT_TYPES, type ElementType, cellCount, shapeText } from "./tensor.js";

/** The names of the types by their numbers in `TensorProto.DataType`; those of safetensors where they have one. */
const TYPE_NAMES: Readonly<Record<number, string>> = {
  1: "F32",
  2: "U8",
  3: "I8",
  4: "U16",
  5: "I16",
  6: "I32",
  7: "I64",
  8: "text",
  9: "BOOL",
  10: "F16",
  11: "F64",
  12: "U32",
  13: "U64",
  14: "complex 64",
  15: "complex 128",
  16: "BF16",
};

/** Number of the field of typed numbers for each type, and the numbers of all of them. */
const DATA_FIELD: Readonly<Record<string, number>> = { F32: 4, I64: 7, F64: 10, U32: 11, U64: 11 };
const INT32_DATA = 5;
const RAW_DATA = 9;
const DATA_FIELDS: Readonly<Record<number, string>> = { 4: "float_data", 5: "int32_data", 7: "int64_data", 9: "raw_data", 10: "double_data", 11: "uint64_data" };

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly typeName: string;
  /** Absent for types that are never a weight here. */
  readonly type: ElementType | undefined;
  /** Where the message stands: the tensor itself, whoever else calls it by another name. */
  readonly place: Place;
  /** The numbers of the data fields that occur. */
  readonly fields: ReadonlySet<number>;
  readonly raw: Place | undefined;
  readonly external: External | undefined;
}

/** Bytes in a file beside the model. */
interface External {
  readonly location: string;
  readonly offset: number;
  readonly length: number | undefined;
}

export interface SparseTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: OnnxTensor;
  readonly indices: OnnxTensor;
  readonly place: Place;
}

/** @throws Fault naming the tensor or the byte */
export function readTensor(messages: Messages, place: Place): OnnxTensor {
  let name = "";
  let typeNumber = 0;
  let raw: Place | undefined;
  let outside = false;
  const shape: number[] = [];
  const fields = new Set<number>();
  const entries = new Map<string, string>();
  for (const field of messages.fieldsOf(place, "a tensor")) {
    if (field.number === 1) readSizes(messages, field, shape);
    else if (field.number === 2) typeNumber = integerOf(field, "data_type");
    else if (field.number === 3) throw badInput(`byte ${field.from}`, "a tensor in one piece", "a segment of one");
    else if (field.number === 8) name = messages.text(field, MAX_ONNX_NAME, "the name of a tensor");
    else if (field.number === 13) readEntry(messages, field, entries);
    else if (field.number === 14) outside = isOutside(field);
    else if (field.number in DATA_FIELDS) {
      fields.add(field.number);
      if (field.number !== RAW_DATA) continue;
      expectWire(field, WIRE.bytes, "raw_data");
      raw = field;
    }
  }
  const typeName = TYPE_NAMES[typeNumber] ?? `type ${typeNumber}`;
  const external = outside ? externalOf(entries, placeOf(name)) : undefined;
  return { name, shape, typeName, type: ELEMENT_TYPES.get(typeName), place, fields, raw, external };
}

function placeOf(name: string): string {
  return `tensor ${quote(name)}`;
}

function readSizes(messages: Messages, field: Field, shape: number[]): void {
  messages.integers(field, shape, MAX_ONNX_RANK, "sizes of a tensor");
  const wrong = shape.find((size) => size < 0);
  if (wrong !== undefined) throw badInput(`byte ${field.from}`, "sizes of a tensor", `${wrong}`);
}

function isOutside(field: Field): boolean {
  const location = integerOf(field, "data_location");
  if (location !== 0 && location !== 1) throw badInput(`byte ${field.from}`, "data_location 0 (in the file) or 1 (in another)", `${location}`);
  return location === 1;
}

/** A `StringStringEntryProto`. */
function readEntry(messages: Messages, place: Place, entries: Map<string, string>): void {
  let key = "";
  let value = "";
  for (const field of messages.fieldsOf(place, "an entry of external_data")) {
    if (field.number === 1) key = messages.text(field, MAX_ONNX_NAME, "a key of external_data");
    else if (field.number === 2) value = messages.text(field, MAX_ONNX_NAME, "a value of external_data");
  }
  if (entries.has(key)) throw badInput(`byte ${place.from}`, "every key of external_data once", `${quote(key)} twice`);
  if (["location", "offset", "length"].includes(key)) entries.set(key, value);
}

function externalOf(entries: ReadonlyMap<string, string>, place: string): External {
  const location = entries.get("location");
  if (location === undefined) throw badInput(`${place}, external_data`, "a location", "none");
  if (!isFileName(location)) throw badInput(`${place}, external_data`, "the name of a file in the model's folder", quote(location));
  const number = (key: string): number | undefined => {
    const text = entries.get(key);
    if (text === undefined) return undefined;
    if (!/^[0-9]{1,15}$/.test(text)) throw badInput(`${place}, external_data, ${key}`, "a number of bytes", quote(text));
    return Number(text);
  };
  return { location, offset: number("offset") ?? 0, length: number("length") };
}

/** @throws Fault naming the tensor or the byte */
export function readSparseTensor(messages: Messages, place: Place): SparseTensor {
  let values: OnnxTensor | undefined;
  let indices: OnnxTensor | undefined;
  const shape: number[] = [];
  for (const field of messages.fieldsOf(place, "a sparse tensor")) {
    if (field.number === 1 || field.number === 2) {
      expectWire(field, WIRE.bytes, "a tensor");
      if ((field.number === 1 ? values : indices) !== undefined) throw badInput(`byte ${field.from}`, "values and indices of a sparse tensor once", "them twice");
      if (field.number === 1) values = readTensor(messages, field);
      else indices = readTensor(messages, field);
    } else if (field.number === 3) readSizes(messages, field, shape);
  }
  if (values === undefined || indices === undefined) throw badInput(`byte ${place.from}`, "values and indices of a sparse tensor", "one without");
  return { name: values.name, shape, values, indices, place };
}

export interface Model {
  readonly messages: Messages;
  /** The files beside the model, which may hold its data; absent for a model in memory. */
  readonly beside: Beside | undefined;
}

/**
 * The numbers of a tensor as raw little-endian bytes; nothing of them is read yet.
 * @throws Fault naming the tensor, when they are somewhere else than its type demands, or not as many as its shape demands; of typed numbers that
 *   is known, and thrown, only when they are read
 */
export function numbersOf({ messages, beside }: Model, tensor: OnnxTensor): Stream {
  const { name, shape, type, typeName, external, fields, raw } = tensor;
  const place = placeOf(name);
  const count = cellCount(shape);
  if (count === undefined) throw badInput(place, "sizes whose product can be counted", shapeText(shape));
  if (type === undefined) throw badInput(place, "a boolean, integer or floating-point type", typeName);
  const size = count * type.bytes;
  const what = `${size} bytes for ${typeName} ${shapeText(shape)}`;
  if (external !== undefined) {
    const { location, offset, length = size } = external;
    if (fields.size > 0) throw badInput(place, `data in ${quote(location)} only`, `${namesOf(fields)} as well`);
    if (beside === undefined) throw badInput(place, "data inside the model, where no folder is known", `external data in ${quote(location)}`);
    if (length !== size) throw badInput(`${place}, external_data, length`, what, `${length}`);
    const file = beside(location);
    if (offset + size > file.size) throw badInput(place, `${what} from byte ${offset} of ${location}`, `a file of ${file.size}`);
    return streamOf(partOf(file, offset, size));
  }
  if (raw !== undefined) {
    if (fields.size > 1) throw badInput(place, "its data in one field", namesOf(fields));
    if (raw.size !== size) throw badInput(`${place}, raw_data`, what, `${raw.size}`);
    return streamOf(partOf(messages.source, raw.from, size));
  }
  const field = DATA_FIELD[typeName] ?? INT32_DATA;
  if (count > tensor.place.size) throw badInput(place, `${count} numbers in ${DATA_FIELDS[field]} for ${typeName} ${shapeText(shape)}`, "less");
  if (fields.size > 1 || (fields.size === 1 && !fields.has(field))) {
    throw badInput(place, `its data in raw_data, or ${DATA_FIELDS[field]} for ${typeName}`, namesOf(fields));
  }
  return {
    size,
    pieces: (from, length) => typedNumbers(messages, tensor, type, field, from, from + length),
  };
}

function namesOf(fields: ReadonlySet<number>): string {
  return [...fields].map((field) => DATA_FIELDS[field]).join(" and ");
}

/** Typed numbers as raw bytes, decoded one after the other: those from byte `from` to byte `to`. */
function* typedNumbers(messages: Messages, tensor: OnnxTensor, type: ElementType, field: number, from: number, to: number): Generator<Uint8Array> {
  const size = cellCount(tensor.shape)! * type.bytes;
  const single = field === 4 ? WIRE.fixed32 : field === 10 ? WIRE.fixed64 : WIRE.varint;
  const name = DATA_FIELDS[field]!;
  const miscounted = (found: string): Error =>
    badInput(placeOf(tensor.name), `${size / type.bytes} numbers in ${name} for ${tensor.typeName} ${shapeText(tensor.shape)}`, found);
  let at = 0;
  for (const run of messages.fieldsOf(tensor.place, "a tensor")) {
    if (run.number !== field) continue;
    if (run.wire !== single) expectWire(run, WIRE.bytes, name);
    const pieces = single === WIRE.varint ? decoded(messages, run, tensor, type, name) : piecesOf(partOf(messages.source, run.from, run.size));
    for (const piece of pieces) {
      const end = at + piece.length;
      if (end > size) throw miscounted("more");
      if (end > from && at < to) yield piece.subarray(Math.max(0, from - at), Math.min(piece.length, to - at));
      at = end;
      // What comes behind the end is looked at only by those who read up to it.
      if (at >= to && to < size) return;
    }
  }
  if (at < size) throw miscounted(`${Math.floor(at / type.bytes)}`);
}

/** Numbers decoded before they are handed on; a multiple of every element's size in bytes. */
const STEP_BYTES = 2 ** 16;

/** A run of varints as raw bytes. An integer of up to 32 bits is a varint of 64, a negative one with ones above; the bits of a float have zeros there. */
function* decoded(messages: Messages, { wire, from, size, low, high }: Field, tensor: OnnxTensor, type: ElementType, name: string): Generator<Uint8Array> {
  const [lowest, highest] = rangeOf(tensor.typeName, type);
  const bytes = new Uint8Array(wire === WIRE.varint ? type.bytes : STEP_BYTES);
  const view = new DataView(bytes.buffer);
  const put = (at: number, lower: number, upper: number): void => {
    if (type.bytes === 8) {
      view.setUint32(at, lower, true);
      view.setUint32(at + 4, upper, true);
      return;
    }
    const value = (upper | 0) * 2 ** 32 + lower;
    if (value < lowest || value > highest) throw badInput(placeOf(tensor.name), `numbers of type ${tensor.typeName} in ${name}`, `${value}`);
    if (type.bytes === 4) view.setUint32(at, lower, true);
    else if (type.bytes === 2) view.setUint16(at, lower, true);
    else view.setUint8(at, lower);
  };
  if (wire === WIRE.varint) {
    put(0, low, high);
    yield bytes;
    return;
  }
  let filled = 0;
  for (let at = from; at < from + size; ) {
    at = messages.varint(at, from + size, name);
    put(filled, messages.low, messages.high);
    filled += type.bytes;
    if (filled < STEP_BYTES) continue;
    yield bytes;
    filled = 0;
  }
  if (filled > 0) yield bytes.subarray(0, filled);
}

function rangeOf(typeName: string, { bytes, kind }: ElementType): [lowest: number, highest: number] {
  if (kind === "boolean") return [0, 1];
  const span = 2 ** (8 * bytes);
  return typeName.startsWith("I") ? [-span / 2, span / 2 - 1] : [0, span - 1];
}
