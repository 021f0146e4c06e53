/** Explanations of real patterns, in all four formats. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decide } from "../../src/decide/decide.js";
import { readPattern } from "../../src/formats/read.js";
import { type Mask, maskOf } from "../../src/pattern/mask.js";
import { select } from "../../src/pattern/layers.js";
import { type Pattern, edgesOf, makePattern } from "../../src/pattern/pattern.js";
import { explain, formatExplanation } from "../../src/report/explain.js";
import type { Explanation } from "../../src/report/explain/explanation.js";
import { fullMask, masks } from "../support/patterns.js";

const library = async (path: string): Promise<Pattern> => (await readPattern(new URL(`../../patterns/${path}.json`, import.meta.url).pathname)).pattern;

/** Everything a name must not be able to do. */
const NASTY = 'a_b 50% #1 {x} \\evil $y$ & ~ ^ <b> | `c` [d](e)\u001b[31m\u202e\nnext "q"';

const PATTERNS = [
  "lu/lu-2",
  "lu/lu-block-4",
  "dense/dense-2-2-2",
  "width-two/two-b-collision",
  "width-two/two-c-collision",
  "deep/deep-lu-3",
  "deep/deep-collision-identity",
  "dense/dense-4-3-2-3-4",
  "dead/dead-all-cut",
  "dead/dense-2-3-2-no-bias",
  "laminar/supports-components-laminar-and-scalar",
  "traps/trap-chain-not-a-chain",
  "masks/trained-digits-64-32-10-pruned-90",
  "butterfly/kaleidoscope-4",
] as const;
type Name = (typeof PATTERNS)[number] | "nasty" | "deep dense" | "one weight";

const explanations = new Map<Name, Explanation>();

beforeAll(async () => {
  for (const name of PATTERNS) explanations.set(name, await explain(await library(name), { timeout: 10 }));
  explanations.set("nasty", await explain(makePattern(NASTY, masks([["11", "01"], ["10", "11"]]), { about: NASTY })));
  explanations.set("deep dense", await explain(makePattern("deep dense", [fullMask(8, 3), ...Array.from({ length: 18 }, () => fullMask(8, 8)), fullMask(3, 8)])));
  explanations.set("one weight", await explain(makePattern("", [fullMask(1, 1)])));
});

const of = (name: Name): Explanation => explanations.get(name)!;
const text = (name: Name): string => formatExplanation(of(name), "text");
/** Line breaks of the text removed, so that a sentence can be looked for. */
const flat = (name: Name): string => text(name).replace(/\s+/g, " ");

describe("explain", () => {
  it("decides as decide does", async () => {
    for (const name of PATTERNS) {
      const { verdicts } = of(name);
      const decided = decide(await library(name), { timeout: 10 });
      expect(verdicts.map(({ property, verdict }) => [property, verdict.closed, verdict.rule])).toEqual(
        (["linear", "finite", "cube"] as const).map((property) => [property, decided[property].closed, decided[property].rule]),
      );
    }
  });

  it("counts kept weights, dead neurons and paths", () => {
    const { facts } = of("masks/trained-digits-64-32-10-pruned-90");
    expect(facts.layers.map(({ kept, onPaths }) => [kept, onPaths])).toEqual([
      [189, 182],
      [48, 48],
    ]);
    expect(facts.neurons.map(({ neurons, dead }) => [neurons, dead])).toEqual([
      [64, 20],
      [32, 5],
      [10, 0],
    ]);
    expect(facts.pairs).toEqual({ none: 437, one: 127, several: 76 });
    expect(facts.product).toBeNull();
    expect(of("lu/lu-2").facts.paths).toEqual([
      [1n, 1n],
      [1n, 2n],
    ]);
    expect(of("deep dense").facts.paths![0]![0]).toBe(8n ** 19n);
  });

  it("writes the product of a small pattern", () => {
    expect(of("lu/lu-2").facts.product!.map((entry) => entry.text)).toEqual([
      "w2[0,0]*w1[0,0]",
      "w2[0,0]*w1[0,1]",
      "w2[1,0]*w1[0,0]",
      "w2[1,0]*w1[0,1] + w2[1,1]*w1[1,1]",
    ]);
    expect(of("dead/dead-all-cut").facts.product!.map((entry) => entry.text)).toEqual(["0", "0", "0", "0"]);
    expect(of("deep/deep-lu-3").facts.product!.at(-1)!.text).toBe("w3[1,1]*w2[1,0]*w1[0,1] + w3[1,2]*w2[2,1]*w1[1,1]");
  });

  it("has a deciding part exactly where linear is no", () => {
    for (const [name, { verdicts, decidingPart }] of explanations) {
      expect(decidingPart !== null, name).toBe(verdicts[0]!.verdict.closed === false);
    }
  });

  it("cuts the deciding part out of a large pattern, with its own polynomials", () => {
    const { decidingPart } = of("masks/trained-digits-64-32-10-pruned-90");
    expect(decidingPart!.whole).toBe(false);
    expect(decidingPart!.outputs).toHaveLength(2);
    expect(decidingPart!.product).toHaveLength(4);
    expect(decidingPart!.paths.flat().map(Number).sort()).toEqual([1, 1, 1, 2]);
  });

  it("gives no steps where the time was up", async () => {
    const { verdicts, decidingPart } = await explain(await library("lu/lu-3"), { timeout: 0 });
    expect(verdicts[0]).toMatchObject({ verdict: { closed: null }, steps: [] });
    expect(decidingPart).toBeNull();
  });
});

/** Two or three layers, six weights of ten kept. */
const randomMasks: fc.Arbitrary<Mask[]> = fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 3, maxLength: 4 }).chain((widths) =>
  fc.tuple(
    ...widths.slice(1).map((rows, l) => {
      const cols = widths[l]!;
      return fc.array(fc.integer({ min: 0, max: 9 }), { minLength: rows * cols, maxLength: rows * cols }).map((dice) => maskOf(rows, cols, (i, j) => dice[i * cols + j]! < 6));
    }),
  ),
);

describe("the deciding part", () => {
  it("is not closed on its own, and its reasons name neurons that lie in it", async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(randomMasks, async (list) => {
        const { decidingPart } = await explain(makePattern("random", list), { timeout: 5 });
        if (decidingPart === null) return;
        seen++;
        const { outputs, inputs, hidden, limit, paths, unreachable, approach } = decidingPart;
        expect(decide(makePattern("part", select(list, outputs, inputs))).linear.closed).toBe(false);
        for (const [, index, layer = "1"] of `${unreachable} ${approach}`.matchAll(/neuron (\d+)(?: of layer (\d+))?/g)) {
          expect(hidden[Number(layer) - 1]!.neurons).toContain(Number(index));
        }
        // A limit of products is 0 where no path leads.
        limit.forEach((line, a) => line.forEach((value, b) => expect(value === 0 || paths[a]![b]! > 0n).toBe(true)));
      }),
      { numRuns: 150 },
    );
    // About one in four is not closed; so few would mean that nothing was tested.
    expect(seen).toBeGreaterThan(5);
  });

  /** All products of two layers with weights from `values`; `visit` gets the matrix, row by row. */
  function products(list: readonly Mask[], values: readonly number[], visit: (matrix: readonly number[]) => void): void {
    const [first, second] = list as [Mask, Mask];
    const fillings = (mask: Mask): number[][] => {
      const edges = edgesOf(mask);
      return Array.from({ length: values.length ** edges.length }, (_, code) => {
        const matrix = Array<number>(mask.rows * mask.cols).fill(0);
        edges.forEach(([i, j], e) => (matrix[i * mask.cols + j] = values[Math.floor(code / values.length ** e) % values.length]!));
        return matrix;
      });
    };
    const below = fillings(first);
    for (const w2 of fillings(second)) {
      for (const w1 of below) {
        const matrix: number[] = [];
        for (let i = 0; i < second.rows; i++) {
          for (let k = 0; k < first.cols; k++) {
            let sum = 0;
            for (let h = 0; h < first.rows; h++) sum += w2[i * first.rows + h]! * w1[h * first.cols + k]!;
            matrix.push(sum);
          }
        }
        visit(matrix);
      }
    }
  }

  it.each(["lu/lu-2", "width-two/two-b-collision", "width-two/two-c-collision"] as const)("of %s: its limit is approached by weights 0, 1, eps and 1/eps, and no small weights give it", async (name) => {
    const { masks: list } = await library(name);
    const limit = of(name).decidingPart!.limit.flat();
    const eps = 1 / 1024;
    const off = (matrix: readonly number[]): number => Math.max(...matrix.map((value, at) => Math.abs(value - Number(limit[at]))));
    let nearest = Infinity;
    products(list, [0, 1, eps, 1 / eps, -1 / eps], (matrix) => (nearest = Math.min(nearest, off(matrix))));
    expect(nearest).toBeGreaterThan(0);
    expect(nearest).toBeLessThanOrEqual(eps);
    let reached = false;
    products(list, [-1, 0, 1, 2], (matrix) => (reached ||= off(matrix) === 0));
    expect(reached).toBe(false);
  });
});

describe("as text", () => {
  it("keeps to 96 columns", () => {
    for (const name of explanations.keys()) {
      expect(text(name).split("\n").filter((line) => line.length > 96), name).toEqual([]);
    }
  });

  it("tells lu-2 from the paths to the limit", () => {
    const said = flat("lu/lu-2");
    expect(said).toContain("Widths 2-2-2, inputs first. All biases are free.");
    expect(said).toContain("3 have exactly one path and 1 has two paths or more.");
    expect(said).toContain("A[1,1] = w2[1,0]*w1[0,1] + w2[1,1]*w1[1,1]");
    expect(said).toContain("[decides: N1, LU minor]");
    expect(said).toContain("Le, Riccietti, Gribonval 2023 (arXiv 2306.02666)");
    expect(said).toContain("Here this is the whole pattern.");
    expect(said).toContain("A[0,0] is the product of these two, so it is not 0.");
    expect(text("lu/lu-2")).toContain("  output 0        0        1\n  output 1        1        0\n");
    // The polynomials are not written twice.
    expect(text("lu/lu-2").split("w2[1,0]*w1[0,1] + w2[1,1]*w1[1,1]")).toHaveLength(2);
  });

  it("tells the limit of the form (b) of two neurons", () => {
    const said = flat("width-two/two-b-collision");
    expect(said).toContain("form (b). [decides: D2, two neurons]");
    expect(said).toContain("output 0 1 1 0 output 1 0 0 1");
    expect(flat("width-two/two-c-collision")).toContain("form (c). [decides: D2, two neurons]");
  });

  it("says of a large pattern that only the deciding part is shown", () => {
    const said = flat("masks/trained-digits-64-32-10-pruned-90");
    expect(said).toContain("The product is too large to be written out; only the part that decides is shown, below.");
    expect(said).toContain("Its entries are:");
    expect(said).toContain("Dead, on no path from an input to an output: inputs 0, 3, 5, 10, 11, 13 and 14 more (20 of 64); neurons 9, 21, 24, 25 and 30 of layer 1 (5 of 32).");
  });

  it("summarises the theorem that decides, not the one that merges layers", () => {
    expect(text("deep/deep-collision-identity")).toMatch(/linear .* no +D2, two neurons\n/);
    expect(text("lu/lu-block-4")).toMatch(/linear .* no +N3, degeneration\n/);
  });

  it("gives the reason of what stays undecided, and does not speak of training where biases are missing", async () => {
    expect(flat("butterfly/kaleidoscope-4")).toContain("linear: undecided ----------------- Undecided: ");
    expect(flat("dead/dense-2-3-2-no-bias")).toContain("Layers 1 and 2 have no free bias.");
    const lu = await explain(makePattern("lu", masks([["11", "01"], ["10", "11"]]), { bias: [true, false] }));
    const said = formatExplanation(lu, "text");
    expect(said).toContain("linear: no");
    expect(said).toContain("Layer 2 has no free bias.");
    expect(said).not.toContain("training sets have no optimum");
  });

  it("lets no control character of a name through, and has a title without a name", () => {
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    for (const format of ["text", "markdown", "latex", "json"] as const) expect(formatExplanation(of("nasty"), format), format).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(text("nasty")).not.toContain("\u202e");
    expect(text("one weight")).toMatch(/^1-1\n===\n/);
  });
});

describe("as Markdown", () => {
  it("has tables whose rows are as long as their heads", () => {
    for (const [name, explanation] of explanations) {
      const markdown = formatExplanation(explanation, "markdown");
      const tables = markdown.split("\n\n").filter((block) => block.startsWith("|"));
      expect(tables.length, name).toBeGreaterThan(1);
      for (const table of tables) {
        const lengths = table.trim().split("\n").map((line) => line.replaceAll("\\|", "").split("|").length);
        expect(new Set(lengths).size, table).toBe(1);
      }
    }
  });

  it("marks the step that decides, fences formulas and escapes names", () => {
    const markdown = formatExplanation(of("nasty"), "markdown");
    expect(markdown).toContain("*[N1, LU minor]* **Decides.**");
    expect(markdown).toContain("```text\nA[0,0] = w2[0,0]*w1[0,0]\n");
    expect(markdown.split("\n")[0]).toBe('# a\\_b 50% \\#1 \\{x\\} \\\\evil $y$ & ~ ^ \\<b\\> \\| \\`c\\` \\[d\\](e) \\[31m next "q"');
  });
});

describe("as LaTeX", () => {
  const latex = (name: Name): string => formatExplanation(of(name), "latex");

  it("says what it needs", () => {
    expect(latex("lu/lu-2")).toMatch(/^% .*amsmath/);
  });

  it("closes every environment, brace and formula it opens", () => {
    for (const name of explanations.keys()) {
      const body = latex(name);
      const open: string[] = [];
      for (const [, kind, environment] of body.matchAll(/\\(begin|end)\{([a-z*]+)\}/g)) {
        if (kind === "begin") open.push(environment!);
        else expect(open.pop(), name).toBe(environment);
      }
      expect(open, name).toEqual([]);
      for (const line of body.split("\n").slice(1)) {
        const bare = line.replace(/\\[\\{}$%&#_]/g, "");
        let depth = 0;
        for (const brace of bare.match(/[{}]/g) ?? []) {
          depth += brace === "{" ? 1 : -1;
          expect(depth, line).toBeGreaterThanOrEqual(0);
        }
        expect(depth, line).toBe(0);
        expect((bare.match(/\$/g) ?? []).length % 2, line).toBe(0);
      }
    }
  });

  it("leaves no character with a meaning outside formulas", () => {
    for (const name of explanations.keys()) {
      const words = latex(name)
        .replace(/^%.*\n/, "")
        .replace(/\\(sub)?section\*/g, "\\section")
        .replace(/\\begin\{align\*\}[^]*?\\end\{align\*\}/g, "")
        .replace(/\\\[[^]*?\\\]/g, "")
        .replace(/\\begin\{tabular\}\{[lr]+\}[^]*?\\end\{tabular\}/g, (table) => table.replaceAll(" & ", " ").replaceAll(" \\\\\n", "\n"))
        .replace(/\\[{}$%&#_]/g, "")
        .replace(/\$[^$\n]*\$/g, "");
      expect(words, name).not.toMatch(/[_^&#%$~<>|*](?!\})/);
      // What is left of backslashes begins one of the commands used.
      expect(words.replace(/\\(section|begin|end|noindent|item|emph|textbf|hline|text[a-z]+\{\})/g, ""), name).not.toContain("\\");
    }
  });

  it("aligns formulas with one sign of alignment a line, no line too long", () => {
    const blocks = latex("dense/dense-2-2-2").match(/\\begin\{align\*\}\n[^]*?\n\\end\{align\*\}/g)!;
    expect(blocks).toHaveLength(1);
    const lines = blocks[0]!.split("\n").slice(1, -1);
    expect(lines[0]).toBe("  A_{0,0} &= w^{(2)}_{0,0}\\,w^{(1)}_{0,0} + w^{(2)}_{0,1}\\,w^{(1)}_{1,0} \\\\");
    for (const name of ["dense/dense-2-2-2", "dead/dense-2-3-2-no-bias", "lu/lu-block-4"] as const) {
      for (const block of latex(name).match(/\\begin\{align\*\}\n[^]*?\n\\end\{align\*\}/g)!) {
        const rows = block.split("\n").slice(1, -1);
        rows.forEach((line, at) => {
          expect(line.split("&")).toHaveLength(2);
          expect(line.endsWith(" \\\\")).toBe(at < rows.length - 1);
        });
      }
    }
  });

  it("sets entries, factors and eps of sentences as formulas", () => {
    const body = latex("lu/lu-2");
    expect(body).toContain("\\subsection*{The linear counterpart $A = W_{2} W_{1}$}");
    expect(body).toContain("$A_{1,0} = 1$ needs a nonzero way");
    expect(body).toContain("with $1/\\varepsilon$, and");
    expect(latex("deep dense")).toContain("$A = W_{20} \\cdots W_{1}$");
  });
});

describe("as JSON", () => {
  const json = (name: Name) => JSON.parse(formatExplanation(of(name), "json"));

  it("has the schema, the pattern, the steps with their theorems, and the deciding part", () => {
    const value = json("lu/lu-2");
    expect(value).toMatchObject({
      schema: "wellposed/explanation/1",
      name: "lu-2",
      widths: [2, 2, 2],
      bias: [true, true],
      counterpart: "W_2 W_1",
      pairs: { none: 0, one: 3, several: 1 },
      paths: [[1, 1], [1, 2]],
      verdicts: {
        linear: { closed: false, rule: "lu-minor", steps: [{ number: 1, rule: "lu-minor", decides: true, theorem: { name: "N1, LU minor" } }] },
        finite: { closed: false, rule: "shared-output", dense: false },
        cube: { closed: false, rule: "linear-counterpart" },
      },
      decidingPart: { outputs: [0, 1], inputs: [0, 1], limit: [[0, 1], [1, 0]], whole: true },
    });
    expect(value.product[3]).toMatchObject({ output: 1, input: 1, text: "w2[1,0]*w1[0,1] + w2[1,1]*w1[1,1]" });
  });

  it("writes counts beyond doubles as strings, others as numbers", () => {
    expect(json("deep dense").paths[0][0]).toBe(`${8n ** 19n}`);
    expect(json("dead/dead-all-cut").paths).toEqual([[0, 0], [0, 0]]);
  });

  it("keeps names and reads back for every pattern", () => {
    for (const [name, { widths, decidingPart }] of explanations) {
      const value = json(name);
      expect(value.widths).toEqual(widths);
      expect(value.decidingPart === null).toBe(decidingPart === null);
    }
    expect(json("nasty").name).toBe(NASTY);
  });
});
