import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ClassificationHeader, tableHeader } from "../../../src/library/classify/header.js";
import { Journal } from "../../../src/library/classify/journal.js";
import { Judge, type JudgeSettings } from "../../../src/library/classify/judge.js";
import type { Outcome } from "../../../src/library/classify/outcome.js";
import { shardJobs } from "../../../src/library/classify/run.js";
import { type Shard, type Sources, WHOLE, openSources } from "../../../src/library/classify/sources.js";
import { inFolder } from "../../cli/terminal.js";

const SETTINGS: JudgeSettings = { properties: ["linear"], timeout: 60, certificates: false };
const SOURCES = openSources(["random:3-3-3@0.5#1..9", "rect:12*12 2*2"]);
const header = (sources: Sources = SOURCES, settings = SETTINGS, shard: Shard | null = null): ClassificationHeader => tableHeader(sources, settings, shard);

/** Judges what is missing, in the order that `order` makes of it. Returns how many that were. */
async function fill(file: string, resume: boolean, order: (jobs: number) => number[] = (jobs) => Array.from({ length: jobs }, (_, j) => j), head = header()): Promise<number> {
  const journal = Journal.open(file, head, resume);
  const missing = [...journal.missing(shardJobs(SOURCES.jobs(), head.shard ?? WHOLE))];
  const judge = new Judge(SETTINGS);
  for (const at of order(missing.length)) journal.add(await judge.judge(missing[at]!));
  journal.close();
  return missing.length;
}

async function outcomes(file: string, head = header()): Promise<Outcome[]> {
  const journal = Journal.open(file, head, true);
  const all = [...journal.outcomes()];
  journal.close();
  return all;
}

describe("the journal of a run", () => {
  test("gives the outcomes in order, in whatever order they came, each once", async () => {
    await inFolder(async (folder) => {
      const [straight, mixed] = [join(folder, "a"), join(folder, "b")];
      await fill(straight, false);
      await fill(mixed, false, (jobs) => Array.from({ length: 2 * jobs }, (_, j) => (j * 7) % jobs));
      expect((await outcomes(straight)).map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect((await outcomes(mixed)).map(({ id }) => id)).toEqual((await outcomes(straight)).map(({ id }) => id));
      expect(readFileSync(mixed, "utf8").trimEnd().split("\n")).toHaveLength(11);
    });
  });

  test("is continued wherever it was cut: what is complete stays, the rest is judged again", async () => {
    await inFolder(async (folder) => {
      const [whole, cut] = [join(folder, "whole"), join(folder, "cut")];
      await fill(whole, false);
      const bytes = readFileSync(whole);
      const expected = await outcomes(whole);
      for (let length = 0; length <= bytes.length; length += length < 300 ? 11 : 37) {
        writeFileSync(cut, bytes);
        truncateSync(cut, length);
        const lines = bytes.subarray(0, length).filter((byte) => byte === 10).length;
        expect(await fill(cut, true), `cut to ${length} bytes`).toBe(10 - Math.max(0, lines - 1));
        expect(await outcomes(cut)).toEqual(expected);
      }
    });
  });

  test("of a shard holds the jobs of the shard", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "a");
      const head = header(SOURCES, SETTINGS, { number: 2, of: 3 });
      expect(await fill(file, false, undefined, head)).toBe(3);
      expect((await outcomes(file, head)).map(({ index }) => index)).toEqual([1, 4, 7]);
      expect(() => Journal.open(file, header(), true)).toThrow(/line 1: shard: expected null as for this run/);
    });
  });

  test.each<[string, () => string, string]>([
    ["a file without a line feed", () => "my notes", "line 1"],
    ["something else", () => "my notes\nand more\n", "line 1, line 1:1"],
    ["other sources", () => `${JSON.stringify({ ...header(openSources(["rect:1*1"])), schema: "wellposed/classification-journal/1" })}\n`, "line 1: paths"],
    ["other settings", () => `${JSON.stringify({ ...header(SOURCES, { ...SETTINGS, timeout: 1 }), schema: "wellposed/classification-journal/1" })}\n`, "line 1: settings"],
    ["another version", () => `${JSON.stringify({ ...header(), schema: "wellposed/classification-journal/1", version: "0" })}\n`, "line 1: version"],
    ["a line that is no outcome", () => `${JSON.stringify({ ...header(), schema: "wellposed/classification-journal/1" })}\n{}\n`, "line 2"],
    ["an outcome beyond the end", () => `${JSON.stringify({ ...header(), schema: "wellposed/classification-journal/1" })}\n{"index":10,"id":"x"}\n`, "line 2"],
  ])("is not continued from %s, which stays as it is", async (_, text, place) => {
    await inFolder(async (folder) => {
      const file = join(folder, "a");
      writeFileSync(file, text());
      let fault: unknown;
      try {
        Journal.open(file, header(), true);
      } catch (error) {
        fault = error;
      }
      expect(fault).toMatchObject({ kind: "input", place, file });
      expect(readFileSync(file, "utf8")).toBe(text());
    });
  });

  test("is not continued when the sources have other patterns in their places now", async () => {
    await inFolder(async (folder) => {
      const [file, lines] = [join(folder, "a"), join(folder, "p.jsonl")];
      writeFileSync(lines, "\nrect:1*1\n");
      const before = openSources([lines]);
      const journal = Journal.open(file, header(before), false);
      journal.add(await new Judge(SETTINGS).judge([...before.jobs()][0]!));
      journal.close();
      writeFileSync(lines, "rect:1*1\n");
      const resumed = Journal.open(file, header(before), true);
      expect(() => [...resumed.missing(openSources([lines]).jobs())]).toThrow(/pattern 0: expected ".*p\.jsonl:1", as the sources are now/);
      resumed.close();
    });
  });

  test("says which outcome is missing, or broken", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "a");
      await fill(file, false, () => [0, 1]);
      await expect(outcomes(file)).rejects.toThrow(/pattern 2: expected an outcome, found none/);
      appendFileSync(file, '{"index":2,"id":"x",}\n');
      await expect(outcomes(file)).rejects.toThrow(/pattern 2/);
    });
  });

  test("is not begun over a file that holds something, nor where none can be", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "a");
      writeFileSync(file, "x");
      mkdirSync(join(folder, "taken"));
      expect(() => Journal.open(file, header(), false)).toThrow(/--resume to continue/);
      expect(() => Journal.open(join(folder, "taken"), header(), false)).toThrow(/expected a file that can be written, found a directory/);
      expect(() => Journal.open(join(folder, "no", "a"), header(), false)).toThrow(/no such file or folder/);
      if (existsSync("/dev/null")) expect(() => Journal.open("/dev/null", header(), true)).toThrow(/a regular file/);
    });
  });
});
