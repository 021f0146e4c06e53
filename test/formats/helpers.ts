/**
 * Fixtures and small builders shared by the tests of the formats.
 */
import { readFileSync } from "node:fs";
import { type Zippable, zipSync } from "fflate";
import { expect } from "vitest";
import { type ReadOptions, patternFromBytes } from "../../src/formats/read.js";
import { Fault } from "../../src/pattern/fault.js";
import { type Mask, maskOf, maskStrings } from "../../src/pattern/mask.js";

export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../fixtures/formats/${name}`, import.meta.url));
}

/** The rule of layers.py among the fixtures: which entries layer `layer` keeps. */
export function keeps(rows: number, cols: number, layer: number): Mask {
  return maskOf(rows, cols, (i, j) => (2 * i + 3 * j + layer) % 4 !== 0);
}

/** What a read gave, in a form that is easy to compare. */
export async function summary(bytes: Uint8Array | string, fileName: string, options: ReadOptions = {}) {
  const { pattern, notes } = await read(bytes, fileName, options);
  return { widths: [...pattern.widths], masks: pattern.masks.map(maskStrings), bias: [...pattern.bias], notes };
}

export function read(bytes: Uint8Array | string, fileName: string, options: ReadOptions = {}) {
  return patternFromBytes(typeof bytes === "string" ? Buffer.from(bytes) : bytes, fileName, options);
}

/** The one line with which a file is refused; fails when it is read, or refused by anything but a fault. */
export async function refusal(bytes: Uint8Array | string, fileName: string, options: ReadOptions = {}, kind = "input"): Promise<string> {
  const error: unknown = await read(bytes, fileName, options).then(
    () => "it was read",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Fault);
  expect((error as Fault).kind).toBe(kind);
  expect((error as Fault).message).not.toMatch(/\n/);
  return (error as Fault).message;
}

/** The fault a synchronous call throws, as its line. */
export function faultOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(Fault);
    return (error as Fault).message;
  }
  throw new Error("expected a fault, found none");
}

/** The fault with which a call is refused, as its line. */
export async function refusalOf(call: () => Promise<unknown>): Promise<string> {
  const error: unknown = await call().then(
    () => "expected a fault, found none",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Fault);
  return (error as Fault).message;
}

export interface TensorSpec {
  dtype: string;
  shape: number[];
  bytes: Uint8Array;
}

/** A float32 tensor, row-major; ones where nothing is said. */
export function f32(shape: number[], values?: number[]): TensorSpec {
  const size = shape.reduce((product, n) => product * n, 1);
  return { dtype: "F32", shape, bytes: new Uint8Array(Float32Array.from(values ?? Array<number>(size).fill(1)).buffer) };
}

export function bool(shape: number[], values: number[]): TensorSpec {
  return { dtype: "BOOL", shape, bytes: Uint8Array.from(values) };
}

export function u8(shape: number[], values: number[]): TensorSpec {
  return { dtype: "U8", shape, bytes: Uint8Array.from(values) };
}

export function i64(shape: number[], values: number[]): TensorSpec {
  return { dtype: "I64", shape, bytes: new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer) };
}

/** Rows of 0 and 1 as bytes, the lowest bit first, as `numpy.packbits(mask, axis=1, bitorder="little")`. */
export function packed(rows: readonly string[]): TensorSpec {
  const width = Math.ceil(rows[0]!.length / 8);
  const bytes = rows.flatMap((row) => Array.from({ length: width }, (_, b) => [0, 1, 2, 3, 4, 5, 6, 7].reduce((byte, bit) => byte | (Number(row[8 * b + bit] ?? 0) << bit), 0)));
  return u8([rows.length, width], bytes);
}

/** A .safetensors file of these tensors, in this order. */
export function safetensors(tensors: Record<string, TensorSpec>, metadata?: unknown): Buffer {
  const header: Record<string, unknown> = metadata === undefined ? {} : { __metadata__: metadata };
  let at = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.length] };
    at += bytes.length;
  }
  return framed(JSON.stringify(header), Buffer.concat(Object.values(tensors).map(({ bytes }) => bytes)));
}

/** A .safetensors file with any header and data. */
export function framed(header: string, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

/** A file of float32 weights of ones, by name and shape. */
export function ones(shapes: Record<string, number[]>): Buffer {
  return safetensors(Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, f32(shape)])));
}

/** An .npy file of version 1 with this header text. */
export function npy(header: string, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const text = Buffer.from(header, "latin1");
  const length = Buffer.alloc(2);
  length.writeUInt16LE(text.length);
  return Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), length, text, data]);
}

export function zip(files: Zippable, level: 0 | 6 = 0): Buffer {
  return Buffer.from(zipSync(files, { level }));
}

/** All bytes of what is written. */
export function bytesOf(pieces: Iterable<string | Uint8Array>): Buffer {
  return Buffer.concat(Array.from(pieces, (piece) => Buffer.from(piece)));
}
