/** Writes protocol buffers. */
import { type Content, concatenation, contentOf, textContent } from "./content.js";
import { WIRE } from "./protobuf.js";

/** A varint field; the value is not negative. */
export function integerField(number: number, value: number): Content {
  return contentOf(Uint8Array.of(...varint(number * 8 + WIRE.varint), ...varint(value)));
}

export function textField(number: number, text: string): Content {
  return bytesField(number, textContent(text));
}

/** A field of bytes with their length before them. */
export function bytesField(number: number, content: Content): Content {
  return concatenation([contentOf(Uint8Array.of(...varint(number * 8 + WIRE.bytes), ...varint(content.size))), content]);
}

/** A field that is a message of these fields. */
export function messageField(number: number, ...fields: readonly Content[]): Content {
  return bytesField(number, concatenation(fields));
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return [...bytes, value];
}
