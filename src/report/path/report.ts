/** Reports of regularisation paths: one wording, four forms. */
import type { RegularisationPath } from "../../optima/regularisation-path.js";
import { reportPage } from "../html/report-page.js";
import { blocksAsMarkdown } from "../pattern-report/markdown.js";
import { pathAsJson } from "./json.js";
import { pathSections } from "./sections.js";
import { pathAsText } from "./text.js";

export type PathFormat = "text" | "json" | "markdown" | "html";

/**
 * @param source what the data are called
 * @param mask what the file of the mask is called, for command lines
 */
export function formatPath(source: string, path: RegularisationPath, format: PathFormat, mask?: string): string {
  if (format === "json") return pathAsJson(path);
  if (format === "text") return pathAsText(source, path);
  const blocks = pathSections(source, path, mask);
  return format === "html" ? reportPage(blocks, "loss against sparsity") : blocksAsMarkdown(blocks);
}
