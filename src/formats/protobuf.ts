/**
 * The wire format of protocol buffers, read defensively: a message is a list of fields, each a tag (number and wire type) and a value.
 *
 * A field is told by where it stands, so that a message is walked over without being held; what is large in it is read by whoever wants it.
 * Refused: groups, tags that are none, varints of more than 64 bits, lengths beyond the message.
 */
import { type Fault, badInput } from "../pattern/fault.js";
import { MAX_PROTOBUF_FIELDS } from "./limits.js";
import { PIECE_BYTES, type Source } from "./source.js";

export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const WIRE_NAMES: Readonly<Record<number, string>> = { 0: "a varint", 1: "8 bytes", 2: "bytes with their length", 5: "4 bytes" };

/** Bytes from `from` on, in the file. */
export interface Place {
  readonly from: number;
  readonly size: number;
}

/** `from` and `size` are those of the value: the content without its length where the wire type is `bytes`. */
export interface Field extends Place {
  readonly number: number;
  readonly wire: number;
  /** The lower and the upper 32 bits of a varint, unsigned; 0 otherwise. */
  readonly low: number;
  readonly high: number;
}

/** A number of 64 bits is at most ten groups of seven. */
const LONGEST_VARINT = 10;

/** Reads the messages of a file. Fields are small and close together: the file is looked at through a window. */
export class Messages {
  private window: Uint8Array = new Uint8Array(0);
  private windowFrom = 0;
  private fields = 0;
  /** Lower and upper 32 bits of the varint that was read last, unsigned. */
  low = 0;
  high = 0;

  constructor(readonly source: Source) {}

  /**
   * The fields of a message in the order of the file, repeated ones as often as they occur.
   * @param what the message's name, for faults
   * @throws Fault naming the byte
   */
  *fieldsOf({ from, size }: Place, what: string): Generator<Field> {
    const end = from + size;
    for (let at = from; at < end; ) {
      if (++this.fields > MAX_PROTOBUF_FIELDS) throw badInput(what, `at most ${MAX_PROTOBUF_FIELDS} fields in the file`, "more");
      const begin = at;
      at = this.varint(at, end, what);
      const wire = this.low & 7;
      const number = this.low >>> 3;
      if (this.high !== 0 || number === 0) throw fault(begin, `a field of ${what}`, "a tag with no field number");
      let low = 0;
      let high = 0;
      let length = wire === WIRE.fixed64 ? 8 : 4;
      if (wire === WIRE.varint) {
        const next = this.varint(at, end, what);
        length = next - at;
        low = this.low;
        high = this.high;
      } else if (wire === WIRE.bytes) {
        at = this.varint(at, end, what);
        length = this.high * 2 ** 32 + this.low;
      } else if (wire !== WIRE.fixed32 && wire !== WIRE.fixed64) {
        throw fault(begin, `wire type 0, 1, 2 or 5 in ${what}`, wire === 3 || wire === 4 ? "a group" : `${wire}`);
      }
      if (length > end - at) throw fault(at, `at most the ${end - at} bytes left in ${what}`, `a field of ${length}`);
      yield { number, wire, low, high, from: at, size: length };
      at += length;
    }
  }

  /**
   * Adds the integers of a repeated field, packed or one by one, to `list`.
   * @throws Fault when these become more than `most`
   */
  integers(field: Field, list: number[], most: number, what: string): void {
    const add = (low: number, high: number): void => {
      if (list.length === most) throw fault(field.from, `at most ${most} of ${what}`, "more");
      list.push(signed(low, high, what));
    };
    if (field.wire === WIRE.varint) return add(field.low, field.high);
    expectWire(field, WIRE.bytes, what);
    const end = field.from + field.size;
    for (let at = field.from; at < end; ) {
      at = this.varint(at, end, what);
      add(this.low, this.high);
    }
  }

  /** @throws Fault for anything but UTF-8 of at most `most` bytes */
  text(field: Field, most: number, what: string): string {
    expectWire(field, WIRE.bytes, what);
    if (field.size > most) throw fault(field.from, `${what} of at most ${most} bytes`, `${field.size}`);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.source.read(field.from, field.size));
    } catch {
      throw fault(field.from, `${what} in UTF-8`, "other bytes");
    }
  }

  /** The number of a float field. */
  float(field: Field, what: string): number {
    expectWire(field, WIRE.fixed32, what);
    const bytes = this.source.read(field.from, 4);
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true);
  }

  /** Reads a varint into `low` and `high`; returns where it ends. @throws Fault unless that is before `end` and it has at most 64 bits */
  varint(from: number, end: number, what: string): number {
    let low = 0;
    let high = 0;
    for (let at = from, shift = 0; ; at++, shift += 7) {
      if (at === end) throw fault(from, `a number that ends within ${what}`, "its end");
      const byte = this.byte(at);
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        if (at - from === LONGEST_VARINT - 1 && byte > 1) throw fault(from, "a number of at most 64 bits", "a longer one");
        this.low = low >>> 0;
        this.high = high >>> 0;
        return at + 1;
      }
      if (at - from === LONGEST_VARINT - 1) throw fault(from, "a number of at most 64 bits", "a longer one");
    }
  }

  private byte(at: number): number {
    const inside = at - this.windowFrom;
    if (inside >= 0 && inside < this.window.length) return this.window[inside]!;
    this.window = this.source.read(at, Math.min(WINDOW_BYTES, this.source.size - at));
    this.windowFrom = at;
    return this.window[0]!;
  }
}

/** A small piece: between two fields there may be a tensor, which is stepped over. */
const WINDOW_BYTES = PIECE_BYTES / 64;

/** @throws Fault where the field has another wire type than its number demands */
export function expectWire({ wire, number, from }: Field, demanded: number, what: string): void {
  if (wire !== demanded) throw fault(from, `${what} as ${WIRE_NAMES[demanded]}`, `field ${number} as ${WIRE_NAMES[wire]}`);
}

/** The value of an int64, int32 or enum field. @throws Fault where a number cannot hold it exactly */
export function integerOf(field: Field, what: string): number {
  expectWire(field, WIRE.varint, what);
  return signed(field.low, field.high, what);
}

/** 64 bits in two's complement as a number. @throws Fault where a number cannot hold it exactly */
export function signed(low: number, high: number, what: string): number {
  const value = (high | 0) * 2 ** 32 + low;
  if (!Number.isSafeInteger(value)) throw badInput(what, "a number of less than 2^53", `${(BigInt(high | 0) << 32n) + BigInt(low)}`);
  return value;
}

function fault(at: number, expected: string, found: string): Fault {
  return badInput(`byte ${at}`, expected, found);
}
