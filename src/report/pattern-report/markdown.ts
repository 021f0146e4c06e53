/** A report as Markdown. Pictures become what they say to those who do not see them; the files are in the JSON report. */
import { blockAsMarkdown } from "../explain/markdown.js";
import { escaped } from "../markdown.js";
import { answer } from "../words.js";
import type { Listing, Picture, ReportBlock } from "./blocks.js";

/** Of a mask drawn with characters. */
const MAX_COLUMNS = 90;

export function blocksAsMarkdown(blocks: readonly ReportBlock[]): string {
  return `${blocks.map(blockText).join("\n\n")}\n`;
}

function blockText(block: ReportBlock): string {
  switch (block.kind) {
    case "answer":
      return `**${escaped(block.word ?? answer(block.closed))}.** ${escaped(block.text)}`;
    case "figure":
      return `> **${escaped(block.title)}.** ${escaped(block.caption)}\n>\n> ${escaped(block.description)}${drawn(block.picture)}`;
    case "listing":
      return listing(block);
    case "command":
      return fenced(block.lines);
    case "attachments":
      return block.files.map(({ name, what }) => `- \`${name.replaceAll("`", "'")}\`: ${escaped(what)}`).join("\n");
    default:
      return blockAsMarkdown(block);
  }
}

/** A mask that fits a line is drawn with characters. */
function drawn(picture: Picture): string {
  if (picture.kind !== "mask" || picture.step > 1 || picture.cols > MAX_COLUMNS) return "";
  return `\n\n\`\`\`text\n${picture.levels.map((line) => line.map((level) => (level > 0 ? "*" : ".")).join("")).join("\n")}\n\`\`\``;
}

function listing({ caption, head, rows, names }: Listing): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
  return `${escaped(caption)}:\n\n${[line(head), `|${head.map((_, c) => (c < names ? "---" : "---:")).join("|")}|`, ...rows.map(line)].join("\n")}`;
}

/** With a fence longer than any in the lines. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = "`".repeat(longest + 1);
  return [`${fence}sh`, ...lines, fence].join("\n");
}
