/** One test for each file of the pattern library: its expected verdicts, and certificates that both checkers accept. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PROPERTIES } from "../src/certificate/proof.js";
import { check } from "../src/check/check.js";
import { decide } from "../src/decide/decide.js";
import { readPattern } from "../src/formats/read.js";
import { checkCertificate } from "./second-checker/second-checker.js";

const files = readdirSync("patterns", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join("patterns", name)).map((file) => join("patterns", name, file)))
  .filter((file) => file.endsWith(".json"));

test("the library holds at least 40 patterns, each with a source and an expectation or a reason for none", () => {
  expect(files.length).toBeGreaterThanOrEqual(40);
});

describe.each(files)("%s", (file) => {
  test("has the expected verdicts, with certificates", async () => {
    const { pattern } = await readPattern(file);
    expect(pattern.source, "source").toBeTruthy();
    const verdicts = decide(pattern);
    for (const property of PROPERTIES) {
      const { closed, certificate, why } = verdicts[property];
      expect(why).not.toContain("our own checker refuses");
      const expected = pattern.expected?.[property];
      // "hard": the expectation has a proof of its own; staying undecided is allowed, contradicting it is not.
      const mayBeOpen = pattern.tags?.includes("hard") === true && closed === null;
      if (expected !== undefined && !mayBeOpen) expect(closed, `${property}: ${why}`).toBe(expected);
      if (closed === null) continue;
      expect(check(certificate)).toMatchObject({ ok: true });
      expect(checkCertificate(JSON.parse(JSON.stringify(certificate)))).toEqual({ ok: true });
    }
  });
});
