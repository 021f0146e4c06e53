/** The shipped atlas, patterns/atlas/: its classes, and verdicts decided anew for a part of it. `npm run atlas` does all of it. */
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Random } from "../src/exact/random.js";
import { type AtlasEntry, atlas, entryOf } from "../src/library/atlas.js";
import { type AtlasHeader, ATLAS_FORMAT } from "../src/library/atlas-file.js";
import { type Size, enumerate } from "../src/library/enumerate.js";

/** `notClosed` as known from an independent exact computation (docs/theory.md, section 4; D2 for two hidden neurons). */
const SHIPPED = [
  { file: "4x4-1.jsonl", size: { outputs: 4, inputs: 4, hidden: 1 }, classes: 10, notClosed: 0 },
  { file: "4x4-2.jsonl", size: { outputs: 4, inputs: 4, hidden: 2 }, classes: 198, notClosed: undefined },
  { file: "4x4-3.jsonl", size: { outputs: 4, inputs: 4, hidden: 3 }, classes: 5358, notClosed: 2935 },
  { file: "3x3-4.jsonl", size: { outputs: 3, inputs: 3, hidden: 4 }, classes: 5249, notClosed: 1055 },
];

function shipped(file: string): { header: AtlasHeader; entries: AtlasEntry[] } {
  const [header, ...entries] = readFileSync(`patterns/atlas/${file}`, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  return { header, entries };
}

/** The verdict found now must be the one on file; what is undecided there may be decided by now. */
function expectAgreement(onFile: AtlasEntry | undefined, now: AtlasEntry): void {
  expect(onFile, now.pattern).toBeDefined();
  if (onFile!.closed !== null) expect(now.closed, now.pattern).toBe(onFile!.closed);
}

test("no file of the shipped atlas is without a test", () => {
  expect(readdirSync("patterns/atlas").filter((name) => name.endsWith(".jsonl")).sort()).toEqual(SHIPPED.map(({ file }) => file).sort());
});

describe.each(SHIPPED)("$file", ({ file, size, classes, notClosed }) => {
  const { header, entries } = shipped(file);

  test("holds every class of its size, in order", () => {
    expect(header).toMatchObject({ format: ATLAS_FORMAT, ...size, classes, certificates: false });
    expect(entries.map(({ pattern }) => pattern)).toEqual([...enumerate(size)].map(({ name }) => name));
    expect(entries).toHaveLength(classes);
  });

  test("agrees with what is known of the number of classes that are not closed", () => {
    const count = (closed: boolean | null): number => entries.filter((entry) => entry.closed === closed).length;
    if (notClosed === undefined) return expect(count(null)).toBe(0);
    expect(count(false)).toBeLessThanOrEqual(notClosed);
    expect(count(false) + count(null)).toBeGreaterThanOrEqual(notClosed);
  });

  test("has the verdicts that a sample gets when it is decided anew", () => {
    const random = new Random(20);
    for (let drawn = 0; drawn < 150; drawn++) {
      const onFile = entries[random.below(entries.length)]!;
      expectAgreement(onFile, entryOf(onFile.pattern, header));
    }
  });
});

describe.each([1, 2, 3])("all classes up to 3 x 3 with %i hidden neurons", (hidden) => {
  test("have the shipped verdicts when they are decided anew", async () => {
    const onFile = new Map(shipped(`4x4-${hidden}.jsonl`).entries.map((entry) => [entry.pattern, entry]));
    const size: Size = { outputs: 3, inputs: 3, hidden };
    for await (const entry of atlas(size, { certificates: false })) expectAgreement(onFile.get(entry.pattern), entry);
  });
});
