import { describe, expect, test } from "vitest";
import { notationOf, patternFromNotation } from "../../src/formats/rectangle-notation.js";
import { type Size, enumerate } from "../../src/library/enumerate.js";
import { canonicalForm } from "../../src/pattern/canonical.js";
import { Fault } from "../../src/pattern/fault.js";
import { rectanglesOf } from "../../src/pattern/rectangles.js";
import { isSubset, setOf, size as sizeOf } from "../../src/pattern/sets.js";
import { permutationsOf, range } from "../decide/build.js";

const size = (outputs: number, inputs: number, hidden: number): Size => ({ outputs, inputs, hidden });
const names = (of: Size): string[] => [...enumerate(of)].map(({ name }) => name);

/**
 * The classes by definition, one name for each: every multiset of nonempty rectangles, trimmed, under every permutation and transposition.
 * Shares nothing with src: rectangles as bit masks, the name is the least of all images.
 */
function classesByDefinition({ outputs, inputs, hidden }: Size): Set<string> {
  const side = Math.max(outputs, inputs);
  const permutations = permutationsOf(side).map((to) => range(1 << side).map((set) => to.reduce((moved, place, i) => moved | (((set >> i) & 1) << place), 0)));
  const found = new Set<string>();
  const seen = new Map<string, string>();
  const list: (readonly [number, number])[] = [];
  const nameOf = (): string => {
    const own = list.map(String).sort().join(" ");
    const known = seen.get(own);
    if (known !== undefined) return known;
    const images: string[] = [];
    for (const row of permutations) {
      for (const column of permutations) {
        images.push(list.map(([r, c]) => `${row[r]},${column[c]}`).sort().join(" "), list.map(([r, c]) => `${column[c]},${row[r]}`).sort().join(" "));
      }
    }
    const least = images.reduce((a, b) => (a < b ? a : b));
    for (const image of images) seen.set(image, least);
    return least;
  };
  const visit = (from: number): void => {
    if (list.length === hidden) {
      found.add(nameOf());
      return;
    }
    for (let at = from; at < 1 << (outputs + inputs); at++) {
      const [r, c] = [at >> inputs, at & ((1 << inputs) - 1)];
      if (r === 0 || c === 0) continue;
      list.push([r, c]);
      visit(at);
      list.pop();
    }
  };
  visit(0);
  return found;
}

/** The name that the definition gives to a pattern of a size. */
function nameByDefinition(notation: string, side: number): string {
  const neurons = notation.split(" ").map((text) => text.split("*").map((part) => [...part].reduce((set, x) => set | (1 << (Number(x) - 1)), 0)));
  const move = (to: readonly number[], set: number): number => to.reduce((moved, place, i) => moved | (((set >> i) & 1) << place), 0);
  let least: string | undefined;
  for (const row of permutationsOf(side)) {
    for (const column of permutationsOf(side)) {
      for (const turned of [false, true]) {
        const image = neurons
          .map(([r, c]) => (turned ? `${move(column, c!)},${move(row, r!)}` : `${move(row, r!)},${move(column, c!)}`))
          .sort()
          .join(" ");
        if (least === undefined || image < least) least = image;
      }
    }
  }
  return least!;
}

describe("the classes of a size", () => {
  test.each([size(1, 1, 1), size(2, 2, 1), size(2, 2, 2), size(2, 2, 3), size(2, 3, 2), size(3, 2, 2), size(1, 3, 3), size(3, 3, 2), size(2, 3, 3)])(
    "are those of the definition, each met once: $outputs x $inputs, $hidden hidden",
    (of) => {
      const expected = classesByDefinition(of);
      const found = names(of).map((name) => nameByDefinition(name, Math.max(of.outputs, of.inputs)));
      expect(new Set(found).size).toBe(found.length);
      expect(new Set(found)).toEqual(expected);
    },
  );

  test.each([
    [3, 2, 55],
    [3, 3, 539],
    [4, 3, 5358],
    [3, 4, 5249],
  ])("up to %i x %i are as many as published: %i", (side, hidden, expected) => {
    expect(names(size(side, side, hidden))).toHaveLength(expected);
  });

  test("are the same with outputs and inputs exchanged", () => {
    const turned = names(size(4, 3, 2)).map((name) => nameByDefinition(name, 4)).sort();
    expect(names(size(3, 4, 2)).map((name) => nameByDefinition(name, 4)).sort()).toEqual(turned);
  });

  test("contain those of smaller squares under the same names", () => {
    const larger = new Set(names(size(4, 4, 3)));
    expect(names(size(3, 3, 3)).filter((name) => !larger.has(name))).toEqual([]);
  });

  test("are live patterns that fit, under their notation", () => {
    for (const pattern of enumerate(size(2, 4, 3))) {
      expect(pattern.widths[1]).toBe(3);
      expect(pattern.widths[2]).toBeLessThanOrEqual(2);
      expect(pattern.widths[0]).toBeLessThanOrEqual(4);
      expect(notationOf(pattern)).toBe(pattern.name);
      const back = patternFromNotation(pattern.name);
      expect(back.widths).toEqual(pattern.widths);
      expect(back.masks).toEqual(pattern.masks);
    }
  });

  test.each([size(3, 3, 3), size(2, 4, 3), size(4, 2, 3)])("have different canonical forms: $outputs x $inputs, $hidden hidden", (of) => {
    const keys = [...enumerate(of)].map(({ masks }) => canonicalForm(rectanglesOf(masks[0]!, masks[1]!))!.key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("come in the documented order: output classes, then input classes, as falling numbers, rising", () => {
    const sequences = [...enumerate(size(3, 3, 3))].map(({ name }) => {
      const neurons = name.split(" ").map((text) => text.split("*"));
      const classesOn = (side: 0 | 1): number[] =>
        range(3).map((end) => neurons.reduce((set, sides) => 2 * set + (sides[side]!.includes(`${end + 1}`) ? 1 : 0), 0));
      return [classesOn(0), classesOn(1)] as const;
    });
    for (const sides of sequences) for (const side of sides) expect(side).toEqual([...side].sort((a, b) => b - a));
    const keys = sequences.map((sides) => sides.flat().join(""));
    expect(keys).toEqual([...keys].sort());
  });

  test("are lazy: the first of hundreds of millions comes at once", () => {
    const { value } = enumerate(size(5, 5, 5)).next();
    expect(value!.name).toBe("1*1 2*2 3*3 4*4 5*5");
  });

  test("meet each neuron by an output and an input", () => {
    for (const { masks, widths } of enumerate(size(3, 3, 2))) {
      const met = masks.map((mask, l) => (l === 0 ? setOf(range(mask.rows).filter((h) => mask.start[h + 1]! > mask.start[h]!)) : setOf(mask.index)));
      for (const set of met) expect(sizeOf(set)).toBe(widths[1]);
      expect(isSubset(met[0]!, met[1]!)).toBe(true);
    }
  });

  test.each([size(0, 1, 1), size(1, 36, 1), size(1, 1, 8), size(1.5, 1, 1), size(1, 1, 0), size(1, Number.NaN, 1)])("refuse %o", (of) => {
    expect(() => enumerate(of).next()).toThrow(Fault);
    expect(() => enumerate(of).next()).toThrow(/expected an integer from 1 to/);
  });
});
