/** Writes .safetensors. */
import { type Content, concatenation, contentOf } from "./content.js";

export interface StoredTensor {
  readonly name: string;
  readonly dtype: "BOOL" | "U8" | "I64" | "F64";
  readonly shape: readonly number[];
  readonly cells: Content;
}

/** The file of these tensors; those of wide elements stand first and the data begins at a multiple of 8 bytes, so that all are aligned. */
export function safetensorsContent(tensors: readonly StoredTensor[]): Content {
  const ordered = tensors.toSorted((a, b) => Number(isWide(b)) - Number(isWide(a)));
  let at = 0;
  const header = ordered.map(({ name, dtype, shape, cells }) => {
    const data_offsets = [at, (at += cells.size)];
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets })}`;
  });
  const text = Buffer.from(`{${header.join(",")}}`);
  const padded = Buffer.alloc(Math.ceil(text.length / 8) * 8, " ");
  text.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return concatenation([contentOf(length), contentOf(padded), ...ordered.map(({ cells }) => cells)]);
}

/** Elements of 8 bytes. */
function isWide({ dtype }: StoredTensor): boolean {
  return dtype === "I64" || dtype === "F64";
}
