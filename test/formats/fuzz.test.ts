import { describe, expect, it } from "vitest";
import { FORMATS, caseOf, runCase } from "../../scripts/fuzz/cases.js";
import { patternFromBytes } from "../../src/formats/read.js";
import { refusal, safetensors, summary } from "./helpers.js";

/** A slice of `npm run fuzz`; a failure is replayed with the format, seed 7 and the case it names. */
describe("broken files", () => {
  it.each(FORMATS)("are read or refused in one line: %s", async (format) => {
    const counts = { read: 0, refused: 0 };
    for (let index = 0; index < 300; index++) {
      try {
        counts[await runCase(patternFromBytes, caseOf(format, 7, index))]++;
      } catch (error) {
        throw new Error(`replay: npm run fuzz -- --format ${format} --seed 7 --case ${index}`, { cause: error });
      }
    }
    expect(counts.refused).toBeGreaterThan(100);
  });
});

/** What the fuzz test has found, one case each. */
describe("found by fuzzing", () => {
  it("cells that are not aligned were to be copied, but slice() of a Buffer is a view", async () => {
    const file = safetensors({ a: { dtype: "U8", shape: [1], bytes: Uint8Array.of(1) }, w: { dtype: "F64", shape: [1, 1], bytes: new Uint8Array(Float64Array.of(2).buffer) } });
    for (let shift = 0; shift < 8; shift++) {
      const shifted = Buffer.concat([Buffer.alloc(shift), file]).subarray(shift);
      expect((await summary(shifted, "x.safetensors")).masks).toEqual([["1"]]);
      await refusal(shifted.subarray(1), "x.safetensors");
    }
  });
});
