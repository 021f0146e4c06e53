/** Verdicts as Markdown: a summary table, then a section for each pattern. */
import { PROPERTIES } from "../certificate/proof.js";
import type { Report, Result } from "./result.js";
import { answer, claimSentence, labels, meaning, shape, tally } from "./words.js";

export function reportAsMarkdown({ results }: Report): string {
  const header = "| pattern | widths | kept | linear | finite | cube | rule |\n|---|---|---:|---|---|---|---|";
  const names = labels(results).map(escaped);
  const rows = results.map(
    ({ pattern, verdicts }, r) =>
      `| ${names[r]} | ${pattern.widths.join("-")} | ${pattern.edges} | ${answer(verdicts.linear.closed)} | ` +
      `${answer(verdicts.finite.closed)} | ${answer(verdicts.cube.closed)} | ${verdicts.linear.rule ?? ""} |`,
  );
  return `# Closedness verdicts\n\n${[header, ...rows].join("\n")}\n\n${tally(results)}.\n${results.map((result, r) => section(names[r]!, result)).join("")}`;
}

function section(name: string, result: Result): string {
  const lines = PROPERTIES.map((property) => {
    const verdict = result.verdicts[property];
    const rule = verdict.rule === null ? "" : ` (\`${verdict.rule}\`)`;
    const says = verdict.closed === null ? "" : ` ${meaning(property, verdict)}`;
    return `- **${property}: ${answer(verdict.closed)}**${rule}.${says} ${escaped([verdict.why, claimSentence(verdict) ?? ""].join(" ").trim())}`;
  });
  return `\n## ${name}\n\n${escaped(result.source)}: ${shape(result)}\n\n${lines.join("\n")}\n`;
}

/** A name from a file must not become markup. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, "\\$&").replace(/[\r\n]+/g, " ");
}
