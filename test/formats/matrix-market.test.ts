import { describe, expect, it } from "vitest";
import { readMatrixMarket } from "../../src/formats/matrix-market.js";
import { type Source, sourceOfBytes } from "../../src/formats/source.js";
import { Random } from "../../src/exact/random.js";
import { has, kept, maskStrings } from "../../src/pattern/mask.js";
import { fixture, keeps, read, refusal, summary } from "./helpers.js";

const GENERAL = "%%MatrixMarket matrix coordinate pattern general\n";
const rows = async (text: string): Promise<string[][]> => (await summary(text, "m.mtx")).masks;
const refused = async (text: string): Promise<string> => (await refusal(text, "m.mtx")).replace("m.mtx: ", "");

describe("files that SciPy wrote", () => {
  it.each<[string, boolean]>([["pattern", true], ["integer", true], ["real", false], ["array", false]])("are read: %s", async (name, isMask) => {
    expect(await summary(fixture(`${name}.mtx`), `${name}.mtx`)).toEqual({
      widths: [4, 3],
      masks: [maskStrings(keeps(3, 4, 0))],
      bias: [isMask],
      notes: [
        `the matrix [out, in]: 9 of 12 weights kept (75.0 %), ${isMask ? "it is a mask of 0 and 1" : "from exact zeros (a guess: the file has no mask for it)"}`,
        isMask ? "biases: assumed free, the file holds a mask alone (--bias no for none)" : "biases: none in the file (--bias yes to assume them)",
      ],
    });
  });

  it("are read with the half that symmetry leaves out", async () => {
    const { pattern } = await read(fixture("symmetric.mtx"), "s.mtx");
    const [mask] = pattern.masks;
    const kept5 = keeps(5, 5, 0);
    for (let i = 0; i < 5; i++) for (let j = 0; j < 5; j++) expect(has(mask!, i, j)).toBe(has(kept5, i, j) || has(kept5, j, i));
    const skew = (await read(fixture("skew.mtx"), "s.mtx")).pattern.masks[0]!;
    for (let i = 0; i < 5; i++) for (let j = 0; j < 5; j++) expect(has(skew, i, j)).toBe(i > j ? has(kept5, i, j) : i < j && has(kept5, j, i));
    expect(await refused(fixture("refused-complex.mtx").toString())).toBe("line 1: expected real, integer or pattern, found complex numbers, which are no weights here");
  });
});

describe("Matrix Market", () => {
  it("is found by its content, and takes --bias but no --layers", async () => {
    const text = `${GENERAL}1 1 1\n1 1\n`;
    expect((await read(text, "net")).pattern.name).toBe("net");
    expect((await summary(text, "m.mtx", { bias: "no" })).bias).toEqual([false]);
    expect(await refusal(text, "m.mtx", { layers: ["a"] }, "usage")).toContain("--layers: expected a file with named tensors");
  });

  it("allows comments, blank lines, blanks, any case, and lines that end in either way or not at all", async () => {
    expect(await rows("%%matrixmarket  MATRIX Coordinate\tPATTERN General\r\n% a\r\n%\r\n\r\n \t2  3 2 \r\n\r\n 1\t3\r\n\r\n2 1")).toEqual([["001", "100"]]);
    expect(await rows("%%MatrixMarket matrix coordinate double general\n  % indented\n1 1 1\n1 1 -1D-300\n")).toEqual([["1"]]);
  });

  it("keeps every position of a pattern, and of stored numbers those that are not 0", async () => {
    const text = (values: string[]): string => `%%MatrixMarket matrix coordinate real general\n1 ${values.length} ${values.length}\n${values.map((value, j) => `1 ${j + 1} ${value}\n`).join("")}`;
    expect(await rows(text(["0", "-0", "0.0", "+.0e5", "0.", "0e0"]))).toEqual([["000000"]]);
    expect(await rows(text(["1", "-7", "1e-999", ".5", "5.", "+1E+2", "inf", "-Infinity", "1.0d0"]))).toEqual([["111111111"]]);
    expect((await summary(text(["0", "1", "0"]), "m.mtx")).notes[1]).toBe("2 stored entries are 0 and count as not kept");
    expect((await summary(`${GENERAL}1 1 0\n`, "m.mtx")).masks).toEqual([["0"]]);
  });

  it("is a mask where all integers are 0 or 1", async () => {
    const text = (values: string): string => `%%MatrixMarket matrix array integer general\n1 3\n${values.replaceAll(" ", "\n")}`;
    expect((await summary(text("0 1 +01"), "m.mtx")).bias).toEqual([true]);
    expect((await summary(text("0 1 -1"), "m.mtx")).bias).toEqual([false]);
    expect((await summary(text("0 10 1"), "m.mtx")).bias).toEqual([false]);
    expect((await summary("%%MatrixMarket matrix coordinate integer skew-symmetric\n2 2 1\n2 1 1\n", "m.mtx")).bias).toEqual([false]);
  });

  it("has arrays column by column, with the lower half of symmetric ones", async () => {
    const text = (symmetry: string, size: string, values: string): string => `%%MatrixMarket matrix array integer ${symmetry}\n${size}\n${values.replaceAll(" ", "\n")}\n`;
    expect(await rows(text("general", "2 3", "1 0 0 1 1 0"))).toEqual([["101", "010"]]);
    expect(await rows(text("symmetric", "3 3", "1 0 1 0 0 1"))).toEqual([["101", "000", "101"]]);
    expect(await rows(text("skew-symmetric", "3 3", "0 1 1"))).toEqual([["001", "001", "110"]]);
  });

  it.each<[string, string, string]>([
    ["another banner", "%%MatrixMarkt matrix coordinate real general\n1 1 0\n", 'line 1: expected %%MatrixMarket matrix, coordinate or array, a field and a symmetry, found "%%MatrixMarkt matrix coordinate real general"'],
    ["a vector", "%%MatrixMarket vector array real general\n1\n", 'line 1: expected %%MatrixMarket matrix, coordinate or array, a field and a symmetry, found "%%MatrixMarket vector array real general"'],
    ["another format", "%%MatrixMarket matrix dense real general\n", 'line 1: expected coordinate or array, found "dense"'],
    ["another field", "%%MatrixMarket matrix array text general\n", 'line 1: expected real, integer or pattern, found "text"'],
    ["no symmetry", "%%MatrixMarket matrix array real\n", "line 1: expected general, symmetric or skew-symmetric, found undefined"],
    ["hermitian", "%%MatrixMarket matrix array real hermitian\n", "line 1: expected general, symmetric or skew-symmetric, found hermitian, which is for complex numbers"],
    ["an array of no values", "%%MatrixMarket matrix array pattern general\n", "line 1: expected values in a matrix that is an array or skew-symmetric, found pattern"],
    ["a skew-symmetric pattern", "%%MatrixMarket matrix coordinate pattern skew-symmetric\n", "line 1: expected values in a matrix that is an array or skew-symmetric, found pattern"],
    ["no sizes", `${GENERAL}% comment\n`, "line 2: expected the numbers of rows, columns and entries, found the end of the file"],
    ["two sizes", `${GENERAL}1 1\n`, 'line 2: expected the numbers of rows, columns and entries, found "1 1"'],
    ["three sizes", "%%MatrixMarket matrix array real general\n1 1 1\n", 'line 2: expected the numbers of rows and columns, found "1 1 1"'],
    ["a negative size", `${GENERAL}-1 1 1\n`, 'line 2: expected the numbers of rows, columns and entries, found "-1 1 1"'],
    ["no rows", `${GENERAL}0 1 0\n`, "outputs: expected a number from 1 to 4194304, found 0"],
    ["a width beyond all bounds", `${GENERAL}1 4194305 0\n`, "inputs: expected a number from 1 to 4194304, found 4194305"],
    ["more entries than the file can hold", `${GENERAL}4000000 4000000 1000000000\n1 1\n`, "line 2: expected 1000000000 entries, found a file of 80 bytes"],
    ["more values than the file can hold", "%%MatrixMarket matrix array real general\n4000000 4000000\n1\n", "line 2: expected 16000000000000 entries, found a file of 59 bytes"],
    ["too few entries", `${GENERAL}2 2 3\n1 1\n1 2\n\n`, "line 5: expected 3 entries, found the end of the file after 2"],
    ["too many entries", `${GENERAL}2 2 1\n1 1\n1 2\n`, "line 4: expected the end of the file after 1 entries, found a further line"],
    ["an entry twice", `${GENERAL}2 2 3\n1 2\n2 2\n1 2\n`, "line 5: expected every entry once, found row 1, column 2 twice"],
    ["row 0", `${GENERAL}2 2 1\n0 1\n`, 'line 3: expected a row from 1 to 2, found "0"'],
    ["row 3 of 2", `${GENERAL}2 2 1\n3 1\n`, 'line 3: expected a row from 1 to 2, found "3"'],
    ["column 3 of 2", `${GENERAL}2 2 1\n1 3\n`, 'line 3: expected a column from 1 to 2, found "3"'],
    ["a column without end", `${GENERAL}2 2 1\n1 ${"9".repeat(400)}\n`, `line 3: expected a column from 1 to 2, found "${"9".repeat(119)}...`],
    ["a column that is no number", `${GENERAL}2 2 1\n1 1x\n`, 'line 3: expected a column from 1 to 2, found "1x"'],
    ["no column", `${GENERAL}2 2 1\n1\n`, "line 3: expected a column from 1 to 2, found the end of the line"],
    ["a value in a pattern", `${GENERAL}2 2 1\n1 1 1\n`, 'line 3: expected the end of the line, found "1"'],
    ["a comment between entries", `${GENERAL}2 2 1\n% 1 1\n1 1\n`, 'line 3: expected a row from 1 to 2, found "%"'],
    ["no value", "%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1\n", "line 3: expected a number, found the end of the line"],
    ["NaN", "%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1 NaN\n", 'line 3: expected a number, found "NaN"'],
    ["half an exponent", "%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1 1e\n", 'line 3: expected a number, found "1e"'],
    ["two points", "%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1 1.2.3\n", 'line 3: expected a number, found "1.2.3"'],
    ["a point alone", "%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1 .\n", 'line 3: expected a number, found "."'],
    ["a sign alone", "%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1 -\n", 'line 3: expected a number, found "-"'],
    ["a fraction among integers", "%%MatrixMarket matrix coordinate integer general\n1 1 1\n1 1 1.0\n", 'line 3: expected an integer, found "1.0"'],
    ["two values of an array in a line", "%%MatrixMarket matrix array real general\n1 2\n1 0\n1\n", 'line 3: expected the end of the line, found "0"'],
    ["a symmetric matrix that is not square", "%%MatrixMarket matrix coordinate real symmetric\n1 2 0\n", "line 2: expected as many rows as columns in a symmetric matrix, found 1 and 2"],
    ["an entry above the diagonal of a symmetric one", "%%MatrixMarket matrix coordinate pattern symmetric\n2 2 1\n1 2\n", "line 3: expected an entry on or below the diagonal of a symmetric matrix, found row 1, column 2"],
    ["a diagonal entry of a skew-symmetric one", "%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n2 2 1\n", "line 3: expected no entry on the diagonal of a skew-symmetric matrix, found row 2, column 2"],
    ["a line without end", `${GENERAL}%${"x".repeat(3_000_000)}\n1 1 0\n`, "line 2: expected at most 1048576 characters, found more"],
  ])("refuses %s", async (_, text, message) => {
    expect((await refused(text)).slice(0, message.length)).toBe(message);
  });

  it("reads lines over the ends of pieces, of sparse masks as lists and of others as bits", () => {
    const random = new Random(5);
    for (const [height, width, count] of [[3000, 5000, 200_000], [4_000_000, 3_999_999, 100_000]] as const) {
      const entries = new Set<string>();
      while (entries.size < count) entries.add(`${1 + random.below(height)} ${1 + random.below(width)}`);
      const text = `${GENERAL}${height} ${width} ${count}\n${[...entries].join("\n")}\n`;
      expect(text.length).toBeGreaterThan(2 ** 20);
      const { mask, isMask } = readMatrixMarket(sourceOfBytes(Buffer.from(text)));
      expect([mask.rows, mask.cols, kept(mask), isMask]).toEqual([height, width, count, true]);
      for (const entry of [...entries].slice(0, 1000)) {
        const [i, j] = entry.split(" ").map(Number);
        expect(has(mask, i! - 1, j! - 1)).toBe(true);
      }
    }
  });

  it("reads lines that lie over several pieces", async () => {
    expect(await rows(`${GENERAL}%${"x".repeat(1_000_000)}\n1 1${" ".repeat(500_000)}1\n1 1`)).toEqual([["1"]]);
  });

  it("tells an entry that is twice in a list too", async () => {
    const text = `${GENERAL}4000000 4000000 3\n7 9\n1 1\n7 9\n`;
    expect(await refused(text)).toBe("entry [6, 8]: expected every entry once, found it twice");
  });

  it("never holds the text", () => {
    const line = Buffer.from("1 1 1\n");
    const head = Buffer.from("%%MatrixMarket matrix array integer general\n1 4000000\n");
    let longest = 0;
    const size = head.length + 2 * 4_000_000;
    const source: Source = {
      size,
      read(from, length) {
        longest = Math.max(longest, length);
        const bytes = new Uint8Array(length);
        for (let k = 0; k < length; k++) bytes[k] = from + k < head.length ? head[from + k]! : line[(from + k - head.length) % 2 === 0 ? 0 : 5]!;
        return bytes;
      },
    };
    expect(kept(readMatrixMarket(source).mask)).toBe(4_000_000);
    expect(longest).toBeLessThanOrEqual(2 ** 20);
  });
});
