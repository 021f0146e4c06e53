/** Numbers against each other on axes that are linear or logarithmic: lines, steps and single points. */
import type { ChartAxis, ChartBands, ChartPicture, ChartSeries } from "../pattern-report/blocks.js";
import { type Html, html } from "./escape.js";
import { type Labelled, decimal, minus } from "./picture.js";
import { type Axis, type Plane, inPlane, mark, sampleLine } from "./plane.js";

const SIZE = { width: 420, height: 300, left: 60, right: 14, top: 12, bottom: 44 };
const MOST_TICKS = 6;
/** Room on both sides of the values, as a share of their range. */
const MARGIN = 0.05;
const LEAST_BAND = 1.5;

export function chart({ x, y, series, bands }: ChartPicture, labels: Labelled): Html {
  const drawn = series.filter(({ points }) => points.length > 0);
  const [xs, ys] = [x, y].map((axis, k) => axisOf(axis, drawn.flatMap(({ points }) => points.map((point) => point[k]!)))) as [Axis, Axis];
  const keys = drawn
    .filter(({ name }) => name !== "")
    .map(({ name, style, form }) => ({ name, sample: (left: number, at: number) => (form === "points" ? mark(style, left + 17, at) : sampleLine(style, left, at)) }));
  const lines = (plane: Plane): Html[] => drawn.map((one) => drawing(one, plane));
  if (bands === undefined || bands.ranges.length === 0) return inPlane(SIZE, xs, ys, keys, labels, lines);
  const banded = { name: bands.name, sample: (left: number, at: number) => html`<rect class="band" x="${left}" y="${at - 6}" width="34" height="12"/>` };
  return inPlane(SIZE, xs, ys, [...keys, banded], labels, lines, (plane) => bandsOf(bands, plane));
}

/** Cut off at the frame; a range that is a point, or nearly, is still to be seen. */
function bandsOf({ ranges }: ChartBands, { top, bottom, left, right, across }: Plane): Html {
  const drawn = ranges.map(([from, to]) => {
    const [start, end] = [Math.max(left, across(from)), Math.min(right, across(to))];
    const width = Math.max(end - start, LEAST_BAND);
    return html`<rect class="band" x="${decimal(Math.min(start, right - width))}" y="${decimal(top)}" width="${decimal(width)}" height="${decimal(bottom - top)}"/>`;
  });
  return html`${drawn}\n`;
}

function drawing({ style, form, points }: ChartSeries, { across, down }: Plane): Html {
  const places = points.map(([a, b]) => [across(a), down(b)] as const);
  if (form === "points") return html`${places.map(([a, b]) => mark(style, a, b))}\n`;
  const path = places.map(([a, b], at) => (at === 0 ? `M${decimal(a)} ${decimal(b)}` : form === "steps" ? `H${decimal(a)}V${decimal(b)}` : `L${decimal(a)} ${decimal(b)}`)).join("");
  return html`<path class="${style}" d="${path}"/>\n`;
}

function axisOf({ label, isLog, isCount = false }: ChartAxis, values: readonly number[]): Axis {
  const along = isLog ? Math.log10 : (value: number): number => value;
  const least = Math.min(...values.map(along), ...(isCount ? [0] : []));
  const most = Math.max(...values.map(along));
  const [from, to] = Number.isFinite(least) && Number.isFinite(most) ? [least, most] : [0, 1];
  const range = to > from ? to - from : Math.max(Math.abs(to), isLog || isCount ? 1 : 1e-300);
  const [low, high] = [isCount ? 0 : from - MARGIN * range, to > from ? to + MARGIN * range : from + range];
  return {
    label,
    place: (value) => (along(value) - low) / (high - low),
    ticks: isLog ? logTicks(low, high) : linearTicks(low, high, isCount),
    tickText: (tick) => tickText(tick, isLog),
  };
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
