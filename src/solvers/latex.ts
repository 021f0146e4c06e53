/** LaTeX: the question as a displayed formula with its factor matrices, in a document that compiles by itself (amsmath, amssymb). */
import { badInput } from "../pattern/fault.js";
import { type Mask, has } from "../pattern/mask.js";
import type { ClosednessQuestion, Question, ReachabilityQuestion } from "./question.js";

/** Cells of all matrices: more would not fit on any page. */
const MAX_CELLS = 10_000;

/** @throws Fault when the matrices are too large to be set */
export function writeLatex(question: Question): string {
  const cells = question.masks.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  if (cells > MAX_CELLS) throw badInput("masks", `at most ${MAX_CELLS} cells to be set`, `${cells}`);
  // amsmath allows ten columns unless told otherwise.
  const columns = Math.max(...question.masks.map(({ cols }) => cols));
  return [
    "\\documentclass{article}",
    "\\usepackage{amsmath,amssymb}",
    `\\setcounter{MaxMatrixCols}{${Math.max(columns, 10)}}`,
    "\\begin{document}",
    "\\begin{gather*}",
    [...factorLines(question.masks), ...(question.kind === "closedness" ? closedness(question) : reachability(question))].join(" \\\\\n"),
    "\\end{gather*}",
    "\\end{document}",
    "",
  ].join("\n");
}

function closedness({ masks, weights, entries }: ClosednessQuestion): string[] {
  const places = new Set(entries.map(({ output, input }) => `${output},${input}`));
  const limit = matrix(masks.at(-1)!.rows, masks[0]!.cols, (i, k) => (places.has(`${i},${k}`) ? `a_{${i},${k}}` : "0"));
  const distance = `\\max_{i,k} \\bigl| (${product(masks.length)} - A)_{i,k} \\bigr|`;
  return [
    `A = ${limit}`,
    `\\forall a \\in \\mathbb{R}^{${entries.length}} \\colon \\quad ` +
      `\\Bigl( \\forall \\varepsilon > 0 \\ \\exists w \\in \\mathbb{R}^{${weights.length}} \\colon ${distance} < \\varepsilon \\Bigr)`,
    `\\implies \\quad \\exists w \\in \\mathbb{R}^{${weights.length}} \\colon ${product(masks.length)} = A`,
  ];
}

function reachability({ masks, weights, limit: { outputs, inputs, values } }: ReachabilityQuestion): string[] {
  const limit = matrix(outputs.length, inputs.length, (a, b) => values[a]![b]?.toString() ?? "\\ast");
  return [
    `\\exists w \\in \\mathbb{R}^{${weights.length}} \\colon \\quad ` +
      `\\bigl(${product(masks.length)}\\bigr)_{\\{${outputs.join(",")}\\},\\{${inputs.join(",")}\\}} = ${limit}`,
  ];
}

/** W_L first, one on each line. */
function factorLines(masks: readonly Mask[]): string[] {
  return masks
    .map((mask, l) => `W_{${l + 1}} = ${matrix(mask.rows, mask.cols, (i, k) => (has(mask, i, k) ? `w^{(${l + 1})}_{${i},${k}}` : "0"))}`)
    .reverse();
}

function product(layers: number): string {
  return Array.from({ length: layers }, (_, l) => `W_{${layers - l}}`).join(" ");
}

function matrix(rows: number, cols: number, cell: (i: number, k: number) => string): string {
  const lines = Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (__, k) => cell(i, k)).join(" & "));
  return `\\begin{pmatrix} ${lines.join(" \\\\ ")} \\end{pmatrix}`;
}
