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
