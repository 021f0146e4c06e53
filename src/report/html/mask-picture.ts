/** A mask as a picture: outputs downwards, inputs to the right; a large one in cells that are darker the more of their weights are kept. */
import type { MaskPicture } from "../pattern-report/blocks.js";
import { type Html, html } from "./escape.js";
import { type Labelled, decimal, picture } from "./picture.js";

const WIDEST = 360;
const LEAST_CELL = 2;
const LARGEST_CELL = 12;
const MARGIN = 16;
/** Of a cell in which one fifth of the weights is kept, two fifths, ... */
const OPACITY = [0.18, 0.36, 0.55, 0.76, 1];

export function maskPicture({ rows, cols, step, levels, marked }: MaskPicture, labels: Labelled): Html {
  const [down, across] = [Math.ceil(rows / step), Math.ceil(cols / step)];
  const cell = Math.max(LEAST_CELL, Math.min(LARGEST_CELL, Math.floor(WIDEST / Math.max(down, across))));
  const [width, height] = [across * cell + 2 * MARGIN, down * cell + 2 * MARGIN];
  const shades = OPACITY.map((opacity, o) => {
    const path = runs(levels, o + 1, cell);
    return path === "" ? html`` : html`<path class="cell" fill-opacity="${opacity}" d="${path}"/>\n`;
  });
  // Small triangles at the edge point at the rows and columns of the part that decides.
  const middle = (index: number): number => MARGIN + ((index + 0.5) / step) * cell;
  const pointers = [
    ...marked.rows.map((row) => `M${decimal(MARGIN - 3)} ${decimal(middle(row))}l-8 -5v10z`),
    ...marked.cols.map((col) => `M${decimal(middle(col))} ${decimal(MARGIN - 3)}l-5 -8h10z`),
  ];
  return picture({ width, height, isWide: false, ...labels }, [
    shades,
    html`<rect class="frame" x="${MARGIN}" y="${MARGIN}" width="${across * cell}" height="${down * cell}"/>\n`,
    pointers.length === 0 ? "" : html`<path class="pointer" d="${pointers.join("")}"/>\n`,
  ]);
}

/** Cells of one level as rectangles, neighbours in a row taken together. */
function runs(levels: readonly (readonly number[])[], level: number, cell: number): string {
  const path: string[] = [];
  levels.forEach((line, r) => {
    for (let c = 0; c < line.length; c++) {
      if (line[c] !== level) continue;
      const from = c;
      while (line[c + 1] === level) c++;
      const length = (c - from + 1) * cell;
      path.push(`M${MARGIN + from * cell} ${MARGIN + r * cell}h${length}v${cell}h${-length}z`);
    }
  });
  return path.join("");
}
