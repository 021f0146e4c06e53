/** A document as a LaTeX fragment, to be put in a document that loads amsmath. */
import { THEOREMS } from "../theorems.js";
import type { Block, Equation, Matrix, Table } from "./document.js";
import type { Step } from "./derivation.js";
import { partsOf } from "./formulas.js";

/** Terms of a sum set on one line. */
const TERMS_PER_LINE = 4;

export function documentAsLatex(blocks: readonly Block[]): string {
  const lines = ["% A fragment made by wellposed explain. It needs \\usepackage{amsmath} in the preamble."];
  return `${[...lines, ...blocks.map((block) => blockText(block).join("\n"))].join("\n\n")}\n`;
}

function blockText(block: Block): string[] {
  switch (block.kind) {
    case "title":
      return [`\\section*{${escaped(block.text)}}`];
    case "heading":
      return [`\\subsection*{${sentence(block.text)}}`];
    case "paragraph":
      return [`\\noindent ${sentence(block.text)}`];
    case "quote":
      return ["\\begin{quote}", escaped(block.text), "\\end{quote}"];
    case "table":
      return tableLines(block);
    case "matrices":
      return ["\\[", ...block.matrices.map((matrix, m) => `  ${m === 0 ? "" : "\\qquad "}${matrixTex(matrix)}`), "\\]"];
    case "equations":
      return ["\\begin{align*}", block.equations.map(equationTex).join(" \\\\\n"), "\\end{align*}"];
    case "steps":
      return ["\\begin{description}", ...block.steps.map(stepTex), "\\end{description}"];
    case "theorem": {
      const { name, words, source } = block.theorem;
      return ["\\begin{quote}", `\\textbf{${sentence(name)}.} ${sentence(words)}`, `\\emph{Source: ${sentence(source)}.}`, "\\end{quote}"];
    }
  }
}

function tableLines({ head, rows, numbers }: Table): string[] {
  const columns = head.map((_, c) => (numbers.includes(c) ? "r" : "l")).join("");
  const line = (cells: readonly string[]): string => `  ${cells.map(sentence).join(" & ")} \\\\`;
  return ["\\begin{center}", `\\begin{tabular}{${columns}}`, line(head), "  \\hline", ...rows.map(line), "\\end{tabular}", "\\end{center}"];
}

function matrixTex({ caption, rows }: Matrix): string {
  // amsmath allows ten columns unless told otherwise, so masks are set as arrays.
  const cells = rows.map((line) => line.map((cell) => (cell === "*" ? "\\ast" : cell)).join(" & ")).join(" \\\\ ");
  return `${formula(caption)} : \\left(\\begin{array}{${"c".repeat(rows[0]!.length)}} ${cells} \\end{array}\\right)`;
}

function equationTex({ left, right }: Equation): string {
  const terms = right.tex.split(/ (?=[+-] )/);
  const lines: string[] = [];
  for (let t = 0; t < terms.length; t += TERMS_PER_LINE) lines.push(terms.slice(t, t + TERMS_PER_LINE).join(" "));
  return `  ${left.tex} &= ${lines.join(" \\\\\n    &\\quad {}")}`;
}

/** Flat, numbered by hand: LaTeX allows only four levels of lists. */
function stepTex({ number, rule, text, decides }: Step): string {
  const label = number === null ? "" : `${number}.`;
  const theorem = rule === null ? "" : ` \\emph{[${sentence(THEOREMS[rule].name)}]}`;
  return `  \\item[${label}] ${sentence(text)}${theorem}${decides ? " \\textbf{Decides.}" : ""}`;
}

/** A sentence of ours: formulas set as such, everything else escaped. */
function sentence(text: string): string {
  return partsOf(text)
    .map((part) => (part.isFormula ? `$${formula(part.text)}$` : escaped(part.text)))
    .join("");
}

function formula(text: string): string {
  return text
    .replace(/A\[(\w+),(\w+)\]/g, "A_{$1,$2}")
    .replace(/w(\d+)\[(\d+),(\d+)\]/g, "w^{($1)}_{$2,$3}")
    .replace(/b(\d+)\[(\d+)\]/g, "b^{($1)}_{$2}")
    .replace(/W_(\d+)/g, "W_{$1}")
    .replace(/\.\.\./g, "\\cdots")
    .replace(/\beps\b/g, "\\varepsilon")
    .replace(/\^(-?\d+)/g, "^{$1}");
}

const SPECIAL: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  "*": "\\textasteriskcentered{}",
};

/** Text that stands for itself: every character with a meaning in LaTeX is escaped. */
function escaped(text: string): string {
  return text.replace(/[\\^~<>|*]|[#$%&_{}]/g, (character) => SPECIAL[character] ?? `\\${character}`);
}
