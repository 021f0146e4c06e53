/** A document as plain text for a terminal. */
import { THEOREMS } from "../theorems.js";
import { aligned, wrap } from "../text.js";
import type { Block, Equation, Matrix, Table } from "./document.js";
import type { Step } from "./derivation.js";

const WIDTH = 96;

export function documentAsText(blocks: readonly Block[]): string {
  return `${blocks.map((block) => blockLines(block).join("\n")).join("\n\n")}\n`;
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case "title": {
      const text = printable(block.text);
      return [text, "=".repeat(text.length)];
    }
    case "heading":
      return [block.text, "-".repeat(block.text.length)];
    case "paragraph":
      return wrap(block.text, "");
    case "quote":
      return wrap(printable(block.text), "");
    case "table":
      return tableLines(block);
    case "matrices":
      return matricesSideBySide(block.matrices);
    case "equations":
      return block.equations.flatMap(equationLines);
    case "steps":
      return block.steps.flatMap(stepLines);
  }
}

/** Names come from files: nothing of them may act on the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}

function tableLines({ head, rows, numbers }: Table): string[] {
  const [first, ...rest] = aligned([head, ...rows], new Set(numbers));
  const width = Math.max(first!.length, ...rest.map((line) => line.length));
  return [first!, "-".repeat(width), ...rest].map((line) => `  ${line}`);
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
  const lines: string[] = [];
  let line = `  ${left.text} =`;
  for (const term of right.text.split(/ (?=[+-] )/)) {
    if (line.length + 1 + term.length > WIDTH && lines.length + line.length > 0) {
      lines.push(line);
      line = " ".repeat(left.text.length + 3);
    }
    line += ` ${term}`;
  }
  return [...lines, line];
}

/** `  2. text`, the theorem in brackets; `=>` marks the steps that decide. */
function stepLines({ number, depth, rule, text, decides }: Step): string[] {
  const margin = "   ".repeat(depth);
  const label = number === null ? "" : `${number}. `.padStart(4);
  const mark = decides ? "=> " : "   ";
  const [first = "", ...rest] = wrap(`${text}${rule === null ? "" : ` [${THEOREMS[rule].name}]`}`, `${margin}       `);
  return [`${margin}${mark}${label.padStart(4)}${first.trimStart()}`, ...rest];
}
