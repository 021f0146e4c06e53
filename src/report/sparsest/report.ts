/** Reports of sparsest networks: one wording, four forms. */
import type { Sparsest } from "../../optima/sparsest.js";
import { reportPage } from "../html/report-page.js";
import { blocksAsMarkdown } from "../pattern-report/markdown.js";
import { sparsestAsJson } from "./json.js";
import { sparsestSections } from "./sections.js";
import { sparsestAsText } from "./text.js";

export type SparsestFormat = "text" | "json" | "markdown" | "html";

/** @param source what the data are called */
export function formatSparsest(source: string, result: Sparsest, format: SparsestFormat): string {
  if (format === "json") return sparsestAsJson(result);
  if (format === "text") return sparsestAsText(source, result);
  const blocks = sparsestSections(source, result);
  return format === "html" ? reportPage(blocks, "sparsest network") : blocksAsMarkdown(blocks);
}
