import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { Fault } from "../../src/pattern/fault.js";
import { maskOf, sameMask } from "../../src/pattern/mask.js";
import { MAX_LAYERS, MAX_WIDTH, allBiasesFree, depth, edgeCount, edgesOf, makePattern, patternFromJson, patternToJson } from "../../src/pattern/pattern.js";
import { fullMask, mask, randomMasks } from "../support/patterns.js";

const LU = { format: "wellposed/pattern/1", name: "lu", widths: [2, 2, 2], masks: [["11", "01"], ["10", "11"]] };

function fault(value: unknown, place = ""): Fault {
  try {
    patternFromJson(value, place);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("reading a pattern", () => {
  it("takes widths, masks and name as they stand, with free biases", () => {
    const pattern = patternFromJson(LU);
    expect(pattern).toMatchObject({ name: "lu", widths: [2, 2, 2], bias: [true, true] });
    expect(pattern.masks.map(edgesOf)).toEqual([
      [[0, 0], [0, 1], [1, 1]],
      [[0, 0], [1, 0], [1, 1]],
    ]);
    expect([depth(pattern), edgeCount(pattern), allBiasesFree(pattern)]).toEqual([2, 6, true]);
  });

  it("takes an edge list for a mask, in any order", () => {
    const pattern = patternFromJson({ ...LU, masks: [{ edges: [[1, 1], [0, 1], [0, 0]] }, LU.masks[1]] });
    expect(sameMask(pattern.masks[0]!, mask(["11", "01"]))).toBe(true);
  });

  it("takes bits for a mask", () => {
    const pattern = patternFromJson({ ...LU, masks: [{ bits: "AwI=" }, LU.masks[1]] });
    expect(sameMask(pattern.masks[0]!, mask(["11", "01"]))).toBe(true);
  });

  it("takes one bias flag for all layers or one for each", () => {
    expect(patternFromJson({ ...LU, bias: false }).bias).toEqual([false, false]);
    expect(patternFromJson({ ...LU, bias: [true, false] }).bias).toEqual([true, false]);
    expect(allBiasesFree(patternFromJson({ ...LU, bias: [true, false] }))).toBe(false);
  });

  it("keeps about, tags, source and expected", () => {
    const more = { about: "a", tags: ["t"], source: "s", expected: { linear: false, finite: null, why: "w" } };
    expect(patternFromJson({ ...LU, ...more })).toMatchObject(more);
  });

  it("does not need a name", () => {
    const { name: _, ...rest } = LU;
    expect(patternFromJson(rest).name).toBe("");
  });
});

describe("what is not a pattern is refused with its place", () => {
  const masks = (first: unknown): unknown => ({ ...LU, masks: [first, LU.masks[1]] });
  it.each<[string, unknown, string]>([
    ["null", null, ""],
    ["a list", [], ""],
    ["a string", "x", ""],
    ["another format", { ...LU, format: "wellposed/pattern/2" }, "format"],
    ["no format", { ...LU, format: undefined }, "format"],
    ["a misspelt key", { ...LU, biases: true }, "biases"],
    ["a name that is no string", { ...LU, name: 1 }, "name"],
    ["an about that is no string", { ...LU, about: [] }, "about"],
    ["a source that is no string", { ...LU, source: 5 }, "source"],
    ["tags that are no list", { ...LU, tags: "a" }, "tags"],
    ["a tag that is no string", { ...LU, tags: ["a", 1] }, "tags"],
    ["an expectation that is no object", { ...LU, expected: true }, "expected"],
    ["an expectation of an unknown property", { ...LU, expected: { lunar: true } }, "expected.lunar"],
    ["an expectation that is no verdict", { ...LU, expected: { linear: "yes" } }, "expected.linear"],
    ["no widths", { ...LU, widths: undefined }, "widths"],
    ["one width", { ...LU, widths: [2], masks: [] }, "widths"],
    ["a width that is no number", { ...LU, widths: ["2", 2, 2] }, "widths"],
    ["a width of zero", { ...LU, widths: [2, 0, 2] }, "widths[1]"],
    ["a negative width", { ...LU, widths: [2, 2, -2] }, "widths[2]"],
    ["a broken width", { ...LU, widths: [2.5, 2, 2] }, "widths[0]"],
    ["a width that is not finite", { ...LU, widths: [2, Infinity, 2] }, "widths[1]"],
    ["a width beyond the bound", { ...LU, widths: [2, 2, MAX_WIDTH + 1] }, "widths[2]"],
    ["more neurons than the bound", { ...LU, widths: [MAX_WIDTH, MAX_WIDTH, MAX_WIDTH, MAX_WIDTH, 1], masks: [] }, "widths"],
    ["more layers than the bound", { ...LU, widths: Array.from({ length: MAX_LAYERS + 2 }, () => 1), masks: [] }, "widths"],
    ["masks that are no list", { ...LU, masks: {} }, "masks"],
    ["a mask too few", { ...LU, masks: [LU.masks[0]] }, "masks"],
    ["a mask too many", { ...LU, masks: [...LU.masks, LU.masks[0]] }, "masks"],
    ["a mask that is a number", masks(3), "masks[0]"],
    ["a mask that is null", masks(null), "masks[0]"],
    ["a mask with keys besides edges", masks({ edges: [], more: 1 }), "masks[0]"],
    ["a row too few", masks(["11"]), "masks[0]"],
    ["a row too many", masks(["11", "01", "00"]), "masks[0]"],
    ["a row that is no string", masks(["11", 1]), "masks[0][1]"],
    ["a ragged row", masks(["11", "011"]), "masks[0][1]"],
    ["a cell that is neither 0 nor 1", masks(["11", "0x"]), "masks[0][1], character 1"],
    ["a mask with edges and bits", masks({ edges: [], bits: "AwI=" }), "masks[0]"],
    ["bits that are no text", masks({ bits: [3, 2] }), "masks[0].bits"],
    ["bits for more rows", masks({ bits: "AwIBAB==" }), "masks[0].bits"],
    ["edges that are no list", masks({ edges: 1 }), "masks[0].edges"],
    ["an edge that is no pair", masks({ edges: [[0, 0, 0]] }), "masks[0].edges[0]"],
    ["an edge to an output that does not exist", masks({ edges: [[0, 0], [2, 0]] }), "masks[0].edges[1]"],
    ["an edge from an input that does not exist", masks({ edges: [[0, 2]] }), "masks[0].edges[0]"],
    ["a negative index", masks({ edges: [[0, -1]] }), "masks[0].edges[0]"],
    ["a broken index", masks({ edges: [[0.5, 0]] }), "masks[0].edges[0]"],
    ["an index that is a string", masks({ edges: [["0", 0]] }), "masks[0].edges[0]"],
    ["an edge listed twice", masks({ edges: [[0, 1], [1, 0], [0, 1]] }), "masks[0].edges"],
    ["a bias that is no boolean", { ...LU, bias: 1 }, "bias"],
    ["a bias too few", { ...LU, bias: [true] }, "bias"],
    ["a bias too many", { ...LU, bias: [true, true, true] }, "bias"],
    ["a bias of null among booleans", { ...LU, bias: [true, null] }, "bias"],
  ])("%s", (_, value, place) => {
    const found = fault(value);
    expect(found.place).toBe(place);
    expect(found.kind).toBe("input");
  });

  it("names the place inside another document", () => {
    expect(fault(masks(["11", "0x"]), "pattern").place).toBe("pattern.masks[0][1], character 1");
    expect(fault(7, "pattern").place).toBe("pattern");
  });

  it("says it in one line, whatever the input holds", () => {
    const message = fault({ ...LU, name: { "a\nb\u001b[31m": "\u2028".repeat(1000) } }).message;
    expect([...message].every((character) => character >= " " && character !== "\u2028")).toBe(true);
    expect(message.length).toBeLessThan(1000);
  });

  it("a value nested 100000 deep, in place of anything", () => {
    let deep: unknown = [];
    for (let n = 0; n < 100_000; n++) deep = [deep];
    for (const key of ["format", "name", "masks", "bias", "about", "widths"]) expect(fault({ ...LU, [key]: deep }).place).toMatch(new RegExp(`^${key}`));
    expect(fault(masks([deep, "01"])).place).toBe("masks[0][0]");
  });
});

describe("writing a pattern", () => {
  it("gives back what was read, on random patterns", () => {
    const random = new Random(28);
    for (let n = 0; n < 200; n++) {
      const layers = randomMasks(random, 1 + random.below(4), 12);
      const pattern = makePattern(`p${n}`, layers, { bias: layers.map(() => random.below(2) === 0) });
      const again = patternFromJson(JSON.parse(JSON.stringify(patternToJson(pattern))));
      expect(again).toEqual(pattern);
    }
  });

  it("takes an edge list where that is shorter", () => {
    const sparse = makePattern("sparse", [mask(["1".padEnd(40, "0")])]);
    expect(patternToJson(sparse).masks).toEqual([{ edges: [[0, 0]] }]);
    expect(patternToJson(makePattern("dense", [fullMask(1, 2)])).masks).toEqual([["11"]]);
  });
});

describe("writing a large pattern", () => {
  const written = (rows: number, keep: (i: number, j: number) => boolean): unknown => patternToJson(makePattern("large", [maskOf(rows, 2048, keep)])).masks[0];

  it("takes bits, and gives back what was read", () => {
    const pattern = makePattern("large", [maskOf(2048, 2048, (i, j) => (i * j) % 3 === 0)]);
    const json = JSON.parse(JSON.stringify(patternToJson(pattern)));
    expect(json.masks).toEqual([{ bits: expect.any(String) }]);
    expect(sameMask(patternFromJson(json).masks[0]!, pattern.masks[0]!)).toBe(true);
  });

  it("takes an edge list where that is far shorter", () => {
    expect(written(2048, (i, j) => i === j)).toEqual({ edges: Array.from({ length: 2048 }, (_, i) => [i, i]) });
  });

  it("takes strings up to a size", () => {
    expect(written(2047, (i, j) => (i * j) % 3 === 0)).toHaveLength(2047);
    expect(written(2048, (i, j) => (i * j) % 3 === 0)).toHaveProperty("bits");
  });
});

describe("makePattern", () => {
  it("refuses masks that do not chain", () => {
    expect(() => makePattern("x", [fullMask(2, 3), fullMask(1, 3)])).toThrow(expect.objectContaining({ place: "masks[1]" }));
  });

  it("refuses a pattern without layers", () => {
    expect(() => makePattern("x", [])).toThrow(Fault);
  });

  it("refuses masks without rows or columns", () => {
    expect(() => makePattern("x", [fullMask(0, 3)])).toThrow(expect.objectContaining({ place: "widths[1]" }));
  });
});
