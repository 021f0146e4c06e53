/**
 * The project's own pattern file, `wellposed/pattern/1`.
 */
import { type Pattern, patternToJson } from "../pattern/pattern.js";

/**
 * The text of a pattern file: one key per line, one mask per line.
 */
export function writePatternJson(pattern: Pattern): string {
  const { masks, ...rest } = patternToJson(pattern);
  const lines = Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const maskLines = masks.map((mask) => `    ${JSON.stringify(mask)}`);
  lines.push(`  "masks": [\n${maskLines.join(",\n")}\n  ]`);
  return `{\n${lines.join(",\n")}\n}\n`;
}
