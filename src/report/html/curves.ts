/** Curves on two log axes. Points come as decimal logarithms, so that 1e-121 is as good a number as any. */
import type { PlotPicture, Series } from "../pattern-report/blocks.js";
import { type Html, html } from "./escape.js";
import { type Labelled, decimal, minus, picture } from "./picture.js";

const WIDTH = 420;
const HEIGHT = 310;
const BOX = { left: 56, right: 12, top: 12, bottom: 44 };
const LEGEND_LINE = 20;
const MOST_TICKS = 7;
/** Points drawn of a curve: more cannot be told apart. */
const MOST_POINTS = 300;
/** Points up to which each has a mark of its own. */
const MOST_MARKS = 40;

export function curves({ x, y, series }: PlotPicture, labels: Labelled): Html {
  const drawn = series.filter(({ points }) => points.length > 0);
  const [xs, ys] = [0, 1].map((axis) => scale(drawn.flatMap(({ points }) => points.map((point) => point[axis]!)))) as [Scale, Scale];
  const named = legend(drawn);
  const top = BOX.top + LEGEND_LINE * named.length;
  const height = HEIGHT + LEGEND_LINE * named.length;
  const [right, bottom] = [WIDTH - BOX.right, height - BOX.bottom];
  const across = (value: number): number => BOX.left + ((value - xs.low) / (xs.high - xs.low)) * (right - BOX.left);
  const down = (value: number): number => bottom - ((value - ys.low) / (ys.high - ys.low)) * (bottom - top);
  const grid = [
    ...xs.ticks.map((tick) => `M${decimal(across(tick))} ${decimal(top)}V${decimal(bottom)}`),
    ...ys.ticks.map((tick) => `M${BOX.left} ${decimal(down(tick))}H${right}`),
  ].join("");
  return picture({ width: WIDTH, height, isWide: false, ...labels }, [
    named.map(({ name, style }, n) => {
      const at = BOX.top + LEGEND_LINE * n;
      return html`<path class="${style}" d="M${BOX.left} ${at}h34"/>${mark(style, BOX.left + 17, at)}<text x="${BOX.left + 42}" y="${at + 4}">${name}</text>\n`;
    }),
    html`<path class="grid" d="${grid}"/>\n<path class="axis" d="M${BOX.left} ${decimal(top)}V${decimal(bottom)}H${right}"/>\n`,
    xs.ticks.map((tick) => html`<text class="small" x="${decimal(across(tick))}" y="${decimal(bottom + 18)}" text-anchor="middle">${power(tick)}</text>\n`),
    ys.ticks.map((tick) => html`<text class="small" x="${BOX.left - 6}" y="${decimal(down(tick) + 4)}" text-anchor="end">${power(tick)}</text>\n`),
    html`<text x="${decimal((BOX.left + right) / 2)}" y="${decimal(height - 8)}" text-anchor="middle">${x}</text>\n`,
    html`<text transform="translate(14 ${decimal((top + bottom) / 2)}) rotate(-90)" text-anchor="middle">${y}</text>\n`,
    [...drawn].sort((a, b) => LAYERS.indexOf(a.style) - LAYERS.indexOf(b.style)).map(({ style, points }) => {
      const places = thinned(points).map(([a, b]) => [across(a), down(b)] as const);
      const path = places.map(([a, b], at) => `${at === 0 ? "M" : "L"}${decimal(a)} ${decimal(b)}`).join("");
      const marks = points.length <= MOST_MARKS ? places.map(([a, b]) => mark(style, a, b)) : [];
      return html`<path class="${style}" d="${path}"/>${marks}\n`;
    }),
  ]);
}

/** From the bottom up. */
const LAYERS: readonly Series["style"][] = ["run", "best", "other", "exact"];

/** Families have marks besides their dashes: round for one, square for the other. */
function mark(style: Series["style"], x: number, y: number): Html {
  if (style === "exact") return html`<circle class="dot-exact" cx="${decimal(x)}" cy="${decimal(y)}" r="3.2"/>`;
  if (style === "other") return html`<rect class="dot-other" x="${decimal(x - 2.7)}" y="${decimal(y - 2.7)}" width="5.4" height="5.4"/>`;
  return html``;
}

const LEGEND: readonly Series["style"][] = ["best", "run", "exact", "other"];

/** One line for each name. */
function legend(series: readonly Series[]): Series[] {
  const first = series.filter(({ name }, at) => series.findIndex((other) => other.name === name) === at);
  return first.sort((a, b) => LEGEND.indexOf(a.style) - LEGEND.indexOf(b.style));
}

interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** Ticks at powers of ten, every one, second, fifth, tenth, ...; the ends at a tick each, as long as that wastes no more than one step. */
function scale(values: readonly number[]): Scale {
  const [least, most] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
  const from = Number.isFinite(least!) ? least! : 0;
  const to = Number.isFinite(most!) ? Math.max(most!, from + 1e-9) : 1;
  let step = 1;
  for (const factor of [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]) {
    step = factor;
    if (Math.ceil(to / step) - Math.floor(from / step) <= MOST_TICKS) break;
  }
  const [low, high] = [Math.floor(from / step) * step, Math.ceil(to / step) * step];
  const top = high === low ? low + step : high;
  return { low, high: top, ticks: Array.from({ length: Math.round((top - low) / step) + 1 }, (_, t) => low + t * step) };
}

/** 10 to the power of a whole number. */
function power(exponent: number): Html {
  return html`10<tspan dy="-5" font-size="9">${minus(`${exponent}`)}</tspan>`;
}

/** As many points as can be seen, evenly over the curve's own order, the last one always. */
function thinned(points: Series["points"]): Series["points"] {
  const stride = Math.ceil(points.length / MOST_POINTS);
  return stride <= 1 ? points : points.filter((_, at) => at % stride === 0 || at === points.length - 1);
}
