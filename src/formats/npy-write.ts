/** Writes .npy, version 1: rows one after the other. */
import { type Content, concatenation, contentOf } from "./content.js";

/** NumPy's codes of the types that are written: booleans, bytes, 64-bit integers. */
export type NpyType = "|b1" | "|u1" | "<i8";

/** The array of this type and shape with these cells. The header is filled up with spaces to a multiple of 64 bytes, as NumPy does. */
export function npyContent(type: NpyType, shape: readonly number[], cells: Content): Content {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = Buffer.from(`\x93NUMPY\x01\x00..${text.padEnd(length - 1)}\n`, "latin1");
  header.writeUInt16LE(length, 8);
  return concatenation([contentOf(header), cells]);
}
