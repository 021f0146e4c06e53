/**
 * The project's own pattern file, `wellposed/pattern/1`.
 */
import { type Pattern, edgesOf, patternToJson } from "../pattern/pattern.js";

/**
 * The text of a pattern file: one key per line, one mask per line.
 * @param form every mask in the form that suits its size, or all of them as lists of edges
 */
export function writePatternJson(pattern: Pattern, form: "by size" | "edges" = "by size"): string {
  const { masks, ...rest } = patternToJson(form === "edges" ? { ...pattern, masks: [] } : pattern);
  const lines = Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const forms = form === "edges" ? pattern.masks.map((mask) => ({ edges: edgesOf(mask) })) : masks;
  const maskLines = forms.map((mask) => `    ${JSON.stringify(mask)}`);
  lines.push(`  "masks": [\n${maskLines.join(",\n")}\n  ]`);
  return `{\n${lines.join(",\n")}\n}\n`;
}
