import { existsSync, mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Outcome, inFolder, wellposed } from "./terminal.js";

// One job: the calling thread does the work. Worker threads need the built program: test/e2e/classify.test.ts.
const classify = (...args: string[]): Promise<Outcome> => wellposed("classify", "--jobs", "1", ...args);

const lu2 = (name: string): string => JSON.stringify({ format: "wellposed/pattern/1", name, widths: [2, 2, 2], masks: [["11", "01"], ["10", "11"]] });
/** The same with its hidden neurons, and its inputs, exchanged. */
const turned = JSON.stringify({ format: "wellposed/pattern/1", name: "turned", widths: [2, 2, 2], masks: [["10", "11"], ["01", "11"]] });

/** A folder with one pattern, another of its class, a dense one, one that is broken, and JSON Lines. */
function fill(folder: string): string {
  const library = join(folder, "library");
  mkdirSync(join(library, "deep"), { recursive: true });
  writeFileSync(join(library, "a.json"), lu2("a"));
  writeFileSync(join(library, "b.json"), turned);
  writeFileSync(join(library, "deep", "c.dot"), "digraph { a -> h; b -> h; h -> y }");
  writeFileSync(join(library, "d.json"), "{");
  writeFileSync(join(library, "e.jsonl"), 'rect:1*1\n{"format":"x"}\n"rect:12*12 2*2"\n');
  return library;
}

const rowsIn = (file: string): Record<string, any>[] => readFileSync(file, "utf8").trimEnd().split("\n").slice(1).map((line) => JSON.parse(line));

describe("wellposed classify", () => {
  test("writes a header and a row for each pattern: what could not be read, and what repeats a class, says so", async () => {
    await inFolder(async (folder) => {
      const library = fill(folder);
      const file = join(folder, "table.jsonl");
      const { code, out, err } = await classify(library, "random:3-3-3@0.4#1..2", "--out", file);
      expect(code).toBe(65);
      expect(err).toMatch(/^wellposed: 2 of 9 patterns have no verdict; the first: .*d\.json: line 1:2: expected a key in double quotes.*\n$/);
      expect(out).toContain("7 patterns in ");
      const [header] = readFileSync(file, "utf8").split("\n");
      expect(JSON.parse(header!)).toMatchObject({ schema: "wellposed/classification/1", paths: [library, "random:3-3-3@0.4#1..2"], patterns: 9, shard: null, settings: { timeout: 60, certificates: true } });
      const rows = rowsIn(file);
      expect(rows.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
      expect(rows.map(({ id }) => id.replace(`${library}/`, ""))).toEqual(["a.json", "b.json", "d.json", "deep/c.dot", "e.jsonl:1", "e.jsonl:2", "e.jsonl:3", "random:3-3-3@0.4#1", "random:3-3-3@0.4#2"]);
      expect(rows[0]).toMatchObject({ name: "a", sameAs: null, verdicts: { linear: { closed: false, rule: "lu-minor" }, finite: { closed: false }, cube: { closed: false } } });
      expect(rows[1]).toMatchObject({ name: "turned", sameAs: 0, class: rows[0]!.class, verdicts: rows[0]!.verdicts });
      expect(rows[1]).not.toHaveProperty("certificates");
      expect(rows[2]).toEqual({ index: 2, id: `${library}/d.json`, error: { kind: "input", message: expect.stringContaining("d.json: line 1:2") } });
      expect(rows[6]).toMatchObject({ sameAs: 0 });
      expect(readdirSync(folder).sort()).toEqual(["library", "table.jsonl"]);
    });
  });

  test("keeps certificates that check replays, each about the pattern of its row", async () => {
    await inFolder(async (folder) => {
      const [file, pattern] = [join(folder, "table.jsonl"), join(folder, "p.json")];
      await classify("random:3-3-3@0.5#1..5", "--out", file);
      const { code, out } = await wellposed("check", file);
      expect([code, out.includes("refused")]).toEqual([0, false]);
      expect(out).toContain(`${file}: random:3-3-3@0.5#1: proved: linear`);
      await wellposed("export", "random:3-3-3@0.5#2", "--to", "pattern", "--out", pattern);
      writeFileSync(join(folder, "one.json"), JSON.stringify(rowsIn(file)[1]!.certificates.linear));
      expect((await wellposed("check", join(folder, "one.json"), "--pattern", pattern)).code).toBe(0);
      await classify("random:3-3-3@0.5#1..5", "--no-certificates", "--out", join(folder, "without.jsonl"));
      expect((await wellposed("check", join(folder, "without.jsonl"))).err).toContain("a classification without certificates");
      for (const row of rowsIn(join(folder, "without.jsonl"))) expect(row).not.toHaveProperty("certificates");
    });
  });

  test("without --out prints the summary only; --format json gives it as JSON, its parts adding up", async () => {
    const { code, out, err } = await classify("random:3-3-3@0.3#1..40", "random:3-3-3@0.7#1..40", "--format", "json");
    expect([code, err]).toEqual([0, ""]);
    const summary = JSON.parse(out);
    expect(summary).toMatchObject({ schema: "wellposed/classification-summary/1", patterns: 80, failed: 0 });
    expect(summary.groups.map((group: any) => [group.group, group.patterns])).toEqual([["random:3-3-3@0.3", 40], ["random:3-3-3@0.7", 40]]);
    for (const property of ["linear", "finite", "cube"]) {
      const { closed, notClosed, undecided } = summary.properties[property];
      expect(closed + notClosed + undecided).toBe(80);
      const sum = (key: string): number => summary.groups.reduce((total: number, group: any) => total + group.verdicts[property][key], 0);
      expect([sum("closed"), sum("notClosed"), sum("undecided")]).toEqual([closed, notClosed, undecided]);
      const classes = summary.classes.verdicts[property];
      expect(classes.closed + classes.notClosed + classes.undecided).toBe(summary.classes.count);
    }
    expect((await classify("rect:12*12 2*2", "--property", "linear")).out).toMatch(/^linear\n\nrule +closed +not closed\n-+\nlu-minor +1\n-+\n1 patterns +0 +1\nundecided: 0\n\n1 patterns in 1 classes\n\nShares by density, in %\n\nwidths +density +patterns +linear yes +no +open\n2-2-2 +0\.7500 +1 +100\.0\n$/);
  });

  test("decides one property when one is asked for", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "t.jsonl");
      await classify("rect:12*12 2*2", "--property", "finite", "--out", file);
      expect(rowsIn(file)[0]).toMatchObject({ verdicts: { finite: { closed: false, rule: "shared-output" } } });
      expect(Object.keys(rowsIn(file)[0]!.verdicts)).toEqual(["finite"]);
    });
  });

  test("--resume goes on from any place, to the same bytes; a finished table stays as it is", async () => {
    await inFolder(async (folder) => {
      const [whole, file] = [join(folder, "whole.csv"), join(folder, "cut.csv")];
      const args = ["random:3-3-3@0.4#1..12"];
      const { out } = await classify(...args, "--out", whole);
      const table = readFileSync(`${whole}.jsonl`);
      const journal = join(folder, "journal.jsonl");
      for (const share of [0.1, 0.6]) {
        // What a kill leaves: a journal that breaks off in the middle of a line, rows in any order.
        const lines = table.toString().trimEnd().split("\n");
        const header = lines[0]!.replace("wellposed/classification/1", "wellposed/classification-journal/1");
        const outcomes = lines.slice(1).filter((line) => line.includes('"sameAs":null')).reverse().map((line) => line.replace('"sameAs":null,', ""));
        writeFileSync(journal, [header, ...outcomes, ""].join("\n"));
        truncateSync(journal, Math.floor(readFileSync(journal).length * share));
        writeFileSync(`${file}.jsonl`, readFileSync(journal));
        const refused = await classify(...args, "--out", file);
        expect(refused.code).toBe(64);
        const resumed = await classify(...args, "--out", file, "--resume");
        expect([resumed.code, resumed.out, resumed.err]).toEqual([0, out, ""]);
        expect(readFileSync(file)).toEqual(readFileSync(whole));
        expect(readFileSync(`${file}.jsonl`)).toEqual(table);
      }
      expect(await classify(...args, "--out", file, "--resume")).toEqual({ code: 0, out, err: "" });
      const other = await classify("random:3-3-3@0.4#1..13", "--out", file, "--resume");
      expect([other.code, other.err]).toEqual([65, expect.stringContaining("line 1: paths: expected")]);
      expect((await classify(...args, "--timeout", "5", "--out", file, "--resume")).err).toContain("line 1: settings");
    });
  });

  test("writes JSON, CSV, Parquet and SQLite, all with the same rows", async () => {
    await inFolder(async (folder) => {
      const library = fill(folder);
      for (const extension of ["json", "csv", "parquet", "sqlite"]) {
        const file = join(folder, `table.${extension}`);
        expect((await classify(library, "--out", file)).code).toBe(65);
        expect(existsSync(file)).toBe(true);
      }
      const { rows, ...header } = JSON.parse(readFileSync(join(folder, "table.json"), "utf8"));
      expect(rows).toEqual(rowsIn(join(folder, "table.csv.jsonl")));
      expect(header).toMatchObject({ schema: "wellposed/classification/1", patterns: 7 });
      expect(readFileSync(join(folder, "table.csv"), "utf8").split("\n")).toHaveLength(9);
      expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
    });
  });

  test("draws the shares", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "shares.svg");
      await classify("random:3-3-3@0.4#1..5", "--property", "linear", "--plot", file);
      expect(readFileSync(file, "utf8")).toMatch(/^<svg [^]*3-3-3[^]*<\/svg>\n$/);
    });
  });

  test.each([
    ["no path", ["classify"]],
    ["a notation that is none", ["classify", "random:3-3@0.5"]],
    ["a density that is none", ["classify", "random:3-3@1.5#1"]],
    ["--resume without --out", ["classify", "rect:1*1", "--resume"]],
    ["an empty --out", ["classify", "rect:1*1", "--out", ""]],
    ["a format that is not written", ["classify", "rect:1*1", "--out", "table.xlsx"]],
    ["no jobs", ["classify", "rect:1*1", "--jobs", "0"]],
    ["a property that is none", ["classify", "rect:1*1", "--property", "closed"]],
    ["a shard beyond the last", ["classify", "rect:1*1", "--shard", "3/2"]],
    ["a shard 0", ["classify", "rect:1*1", "--shard", "0/2"]],
    ["a merge without --out", ["merge", "a.jsonl"]],
    ["a merge of nothing", ["merge", "--out", "a.jsonl"]],
  ])("%s is bad usage: 64, nothing on stdout", async (_, args) => {
    const { code, out, err } = await wellposed(...args);
    expect([code, out]).toEqual([64, ""]);
    expect(err).not.toBe("");
  });

  test("a path that does not exist, or a table that cannot be written, is 74 before anything is judged", async () => {
    await inFolder(async (folder) => {
      for (const args of [[join(folder, "none")], ["rect:1*1", "--out", join(folder, "none", "t.jsonl")]]) {
        const { code, out, err } = await classify(...args);
        expect([code, out]).toEqual([74, ""]);
        expect(err).toMatch(/^wellposed: .*\n$/);
      }
    });
  });

  test("does not write into what it reads", async () => {
    await inFolder(async (folder) => {
      const library = fill(folder);
      for (const name of ["a.json", "table.jsonl", "deep/table.csv"]) {
        const { code, err } = await classify(library, "--out", join(library, name));
        expect([code, err]).toEqual([64, expect.stringContaining("--out")]);
      }
      expect((await classify(library, "--plot", join(library, "a.json"))).code).toBe(64);
      expect((await classify(join(library, "a.json"), "--plot", join(library, "a.json"))).code).toBe(64);
      expect(readFileSync(join(library, "a.json"), "utf8")).toBe(lu2("a"));
      expect((await classify(library, "--out", join(folder, "library.jsonl"))).code).toBe(65);
    });
  });

  test("the examples of its help are commands as they are", async () => {
    const { out } = await wellposed("classify", "--help");
    expect(out).toContain('wellposed classify "random:8-8-8@0.3#1..1000" --plot shares.svg');
    expect((await wellposed("merge", "--help")).out).toContain("wellposed merge part-*.jsonl --out table.jsonl");
  });
});

describe("shards and wellposed merge", () => {
  test("give the table of one run, in every format, byte for byte", async () => {
    await inFolder(async (folder) => {
      const library = fill(folder);
      const paths = [library, "random:3-3-3@0.4#1..9"];
      const whole = join(folder, "whole.jsonl");
      const one = await classify(...paths, "--out", whole);
      const parts = [1, 2, 3].map((number) => join(folder, `part-${number}.jsonl`));
      for (const [p, part] of parts.entries()) await classify(...paths, "--shard", `${p + 1}/3`, "--out", part);
      expect(rowsIn(parts[1]!).map(({ index }) => index)).toEqual([1, 4, 7, 10, 13]);
      const merged = join(folder, "merged.jsonl");
      const { code, out, err } = await wellposed("merge", parts[2]!, parts[0]!, parts[1]!, "--out", merged);
      expect([code, out, err]).toEqual([65, one.out, one.err]);
      expect(readFileSync(merged)).toEqual(readFileSync(whole));
      await classify(...paths, "--out", join(folder, "whole.csv"));
      await wellposed("merge", ...parts, "--out", join(folder, "merged.csv"));
      expect(readFileSync(join(folder, "merged.csv"))).toEqual(readFileSync(join(folder, "whole.csv")));
      await wellposed("merge", whole, "--out", join(folder, "again.csv"));
      expect(readFileSync(join(folder, "again.csv"))).toEqual(readFileSync(join(folder, "whole.csv")));
    });
  });

  test("are refused when one is missing, there twice, of another run, or not at its end", async () => {
    await inFolder(async (folder) => {
      const part = (number: number, of: number, ...more: string[]): Promise<string> => {
        const file = join(folder, `${number}-${of}-${more.join("")}.jsonl`);
        return classify("random:3-3-3@0.4#1..5", "--shard", `${number}/${of}`, ...more, "--out", file).then(() => file);
      };
      const [first, second] = [await part(1, 2), await part(2, 2)];
      const merge = async (...files: string[]): Promise<string> => {
        const { code, out, err } = await wellposed("merge", ...files, "--out", join(folder, "m.jsonl"));
        expect([code, out]).toEqual([65, ""]);
        expect(existsSync(join(folder, "m.jsonl"))).toBe(false);
        return err;
      };
      expect(await merge(first)).toContain("expected all 2 shards, found no shard 2");
      expect(await merge(first, first)).toContain("1/2 again");
      expect(await merge(first, await part(2, 3))).toContain("expected one of 2, as in");
      expect(await merge(first, await part(2, 2, "--no-certificates"))).toContain("line 1: settings");
      const text = readFileSync(second, "utf8");
      const broken = join(folder, "broken.jsonl");
      writeFileSync(broken, text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1));
      expect(await merge(first, broken)).toContain("broken.jsonl: line 3: expected 2 rows, found 1");
      writeFileSync(broken, `${text}${text.split("\n")[1]}\n`);
      expect(await merge(first, broken)).toContain("expected 2 rows, found another");
      writeFileSync(broken, text.replace('"index":3', '"index":4'));
      expect(await merge(first, broken)).toContain("line 3: index: expected 3, found 4");
      writeFileSync(broken, text.replace("classification/1", "classification-journal/1"));
      expect(await merge(first, broken)).toContain("a classification that has ended");
      writeFileSync(broken, "");
      expect(await merge(first, broken)).toContain("an empty file");
      expect((await wellposed("merge", first, second, "--out", first)).code).toBe(64);
    });
  });
});
