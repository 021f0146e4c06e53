import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { linesOf } from "../../src/library/lines.js";
import { Random } from "../../src/exact/random.js";
import { inFolder } from "../cli/terminal.js";

async function withLines(text: string, use: (file: string) => void): Promise<void> {
  await inFolder(async (folder) => {
    const file = join(folder, "lines");
    writeFileSync(file, text);
    use(file);
  });
}

describe("the lines of a file", () => {
  test("have their places, and the last may be without an end", async () => {
    await withLines("one\n\nthree\nfour", (file) => {
      const lines = [...linesOf(file)].map(({ bytes, ...rest }) => ({ ...rest, text: bytes.toString() }));
      expect(lines).toEqual([
        { at: 0, text: "one", tooLong: false, complete: true },
        { at: 4, text: "", tooLong: false, complete: true },
        { at: 5, text: "three", tooLong: false, complete: true },
        { at: 11, text: "four", tooLong: false, complete: false },
      ]);
    });
    await withLines("", (file) => expect([...linesOf(file)]).toEqual([]));
    await withLines("\n", (file) => expect([...linesOf(file)].map(({ bytes }) => bytes.length)).toEqual([0]));
  });

  test("longer than a piece, and across the ends of pieces, come whole and in their places", async () => {
    const random = new Random(5);
    const texts = Array.from({ length: 40 }, (_, n) => `${n}`.repeat(random.below(n % 8 === 0 ? 900_000 : 60_000)));
    await withLines(texts.join("\n"), (file) => {
      let at = 0;
      let n = 0;
      for (const line of linesOf(file)) {
        expect(line.at).toBe(at);
        expect(line.bytes.toString() === texts[n]).toBe(true);
        at += texts[n++]!.length + 1;
      }
      expect(n).toBe(40);
    });
  });

  test("that are too long are cut, and the next ones are where they are", async () => {
    for (const length of [11, 2_000_000, 3_500_000]) {
      await withLines(`short\n${"x".repeat(length)}\n${"y".repeat(10)}\n`, (file) => {
        const lines = [...linesOf(file, 10)].map(({ at, bytes, tooLong }) => [at, bytes.length, tooLong]);
        expect(lines).toEqual([[0, 5, false], [6, 10, true], [length + 7, 10, false]]);
      });
    }
  });

  test("of a file that cannot be read are the error of the system", () => {
    expect(() => [...linesOf("/no/such/file")]).toThrow(/ENOENT/);
  });
});
