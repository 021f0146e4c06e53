/** The blocks of a report as HTML. */
import type { Equation, Matrix, Table } from "../explain/document.js";
import type { Step } from "../explain/derivation.js";
import type { Answer, Attachment, Figure, Listing, Picture, ReportBlock } from "../pattern-report/blocks.js";
import { THEOREMS, type Theorem } from "../theorems.js";
import { chart } from "./chart.js";
import { curves } from "./curves.js";
import { type Html, type Piece, html } from "./escape.js";
import { equation, matrix, sentence } from "./formula.js";
import { maskPicture } from "./mask-picture.js";
import { networkPicture } from "./network-picture.js";
import { type Labelled, minus } from "./picture.js";

/** A heading that the page's table of contents lists. */
export interface Section {
  readonly id: string;
  readonly text: string;
}

export interface Written {
  /** What stands above the sections: title, words of the author, and the answer. */
  readonly header: Piece;
  readonly main: Piece;
  readonly sections: readonly Section[];
}

/** The deepest indentation of steps that the style sheet knows. */
const DEEPEST = 4;
/** Rows of a table that is shown whole on a screen. */
const LONG_TABLE = 16;

export function blocksAsHtml(blocks: readonly ReportBlock[]): Written {
  const sections: Section[] = [];
  const header: Html[] = [];
  const main: Html[] = [];
  let figures = 0;
  for (let b = 0; b < blocks.length; b++) {
    const block = blocks[b]!;
    if (block.kind === "title") header.push(html`<h1>${block.text}</h1>`);
    else if (block.kind === "quote") header.push(html`<p class="about">${block.text}</p>`);
    else if (block.kind === "heading") {
      const id = `section-${sections.length + 1}`;
      sections.push({ id, text: block.text });
      main.push(html`<h2 id="${id}">${sentence(block.text)}</h2>`);
    } else if (block.kind === "answer") header.push(answer(block));
    else if (block.kind === "figure") {
      // Figures that follow each other stand side by side where there is room.
      const row: Html[] = [];
      for (let next: ReportBlock | undefined = block; next?.kind === "figure"; next = blocks[++b]) row.push(figure(next, `figure-${++figures}`));
      b--;
      main.push(row.length === 1 ? row[0]! : html`<div class="figures">\n${lines(row)}\n</div>`);
    } else main.push(blockHtml(block));
  }
  return { header: lines(header), main: lines(main), sections };
}

function lines(pieces: readonly Html[]): Piece {
  return pieces.map((piece, at) => (at === 0 ? piece : html`\n${piece}`));
}

function blockHtml(block: Exclude<ReportBlock, Figure | Answer | { kind: "title" | "quote" | "heading" }>): Html {
  switch (block.kind) {
    case "paragraph":
      return html`<p>${sentence(block.text)}</p>`;
    case "table":
      return table(block);
    case "matrices":
      return html`<div class="scroll matrices" tabindex="0" role="group" aria-label="Matrices">${lines(block.matrices.map(({ caption, rows }: Matrix) => matrix(caption, rows)))}</div>`;
    case "equations":
      return html`<div class="scroll" tabindex="0" role="group" aria-label="Equations">\n${lines(block.equations.map(({ left, right }: Equation) => html`<p class="equation">${equation(left.text, right.text)}</p>`))}\n</div>`;
    case "steps":
      return html`<ol class="steps">\n${lines(block.steps.map(step))}\n</ol>`;
    case "theorem":
      return theorem(block.theorem);
    case "listing":
      return listing(block);
    case "command":
      return html`<pre tabindex="0"><code>${block.lines.join("\n")}</code></pre>`;
    case "attachments":
      return html`<ul>\n${lines(block.files.map(attachment))}\n</ul>`;
  }
}

const ANSWERS = { yes: "Yes.", no: "No.", undecided: "Undecided." } as const;

function answer({ closed, word: said, text }: Answer): Html {
  const word = closed === null ? "undecided" : closed ? "yes" : "no";
  return html`<p class="answer ${word}"><strong>${said === undefined ? ANSWERS[word] : `${said}.`}</strong>${sentence(text)}</p>`;
}

function table({ head, rows, numbers }: Table): Html {
  const side = (column: number): Piece => (numbers.includes(column) ? html` class="number"` : "");
  return scrolled(
    "Table",
    html`<table>
<thead><tr>${head.map((cell, c) => html`<th scope="col"${side(c)}>${sentence(cell)}</th>`)}</tr></thead>
<tbody>
${rows.map((cells) => html`<tr>${cells.map((cell, c) => (c === 0 ? html`<th scope="row"${side(c)}>${sentence(cell)}</th>` : html`<td${side(c)}>${sentence(cell)}</td>`))}</tr>\n`)}</tbody>
</table>`,
  );
}

function listing({ caption, head, rows, names }: Listing): Html {
  const cell = (text: string, c: number): Html => {
    if (c === 0) return html`<th scope="row"${names === 0 ? html` class="number"` : ""}>${sentence(text)}</th>`;
    return c < names ? html`<td>${sentence(text)}</td>` : html`<td class="number">${minus(text)}</td>`;
  };
  const isLong = rows.length > LONG_TABLE;
  const body = html`<table>
<caption>${sentence(caption)}${isLong ? `: ${rows.length} rows` : ""}</caption>
<thead><tr>${head.map((name, c) => html`<th scope="col"${c < names ? "" : html` class="number"`}>${sentence(name)}</th>`)}</tr></thead>
<tbody>
${rows.map((line) => html`<tr>${line.map(cell)}</tr>\n`)}</tbody>
</table>`;
  return scrolled(caption, body, isLong);
}

/** What is too wide scrolls in a frame of its own, with the keyboard too; on a screen a long table does so downwards. */
function scrolled(name: string, content: Html, isLong = false): Html {
  return html`<div class="scroll${isLong ? " long" : ""}" tabindex="0" role="group" aria-label="${name}">\n${content}\n</div>`;
}

function step({ number, depth, rule, text, decides }: Step): Html {
  const classes = [...(decides ? ["decides"] : []), ...(depth > 0 ? [`depth-${Math.min(depth, DEEPEST)}`] : [])].join(" ");
  const theorem = rule === null ? html`` : html` <span class="rule">[${THEOREMS[rule].name}]</span>`;
  return html`<li${classes === "" ? "" : html` class="${classes}"`}>${number === null ? "" : html`<span class="at">${number}.</span>`}${sentence(text)}${theorem}${decides ? html` <strong>Decides.</strong>` : ""}</li>`;
}

function theorem({ name, words, source }: Theorem): Html {
  return html`<div class="theorem"><strong>${sentence(name)}.</strong> ${sentence(words)} <cite>Source: ${source}.</cite></div>`;
}

function attachment({ name, type, what, content }: Attachment): Html {
  const data = Buffer.from(content, "utf8").toString("base64");
  return html`<li><a download="${name}" href="data:${type};base64,${data}">${name}</a>: ${what}</li>`;
}

function pictureHtml(drawn: Picture, labels: Labelled): Html {
  switch (drawn.kind) {
    case "network":
      return networkPicture(drawn, labels);
    case "mask":
      return maskPicture(drawn, labels);
    case "plot":
      return curves(drawn, labels);
    case "chart":
      return chart(drawn, labels);
  }
}

function figure({ title, description, caption, picture }: Figure, id: string): Html {
  const labels = { id, title, description };
  const drawn = pictureHtml(picture, labels);
  return html`<figure>
<div class="scroll" tabindex="0" role="group" aria-label="${title}">
${drawn}
</div>
<figcaption><b>${sentence(title)}.</b> ${sentence(caption)}</figcaption>
</figure>`;
}
