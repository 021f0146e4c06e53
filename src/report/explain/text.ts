/** A document as plain text for a terminal. */
import { THEOREMS } from "../theorems.js";
import { WIDTH, aligned, wrap } from "../text.js";
import type { Block, Equation, Matrix, Table } from "./document.js";
import type { Step } from "./derivation.js";

export function documentAsText(blocks: readonly Block[]): string {
  return `${blocks.map((block) => blockLines(block).join("\n")).join("\n\n")}\n`;
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case "title":
      return [block.text, "=".repeat(block.text.length)];
    case "heading":
      return [block.text, "-".repeat(block.text.length)];
    case "paragraph":
    case "quote":
      return wrap(block.text, "");
    case "table":
      return tableLines(block);
    case "matrices":
      return matricesSideBySide(block.matrices);
    case "equations":
      return block.equations.flatMap(equationLines);
    case "steps":
      return block.steps.flatMap(stepLines);
    case "theorem": {
      const { name, words, source } = block.theorem;
      return [...wrap(`${name}: ${words}`, "  "), ...wrap(`Source: ${source}.`, "  ")];
    }
  }
}

/** Columns that do not fit go below, with the first column repeated. */
function tableLines({ head, rows, numbers }: Table): string[] {
  const widths = head.map((cell, c) => Math.max(cell.length, ...rows.map((cells) => cells[c]!.length)));
  const bands: number[][] = [];
  let used = WIDTH;
  for (let c = 1; c < head.length; c++) {
    used += 2 + widths[c]!;
    if (used > WIDTH) {
      bands.push([0]);
      used = 2 + widths[0]! + 2 + widths[c]!;
    }
    bands[bands.length - 1]!.push(c);
  }
  return bands.flatMap((columns, b) => {
    const cells = [head, ...rows].map((line) => columns.map((c) => line[c]!));
    const right = columns.flatMap((c, at) => (numbers.includes(c) ? [at] : []));
    const [first, ...rest] = aligned(cells, new Set(right));
    const rule = "-".repeat(Math.max(...[first!, ...rest].map((line) => line.length)));
    return [...(b === 0 ? [] : [""]), ...[first!, rule, ...rest].map((line) => `  ${line}`)];
  });
}

/** Matrices next to each other as long as they fit, the first lines at one height. */
function matricesSideBySide(matrices: readonly Matrix[]): string[] {
  const boxes = matrices.map(({ caption, rows }) => {
    const lines = [caption, ...rows.map((cells) => cells.map((cell) => (cell === "0" ? "." : cell)).join(" "))];
    const width = Math.max(...lines.map((line) => line.length));
    return { width, lines: lines.map((line) => line.padEnd(width)) };
  });
  const bands: (typeof boxes)[] = [];
  let used = WIDTH;
  for (const box of boxes) {
    used += box.width + 4;
    if (used > WIDTH) {
      bands.push([]);
      used = box.width + 2;
    }
    bands[bands.length - 1]!.push(box);
  }
  return bands.flatMap((band, b) => {
    const height = Math.max(...band.map(({ lines }) => lines.length));
    const lines = Array.from({ length: height }, (_, i) => `  ${band.map(({ lines: own, width }) => own[i] ?? " ".repeat(width)).join("    ")}`.trimEnd());
    return b === 0 ? lines : ["", ...lines];
  });
}

/** `A[0,1] = a + b`, long sums broken before a sign. */
function equationLines({ left, right }: Equation): string[] {
  const [first = "", ...terms] = right.text.split(/ (?=[+-] )/);
  const lines: string[] = [];
  let line = `  ${left.text} = ${first}`;
  for (const term of terms) {
    if (line.length + 1 + term.length > WIDTH) {
      lines.push(line);
      line = " ".repeat(left.text.length + 2);
    }
    line += ` ${term}`;
  }
  return [...lines, line];
}

/** `=> 2. text [decides: theorem]`, branches indented. */
function stepLines({ number, depth, rule, text, decides }: Step): string[] {
  const margin = "    ".repeat(depth);
  const label = number === null ? "    " : `${number}. `.padStart(4);
  const theorem = rule === null ? "" : ` [${decides ? "decides: " : ""}${THEOREMS[rule].name}]`;
  const indent = `${margin}       `;
  const [first = "", ...rest] = wrap(text + theorem, indent);
  return [`${margin}${decides ? "=> " : "   "}${label}${first.slice(indent.length)}`, ...rest];
}
