/** A network as a layered graph: inputs on the left, a column for each layer, every neuron a circle with its name. */
import type { EdgeMark, NetworkPicture } from "../pattern-report/blocks.js";
import { type Html, html } from "./escape.js";
import { type Labelled, decimal, minus, picture } from "./picture.js";

const COLUMN = 150;
const ROW = 64;
const RADIUS = 19;
const MARGIN = { side: 34, top: 44, bottom: 14 };
/** Drawn at its own size and scrolled, where fitting it into a phone would make it unreadable. */
const FITS = 420;

/** Marked parts on top. */
const ORDER: readonly EdgeMark["style"][] = ["dead", "unknown", "kept", "steady", "falls", "deciding", "grows"];

export function networkPicture({ layers, edges }: NetworkPicture, labels: Labelled): Html {
  const tallest = Math.max(...layers.map(({ length }) => length));
  const width = 2 * MARGIN.side + (layers.length - 1) * COLUMN;
  const height = MARGIN.top + MARGIN.bottom + tallest * ROW;
  const place = (layer: number, at: number): Point => ({
    x: MARGIN.side + layer * COLUMN,
    y: MARGIN.top + ((tallest - layers[layer]!.length) / 2 + at + 0.5) * ROW,
  });
  const sorted = [...edges].sort((a, b) => ORDER.indexOf(a.style) - ORDER.indexOf(b.style));
  const lines = sorted.map((edge) => {
    const [from, to] = [place(edge.layer - 1, edge.in), place(edge.layer, edge.out)];
    return html`<line class="edge ${edge.style}" x1="${decimal(from.x)}" y1="${decimal(from.y)}" x2="${decimal(to.x)}" y2="${decimal(to.y)}"/>\n`;
  });
  const names = sorted.flatMap((edge) => {
    if (edge.label === undefined) return [];
    const { x, y } = between(place(edge.layer - 1, edge.in), place(edge.layer, edge.out));
    return [html`<text class="small halo" x="${decimal(x)}" y="${decimal(y + 4)}" text-anchor="middle">${minus(edge.label)}</text>\n`];
  });
  const neurons = layers.flatMap((marks, layer) =>
    marks.map(({ name, isMarked }, at) => {
      const { x, y } = place(layer, at);
      return html`<circle class="neuron${isMarked ? " marked" : ""}" cx="${decimal(x)}" cy="${decimal(y)}" r="${RADIUS}"/><text class="${isMarked ? "on-marked" : "name"}" x="${decimal(x)}" y="${decimal(y + 4.5)}" text-anchor="middle">${name}</text>\n`;
    }),
  );
  const heads = layers.map((_, layer) => {
    const text = layer === 0 ? "inputs" : layer === layers.length - 1 ? "outputs" : `layer ${layer}`;
    const anchor = layer === 0 ? "start" : layer === layers.length - 1 ? "end" : "middle";
    const x = layer === 0 ? 8 : layer === layers.length - 1 ? width - 8 : place(layer, 0).x;
    return html`<text class="small" x="${decimal(x)}" y="20" text-anchor="${anchor}">${text}</text>\n`;
  });
  return picture({ width, height, isWide: width > FITS, ...labels }, [heads, lines, names, neurons]);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the label of an edge stands: on it, in the middle of a level one, otherwise nearer to where it comes from, before edges cross. */
function between(from: Point, to: Point): Point {
  const share = from.y === to.y ? 0.55 : 0.3;
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
}
