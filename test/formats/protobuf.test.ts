import { describe, expect, it } from "vitest";
import { Messages, WIRE, expectWire, integerOf } from "../../src/formats/protobuf.js";
import { sourceOfBytes } from "../../src/formats/source.js";
import { faultOf } from "./helpers.js";

function fields(...bytes: number[]) {
  return [...new Messages(sourceOfBytes(Uint8Array.from(bytes))).fieldsOf({ from: 0, size: bytes.length }, "m")];
}

const refused = (...bytes: number[]): string => faultOf(() => fields(...bytes));

describe("the fields of a message", () => {
  it("are told with their places", () => {
    expect(fields(0x08, 0x96, 0x01, 0x12, 2, 104, 105, 0x1d, 1, 2, 3, 4, 0x21, 1, 2, 3, 4, 5, 6, 7, 8)).toEqual([
      { number: 1, wire: WIRE.varint, low: 150, high: 0, from: 1, size: 2 },
      { number: 2, wire: WIRE.bytes, low: 0, high: 0, from: 5, size: 2 },
      { number: 3, wire: WIRE.fixed32, low: 0, high: 0, from: 8, size: 4 },
      { number: 4, wire: WIRE.fixed64, low: 0, high: 0, from: 13, size: 8 },
    ]);
    expect(fields()).toEqual([]);
  });

  it("have numbers of 64 bits", () => {
    const [most] = fields(0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1);
    expect([most!.low, most!.high]).toEqual([2 ** 32 - 1, 2 ** 32 - 1]);
    expect(integerOf(most!, "n")).toBe(-1);
    expect(integerOf(fields(0x08, 0x80, 0x80, 0x80, 0x80, 0x08)[0]!, "n")).toBe(2 ** 31);
    expect(integerOf(fields(0x08, 0x81, 0x80, 0x80, 0x80, 0x80, 0x01)[0]!, "n")).toBe(2 ** 35 + 1);
    expect(fields(0x08, 0x80, 0x00)[0]!.low).toBe(0); // longer than need be
  });

  it.each<[string, number[], string]>([
    ["a group", [0x0b, 0x0c], "byte 0: expected wire type 0, 1, 2 or 5 in m, found a group"],
    ["the end of a group", [0x0c], "byte 0: expected wire type 0, 1, 2 or 5 in m, found a group"],
    ["wire type 6", [0x0e], "byte 0: expected wire type 0, 1, 2 or 5 in m, found 6"],
    ["field 0", [0x00, 1], "byte 0: expected a field of m, found a tag with no field number"],
    ["a tag of more than 32 bits", [0x88, 0x80, 0x80, 0x80, 0x10, 1], "byte 0: expected a field of m, found a tag with no field number"],
    ["a varint that does not end", [0x08, 0x80], "byte 1: expected a number that ends within m, found its end"],
    ["a varint of eleven bytes", [0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0], "byte 1: expected a number of at most 64 bits, found a longer one"],
    ["a varint of 70 bits", [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2], "byte 1: expected a number of at most 64 bits, found a longer one"],
    ["a length beyond the end", [0x0a, 5, 1], "byte 2: expected at most the 1 bytes left in m, found a field of 5"],
    ["a length of 64 bits", [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], "byte 11: expected at most the 0 bytes left in m, found a field of 18446744073709552000"],
    ["four bytes of which two are there", [0x0d, 1, 2], "byte 1: expected at most the 2 bytes left in m, found a field of 4"],
  ])("are refused: %s", (_, bytes, message) => {
    expect(refused(...bytes)).toBe(message);
  });

  it("are walked over without the large ones being read", () => {
    let read = 0;
    const head = [0x0a, 0x80, 0x80, 0x80, 0x80, 0x40]; // 2^34 bytes
    const size = head.length + 2 ** 34 + 2;
    const source = {
      size,
      read(from: number, length: number) {
        read += length;
        const bytes = new Uint8Array(length);
        for (let k = 0; k < length; k++) bytes[k] = from + k < head.length ? head[from + k]! : from + k === size - 2 ? 0x10 : 7;
        return bytes;
      },
    };
    const found = [...new Messages(source).fieldsOf({ from: 0, size }, "m")];
    expect(found.map(({ number, low, size: bytes }) => [number, low, bytes])).toEqual([[1, 0, 2 ** 34], [2, 7, 1]]);
    expect(read).toBeLessThan(10 ** 5);
  });

  it("are counted over the whole file", () => {
    const bytes = new Uint8Array(2 * (2 ** 22 + 1)).fill(0x08);
    expect(faultOf(() => [...new Messages(sourceOfBytes(bytes)).fieldsOf({ from: 0, size: bytes.length }, "m")].length)).toBe("m: expected at most 4194304 fields in the file, found more");
  });
});

describe("values", () => {
  it("have the wire type of their field", () => {
    expect(faultOf(() => expectWire(fields(0x08, 1)[0]!, WIRE.bytes, "a name"))).toBe("byte 1: expected a name as bytes with their length, found field 1 as a varint");
    expect(() => expectWire(fields(0x08, 1)[0]!, WIRE.varint, "a number")).not.toThrow();
  });

  it("are numbers that are exact, or refused", () => {
    expect(faultOf(() => integerOf(fields(0x08, 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10)[0]!, "n"))).toBe("n: expected a number of less than 2^53, found 9007199254740993");
  });

  it("are texts in UTF-8 up to a length, lists packed or not up to a count, and floats", () => {
    const bytes = [0x0a, 3, 0xe2, 0x82, 0xac, 0x12, 1, 0xff, 0x1a, 3, 1, 0x80, 1, 0x18, 5, 0x25, 0, 0, 0xc0, 0x3f];
    const messages = new Messages(sourceOfBytes(Uint8Array.from(bytes)));
    const [text, broken, packed, single, float] = [...messages.fieldsOf({ from: 0, size: bytes.length }, "m")];
    expect(messages.text(text!, 3, "a name")).toBe("\u20ac");
    expect(faultOf(() => messages.text(text!, 2, "a name"))).toBe("byte 2: expected a name of at most 2 bytes, found 3");
    expect(faultOf(() => messages.text(broken!, 3, "a name"))).toBe("byte 7: expected a name in UTF-8, found other bytes");
    const list: number[] = [];
    messages.integers(packed!, list, 3, "sizes");
    messages.integers(single!, list, 3, "sizes");
    expect(list).toEqual([1, 128, 5]);
    expect(faultOf(() => messages.integers(single!, list, 3, "sizes"))).toBe("byte 14: expected at most 3 of sizes, found more");
    expect(messages.float(float!, "alpha")).toBe(1.5);
  });
});
