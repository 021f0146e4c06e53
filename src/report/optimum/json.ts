import type { Optimum, OptimumPath } from "../../optima/optimum.js";

/** Typed arrays as lists; numbers that are not finite as null; a document for itself. */
export function optimumAsJson(result: Optimum | OptimumPath): string {
  return `${JSON.stringify(result, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : typeof value === "bigint" ? `${value}` : value), 1)}\n`;
}
