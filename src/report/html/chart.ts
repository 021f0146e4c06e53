/** Numbers against each other on axes that are linear or logarithmic: lines, steps and single points. */
import type { ChartAxis, ChartBands, ChartPicture, ChartSeries } from "../pattern-report/blocks.js";
import { type Html, html } from "./escape.js";
import { type Labelled, decimal, minus, picture } from "./picture.js";

const WIDTH = 420;
const HEIGHT = 300;
const BOX = { left: 60, right: 14, top: 12, bottom: 44 };
const LEGEND_LINE = 20;
const MOST_TICKS = 6;
/** Room on both sides of the values, as a share of their range. */
const MARGIN = 0.05;
const LEAST_BAND = 1.5;

export function chart({ x, y, series, bands }: ChartPicture, labels: Labelled): Html {
  const drawn = series.filter(({ points }) => points.length > 0);
  const isBanded = bands !== undefined && bands.ranges.length > 0;
  const named = drawn.filter(({ name }) => name !== "");
  const lines = named.length + (isBanded ? 1 : 0);
  const [xs, ys] = [x, y].map((axis, k) => scaleOf(axis, drawn.flatMap(({ points }) => points.map((point) => point[k]!)))) as [Scale, Scale];
  const top = BOX.top + LEGEND_LINE * lines;
  const height = HEIGHT + LEGEND_LINE * lines;
  const [right, bottom] = [WIDTH - BOX.right, height - BOX.bottom];
  const across = (value: number): number => BOX.left + xs.place(value) * (right - BOX.left);
  const down = (value: number): number => bottom - ys.place(value) * (bottom - top);
  const grid = [...xs.ticks.map((tick) => `M${decimal(across(tick))} ${decimal(top)}V${decimal(bottom)}`), ...ys.ticks.map((tick) => `M${BOX.left} ${decimal(down(tick))}H${right}`)].join("");
  return picture({ width: WIDTH, height, isWide: false, ...labels }, [
    named.map(({ name, style, form }, n) => {
      const at = BOX.top + LEGEND_LINE * n;
      const sample = form === "points" ? mark(style, BOX.left + 17, at) : html`<path class="${style}" d="M${BOX.left} ${at}h34"/>`;
      return html`${sample}<text x="${BOX.left + 42}" y="${at + 4}">${name}</text>\n`;
    }),
    isBanded ? bandsOf(bands, { top, bottom, legend: BOX.top + LEGEND_LINE * named.length, left: BOX.left, right, across }) : html``,
    html`<path class="grid" d="${grid}"/>\n<path class="axis" d="M${BOX.left} ${decimal(top)}V${decimal(bottom)}H${right}"/>\n`,
    xs.ticks.map((tick) => html`<text class="small" x="${decimal(across(tick))}" y="${decimal(bottom + 18)}" text-anchor="middle">${tickText(tick, x.isLog)}</text>\n`),
    ys.ticks.map((tick) => html`<text class="small" x="${BOX.left - 6}" y="${decimal(down(tick) + 4)}" text-anchor="end">${tickText(tick, y.isLog)}</text>\n`),
    html`<text x="${decimal((BOX.left + right) / 2)}" y="${decimal(height - 8)}" text-anchor="middle">${x.label}</text>\n`,
    html`<text transform="translate(14 ${decimal((top + bottom) / 2)}) rotate(-90)" text-anchor="middle">${y.label}</text>\n`,
    drawn.map((one) => drawing(one, across, down)),
  ]);
}

/** Behind all lines, cut off at the frame; a range that is a point, or nearly, is still to be seen. */
function bandsOf({ name, ranges }: ChartBands, { top, bottom, legend, left, right, across }: { top: number; bottom: number; legend: number; left: number; right: number; across: (value: number) => number }): Html {
  const drawn = ranges.map(([from, to]) => {
    const [start, end] = [Math.max(left, across(from)), Math.min(right, across(to))];
    const width = Math.max(end - start, LEAST_BAND);
    return html`<rect class="band" x="${decimal(Math.min(start, right - width))}" y="${decimal(top)}" width="${decimal(width)}" height="${decimal(bottom - top)}"/>`;
  });
  return html`<rect class="band" x="${left}" y="${legend - 6}" width="34" height="12"/><text x="${left + 42}" y="${legend + 4}">${name}</text>\n${drawn}\n`;
}

function drawing({ style, form, points }: ChartSeries, across: (value: number) => number, down: (value: number) => number): Html {
  const places = points.map(([a, b]) => [across(a), down(b)] as const);
  if (form === "points") return html`${places.map(([a, b]) => mark(style, a, b))}\n`;
  const path = places.map(([a, b], at) => (at === 0 ? `M${decimal(a)} ${decimal(b)}` : form === "steps" ? `H${decimal(a)}V${decimal(b)}` : `L${decimal(a)} ${decimal(b)}`)).join("");
  return html`<path class="${style}" d="${path}"/>\n`;
}

/** Round for one family, square for the other. */
function mark(style: ChartSeries["style"], x: number, y: number): Html {
  if (style === "exact") return html`<circle class="dot-exact" cx="${decimal(x)}" cy="${decimal(y)}" r="3.2"/>`;
  return html`<rect class="dot-other" x="${decimal(x - 2.7)}" y="${decimal(y - 2.7)}" width="5.4" height="5.4"/>`;
}

interface Scale {
  /** From 0 to 1 along the axis. */
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
}

function scaleOf({ isLog, isCount = false }: ChartAxis, values: readonly number[]): Scale {
  const along = isLog ? Math.log10 : (value: number): number => value;
  const least = Math.min(...values.map(along), ...(isCount ? [0] : []));
  const most = Math.max(...values.map(along));
  const [from, to] = Number.isFinite(least) && Number.isFinite(most) ? [least, most] : [0, 1];
  const range = to > from ? to - from : Math.max(Math.abs(to), isLog || isCount ? 1 : 1e-300);
  const [low, high] = [isCount ? 0 : from - MARGIN * range, to > from ? to + MARGIN * range : from + range];
  return { place: (value) => (along(value) - low) / (high - low), ticks: isLog ? logTicks(low, high) : linearTicks(low, high, isCount) };
}

function linearTicks(low: number, high: number, isCount: boolean): number[] {
  const rough = (high - low) / MOST_TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough)!;
  const step = isCount ? Math.max(1, Math.ceil(round)) : round;
  const first = Math.ceil(low / step);
  // Counted in whole steps, so that no tick is a sum of rounding errors.
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, t) => Number(((first + t) * step).toPrecision(12)));
}

/** Powers of ten, every one, second, fifth, ...; over less than two decades 1, 2 and 5 of each. `low` and `high` are exponents. */
function logTicks(low: number, high: number): number[] {
  const decades = (by: number): number[] => Array.from({ length: Math.max(0, Math.floor(high / by) - Math.ceil(low / by) + 1) }, (_, t) => (Math.ceil(low / by) + t) * by);
  if (high - low < 2) {
    return Array.from({ length: Math.ceil(high) - Math.floor(low) + 1 }, (_, t) => Math.floor(low) + t)
      .flatMap((exponent) => [1, 2, 5].map((factor) => Number(`${factor}e${exponent}`)))
      .filter((tick) => Math.log10(tick) >= low && Math.log10(tick) <= high);
  }
  const step = [1, 2, 5, 10, 20, 50, 100].find((by) => decades(by).length <= MOST_TICKS) ?? 200;
  return decades(step).map((exponent) => Number(`1e${exponent}`));
}

function tickText(value: number, isLog: boolean): Html {
  const exponent = Math.log10(value);
  if (isLog && Math.abs(exponent - Math.round(exponent)) < 1e-9 && Math.abs(exponent) > 2) return html`10<tspan dy="-5" font-size="9">${minus(`${Math.round(exponent)}`)}</tspan>`;
  const text = value !== 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3) ? value.toExponential() : `${value}`;
  return html`${minus(text.replace("e+", "e"))}`;
}
