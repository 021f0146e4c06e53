/** A document as Markdown. */
import { THEOREMS } from "../theorems.js";
import { escaped } from "../markdown.js";
import type { Block, Table } from "./document.js";
import type { Step } from "./derivation.js";

export function documentAsMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map(blockAsMarkdown).join("\n\n")}\n`;
}

export function blockAsMarkdown(block: Block): string {
  switch (block.kind) {
    case "title":
      return `# ${escaped(block.text)}`;
    case "heading":
      return `## ${escaped(block.text)}`;
    case "paragraph":
      return escaped(block.text);
    case "quote":
      return `> ${escaped(block.text)}`;
    case "table":
      return tableText(block);
    case "matrices":
      return fenced(block.matrices.flatMap(({ caption, rows }, m) => [...(m === 0 ? [] : [""]), caption, ...rows.map((cells) => cells.join(" "))]));
    case "equations":
      return fenced(block.equations.map(({ left, right }) => `${left.text} = ${right.text}`));
    case "steps":
      return block.steps.map(stepText).join("\n");
    case "theorem": {
      const { name, words, source } = block.theorem;
      return `> **${escaped(name)}.** ${escaped(words)} *Source: ${escaped(source)}.*`;
    }
  }
}

function fenced(lines: readonly string[]): string {
  return ["```text", ...lines, "```"].join("\n");
}

function tableText({ head, rows, numbers }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
  const rule = `|${head.map((_, c) => (numbers.includes(c) ? "---:" : "---")).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

/** Flat, numbered by hand: a Markdown list would renumber the branches. */
function stepText({ number, depth, rule, text, decides }: Step): string {
  const label = number === null ? "" : `**${number}.** `;
  const theorem = rule === null ? "" : ` *[${escaped(THEOREMS[rule].name)}]*`;
  return `${"  ".repeat(depth)}- ${label}${escaped(text)}${theorem}${decides ? " **Decides.**" : ""}`;
}
