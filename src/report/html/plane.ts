/** The frame of what is drawn in a plane: two axes with ticks and a grid, and lines of a legend above. */
import type { Series } from "../pattern-report/blocks.js";
import { type Html, html } from "./escape.js";
import { type Labelled, decimal, picture } from "./picture.js";

const LEGEND_LINE = 20;

export interface Axis {
  readonly label: string;
  /** Where a value is along the axis, from 0 to 1. */
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
  readonly tickText: (tick: number) => Html;
}

/** A line of the legend: a sample, from `left` on at height `at`, in front of the name. */
export interface Key {
  readonly name: string;
  readonly sample: (left: number, at: number) => Html;
}

/** Room for the plane and around it; the legend makes the picture higher. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where things are in the picture. */
export interface Plane {
  readonly across: (value: number) => number;
  readonly down: (value: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** @param behind what the grid is drawn over */
export function inPlane(size: Size, x: Axis, y: Axis, keys: readonly Key[], labels: Labelled, drawn: (plane: Plane) => readonly Html[], behind: (plane: Plane) => Html = () => html``): Html {
  const { width, left } = size;
  const height = size.height + LEGEND_LINE * keys.length;
  const [top, right, bottom] = [size.top + LEGEND_LINE * keys.length, width - size.right, height - size.bottom];
  const across = (value: number): number => left + x.place(value) * (right - left);
  const down = (value: number): number => bottom - y.place(value) * (bottom - top);
  const plane = { across, down, left, right, top, bottom };
  const grid = [...x.ticks.map((tick) => `M${decimal(across(tick))} ${decimal(top)}V${decimal(bottom)}`), ...y.ticks.map((tick) => `M${left} ${decimal(down(tick))}H${right}`)].join("");
  return picture({ width, height, isWide: false, ...labels }, [
    keys.map(({ name, sample }, n) => {
      const at = size.top + LEGEND_LINE * n;
      return html`${sample(left, at)}<text x="${left + 42}" y="${at + 4}">${name}</text>\n`;
    }),
    behind(plane),
    html`<path class="grid" d="${grid}"/>\n<path class="axis" d="M${left} ${decimal(top)}V${decimal(bottom)}H${right}"/>\n`,
    x.ticks.map((tick) => html`<text class="small" x="${decimal(across(tick))}" y="${decimal(bottom + 18)}" text-anchor="middle">${x.tickText(tick)}</text>\n`),
    y.ticks.map((tick) => html`<text class="small" x="${left - 6}" y="${decimal(down(tick) + 4)}" text-anchor="end">${y.tickText(tick)}</text>\n`),
    html`<text x="${decimal((left + right) / 2)}" y="${decimal(height - 8)}" text-anchor="middle">${x.label}</text>\n`,
    html`<text transform="translate(14 ${decimal((top + bottom) / 2)}) rotate(-90)" text-anchor="middle">${y.label}</text>\n`,
    drawn(plane),
  ]);
}

/** A line of the legend's length. */
export function sampleLine(style: Series["style"], left: number, at: number): Html {
  return html`<path class="${style}" d="M${left} ${at}h34"/>`;
}

/** Round for one family, square for the others. */
export function mark(style: Series["style"], x: number, y: number): Html {
  if (style === "exact") return html`<circle class="dot-exact" cx="${decimal(x)}" cy="${decimal(y)}" r="3.2"/>`;
  return html`<rect class="dot-other" x="${decimal(x - 2.7)}" y="${decimal(y - 2.7)}" width="5.4" height="5.4"/>`;
}
