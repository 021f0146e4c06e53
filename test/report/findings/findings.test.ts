import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { type Mask, has, maskOf, transpose } from "../../../src/pattern/mask.js";
import { demandFromText } from "../../../src/report/findings/demand.js";
import { inspect } from "../../../src/report/findings/inspect.js";
import { RULES } from "../../../src/report/findings/rules.js";
import { fullMask, masks, randomMasks } from "../../support/patterns.js";
import { allPaths } from "../../support/paths.js";

const said = (layers: readonly Mask[], demand?: string): string[] =>
  inspect({ masks: layers }, demand === undefined ? {} : { demand: demandFromText(demand)! }).findings.map(({ rule, level, message }) => `${rule} ${level}: ${message}`);

const twoOfFour = maskOf(32, 64, (i, j) => (i + j) % 4 < 2 || (i % 8 === 3 && j % 4 === 3));
/** Exactly two of each four along the inputs, in places that depend on the row without a rule along the outputs. */
const random = new Random(41);
const shifts = Array.from({ length: 32 }, () => Array.from({ length: 17 }, () => random.below(4)));
const exact = (cols: number): Mask => maskOf(32, cols, (i, j) => (j + shifts[i]![Math.floor(j / 4)]!) % 4 < 2);

describe("findings about neurons", () => {
  test("name the dead ones and why they are dead", () => {
    // Input 2 feeds nothing, hidden neuron 1 has no input, hidden neuron 2 feeds nothing, output 1 has no hidden neuron.
    expect(said(masks([["110", "000", "010"], ["110", "000"]]))).toEqual([
      "WP003 warning: no input reaches 1 of 2 outputs, which can only be constant: output 1",
      "WP002 note: 1 of 3 inputs reaches no output: input 2",
      "WP001 note: 2 of 3 neurons of hidden layer 1 are dead: no input reaches 1 of them, 1 of them reaches no output; neurons 1 and 2",
    ]);
  });

  test("count the others when there are many", () => {
    const wide = maskOf(1, 20, (_, j) => j % 2 === 0);
    expect(said([wide])).toEqual(["WP002 note: 10 of 20 inputs reach no output: inputs 1, 3, 5, 7, 9, 11 and 4 more"]);
  });

  test("say how each layer's neurons die", () => {
    const death = (layers: string[][]): string => said(masks(layers)).find((text) => text.startsWith("WP001"))!;
    expect(death([["1", "0"], ["11"]])).toContain("1 of 2 neurons of hidden layer 1 is dead: no input reaches it; neuron 1");
    expect(death([["1", "1", "1"], ["100"]])).toContain("are dead: they reach no output; neurons 1 and 2");
    expect(death([["1", "0"], ["10"]])).toContain("is dead: no input reaches it, it reaches no output; neuron 1");
  });
});

describe("findings about layers", () => {
  test("a cut names the layers to blame, and single neurons are not listed then", () => {
    expect(said(masks([["11", "00"], ["01"]]))).toEqual([
      "WP010 error: layer 1 is cut: its weights lead to neurons that reach no output; no input reaches any output, so the network is constant and all its 2 hidden neurons are dead; keeping weight [1, 0] would open a path",
      "WP010 error: layer 2 is cut: its weights come from neurons that no input reaches; no input reaches any output, so the network is constant and all its 2 hidden neurons are dead; keeping weight [0, 0] would open a path",
    ]);
  });

  test("an empty layer is one", () => {
    expect(said(masks([["11", "01"], ["00"]]))).toEqual([
      "WP012 error: layer 2 keeps no weight: no input reaches any output, so the network is constant and all its 2 hidden neurons are dead; keeping weight [0, 0] would open a path",
    ]);
    expect(said(masks([["00"]]))).toEqual(["WP012 error: layer 1 keeps no weight: no input reaches any output, so the network is constant; keeping weight [0, 0] would open a path"]);
  });

  test("a mask that prunes nothing is a note among pruned ones, a warning when nothing is pruned", () => {
    expect(said([fullMask(3, 2), maskOf(1, 3, (_, j) => j < 2)])).toContain("WP011 note: the mask of layer 1 prunes nothing: all 6 weights are kept");
    expect(said([fullMask(3, 2), fullMask(1, 3)])).toEqual(["WP011 warning: the masks prune nothing: all 9 weights are kept"]);
  });

  test("layers are called as the file calls them, cut where that is long", () => {
    const layers = masks([["11", "01"], ["00"]]);
    const [first] = inspect({ masks: layers }, { names: ["fc1", "head"] }).findings;
    expect(first).toMatchObject({ rule: "WP012", layer: 2, about: "layer 2", message: expect.stringMatching(/^layer 2 \(head\) keeps no weight/) as string });
    expect(inspect({ masks: layers }, { names: ["fc1", "h".repeat(200)] }).findings[0]!.message).toMatch(/^layer 2 \(h{60}\.\.\.\) keeps/);
    expect(inspect({ masks: layers }, { names: ["fc1", "head"] }).layers.map(({ name }) => name)).toEqual(["fc1", "head"]);
    expect(inspect({ masks: layers }).layers[0]).not.toHaveProperty("name");
  });

  test("nothing is said of a mask without anything to say", () => {
    expect(said(masks([["11", "01"], ["10", "11"]]))).toEqual([]);
  });

  test("every pattern is cut exactly when a finding says so", () => {
    for (let n = 0; n < 200; n++) {
      const layers = randomMasks(random, 1 + random.below(4), 4);
      const isCut = said(layers).some((text) => /^WP01[02] error/.test(text));
      expect(isCut).toBe(allPaths(layers).length === 0);
    }
  });
});

describe("findings about structure", () => {
  test("N:M with its axis, and what the remainder does", () => {
    expect(said([exact(64)])).toEqual(["WP020 none: layer 1 is 2:4 along the inputs: exactly 2 of every 4 consecutive weights are kept"]);
    expect(said([transpose(exact(64))])).toEqual(["WP020 none: layer 1 is 2:4 along the outputs: exactly 2 of every 4 consecutive weights are kept"]);
    const odd = said([exact(66)]).find((text) => text.startsWith("WP020"));
    expect(odd).toMatch(/are kept; the remainder, the last 2 of each output, keeps 0 to 2$/);
    const fewer = maskOf(32, 64, (i, j) => has(exact(64), i, j) && (i + 3 * j) % 5 > 0);
    expect(said([fewer])).toContain("WP020 none: layer 1 is 2:4 along the inputs: at most 2 of every 4 consecutive weights are kept");
  });

  test("broken N:M with the first group that fails", () => {
    const broken = maskOf(32, 64, (i, j) => has(exact(64), i, j) || (i === 3 && j >= 12 && j < 16));
    expect(said([broken])).toEqual([
      "WP021 warning: layer 1 is not quite 2:4 along the inputs: 1 of 512 groups does not keep exactly 2, 1 of them more; the first: output 3, inputs 12 to 15, keeps 4",
    ]);
  });

  test("blocks, whole neurons, bands and diagonal blocks", () => {
    const cells = Array.from({ length: 9 }, () => Array.from({ length: 9 }, () => random.below(2) === 0));
    const blocks = maskOf(34, 64, (i, j) => cells[Math.floor(i / 4)]![Math.floor(j / 8)]!);
    expect(said([blocks])).toContain("WP030 none: layer 1 consists of blocks of 4 x 8 weights, all kept or all zero, those at the end cut short");
    expect(said([maskOf(20, 30, (i, j) => i % 7 !== 2 && j % 5 !== 1)])).toContain(
      "WP031 none: layer 1 keeps all weights of 17 of 20 outputs and 24 of 30 inputs: neurons were pruned as a whole",
    );
    expect(said([maskOf(50, 50, (i, j) => Math.abs(i - j) <= 1)])).toContain("WP032 none: layer 1 is a band: weight [i, j] is kept only where -1 <= j - i <= 1");
    expect(said([maskOf(50, 50, (i, j) => i === j)])).toContain("WP032 none: layer 1 is diagonal: weight [i, j] is kept only where i = j");
    expect(said([maskOf(50, 50, (i, j) => j <= i && (i * j) % 3 !== 1)])).toContain("WP032 none: layer 1 is a band: weight [i, j] is kept only where j - i <= 0");
    expect(said([maskOf(50, 60, (i, j) => j >= i && (i * j) % 3 !== 1)])).toContain("WP032 none: layer 1 is a band: weight [i, j] is kept only where 0 <= j - i");
    expect(said([maskOf(24, 48, (i, j) => Math.floor(i / 6) === Math.floor(j / 12) && (i + j) % 3 > 0)])).toContain(
      "WP033 none: layer 1 keeps weights only in 4 blocks of 6 x 12 along the diagonal",
    );
  });
});

describe("structure that is demanded", () => {
  const missing = (layers: readonly Mask[], demand: string): string[] => said(layers, demand).filter((text) => text.startsWith("WP022"));

  test("is missing with the first group that keeps too many, and the axis it is on instead", () => {
    expect(missing([exact(64)], "2:4")).toEqual([]);
    expect(missing([exact(64)], "1:4")).toEqual(["WP022 error: layer 1 is not 1:4 along the inputs: 512 of 512 groups keep more than 1; the first: output 0, inputs 0 to 3, keeps 2"]);
    expect(missing([twoOfFour], "2:4")[0]).toMatch(/64 of 512 groups keep more than 2; the first: output 3, inputs 0 to 3, keeps 3/);
    expect(missing([transpose(exact(64))], "2:4")[0]).toMatch(/; along the outputs it is: is the matrix transposed\?$/);
  });

  test("holds for the remainder too, filled up with zeros", () => {
    const rest = maskOf(8, 7, (i, j) => (j < 4 ? j < 2 : i === 5 || j === 4));
    expect(missing([rest], "2:4")).toEqual(["WP022 error: layer 1 is not 2:4 along the inputs: the remainder, the last 3 of each output, keeps more than 2 for 1 of 8"]);
    expect(missing([fullMask(4, 3)], "3:4")).toEqual([]);
  });

  test("is written N:M", () => {
    expect(demandFromText("2:4")).toEqual({ n: 2, m: 4 });
    expect(demandFromText("31:32")).toEqual({ n: 31, m: 32 });
    for (const text of ["", "2", "2:", "4:4", "0:4", "2:5", "2:64", "2:4 ", "a:4", "02:4", "2:4:8"]) expect(demandFromText(text)).toBeUndefined();
  });
});

describe("the registry of rules", () => {
  test("has ids that occur once, in order, of one form", () => {
    const ids = RULES.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const { id, name, short, help } of RULES) {
      expect(id).toMatch(/^WP\d{3}$/);
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(short).not.toMatch(/\.$/);
      expect(help).toMatch(/\.$/);
    }
  });

  test("is what docs/rules.md says", () => {
    const page = readFileSync("docs/rules.md", "utf8");
    const sections = RULES.map(({ id, name, short, help, level }) => `## ${id} ${name}\n\n${short}. Level: ${level}.\n\n${help}\n`);
    expect(page.slice(page.indexOf("## WP"))).toBe(sections.join("\n"));
  });
});
