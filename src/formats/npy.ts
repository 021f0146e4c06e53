/**
 * NumPy's .npy: magic, version, a Python dict literal {descr, fortran_order, shape}, the cells.
 *
 * The literal is matched, never evaluated. Versions 1, 2 and 3 differ in the length field and the
 * header's encoding only. Type codes that are no plain number (objects, records, text, complex) are
 * carried without an element type, so that they are refused only where a layer would be made of them.
 */
import { badInput, quote } from "../pattern/fault.js";
import { MAX_NPY_HEADER } from "./limits.js";
import { type Stream, joined } from "./source.js";
import { ELEMENT_TYPES, type Tensor, cellCount, rowMajor, shapeText } from "./tensor.js";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** Type codes such as `<f4`: kind and size in bytes. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  b1: "BOOL",
  "?": "BOOL",
  u1: "U8",
  u2: "U16",
  u4: "U32",
  u8: "U64",
  i1: "I8",
  i2: "I16",
  i4: "I32",
  i8: "I64",
  f2: "F16",
  f4: "F32",
  f8: "F64",
};

/**
 * The one tensor of an .npy file, called `name`. Only the header is read.
 * @throws Fault for a malformed header or a length that is not the one the header promises
 */
export async function readNpy(stream: Stream, name: string): Promise<Tensor> {
  const bytes = await joined(stream.pieces(0, Math.min(12, stream.size)), 12);
  if (!isNpy(bytes)) throw badInput("byte 0", "the magic \\x93NUMPY", quote(Buffer.from(bytes.subarray(0, 6)).toString("latin1")));
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw badInput("byte 6", "format version 1, 2 or 3", bytes.length > 6 ? `${version}` : "the end of the file");
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw badInput("header", `${start} bytes before it`, `a file of ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_NPY_HEADER) throw badInput("header", `at most ${MAX_NPY_HEADER} bytes`, `${length}`);
  const from = start + length;
  if (from > stream.size) throw badInput("header", `${length} bytes`, `${stream.size - start} before the end of the file`);
  const text = Buffer.from(await joined(stream.pieces(start, length), length)).toString(version === 3 ? "utf8" : "latin1");
  const { descr, fortran, shape } = readHeader(text);

  const type = ELEMENT_TYPES.get(TYPE_NAMES[descr.replace(/^[<>|=]/, "")] ?? "");
  const count = cellCount(shape);
  if (count === undefined) throw badInput("header, shape", "sizes whose product can be counted", shapeText(shape));
  if (type !== undefined && stream.size - from !== count * type.bytes) {
    throw badInput("cells", `${count * type.bytes} bytes for shape ${shapeText(shape)} of ${descr}`, `${stream.size - from}`);
  }
  return {
    name,
    shape,
    typeName: descr,
    type,
    cells: () => ({
      stream: { size: stream.size - from, pieces: (at, bytes) => stream.pieces(from + at, bytes) },
      bigEndian: descr.startsWith(">"),
      offset: 0,
      strides: fortran ? rowMajor(shape.toReversed()).reverse() : rowMajor(shape),
    }),
  };
}

interface Header {
  descr: string;
  fortran: boolean;
  shape: number[];
}

const ENTRY = /\s*(['"])(descr|fortran_order|shape)\1\s*:\s*(?:(['"])([^'"]*)\3|(True|False)|\(([0-9,\sL]*)\)|(\[))\s*(,?)/y;

/** Python 2 wrote sizes as `3L`; a structured type is a list and stays unread. */
function readHeader(text: string): Header {
  const fault = (found: string) => badInput("header", "{'descr': type, 'fortran_order': True or False, 'shape': (sizes)}", found);
  const body = /^\s*\{([^]*)\}\s*$/.exec(text)?.[1];
  if (body === undefined) throw fault(quote(text));
  const header: Partial<Header> = {};
  let more = true;
  ENTRY.lastIndex = 0;
  while (more && body.slice(ENTRY.lastIndex).trim() !== "") {
    const entry = ENTRY.exec(body);
    if (entry === null) throw fault(quote(text));
    const [, , key, , string, flag, tuple, list, comma] = entry;
    if (key === "descr" && list !== undefined) throw badInput("header, descr", "a plain type such as '<f4'", "a structured type");
    if (key === "descr" && string !== undefined && header.descr === undefined) header.descr = string;
    else if (key === "fortran_order" && flag !== undefined && header.fortran === undefined) header.fortran = flag === "True";
    else if (key === "shape" && tuple !== undefined && header.shape === undefined) header.shape = sizes(tuple);
    else throw fault(quote(text));
    more = comma === ",";
  }
  const { descr, fortran, shape } = header;
  if (descr === undefined || fortran === undefined || shape === undefined || body.slice(ENTRY.lastIndex).trim() !== "") throw fault(quote(text));
  return { descr, fortran, shape };
}

function sizes(tuple: string): number[] {
  const parts = tuple.split(",").map((part) => part.trim());
  if (parts.at(-1) === "") parts.pop();
  return parts.map((part) => {
    if (!/^[0-9]+L?$/.test(part)) throw badInput("header, shape", "a tuple of sizes", quote(`(${tuple})`));
    return Number.parseInt(part, 10);
  });
}
