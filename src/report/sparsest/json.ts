import type { Sparsest } from "../../optima/sparsest.js";

/** A document for itself. */
export function sparsestAsJson(result: Sparsest): string {
  return `${JSON.stringify(result, null, 1)}\n`;
}
