import { describe, expect, test } from "vitest";
import { curves } from "../../../src/report/html/curves.js";
import { maskPicture } from "../../../src/report/html/mask-picture.js";
import { networkPicture } from "../../../src/report/html/network-picture.js";
import { decimal } from "../../../src/report/html/picture.js";

const labels = { id: "figure-1", title: "A <title>", description: "What & how" };

describe("pictures", () => {
  const { text } = networkPicture(
    {
      kind: "network",
      layers: [
        [
          { name: "x0", isMarked: true },
          { name: "<x1>", isMarked: false },
        ],
        [{ name: "y0", isMarked: true }],
      ],
      edges: [
        { layer: 1, out: 0, in: 0, style: "deciding", label: "-0.25" },
        { layer: 1, out: 0, in: 1, style: "dead" },
      ],
    },
    labels,
  );

  test("say what they show", () => {
    expect(text).toContain('role="img" aria-labelledby="figure-1-title figure-1-desc"');
    expect(text).toContain('<title id="figure-1-title">A &lt;title&gt;</title>');
    expect(text).toContain('<desc id="figure-1-desc">What &amp; how</desc>');
  });

  test("of networks have a circle for each neuron and a line for each weight, marked on top", () => {
    expect(text.match(/<circle/g)).toHaveLength(3);
    expect(text.match(/<circle class="neuron marked"/g)).toHaveLength(2);
    expect(text.indexOf("edge dead")).toBeLessThan(text.indexOf("edge deciding"));
    expect(text).toContain("&lt;x1&gt;");
    expect(text).toContain("\u22120.25");
  });

  test("of masks join neighbours of one level in a row", () => {
    const drawn = maskPicture({ kind: "mask", rows: 2, cols: 3, step: 1, levels: [[5, 5, 0], [0, 0, 2]], marked: { rows: [1], cols: [0, 2] } }, labels).text;
    expect(drawn).toContain('fill-opacity="1" d="M16 16h24v12h-24z"');
    expect(drawn).toContain('fill-opacity="0.36" d="M40 28h12v12h-12z"');
    expect(drawn.match(/M/g)!.length).toBe(2 + 3);
  });

  test("of curves have ticks at powers of ten on both axes, and no other numbers than finite ones", () => {
    const plot = curves({ kind: "plot", x: "loss", y: "norm", series: [{ name: "family", style: "exact", points: [[-121, 0], [-5, 30]] }] }, labels).text;
    for (const tick of ["\u2212120", "0", "30"]) expect(plot).toContain(`font-size="9">${tick}</tspan>`);
    expect(plot).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("of curves without a point, or with one, are still pictures", () => {
    for (const points of [[], [[0, 0] as const]]) {
      const plot = curves({ kind: "plot", x: "x", y: "y", series: [{ name: "n", style: "best", points }] }, labels).text;
      expect(plot).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  test("have coordinates to a hundredth", () => {
    expect([1 / 3, -0.001, 2, 10, 1.5].map(decimal)).toEqual(["0.33", "0", "2", "10", "1.5"]);
  });
});
