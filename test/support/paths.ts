/** Paths by plain recursion: the naive opinion on everything that counts or follows them. */
import { type Mask, has } from "../../src/pattern/mask.js";

/** The number of paths from neuron `from` of layer `start` to neuron `to` of layer `end`. */
export function countPaths(masks: readonly Mask[], from: number, to: number, start = 0, end = masks.length): number {
  if (start === end) return from === to ? 1 : 0;
  let count = 0;
  for (let v = 0; v < masks[start]!.rows; v++) if (has(masks[start]!, v, from)) count += countPaths(masks, v, to, start + 1, end);
  return count;
}

/** All paths from an input to an output, as lists of L + 1 neurons. */
export function allPaths(masks: readonly Mask[]): number[][] {
  let paths = Array.from({ length: masks[0]!.cols }, (_, k) => [k]);
  for (const mask of masks) {
    paths = paths.flatMap((path) => Array.from({ length: mask.rows }, (_, v) => v).filter((v) => has(mask, v, path.at(-1)!)).map((v) => [...path, v]));
  }
  return paths;
}
