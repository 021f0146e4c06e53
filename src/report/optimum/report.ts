/** Reports of optima and of paths of optima: one wording, four forms. */
import type { Optimum, OptimumPath } from "../../optima/optimum.js";
import { reportPage } from "../html/report-page.js";
import { blocksAsMarkdown } from "../pattern-report/markdown.js";
import { optimumAsJson } from "./json.js";
import { optimumSections, pathSections } from "./sections.js";
import { optimumAsText, pathAsText } from "./text.js";

export type OptimumFormat = "text" | "json" | "markdown" | "html";

/**
 * @param source what the data are called
 * @param network in text: show the weights of the smallest network known
 */
export function formatOptimum(source: string, result: Optimum | OptimumPath, format: OptimumFormat, network = false): string {
  if (format === "json") return optimumAsJson(result);
  if (format === "text") return isPath(result) ? pathAsText(source, result) : optimumAsText(source, result, network);
  const blocks = isPath(result) ? pathSections(source, result) : optimumSections(source, result);
  return format === "html" ? reportPage(blocks, "optimum report") : blocksAsMarkdown(blocks);
}

export function isPath(result: Optimum | OptimumPath): result is OptimumPath {
  return !("lambda" in result);
}
