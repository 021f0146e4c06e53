import { describe, expect, test } from "vitest";
import { check } from "../../src/check/check.js";
import { decide } from "../../src/decide/decide.js";
import { patternFromNotation } from "../../src/formats/rectangle-notation.js";
import { type AtlasEntry, type AtlasOptions, atlas } from "../../src/library/atlas.js";
import { type Size, enumerate } from "../../src/library/enumerate.js";
import { checkCertificate } from "../second-checker/second-checker.js";

const SIZE: Size = { outputs: 3, inputs: 3, hidden: 2 };

async function entries(size: Size, options?: AtlasOptions): Promise<AtlasEntry[]> {
  const list: AtlasEntry[] = [];
  for await (const entry of atlas(size, options)) list.push(entry);
  return list;
}

describe("the atlas", () => {
  test("has an entry for each class, in order, with the verdict of verify", async () => {
    const list = await entries(SIZE);
    expect(list.map(({ pattern }) => pattern)).toEqual([...enumerate(SIZE)].map(({ name }) => name));
    for (const { pattern, closed, rule } of list) expect({ closed, rule }).toEqual(pick(decide(patternFromNotation(pattern)).linear));
    // Two hidden neurons are decided by D2: 12 of the 55 classes are not closed.
    expect(list.filter(({ closed }) => closed === false)).toHaveLength(12);
    expect(list.filter(({ closed }) => closed === null)).toHaveLength(0);
  });

  test("carries certificates about its patterns that both checkers accept", async () => {
    for (const { pattern, closed, certificate } of await entries(SIZE)) {
      const result = check(certificate);
      expect(result).toMatchObject({ ok: true, certificate: { closed, property: "linear", pattern: { name: pattern } } });
      expect(checkCertificate(JSON.parse(JSON.stringify(certificate)))).toEqual({ ok: true });
    }
  });

  test("leaves certificates out when asked, and entries that are known", async () => {
    const whole = await entries(SIZE, { certificates: false });
    for (const entry of whole) expect(Object.keys(entry)).toEqual(["pattern", "closed", "rule"]);
    expect(await entries(SIZE, { certificates: false, skip: 40 })).toEqual(whole.slice(40));
    expect(await entries(SIZE, { skip: 55 })).toEqual([]);
  });

  test("says why something is undecided: here for lack of time", async () => {
    const [first] = await entries({ outputs: 2, inputs: 2, hidden: 2 }, { timeout: 1e-9 });
    expect(first).toMatchObject({ closed: null, rule: null });
    expect(first!.why).toContain("time limit");
  });
});

function pick({ closed, rule }: AtlasEntry | ReturnType<typeof decide>["linear"]): object {
  return { closed, rule };
}
