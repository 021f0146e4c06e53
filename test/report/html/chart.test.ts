import { describe, expect, test } from "vitest";
import { chart } from "../../../src/report/html/chart.js";
import type { ChartPicture } from "../../../src/report/pattern-report/blocks.js";

const labels = { id: "figure-1", title: "A <title>", description: "What & how" };
const base: ChartPicture = {
  kind: "chart",
  x: { label: "lambda <", isLog: true },
  y: { label: "neurons", isLog: false, isCount: true },
  series: [
    { name: "line", style: "best", form: "line", points: [[1e-4, 1], [1e-2, 3], [1, 5]] },
    { name: "steps", style: "other", form: "steps", points: [[1e-4, 5], [1, 2]] },
    { name: "dots", style: "exact", form: "points", points: [[0.1, 2], [1, 4]] },
    { name: "nothing", style: "run", form: "line", points: [] },
  ],
};
const texts = (text: string): string[] => [...text.matchAll(/<text class="small"[^>]*>([^<]*(?:<tspan[^>]*>[^<]*<\/tspan>)?)<\/text>/g)].map(([, inner]) => inner!.replace(/<[^>]*>/g, "^"));

describe("charts", () => {
  const { text } = chart(base, labels);

  test("say what they show, and escape it", () => {
    expect(text).toContain('<title id="figure-1-title">A &lt;title&gt;</title>');
    expect(text).toContain("lambda &lt;");
  });

  test("have a legend without what is empty, a path for each curve, a mark for each point", () => {
    expect(text).not.toContain("nothing");
    expect(text.match(/<path class="best"/g)).toHaveLength(2);
    expect(text.match(/<circle class="dot-exact"/g)).toHaveLength(3);
    expect(text).toMatch(/<path class="other" d="M[\d.]+ [\d.]+H[\d.]+V[\d.]+"/);
  });

  test("have ticks at powers of ten and at whole numbers", () => {
    expect(texts(text)).toEqual(["10^\u22124^", "10^\u22123^", "0.01", "0.1", "1", "0", "1", "2", "3", "4", "5"]);
  });

  test("have bands over the whole height with a line of the legend, cut off at the frame, never too narrow to be seen", () => {
    const banded: ChartPicture = { ...base, x: { label: "x", isLog: false }, bands: { name: "where <knots> are", ranges: [[0.2, 0.4], [0.5, 0.5], [0.9, 1e9], [-1e9, 0]] } };
    const { text: drawn } = chart(banded, labels);
    const bands = [...drawn.matchAll(/<rect class="band" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)].map(([, x, width]) => [Number(x), Number(width)] as const);
    expect(bands).toHaveLength(5);
    expect(bands[2]![1]).toBe(1.5);
    for (const [x, width] of bands) expect(x >= 60 && x + width <= 406.01, `${x} ${width}`).toBe(true);
    expect(drawn).toContain("where &lt;knots&gt; are");
    expect(chart({ ...banded, bands: { name: "none", ranges: [] } }, labels).text).not.toContain("band");
  });

  test("of little range have ticks at round numbers", () => {
    const narrow: ChartPicture = { ...base, x: { label: "x", isLog: true }, y: { label: "y", isLog: false }, series: [{ name: "a", style: "best", form: "line", points: [[0.3, 0.10001], [3, 0.10005]] }] };
    expect(texts(chart(narrow, labels).text)).toEqual(["0.5", "1", "2", "0.10001", "0.10002", "0.10003", "0.10004", "0.10005"]);
  });

  test("of one point, of equal values and of none are no nonsense", () => {
    for (const points of [[[2, 3]], [[2, 3], [2, 3]], [[0, 0]], []] as [number, number][][]) {
      const picture: ChartPicture = { ...base, x: { label: "x", isLog: false }, y: { label: "y", isLog: false }, series: [{ name: "a", style: "best", form: "line", points }] };
      expect(chart(picture, labels).text).not.toMatch(/NaN|Infinity/);
    }
  });
});
