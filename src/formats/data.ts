/** Training data from a file: CSV, JSON or .npz, by what it begins with. As doubles, or exact. */
import { readFile } from "node:fs/promises";
import { Fault, unreadable } from "../pattern/fault.js";
import { type DataTable, type ExactTable, dataFromCsv, exactFromCsv } from "./data-csv.js";
import { dataFromJson, exactFromJson } from "./data-json.js";
import { dataFromNpz, exactFromNpz } from "./data-npz.js";
import { isZip } from "./zip.js";

/** @throws Fault naming the file, and the place in it */
export async function readDataFile(path: string): Promise<DataTable> {
  return readBytes(path, dataFromBytes);
}

/** The same with the numbers that the file has: decimals and rationals as they are written, arrays as they are stored. @throws Fault naming the file, and the place in it */
export async function readExactFile(path: string): Promise<ExactTable> {
  return readBytes(path, exactFromBytes);
}

/** @throws Fault naming the place */
export async function dataFromBytes(bytes: Uint8Array): Promise<DataTable> {
  if (isZip(bytes)) return dataFromNpz(bytes);
  const text = new TextDecoder().decode(bytes);
  return isJson(text) ? dataFromJson(text) : dataFromCsv(text);
}

/** @throws Fault naming the place */
export async function exactFromBytes(bytes: Uint8Array): Promise<ExactTable> {
  if (isZip(bytes)) return exactFromNpz(bytes);
  const text = new TextDecoder().decode(bytes);
  return isJson(text) ? exactFromJson(text) : exactFromCsv(text);
}

function isJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

async function readBytes<T>(path: string, read: (bytes: Uint8Array) => Promise<T>): Promise<T> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw unreadable(error, path);
  }
  try {
    return await read(bytes);
  } catch (error) {
    throw error instanceof Fault ? error.inFile(path) : error;
  }
}
