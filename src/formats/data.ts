/** Training data from a file: CSV, JSON or .npz, by what it begins with. */
import { readFile } from "node:fs/promises";
import { Fault, unreadable } from "../pattern/fault.js";
import { type DataTable, dataFromCsv } from "./data-csv.js";
import { dataFromJson } from "./data-json.js";
import { dataFromNpz } from "./data-npz.js";
import { isZip } from "./zip.js";

/** @throws Fault naming the file, and the place in it */
export async function readDataFile(path: string): Promise<DataTable> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw unreadable(error, path);
  }
  try {
    return await dataFromBytes(bytes);
  } catch (error) {
    throw error instanceof Fault ? error.inFile(path) : error;
  }
}

/** @throws Fault naming the place */
export async function dataFromBytes(bytes: Uint8Array): Promise<DataTable> {
  if (isZip(bytes)) return dataFromNpz(bytes);
  const text = new TextDecoder().decode(bytes);
  return /^\s*[{[]/.test(text) ? dataFromJson(text) : dataFromCsv(text);
}
