/** A sparsest network as text for people. */
import type { Sparsest } from "../../optima/sparsest.js";
import { aligned, labelled } from "../text.js";
import { factsOf, networkRows, problemInWords } from "./words.js";

/** Rows of a table in text; the whole is in JSON. */
const MOST_ROWS = 24;

export function sparsestAsText(source: string, result: Sparsest): string {
  const parts = [`${source}: ${problemInWords(result)}`, ...factsOf(result).flatMap(([name, text]) => labelled(name, text)), ""];
  parts.push(...networkTable(result), result.exact ? "proved" : "NOT proved");
  return `${parts.join("\n")}\n`;
}

function networkTable(result: Sparsest): string[] {
  const { head, rows, isWide } = networkRows(result, MOST_ROWS);
  const more = result.neurons - MOST_ROWS;
  const lines = aligned([head, ...rows], isWide ? new Set() : new Set(head.keys())).map((line) => `  ${line}`.trimEnd());
  return [...lines, ...(more > 0 ? [`  and ${more} more neurons, in --format json`] : []), ""];
}
