/** The shipped minimal obstructions, patterns/obstructions/ and docs/obstructions.md: they are those of the catalogue. test/patterns.test.ts decides them. */
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { notationOf } from "../src/formats/rectangle-notation.js";
import { canonicalForm } from "../src/pattern/canonical.js";
import { type PatternJson, patternFromJson } from "../src/pattern/pattern.js";
import { rectanglesOf } from "../src/pattern/rectangles.js";
import { size } from "../src/pattern/sets.js";
import { reasonInShort } from "../src/report/obstructions.js";
import { catalogue } from "../src/rules/catalogue.js";

const FOLDER = "patterns/obstructions";
const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json")).sort();
const patterns = files.map((file) => patternFromJson(JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8")) as PatternJson));
const width = (name: string): string => name.split("-")[1]!;

test("one file for each obstruction of the catalogue, in its order, named by neurons and number", () => {
  expect(patterns.map(({ masks }) => rectanglesOf(masks[0]!, masks[1]!))).toEqual(catalogue().map(({ goal }) => goal));
  expect(patterns.map(({ name }) => `${name}.json`)).toEqual(files);
  const counts = new Map<string, number>();
  for (const { name, widths } of patterns) {
    counts.set(width(name), (counts.get(width(name)) ?? 0) + 1);
    expect(name).toMatch(new RegExp(`^obstruction-${widths[1]}-0*${counts.get(width(name))}$`));
  }
  expect(counts).toEqual(new Map([["2", 2], ["3", 64], ["4", 155]]));
});

test("no two are the same up to order and transposition", () => {
  expect(new Set(patterns.map(({ masks }) => canonicalForm(rectanglesOf(masks[0]!, masks[1]!))!.key)).size).toBe(patterns.length);
});

test("each says its notation, its limit and its reason, and is expected to be not closed", () => {
  catalogue().forEach((obstruction, at) => {
    const { about, expected, name } = patterns[at]!;
    const limit = `(${obstruction.evidence.limit.map((row) => row.join(" ")).join("; ")})`;
    for (const part of [notationOf(patterns[at]!), limit, reasonInShort(obstruction).slice(1)]) expect(about, name).toContain(part);
    expect(expected).toMatchObject({ linear: false, finite: false, cube: false });
  });
});

describe.each(["2", "3", "4"])("the drawing for %s neurons", (neurons) => {
  const svg = readFileSync(`docs/obstructions-${neurons}.svg`, "utf8");
  const drawn = [...patterns.keys()].filter((at) => width(patterns[at]!.name) === neurons);
  const cards = svg.split("<g>").slice(1);
  const cardOf = (at: number): string => cards.find((card) => card.includes(`class="name"`) && card.includes(`>${patterns[at]!.name.replace("obstruction-", "")}</text>`))!;

  test("has one card for each, with its number and its neurons, and nothing that GitHub would not show", () => {
    expect(cards).toHaveLength(drawn.length);
    for (const at of drawn) {
      const sides = [...cardOf(at).matchAll(/class="sides t\d"[^>]*>([^<]+)</g)].map((match) => match[1]);
      expect(sides.join(" ")).toBe(notationOf(patterns[at]!));
    }
    expect(svg).not.toMatch(/<script|href|foreignObject|NaN|undefined/);
  });

  test("draws of each neuron as many cells as its rectangle has, and the numbers of the limit", () => {
    for (const at of drawn) {
      const { goal, evidence } = catalogue()[at]!;
      goal.neurons.forEach(({ rows, cols }, k) => {
        const pieces = [...cardOf(at).matchAll(new RegExp(`<rect class="rectangle n${k}" x="\\S+" y="\\S+" width="(\\S+)" height="(\\S+)"`, "g"))];
        // A cell is 36 wide, and the outline stands inside by less than half of that.
        const cells = pieces.reduce((sum, [, w, h]) => sum + Math.ceil(Number(w) / 36) * Math.ceil(Number(h) / 36), 0);
        expect(cells, patterns[at]!.name).toBe(size(rows) * size(cols));
      });
      const values = [...cardOf(at).matchAll(/class="value[^>]*>([^<]+)</g)].map((match) => match[1]!.replace("\u2212", "-"));
      expect(values.sort()).toEqual(evidence.limit.flat().map((value) => value ?? "0").sort());
    }
  });
});

test("the page and the index of the folder name every pattern", () => {
  const [page, index] = [readFileSync("docs/obstructions.md", "utf8"), readFileSync(`${FOLDER}/README.md`, "utf8")];
  for (const pattern of patterns) {
    for (const text of [page, index]) expect(text).toMatch(new RegExp(`\\[${pattern.name}\\]\\(.*${pattern.name}\\.json\\) \\| \`${notationOf(pattern).replaceAll("*", "\\*")}\``));
  }
});
