/** Curves on two log axes. Points come as decimal logarithms, so that 1e-121 is as good a number as any. */
import type { PlotPicture, Series } from "../pattern-report/blocks.js";
import { type Html, html } from "./escape.js";
import { type Labelled, decimal, minus } from "./picture.js";
import { type Axis, inPlane, mark, sampleLine } from "./plane.js";

const SIZE = { width: 420, height: 310, left: 56, right: 12, top: 12, bottom: 44 };
const MOST_TICKS = 7;
/** Points drawn of a curve: more cannot be told apart. */
const MOST_POINTS = 300;
/** Points up to which each has a mark of its own. */
const MOST_MARKS = 40;

export function curves({ x, y, series }: PlotPicture, labels: Labelled): Html {
  const drawn = series.filter(({ points }) => points.length > 0);
  const [xs, ys] = [0, 1].map((axis) => scale(drawn.flatMap(({ points }) => points.map((point) => point[axis]!)))) as [Scale, Scale];
  const keys = legend(drawn).map(({ name, style }) => ({ name, sample: (left: number, at: number) => html`${sampleLine(style, left, at)}${familyMark(style, left + 17, at)}` }));
  return inPlane(SIZE, { label: x, ...xs }, { label: y, ...ys }, keys, labels, ({ across, down }) =>
    [...drawn].sort((a, b) => LAYERS.indexOf(a.style) - LAYERS.indexOf(b.style)).map(({ style, points }) => {
      const places = thinned(points).map(([a, b]) => [across(a), down(b)] as const);
      const path = places.map(([a, b], at) => `${at === 0 ? "M" : "L"}${decimal(a)} ${decimal(b)}`).join("");
      const marks = points.length <= MOST_MARKS ? places.map(([a, b]) => familyMark(style, a, b)) : [];
      return html`<path class="${style}" d="${path}"/>${marks}\n`;
    }),
  );
}

/** From the bottom up. */
const LAYERS: readonly Series["style"][] = ["run", "best", "other", "exact"];

/** Families have marks besides their dashes; runs have none. */
function familyMark(style: Series["style"], x: number, y: number): Html {
  return style === "exact" || style === "other" ? mark(style, x, y) : html``;
}

const LEGEND: readonly Series["style"][] = ["best", "run", "exact", "other"];

/** One line for each name. */
function legend(series: readonly Series[]): Series[] {
  const first = series.filter(({ name }, at) => series.findIndex((other) => other.name === name) === at);
  return first.sort((a, b) => LEGEND.indexOf(a.style) - LEGEND.indexOf(b.style));
}

type Scale = Omit<Axis, "label">;

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
  return { place: (value) => (value - low) / (top - low), tickText: power, ticks: Array.from({ length: Math.round((top - low) / step) + 1 }, (_, t) => low + t * step) };
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
