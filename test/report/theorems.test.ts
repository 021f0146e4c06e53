/** The table of theorems against docs/theory.md: every section named exists and is about what is named. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RuleName } from "../../src/certificate/proof.js";
import { THEOREMS } from "../../src/report/theorems.js";

const theory = readFileSync(new URL("../../docs/theory.md", import.meta.url), "utf8");
const headings = new Map([...theory.matchAll(/^### (\d\.\d) (.*)$/gm)].map(([, number, title]) => [number!, title!]));
const certificates = readFileSync(new URL("../../docs/certificates.md", import.meta.url), "utf8");

describe("THEOREMS", () => {
  it("covers every rule that docs/certificates.md defines", () => {
    const rules = [...certificates.matchAll(/^### `([a-z-]+)`/gm), ...certificates.matchAll(/^\* `([a-z-]+)`, (?:not )?closed/gm)].map(([, rule]) => rule!);
    expect(rules.length).toBeGreaterThan(20);
    expect(rules.filter((rule) => !(rule in THEOREMS))).toEqual([]);
  });

  it("names sections of docs/theory.md that exist, everywhere but for one layer, which is elementary", () => {
    const sections = Object.entries(THEOREMS).map(([rule, { source }]) => [rule, ...[...source.matchAll(/section (\d\.\d)/g)].map(([, section]) => section!)]);
    expect(sections.filter(([, ...named]) => named.length === 0)).toEqual([["single-layer"]]);
    expect(sections.filter(([, ...named]) => named.some((section) => !headings.has(section)))).toEqual([]);
  });

  it("names the section that proves the theorem", () => {
    const word: Partial<Record<RuleName, RegExp>> = {
      "unique-paths": /C1/,
      "lu-minor": /N1/,
      "cut-minor": /N1'/,
      "generic-factor": /C3/,
      components: /[Cc]omponents/,
      contraction: /F3/,
      "orthonormal-factor": /C4/,
      "added-edge": /F4/,
      minor: /F1/,
      "one-neuron": /R5/,
      "two-neurons": /D2/,
      "middle-factor": /C3/,
      "generic-pair": /C3/,
      "block-minor": /N1''/,
      degeneration: /N3/,
      laminar: /R7/,
      split: /splitting/,
      cap: /R2/,
      "chain-descent": /R3/,
      free: /R4/,
      lemmas: /symmetries/,
      use: /symmetries/,
      "star-cover": /star cover/,
      "star-components": /T6/,
      "shared-output": /T6/,
      "laminar-components": /T7/,
      "crossing-inputs": /T7/,
      "linear-counterpart": /T2/,
    };
    for (const [rule, pattern] of Object.entries(word)) {
      const section = /docs\/theory\.md section (\d\.\d)/.exec(THEOREMS[rule as RuleName].source)?.[1];
      expect(headings.get(section!), rule).toMatch(pattern);
    }
  });
});
