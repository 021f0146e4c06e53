/** Verdicts as Markdown: a summary table, then a section for each pattern. */
import { PROPERTIES } from "../certificate/proof.js";
import { LAYER_COLUMNS, LAYER_NUMBERS, layerRows } from "./findings/table.js";
import type { Report, Result } from "./result.js";
import { answer, claimSentence, labels, meaning, shape, shownFindings, tally } from "./words.js";

const TITLE = "# Closedness verdicts\n\n";
const HEADER = "| pattern | widths | kept | linear | finite | cube | rule |\n|---|---|---:|---|---|---|---|\n";

/** @param most bytes that the text may have; the table and then the sections are cut where they would be more, and the text says so */
export function reportAsMarkdown({ results, errors = [] }: Report, most = Infinity): string {
  const names = labels(results).map(escaped);
  const rows = results.map(
    ({ pattern, verdicts }, r) =>
      `| ${names[r]} | ${pattern.widths.join("-")} | ${pattern.edges} | ${answer(verdicts.linear.closed)} | ` +
      `${answer(verdicts.finite.closed)} | ${answer(verdicts.cube.closed)} | ${verdicts.linear.rule ?? ""} |\n`,
  );
  const counts = `\n${tally(results)}.\n`;
  const refused = errors.map(({ message }) => `- refused: ${escaped(message)}\n`);
  const frame = [TITLE, HEADER, counts].join("");
  const room = most - bytes(frame) - 2 * bytes(leftOut(results.length, "patterns")) - bytes(leftOut(errors.length, "refused files"));
  const table = fitting(rows, room);
  const refusals = fitting(refused, room - table.bytes);
  const sections = fitting(
    results.map((result, r) => (): string => section(names[r]!, result)),
    room - table.bytes - refusals.bytes,
  );
  const notes = [leftOut(table.left, "patterns"), leftOut(refusals.left, "refused files"), table.left > 0 ? "" : leftOut(sections.left, "patterns")];
  return [TITLE, HEADER, table.text, notes[0], counts, refusals.text === "" ? "" : `\n${refusals.text}`, notes[1], sections.text, notes[2]].join("");
}

const bytes = (text: string): number => Buffer.byteLength(text);

const leftOut = (count: number, what: string): string => (count === 0 ? "" : `\n${count} more ${what} are left out here for length.\n`);

/** As many parts from the first on as fit, and how many do not. */
function fitting(parts: readonly (string | (() => string))[], room: number): { readonly text: string; readonly bytes: number; readonly left: number } {
  const taken: string[] = [];
  let size = 0;
  for (const part of parts) {
    const text = typeof part === "string" ? part : part();
    if (size + bytes(text) > room) break;
    taken.push(text);
    size += bytes(text);
  }
  return { text: taken.join(""), bytes: size, left: parts.length - taken.length };
}

function section(name: string, result: Result): string {
  const lines = PROPERTIES.map((property) => {
    const verdict = result.verdicts[property];
    const rule = verdict.rule === null ? "" : ` (\`${verdict.rule}\`)`;
    const says = verdict.closed === null ? "" : ` ${meaning(property, verdict)}`;
    return `- **${property}: ${answer(verdict.closed)}**${rule}.${says} ${escaped([verdict.why, claimSentence(verdict) ?? ""].join(" ").trim())}`;
  });
  // Facts are in the table.
  const { shown, left } = shownFindings(result, false);
  const findings = [...shown.map(({ level, rule, message }) => `- **${level}** (${rule}): ${escaped(message)}`), ...(left === 0 ? [] : [`- and ${left} more, in \`--format json\``])];
  const parts = [`${escaped(result.source)}: ${shape(result)}`, lines.join("\n"), ...(findings.length === 0 ? [] : [findings.join("\n")]), layerTable(result)];
  return `\n## ${name}\n\n${parts.join("\n\n")}\n`;
}

function layerTable({ layers }: Result): string {
  const { rows, left } = layerRows(layers);
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
  const ruler = line(LAYER_COLUMNS.map((_, c) => (LAYER_NUMBERS.has(c) ? "---:" : "---")));
  return [line(LAYER_COLUMNS), ruler, ...rows.map(line)].join("\n") + (left === 0 ? "" : `\n\nand ${left} more layers, in \`--format json\`.`);
}

/** A name from a file must not become markup. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, "\\$&").replace(/[\r\n]+/g, " ");
}
