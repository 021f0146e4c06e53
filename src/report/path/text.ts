/** A regularisation path as text for people. */
import type { RegularisationPath } from "../../optima/regularisation-path.js";
import { aligned, labelled } from "../text.js";
import { factsOf, problemInWords, tableHead, tableRow } from "./words.js";

/** Rows of the table in text; of more points these are evenly taken, with both ends, the knee and the point chosen. */
const MOST_ROWS = 24;

export function pathAsText(source: string, path: RegularisationPath): string {
  const parts = [`${source}: ${problemInWords(path)}`, ...factsOf(path).flatMap(([name, text]) => labelled(name, text)), ""];
  if (path.points.length > 0) parts.push(...table(path), "");
  for (const warning of path.warnings) parts.push(...labelled("warning", warning));
  parts.push(path.complete ? "complete" : "NOT complete");
  return `${parts.join("\n")}\n`;
}

function table(path: RegularisationPath): string[] {
  const { points, knee, chosen } = path;
  const shown = rowsShown(points.length, [knee, chosen?.point ?? null]);
  const head = tableHead(path);
  const lines = aligned([[...head, ""], ...shown.map((k) => [...tableRow(points[k]!, k), [...(k === knee ? ["knee"] : []), ...(k === chosen?.point ? ["chosen"] : [])].join(", ")])], new Set(head.keys()));
  return [...lines.map((line) => `  ${line}`), ...(shown.length < points.length ? [`  ${shown.length} of ${points.length} points; all are in --format json, and in front.csv of --out`] : [])];
}

function rowsShown(count: number, wanted: readonly (number | null)[]): number[] {
  if (count <= MOST_ROWS) return Array.from({ length: count }, (_, k) => k);
  const even = Array.from({ length: MOST_ROWS }, (_, k) => Math.round((k * (count - 1)) / (MOST_ROWS - 1)));
  return [...new Set([...even, ...wanted.filter((k) => k !== null)])].sort((a, b) => a - b);
}
