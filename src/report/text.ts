/** Verdicts as plain text for a terminal: a block for each pattern, and a table when there are several. */
import { PROPERTIES } from "../certificate/proof.js";
import { onOneLine } from "../pattern/fault.js";
import { LAYER_COLUMNS, LAYER_NUMBERS, layerRows } from "./findings/table.js";
import type { Report, Result } from "./result.js";
import { answer, claimSentence, labels, meaning, shape, shownFindings, tally } from "./words.js";

/** Characters on a line. */
export const WIDTH = 96;

/** @param structure show the layers, and findings of level `none` */
export function reportAsText({ results }: Report, structure = false): string {
  const names = labels(results);
  const blocks = results.map((result, r) => block(names[r]!, result, structure));
  return results.length > 1 ? `${blocks.join("\n")}\n${table(names, results)}` : blocks.join("");
}

function block(name: string, result: Result, structure: boolean): string {
  const lines = [`${name}: ${shape(result)}`];
  for (const property of PROPERTIES) {
    const verdict = result.verdicts[property];
    const rule = verdict.rule === null ? "" : `  [${verdict.rule}]`;
    lines.push(`  ${property.padEnd(6)}  ${answer(verdict.closed)}${rule}`);
    if (verdict.closed !== null) lines.push(...wrap(meaning(property, verdict), "          "));
    lines.push(...wrap(verdict.why, "          "));
    const claim = claimSentence(verdict);
    if (claim !== undefined) lines.push(...wrap(onOneLine(claim), "          "));
  }
  const { shown, left } = shownFindings(result, structure);
  for (const { level, message, rule } of shown) {
    const [first, ...rest] = wrap(`[${rule}] ${message}`, "          ");
    lines.push(`  ${(level === "none" ? "fact" : level).padEnd(7)} ${first!.trimStart()}`, ...rest);
  }
  if (left > 0) lines.push(`  and ${left} more findings, in --format json`);
  if (structure) lines.push(...layerTable(result));
  return `${lines.join("\n")}\n`;
}

function layerTable({ layers }: Result): string[] {
  const { rows, left } = layerRows(layers);
  return [...aligned([LAYER_COLUMNS, ...rows], LAYER_NUMBERS).map((line) => `  ${line}`), ...(left === 0 ? [] : [`  and ${left} more layers, in --format json`])];
}

function table(names: readonly string[], results: readonly Result[]): string {
  const header = ["pattern", "widths", "kept", "linear", "finite", "cube", "rule", "ms"];
  const rows = results.map(({ pattern, verdicts, elapsedMs }, r) => [
    names[r]!,
    pattern.widths.join("-"),
    `${pattern.edges}`,
    answer(verdicts.linear.closed),
    answer(verdicts.finite.closed),
    answer(verdicts.cube.closed),
    verdicts.linear.rule ?? "",
    elapsedMs.toFixed(1),
  ]);
  const lines = aligned([header, ...rows], new Set([2, 7]));
  const rule = "-".repeat(Math.max(...lines.map((line) => line.length)));
  return `${[lines[0], rule, ...lines.slice(1), rule, `${results.length} patterns; ${tally(results)}`].join("\n")}\n`;
}

/** Columns padded to a common width, numbers to the right. */
export function aligned(rows: readonly (readonly string[])[], right: ReadonlySet<number>): string[] {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((cells) => cells[c]!.length)));
  return rows.map((cells) => cells.map((cell, c) => (right.has(c) ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!))).join("  ").trimEnd());
}

/** The text in lines of at most `WIDTH` characters, each after `indent`. */
export function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(indent + line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, indent + line];
}

/** A name and lines of text beside it. */
export function labelled(name: string, text: string): string[] {
  const lines = wrap(text, "           ");
  return [`${name.padEnd(11)}${(lines[0] ?? "").trimStart()}`, ...lines.slice(1)].map((line) => line.trimEnd());
}
