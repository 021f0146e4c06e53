import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSources, shardCount } from "../../../src/library/classify/sources.js";
import { shardJobs } from "../../../src/library/classify/run.js";
import { inFolder } from "../../cli/terminal.js";

const lu2 = '{"format":"wellposed/pattern/1","name":"lu-2","widths":[2,2,2],"masks":[["11","01"],["10","11"]]}';
const ids = (...paths: string[]): string[] => [...openSources(paths).jobs()].map(({ id }) => id);

describe("the patterns to classify", () => {
  test("of a range of seeds are notations with one seed each; nothing is made of them yet", () => {
    const sources = openSources(["random:4096-4096@0.5#7..1000006", "rect:12*12 2*2"]);
    expect(sources.count).toBe(1_000_001);
    const [first, second] = sources.jobs();
    expect(first).toEqual({ index: 0, id: "random:4096-4096@0.5#7", from: { notation: "random:4096-4096@0.5#7" } });
    expect(second!.id).toBe("random:4096-4096@0.5#8");
  });

  test("of a folder are all its files, in the order of their names, below each other, without hidden ones", async () => {
    await inFolder(async (folder) => {
      for (const name of ["b", "a/z", ".git"]) mkdirSync(join(folder, name), { recursive: true });
      for (const name of ["c.json", "b/1.json", "b/10.json", "b/2.json", "a/z/x.dot", "B.json", ".hidden.json", ".git/x.json", "a/y.txt"]) writeFileSync(join(folder, name), lu2);
      symlinkSync(folder, join(folder, "b", "loop"));
      symlinkSync(join(folder, "c.json"), join(folder, "b", "linked.json"));
      symlinkSync(join(folder, "gone"), join(folder, "d.json"));
      const expected = ["B.json", "a/y.txt", "a/z/x.dot", "b/1.json", "b/10.json", "b/2.json", "b/linked.json", "c.json", "d.json"];
      expect(ids(folder)).toEqual(expected.map((name) => `${folder}/${name}`));
      expect(ids(`${folder}/`)).toEqual(ids(folder));
      const { count, jobs } = openSources([folder, join(folder, "c.json")]);
      const last = [...jobs()].slice(-2);
      expect(count).toBe(10);
      expect(last[0]).toMatchObject({ index: 8, from: { kind: "io", refused: expect.stringContaining("d.json: expected a file or folder that can be read, found no such file or folder") } });
      expect(last[1]).toEqual({ index: 9, id: join(folder, "c.json"), from: { file: join(folder, "c.json") } });
    });
  });

  test.skipIf(process.getuid?.() === 0)("a folder that cannot be read is one job that is refused", async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, "shut"));
      chmodSync(join(folder, "shut"), 0);
      expect([...openSources([folder]).jobs()]).toMatchObject([{ from: { kind: "io", refused: expect.stringContaining("no permission") } }]);
      chmodSync(join(folder, "shut"), 0o700);
    });
  });

  test("of JSON Lines are the lines, known by file and number; empty ones and the header of an atlas do not count", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "many.jsonl");
      writeFileSync(file, `\uFEFF${lu2}\n\n  \nrect:12*12 2*2\n"rect:1*1"\nnonsense`);
      expect([...openSources([file]).jobs()].map(({ id, from }) => [id, "line" in from ? from.line : null])).toEqual([
        [`${file}:1`, lu2],
        [`${file}:4`, "rect:12*12 2*2"],
        [`${file}:5`, '"rect:1*1"'],
        [`${file}:6`, "nonsense"],
      ]);
      const atlas = join(folder, "atlas.ndjson");
      writeFileSync(atlas, '{"format":"wellposed/atlas/1","version":"0"}\n{"pattern":"12*12 2*2","closed":false,"rule":"lu-minor"}\n');
      expect(ids(atlas)).toEqual([`${atlas}:2`]);
      expect(ids(folder)).toEqual([`${atlas}:2`, `${file}:1`, `${file}:4`, `${file}:5`, `${file}:6`]);
    });
  });

  test("a line that is no text, or endless, is refused by itself", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "many.jsonl");
      writeFileSync(file, Buffer.concat([Buffer.from([0x7b, 0xff, 0x0a]), Buffer.alloc(33 * 2 ** 20, "["), Buffer.from("\nrect:1*1\n")]));
      const jobs = [...openSources([file]).jobs()];
      expect(jobs.map(({ from }) => ("refused" in from ? from.kind : "read"))).toEqual(["input", "input", "read"]);
      expect(jobs[0]!.from).toMatchObject({ refused: expect.stringContaining("many.jsonl:1: expected UTF-8 text") });
      expect(jobs[1]!.from).toMatchObject({ refused: expect.stringContaining("many.jsonl:2: expected at most") });
    });
  });

  test("a path that does not exist and a notation that is none are no jobs, but faults", () => {
    expect(() => openSources(["/no/such/folder"])).toThrow(/no such file or folder/);
    expect(() => openSources(["random:4-4@2#1"])).toThrow(/density/);
    expect(() => openSources(Array.from({ length: 30 }, () => "random:4-4@0.5#0..4294967295"))).toThrow(/at most 100000000 patterns/);
  });

  test("are dealt out to shards, each to one", () => {
    const sources = openSources(["random:2-2@0.5#1..11"]);
    const shards = [1, 2, 3, 4].map((number) => [...shardJobs(sources.jobs(), { number, of: 4 })].map(({ index }) => index));
    expect(shards).toEqual([[0, 4, 8], [1, 5, 9], [2, 6, 10], [3, 7]]);
    expect([1, 2, 3, 4].map((number) => shardCount(11, { number, of: 4 }))).toEqual([3, 3, 3, 2]);
    expect(shardCount(2, { number: 4, of: 4 })).toBe(0);
  });
});
