/** Names of the formats that patterns are written in. Apart from the writers, so that the command line knows them without loading these. */

export const PATTERN_FORMATS = ["pattern", "edges", "graphlib", "dot", "mtx", "npy", "npz", "safetensors", "onnx"] as const;

export type PatternFormat = (typeof PATTERN_FORMATS)[number];

/** Does a format take masks as bits? */
export function canPack(format: PatternFormat): boolean {
  return format === "npz" || format === "safetensors";
}
