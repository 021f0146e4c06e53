/**
 * NumPy's .npz: a zip of .npy files, named by the arrays.
 */
import { Fault, badInput, quote } from "../pattern/fault.js";
import { readNpy } from "./npy.js";
import type { Tensor } from "./tensor.js";
import { type ZipEntry, streamOfEntry } from "./zip.js";

/**
 * All arrays of an archive, in its order. Only their headers are read.
 * @throws Fault naming the entry
 */
export async function readNpz(entries: readonly ZipEntry[]): Promise<Tensor[]> {
  const tensors: Tensor[] = [];
  for (const entry of entries) {
    if (!entry.name.endsWith(".npy")) throw badInput(`zip entry ${quote(entry.name)}`, "an .npy array", "another file");
    try {
      tensors.push(await readNpy(streamOfEntry(entry), entry.name.slice(0, -".npy".length)));
    } catch (error) {
      if (!(error instanceof Fault) || error.place.startsWith("zip entry")) throw error;
      throw badInput(`${entry.name}, ${error.place}`, error.expected, error.found);
    }
  }
  return tensors;
}
