import { describe, expect, test } from "vitest";
import { optimum, optimumPath } from "../../src/optima/optimum.js";
import { formatOptimum } from "../../src/report/optimum/report.js";
import { pathInWords, short } from "../../src/report/optimum/words.js";

const XOR = { inputs: Float64Array.of(1, 1, 1, -1, -1, 1, -1, -1), targets: Float64Array.of(1, -1, -1, 1), points: 4 };
/** The same direction from three sides of a square: more than one optimum. */
const LINE = { inputs: Float64Array.of(-2, -1, 0, 1, 2), targets: Float64Array.of(2, 1, 0, 1, 2), points: 5 };

describe("the page of an optimum", async () => {
  const result = await optimum(XOR, { lambda: 0.1, prune: true, path: true });
  const page = formatOptimum("x<o>r.csv", result, "html");

  test("has its sections, and names from outside are text", () => {
    for (const heading of ["Fit", "Dual certificate", "Neurons", "All optima", "Pruning beyond the optimal set", "Path", "Sensitivities", "What this holds for", "Checks", "Files"]) expect(page).toMatch(new RegExp(`<h2 id="section-\\d+">${heading}</h2>`));
    expect(page).toContain("<h1>Optimum on x&lt;o&gt;r.csv</h1>");
    expect(page).not.toContain("<o>");
    expect(page).toContain("<title>Optimum on x&lt;o&gt;r.csv: optimum report</title>");
  });

  test("has no script, and a policy that lets none in", () => {
    expect(page).not.toMatch(/<script/i);
    expect(page.includes("default-src &#39;none&#39;; style-src &#39;sha256-")).toBe(true);
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(page).not.toMatch(/ (?:src|on\w+|style)=/);
  });

  test("carries the result and the certificate", () => {
    const [, data] = /download="certificate.json" href="data:application\/json;base64,([^"]*)"/.exec(page)!;
    expect(JSON.parse(Buffer.from(data!, "base64").toString())).toEqual(JSON.parse(JSON.stringify(result.certificate)));
    expect(page).toContain('download="optimum.json"');
  });

  test("draws a mark for each point, and every curve", () => {
    expect(page.match(/<circle class="dot-exact"/g)!.length).toBeGreaterThanOrEqual(4);
    expect(page.match(/<svg /g)).toHaveLength(4);
    expect(page).not.toContain("NaN");
  });

  test("says in Markdown the same", () => {
    const markdown = formatOptimum("xor.csv", result, "markdown");
    expect(markdown).toContain("**Certified.** The optimum is 0.2428427125");
    expect(markdown).toContain("## Pruning beyond the optimal set");
    expect(markdown).not.toContain("NaN");
  });

  test("of what is not certified says so first, and what is missing", async () => {
    const rushed = await optimum(XOR, { lambda: 0.01, timeout: 1e-6 });
    const text = formatOptimum("xor.csv", rushed, "html");
    expect(text).toContain("<strong>Not certified.</strong>");
    expect(text).toContain("the time was over");
    expect(text).toContain("FAILED");
  });
});

test("a function of one input is drawn; of an optimum that is not unique the extremes are listed", async () => {
  const result = await optimum(LINE, { lambda: 0.05, bias: true });
  const page = formatOptimum("line.csv", result, "html");
  expect(page).toContain("The network.</b>");
  if (result.optimalSet!.unique) expect(page).toContain("one network, up to order");
  else expect(page).toContain("smallest l1 norm");
});

test("the page of a path has a row for each point of the grid", () => {
  const result = optimumPath(XOR);
  const page = formatOptimum("xor.csv", result, "html");
  expect(page).toContain("Path of optima on xor.csv");
  expect(page.match(/<th scope="row" class="number">/g)!.length).toBeGreaterThanOrEqual(30);
  expect(pathInWords(result.path)).toContain("unique at every point");
});

test("numbers are short, and keep their size", () => {
  expect([0, 0.5, 1234.5678, 1e-4, -3.14159e-10, 2e7, Number.POSITIVE_INFINITY].map(short)).toEqual(["0", "0.5", "1235", "1e-4", "-3.14e-10", "2e7", "Infinity"]);
});
