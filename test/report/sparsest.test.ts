import { describe, expect, test } from "vitest";
import { type SparsestData, sparsest } from "../../src/optima/sparsest.js";
import { formatSparsest } from "../../src/report/sparsest/report.js";
import { number, numeric } from "../../src/report/sparsest/words.js";

const line = (xs: readonly number[], ys: readonly number[]): SparsestData => ({ inputs: xs.map((x) => [x]), outputs: ys });

describe("the page of a sparsest network", async () => {
  const result = await sparsest(line([0, 1, 2, 3, 4, 5], [0, 0, 1, 10, 27, 45]), { p: 0.99 });
  const page = formatSparsest("b<o>wl.csv", result, "html");

  test("has its sections, and names from outside are text", () => {
    for (const heading of ["Functions", "What is known", "Network", "Proof", "Files"]) expect(page).toMatch(new RegExp(`<h2 id="section-\\d+">${heading}</h2>`));
    expect(page).toContain("<h1>Sparsest network through b&lt;o&gt;wl.csv</h1>");
    expect(page).not.toContain("<o>");
    expect(page).not.toContain("NaN");
    expect(page).not.toMatch(/<script/i);
  });

  test("draws the three functions, each point and each knot", () => {
    expect(page.match(/<circle class="dot-exact"/g)).toHaveLength(6 + 1);
    expect(page.match(/<rect class="dot-other"/g)).toHaveLength(result.knots!.length + 1);
    for (const style of ["best", "exact", "run"]) expect(page.match(new RegExp(`<path class="${style}"`, "g"))).toHaveLength(2);
  });

  test("carries the result", () => {
    const [, data] = /download="sparsest.json" href="data:application\/json;base64,([^"]*)"/.exec(page)!;
    expect(JSON.parse(Buffer.from(data!, "base64").toString())).toEqual(JSON.parse(JSON.stringify(result)));
  });

  test("says in Markdown and text the same", () => {
    const markdown = formatSparsest("bowl.csv", result, "markdown");
    expect(markdown).toContain("**Proved.** 2 neurons; no network through these points has fewer, proved.");
    expect(formatSparsest("bowl.csv", result, "text").replace(/\s+/g, " ")).toContain("3 knots, 1 more than a sparsest one");
  });
});

test("long rationals are shown in short, and read right", () => {
  expect([number("1/2"), number("-3")]).toEqual(["1/2", "-3"]);
  expect(number(`${10n ** 20n}/${3n * 10n ** 20n + 1n}`)).toBe("about 0.3333");
  expect(numeric(`${7n * 10n ** 400n}/${2n * 10n ** 400n + 1n}`)).toBeCloseTo(3.5, 12);
  expect(numeric(`-1/${10n ** 400n}`)).toBeCloseTo(0, 12);
});

test("of many points the first are drawn, and it is said", async () => {
  const xs = Array.from({ length: 300 }, (_, k) => k);
  const page = formatSparsest("many.csv", await sparsest(line(xs, xs.map((k) => (k % 3) * (k % 7)))), "html");
  expect(page).toContain("The first 200 of 300 points are drawn.");
  expect(page.match(/<circle class="dot-exact"/g)).toHaveLength(201);
});

test("a training is drawn with its bounds, and its runs are listed", async () => {
  const result = await sparsest(line([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), { method: "reweighted" });
  const page = formatSparsest("peak.csv", result, "html");
  for (const text of ["Sparsity while training", "Loss while training", "proved lower bound, 3", "published bound of l^p minimisers, 4", "after polishing, 3", "where knots of sparsest functions can be"]) expect(page).toContain(text);
  expect(page.match(/<svg /g)).toHaveLength(3);
  expect(page).not.toContain("NaN");
  const text = formatSparsest("peak.csv", result, "text").replace(/\s+/g, " ");
  expect(text).toContain("training 1 run of 80 neurons, 10000 epochs in all, reweighted l1 for p = 0.4; ended as no network has fewer; the network is that of seed 1");
});

test("several inputs: weights that are not 0 in a line where there are many; bounds of others by name", async () => {
  const inputs = [0, 1, 2].map((j) => Array.from({ length: 9 }, (_, i) => (i === 4 ? j : 0)));
  const result = await sparsest({ inputs, outputs: [0, 1, 2] });
  const text = formatSparsest("wide.csv", result, "text");
  expect(text).toMatch(/neuron +weights +bias +output/);
  expect(text).toMatch(/ 0 +x5 1 /);
  const trusting = formatSparsest("wide.csv", { ...result, exact: false, lowerBound: 0, trusted: { bound: 1, by: "HiGHS" } }, "text").replace(/\s+/g, " ");
  expect(trusting).toContain("trusted at least 1 parameters, on the word of HiGHS");
  expect(trusting).toContain("nothing is proved of fewer");
});
