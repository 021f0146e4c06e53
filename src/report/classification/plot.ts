/**
 * The answers against density, as an SVG that stands alone: for each property and each shape a panel in which closed, undecided and not closed
 * share the height.
 */
import { PROPERTIES, type Property } from "../../certificate/proof.js";
import { type Html, html } from "../html/escape.js";
import { decimal } from "../html/picture.js";
import type { ClassificationSummary, DensityGroup } from "./summary.js";

const PANEL = { width: 300, height: 200, left: 52, right: 22, top: 34, bottom: 46 };
const COLUMNS = 3;
const TOP = 56;
/** Shapes that are drawn of each property: those with the most patterns. */
const MOST_SHAPES = 24;
/** Densities that reach over more than this ratio are drawn on a logarithmic axis. */
const LOG_RATIO = 20;

/** Fill and hatching, so that they are told apart without colour too; from the bottom up. */
const BANDS = [
  { key: "closed", name: "closed", fill: "#2a7ab8" },
  { key: "undecided", name: "undecided", fill: "url(#open)" },
  { key: "notClosed", name: "not closed", fill: "#f0a13c" },
] as const;

export function classificationPlot(summary: ClassificationSummary): string {
  const title = `${counted(summary.patterns - summary.failed)} by density`;
  const asked = PROPERTIES.filter((property) => summary.properties[property] !== undefined);
  const shapes = shapesOf(summary.groups);
  const columns = Math.max(1, Math.min(COLUMNS, shapes.length));
  const rowsEach = Math.ceil(shapes.length / columns);
  const panels = asked.flatMap((property, p) =>
    shapes.map((groups, s) => panel(property, groups, (s % columns) * PANEL.width, TOP + (p * rowsEach + Math.floor(s / columns)) * PANEL.height)),
  );
  const width = Math.max(columns * PANEL.width, 480);
  const height = TOP + asked.length * rowsEach * PANEL.height + 6;
  return `${
    html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title" font-family="system-ui, sans-serif" font-size="12" fill="#1b1b1b">
<title id="title">${title}: share of patterns that are closed, undecided and not closed, against density</title>
<defs><pattern id="open" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#e4e6e9"/><path d="M0 0V6" stroke="#9aa0a8" stroke-width="2"/></pattern></defs>
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="${PANEL.left}" y="22" font-size="15" font-weight="bold">${title}</text>
${BANDS.map(({ name, fill }, b) => html`<rect x="${PANEL.left + b * 110}" y="34" width="14" height="12" fill="${fill}"/><text x="${PANEL.left + 20 + b * 110}" y="44">${name}</text>\n`)}${panels}</svg>
`.text
  }`;
}

function counted(patterns: number): string {
  return `${patterns} ${patterns === 1 ? "pattern" : "patterns"}`;
}

/** The groups of each shape, those with the most patterns first if they are too many. */
function shapesOf(groups: readonly DensityGroup[]): DensityGroup[][] {
  const byShape = new Map<string, DensityGroup[]>();
  for (const group of groups) {
    const shape = group.widths.join("-");
    byShape.set(shape, [...(byShape.get(shape) ?? []), group]);
  }
  const shapes = [...byShape.values()];
  if (shapes.length <= MOST_SHAPES) return shapes;
  const size = (list: readonly DensityGroup[]): number => list.reduce((sum, { patterns }) => sum + patterns, 0);
  const most = new Set([...shapes].sort((a, b) => size(b) - size(a)).slice(0, MOST_SHAPES));
  return shapes.filter((shape) => most.has(shape));
}

function panel(property: Property, groups: readonly DensityGroup[], x: number, y: number): Html {
  const [left, right, top, bottom] = [x + PANEL.left, x + PANEL.width - PANEL.right, y + PANEL.top, y + PANEL.height - PANEL.bottom];
  const axis = axisOf(groups.map(({ density }) => density));
  const across = (density: number): number => left + axis.place(density) * (right - left);
  const up = (share: number): number => bottom - share * (bottom - top);
  const known = groups.map(({ density, verdicts }) => ({ at: across(density), shares: sharesOf(verdicts[property]!) }));
  const [lone] = known;
  const points = known.length > 1 ? known : [-LONE, LONE].map((by) => ({ at: Math.min(right, Math.max(left, lone!.at + by)), shares: lone!.shares }));
  const count = groups.reduce((sum, { patterns }) => sum + patterns, 0);
  return html`<g>
<text x="${left}" y="${top - 9}"><tspan font-weight="bold">${groups[0]!.widths.join("-")}</tspan><tspan dx="8" fill="#595959">${property}, ${counted(count)}</tspan></text>
${BANDS.map(({ fill }, b) => html`<path d="${band(points, b, up)}" fill="${fill}"/>\n`)}${axis.ticks.map(
    ({ at, text }) => html`<path d="M${decimal(across(at))} ${bottom}v4" stroke="#595959"/><text x="${decimal(across(at))}" y="${bottom + 17}" text-anchor="middle" font-size="11">${text}</text>\n`,
  )}${[0, 0.5, 1].map((share) => html`<path d="M${left} ${decimal(up(share))}h-4" stroke="#595959"/><text x="${left - 7}" y="${decimal(up(share) + 4)}" text-anchor="end" font-size="11">${100 * share} %</text>\n`)}<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="#595959"/>
${known.map(({ at }) => html`<path d="M${decimal(at)} ${bottom}v-5" stroke="#1b1b1b" stroke-width="1"/>`)}
<text x="${decimal((left + right) / 2)}" y="${bottom + 34}" text-anchor="middle" fill="#595959">density (share of weights kept)</text>
</g>
`;
}

function sharesOf({ closed, notClosed, undecided }: { closed: number; notClosed: number; undecided: number }): readonly number[] {
  const all = closed + notClosed + undecided;
  return [0, closed / all, (closed + undecided) / all, 1];
}

interface Point {
  readonly at: number;
  /** Where the bands begin and end: 0, closed, closed and undecided, 1. */
  readonly shares: readonly number[];
}

/** A lone density is drawn as wide as can be seen. */
const LONE = 8;

function band(points: readonly Point[], b: number, up: (share: number) => number): string {
  const along = (edge: number): string[] => points.map(({ at, shares }) => `${decimal(at)} ${decimal(up(shares[edge]!))}`);
  return `M${along(b).join("L")}L${along(b + 1).reverse().join("L")}Z`;
}

/** Between the middles of two ticks, as a share of the axis. */
const ROOM = 0.16;

interface Axis {
  /** From 0 to 1. */
  place(density: number): number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** From 0 to a round number, or logarithmic, with ticks at 1, 2 and 5 times powers of ten. */
function axisOf(densities: readonly number[]): Axis {
  const [least, most] = [Math.min(...densities), Math.max(...densities)];
  const rounds = [-6, -5, -4, -3, -2, -1].flatMap((exponent) => [1, 2, 5].map((digit) => digit * 10 ** exponent)).concat(1);
  const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
  if (least > 0 && most / least >= LOG_RATIO) {
    const place = (density: number): number => Math.log(density / least) / Math.log(most / least);
    // Powers of ten first; the others where there is room.
    const inside = rounds.filter((round) => round >= least * 0.99 && round <= most * 1.01);
    const shown: number[] = [];
    for (const digit of ["1", "2", "5"]) {
      for (const at of inside) if (at.toExponential().startsWith(digit) && shown.every((other) => Math.abs(place(at) - place(other)) >= ROOM)) shown.push(at);
    }
    return { place, ticks: shown.map((at) => ({ at, text: percent(at) })) };
  }
  const step = rounds.find((round) => most / round <= 5) ?? 0.2;
  const end = Math.max(step, Math.ceil(most / step - 1e-9) * step);
  return { place: (density) => density / end, ticks: Array.from({ length: Math.round(end / step) + 1 }, (_, t) => ({ at: t * step, text: percent(t * step) })) };
}
