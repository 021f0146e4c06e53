import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { atlas } from "../../src/library/atlas.js";
import { type AtlasHeader, type Outcome, atlasCertificates, atlasHeader, isAtlas, openAtlas } from "../../src/library/atlas-file.js";
import { Fault } from "../../src/pattern/fault.js";
import { VERSION } from "../../src/version.js";
import { inFolder } from "../cli/terminal.js";

const SIZE = { outputs: 2, inputs: 2, hidden: 2 };
const HEADER = atlasHeader(SIZE, { timeout: 60, certificates: true });

/** Writes an atlas, or what is missing of it, entry by entry. Returns the entries that were there already. */
async function write(file: string, resume: boolean, header: AtlasHeader = HEADER): Promise<readonly Outcome[]> {
  const opened = await openAtlas(file, header, resume);
  for await (const entry of atlas(header, { ...header, skip: opened.known.length })) opened.add(entry);
  opened.close();
  return opened.known;
}

async function refusal(action: Promise<unknown>): Promise<Fault> {
  const error: unknown = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Fault)) throw new Error("no fault was thrown", { cause: error });
  return error;
}

describe("the file of an atlas", () => {
  test("has a header and a line for each class", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "a.jsonl");
      expect(await write(file, false)).toEqual([]);
      const text = readFileSync(file, "utf8");
      expect(text.endsWith("\n")).toBe(true);
      const [header, ...entries] = text.trimEnd().split("\n").map((line) => JSON.parse(line));
      expect(header).toEqual({ format: "wellposed/atlas/1", version: VERSION, ...SIZE, classes: 11, timeout: 60, certificates: true });
      expect(entries).toHaveLength(11);
      for (const entry of entries) expect(entry).toMatchObject({ pattern: expect.any(String), closed: expect.any(Boolean), rule: expect.any(String) });
    });
  });

  test("is the same to the byte when it is cut anywhere and resumed", async () => {
    await inFolder(async (folder) => {
      const [whole, cut] = [join(folder, "whole.jsonl"), join(folder, "cut.jsonl")];
      const header = atlasHeader(SIZE, { timeout: 60, certificates: false });
      await write(whole, false, header);
      const bytes = readFileSync(whole);
      for (let length = 0; length <= bytes.length; length++) {
        writeFileSync(cut, bytes);
        truncateSync(cut, length);
        const lines = bytes.subarray(0, length).filter((byte) => byte === 10).length;
        expect(await write(cut, true, header)).toHaveLength(Math.max(0, lines - 1));
        expect(readFileSync(cut).equals(bytes), `cut to ${length} bytes`).toBe(true);
      }
    });
  });

  test("is begun by --resume when there is none", async () => {
    await inFolder(async (folder) => {
      const [plain, resumed] = [join(folder, "plain.jsonl"), join(folder, "resumed.jsonl")];
      await write(plain, false);
      await write(resumed, true);
      expect(readFileSync(resumed)).toEqual(readFileSync(plain));
    });
  });

  test("is not begun over a file that holds something", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "mine.txt");
      for (const text of ["x", "one\ntwo\n", `${JSON.stringify(HEADER)}\n`]) {
        writeFileSync(file, text);
        expect(await refusal(write(file, false))).toMatchObject({ kind: "usage", place: "--out" });
        expect(readFileSync(file, "utf8")).toBe(text);
      }
    });
  });

  test.each([
    ["a file without a line feed", () => "my notes", "line 1"],
    ["a file of something else", () => "my notes\nand more\n", "line 1, line 1:1"],
    ["a JSON list", () => "[]\n", "line 1"],
    ["another format", () => `${JSON.stringify({ ...HEADER, format: "x" })}\n`, "line 1: format"],
    ["another version", () => `${JSON.stringify({ ...HEADER, version: "0.0.0" })}\n`, "line 1: version"],
    ["another size", () => `${JSON.stringify(atlasHeader({ ...SIZE, inputs: 3 }, HEADER))}\n`, "line 1: inputs"],
    ["another time limit", () => `${JSON.stringify({ ...HEADER, timeout: 1 })}\n`, "line 1: timeout"],
    ["no certificates", () => `${JSON.stringify({ ...HEADER, certificates: false })}\n`, "line 1: certificates"],
    ["an entry that is no object", () => `${JSON.stringify(HEADER)}\n3\n`, "line 2"],
    ["an entry that is no JSON", () => `${JSON.stringify(HEADER)}\n{"pattern":\n`, "line 2, line 1:12"],
    ["an entry out of turn", () => `${JSON.stringify(HEADER)}\n{"pattern":"1*1 1*2","closed":true,"rule":"x"}\n`, "line 2: pattern"],
    ["an entry without a verdict", () => `${JSON.stringify(HEADER)}\n{"pattern":"1*1 2*2"}\n`, "line 2: closed"],
    ["a verdict without a rule", () => `${JSON.stringify(HEADER)}\n{"pattern":"1*1 2*2","closed":true,"rule":null}\n`, "line 2: closed"],
  ])("is not resumed from %s, which stays as it is", async (_, text, place) => {
    await inFolder(async (folder) => {
      const file = join(folder, "a.jsonl");
      writeFileSync(file, text());
      expect(await refusal(openAtlas(file, HEADER, true))).toMatchObject({ kind: "input", place, file });
      expect(readFileSync(file, "utf8")).toBe(text());
    });
  });

  test("is not resumed beyond its end", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "a.jsonl");
      await write(file, false);
      expect(await write(file, true)).toHaveLength(11);
      appendFileSync(file, '{"pattern":"1*1 2*2","closed":true,"rule":"unique-paths"}\n');
      expect(await refusal(openAtlas(file, HEADER, true))).toMatchObject({ kind: "input", place: "line 13" });
    });
  });

  test("that cannot be written is a fault of kind io and leaves nothing", async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, "taken"));
      for (const file of [join(folder, "none", "a.jsonl"), join(folder, "taken")]) {
        expect(await refusal(openAtlas(file, HEADER, false))).toMatchObject({ kind: "io", file });
      }
      expect(readdirSync(folder)).toEqual(["taken"]);
      expect(await refusal(openAtlas("", HEADER, false))).toMatchObject({ kind: "usage" });
    });
  });

  test.skipIf(!existsSync("/dev/full"))("on a full device is a fault of kind io; a device is not resumed", async () => {
    expect(await refusal(openAtlas("/dev/full", HEADER, false))).toMatchObject({ kind: "io", found: "no space left on the device" });
    expect(await refusal(openAtlas("/dev/null", HEADER, true))).toMatchObject({ kind: "usage", place: "--resume" });
  });

  test("of more classes than anybody waits for is refused", () => {
    expect(() => atlasHeader({ outputs: 9, inputs: 9, hidden: 5 }, HEADER)).toThrow(/at most 1000000000 classes, found \d{13,}/);
  });
});

describe("the certificates of an atlas", () => {
  const entry = (pattern: string): string => JSON.stringify({ pattern, closed: true, rule: "x", certificate: { of: pattern } });

  test("are read with their patterns, up to a line that was cut", () => {
    const text = `${JSON.stringify(HEADER)}\n${entry("1*1 2*2")}\n{"pattern":"1*1 1*2","closed":null,"rule":null}\n${entry("1*1 1*1")}\n${entry("12*1 1*2").slice(0, 30)}`;
    expect([...atlasCertificates(text)]).toEqual(["1*1 2*2", "1*1 1*1"].map((pattern) => ({ pattern, certificate: { of: pattern } })));
  });

  test("are looked for in an atlas only; a broken line, and that there are none, is said", () => {
    expect(isAtlas(JSON.stringify(HEADER))).toBe(true);
    for (const other of ["", "{}", "{", '{"format":"wellposed/certificate/1"}\n']) expect(isAtlas(other)).toBe(false);
    expect(() => [...atlasCertificates(JSON.stringify(HEADER))]).toThrow(/at least one certificate/);
    expect(() => [...atlasCertificates(`${JSON.stringify(HEADER)}\n${entry("1*1")}\nnothing\n`)]).toThrow(/line 3/);
  });
});
