import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeDot, writeGraphlibJson, writePatternJson } from "../../src/formats/write.js";
import { maskOf, maskStrings, sameMask } from "../../src/pattern/mask.js";
import { type Pattern, makePattern } from "../../src/pattern/pattern.js";
import { read } from "./helpers.js";

/** Patterns of up to four layers, with dead neurons and all. */
const patterns = fc
  .array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 })
  .chain((widths) =>
    fc.record({
      name: fc.string({ minLength: 1, maxLength: 8 }),
      masks: fc.tuple(...widths.slice(1).map((rows, l) => fc.array(fc.boolean(), { minLength: rows * widths[l]!, maxLength: rows * widths[l]! }))),
      bias: fc.array(fc.boolean(), { minLength: widths.length - 1, maxLength: widths.length - 1 }),
      widths: fc.constant(widths),
    }),
  )
  .map(({ name, masks, bias, widths }) =>
    makePattern(name, masks.map((cells, l) => maskOf(widths[l + 1]!, widths[l]!, (i, j) => cells[i * widths[l]! + j]!)), { bias }),
  );

async function expectRoundTrip(pattern: Pattern, text: string, fileName: string): Promise<Pattern> {
  const { pattern: back } = await read(text, fileName);
  expect(back.widths).toEqual(pattern.widths);
  expect(back.bias).toEqual(pattern.bias);
  expect(back.masks.map(maskStrings)).toEqual(pattern.masks.map(maskStrings));
  return back;
}

describe("writers", () => {
  it("write what the readers read back", async () => {
    await fc.assert(
      fc.asyncProperty(patterns, async (pattern) => {
        expect((await expectRoundTrip(pattern, writePatternJson(pattern), "x.json")).name).toBe(pattern.name);
        expect((await expectRoundTrip(pattern, writeGraphlibJson(pattern), "x.json")).name).toBe(pattern.name);
        await expectRoundTrip(pattern, writeDot(pattern), "x.dot");
      }),
    );
  });

  it("keep the text fields of a pattern file", async () => {
    const pattern = makePattern("p", [maskOf(1, 2, () => true)], {
      about: "about",
      tags: ["a", "b"],
      source: "here",
      expected: { linear: true, finite: null, why: "because" },
    });
    const { pattern: back } = await read(writePatternJson(pattern), "x.json");
    expect({ ...back, masks: [] }).toEqual({ ...pattern, masks: [] });
  });

  it("write large sparse layers as edges", async () => {
    const pattern = makePattern("sparse", [maskOf(200, 300, (i, j) => i === j)]);
    const text = writePatternJson(pattern);
    expect(text.length).toBeLessThan(5000);
    expect(sameMask((await read(text, "x.json")).pattern.masks[0]!, pattern.masks[0]!)).toBe(true);
  });

  it("write names that DOT cannot hold as far as it can", async () => {
    for (const [name, back] of [['a"b', 'a"b'], ["a\\", "a "], ["a\nb", "a b"], ['\\"', ' "']]) {
      const pattern = makePattern(name!, [maskOf(1, 1, () => true)]);
      expect((await read(writeDot(pattern), "x.dot")).pattern.name).toBe(back);
    }
  });
});
