/**
 * NumPy's .npz: a zip of .npy files, named by the arrays.
 */
import { Fault, badInput, quote } from "../pattern/fault.js";
import { readNpy } from "./npy.js";
import type { Tensor } from "./tensor.js";
import { type ZipEntry, readZipEntry } from "./zip.js";

/**
 * All arrays of an archive, in its order.
 * @throws Fault naming the entry
 */
export function readNpz(entries: readonly ZipEntry[]): Tensor[] {
  return entries.map((entry) => {
    if (!entry.name.endsWith(".npy")) throw badInput(`zip entry ${quote(entry.name)}`, "an .npy array", "another file");
    const data = readZipEntry(entry);
    try {
      return readNpy(data, entry.name.slice(0, -".npy".length));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw badInput(`${entry.name}, ${error.place}`, error.expected, error.found);
    }
  });
}
