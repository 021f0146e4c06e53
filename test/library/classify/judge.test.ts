import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../../../src/check/check.js";
import { Fold, unfolded } from "../../../src/library/classify/fold.js";
import type { JobSource } from "../../../src/library/classify/job.js";
import { Judge, type JudgeSettings } from "../../../src/library/classify/judge.js";
import type { Failed, Judged, Outcome } from "../../../src/library/classify/outcome.js";
import { inFolder } from "../../cli/terminal.js";

const ALL: JudgeSettings = { properties: ["linear", "finite", "cube"], timeout: 60, certificates: true };
const LU2 = "rect:12*12 2*2";

async function judged(from: JobSource, settings: JudgeSettings = ALL): Promise<Outcome> {
  return new Judge(settings).judge({ index: 4, id: "here", from });
}

describe("judging one pattern", () => {
  test("says what it is and gives verdicts with certificates that check", async () => {
    const outcome = (await judged({ notation: LU2 })) as Judged;
    expect(outcome).toMatchObject({ index: 4, id: "here", name: "12*12 2*2", widths: [2, 2, 2], edges: 6, density: 0.75, bias: true });
    expect(outcome.layers).toEqual([{ edges: 3, density: 0.75 }, { edges: 3, density: 0.75 }]);
    expect(outcome.verdicts).toEqual({
      linear: { closed: false, rule: "lu-minor" },
      finite: { closed: false, rule: "shared-output" },
      cube: { closed: false, rule: "linear-counterpart" },
    });
    for (const certificate of Object.values(outcome.certificates!)) expect(check(certificate).ok).toBe(true);
    expect(((await judged({ notation: "rect:1*1 12*12" })) as Judged).class).toBe(outcome.class);
    expect(((await judged({ notation: LU2 }, { ...ALL, bias: "no" })) as Judged).class).not.toBe(outcome.class);
  });

  test("keeps to what is asked for", async () => {
    const outcome = await judged({ notation: LU2 }, { ...ALL, properties: ["finite"], certificates: false });
    expect(outcome).toMatchObject({ verdicts: { finite: { closed: false } } });
    expect(Object.keys((outcome as Judged).verdicts!)).toEqual(["finite"]);
    expect(outcome).not.toHaveProperty("certificates");
  });

  test("reads files, lines of every kind, and takes biases away where it is told to", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "p.json");
      const text = '{"format":"wellposed/pattern/1","name":"p","widths":[2,2,2],"masks":[["11","01"],["10","11"]]}';
      writeFileSync(file, text);
      const sources: JobSource[] = [{ file }, { line: ` ${text} ` }, { line: LU2 }, { line: JSON.stringify(LU2) }, { line: '{"pattern":"12*12 2*2","closed":true}' }, { notation: LU2 }];
      for (const from of sources) {
        expect(await judged(from)).toMatchObject({ verdicts: { linear: { closed: false } }, bias: true });
        expect(await judged(from, { ...ALL, bias: "no" })).toMatchObject({ verdicts: { linear: { closed: false }, finite: { closed: null } }, bias: false });
      }
    });
  });

  test.each<[string, JobSource, string, string]>([
    ["a file that is not there", { file: "/no/such.json" }, "io", "/no/such.json: expected a file that can be read, found no such file or folder"],
    ["a line that is no JSON", { line: "{" }, "input", "line 1:2: expected a key in double quotes"],
    ["a line that is a number", { line: "3" }, "input", "expected a wellposed/pattern/1 object, found 3"],
    ["a line with another text", { line: '"abc"' }, "input", "expected a notation, such as rect:12*12 2*2, found \"abc\""],
    ["a wrong notation", { line: "rect:0*1" }, "input", "rect:0*1: neuron 1, outputs"],
    ["an entry without a notation", { line: '{"pattern":"x"}' }, "input", "neuron 1"],
    ["what was refused before", { refused: "why", kind: "io" }, "io", "why"],
  ])("%s has an error in place of verdicts", async (_, from, kind, message) => {
    const { error, ...rest } = (await judged(from)) as Failed;
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(message);
    expect(rest).toEqual({ index: 4, id: "here" });
  });

  test("leaves a later member of a class to the earlier one, never the other way round", async () => {
    const judge = new Judge(ALL);
    const of = (index: number): Promise<Outcome> => judge.judge({ index, id: `${index}`, from: { notation: LU2 } });
    expect(await of(5)).toMatchObject({ verdicts: { linear: { closed: false } } });
    expect(await of(9)).toMatchObject({ as: 5 });
    expect(await of(3)).toMatchObject({ verdicts: { linear: { closed: false } } });
    expect(await of(4)).toMatchObject({ as: 3 });
    expect(await judge.judge({ index: 10, id: "x", from: { notation: "rect:1*1" } })).toHaveProperty("verdicts");
  });
});

describe("rows", () => {
  test("take their verdicts from the first of their class, and come out the same whoever judged", async () => {
    const notations = [LU2, "rect:1*1", LU2, "rect:12*12", LU2, "rect:1*1"];
    const jobs = notations.map((notation, index) => ({ index, id: `p${index}`, from: { notation } }));
    const rows = async (judges: number): Promise<unknown[]> => {
      const all = Array.from({ length: judges }, () => new Judge(ALL));
      const fold = new Fold();
      const outcomes = await Promise.all(jobs.map((job) => all[(job.index * 7) % judges]!.judge(job)));
      return outcomes.map((outcome) => fold.row(outcome));
    };
    const one = await rows(1);
    expect(one).toMatchObject([{ sameAs: null }, { sameAs: null }, { sameAs: 0 }, { sameAs: null }, { sameAs: 0 }, { sameAs: 1 }]);
    expect(one[4]).toMatchObject({ verdicts: { linear: { closed: false, rule: "lu-minor" } } });
    expect(one[4]).not.toHaveProperty("certificates");
    expect(one[0]).toHaveProperty("certificates");
    for (const judges of [2, 3, 6]) expect(await rows(judges)).toEqual(one);
    const again = new Fold();
    expect((one as Parameters<typeof unfolded>[0][]).map((row) => again.row(unfolded(row)))).toEqual(one);
  });

  test("that leave their verdict to nobody are refused", () => {
    const facts = { name: "", widths: [1, 1], edges: 1, density: 1, layers: [{ edges: 1, density: 1 }], bias: true };
    const fold = new Fold();
    const verdicts = { linear: { closed: true, rule: "single-layer" } } as const;
    for (const index of [0, 1]) expect(fold.row({ index, id: "x", ...facts, class: `${index}`, verdicts })).toMatchObject({ sameAs: null });
    expect(() => fold.row({ index: 2, id: "y", ...facts, class: "k", as: 1 })).toThrow(/pattern 2: expected verdicts, or pattern 1 of the same class before it/);
  });
});
