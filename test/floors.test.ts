import { describe, expect, it } from "vitest";
import { folderOf, importsOf, sourceFiles } from "./support/imports.js";

/** The floors of the house from the ground up; rooms on one floor do not import each other. */
const FLOORS = [["exact"], ["pattern"], ["formats"], ["certificate"], ["check"], ["rules"], ["decide"], ["training"], ["counterexample", "optima", "solvers"], ["library", "report"], ["cli"]];

const floorOf = (folder: string): number => FLOORS.findIndex((rooms) => rooms.includes(folder));
const files = sourceFiles();

describe("the floors of src", () => {
  it("are known for every folder", () => {
    expect([...new Set(files.map(({ name }) => folderOf(name)))].filter((folder) => folder !== "" && floorOf(folder) < 0)).toEqual([]);
  });

  it("are really there: the files import each other", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap(({ files: targets }) => targets).length).toBeGreaterThan(100);
  });

  it("have only imports of files that exist", () => {
    const names = new Set(files.map(({ name }) => name));
    expect(files.flatMap(({ name, files: targets }) => targets.filter((target) => !names.has(target)).map((target) => `${name} -> ${target}`))).toEqual([]);
  });

  it("let imports go down only", () => {
    const upward = files.flatMap(({ name, files: targets }) =>
      targets
        .filter((target) => folderOf(target) !== "" && folderOf(name) !== "")
        .filter((target) => folderOf(target) !== folderOf(name) && floorOf(folderOf(target)) >= floorOf(folderOf(name)))
        .map((target) => `${name} -> ${target}`),
    );
    expect(upward).toEqual([]);
  });

  it("do not reach the public surface: index.ts is imported by no file", () => {
    expect(files.filter(({ files: targets }) => targets.includes("index.ts")).map(({ name }) => name)).toEqual([]);
  });

  it("have leaves only beside index.ts directly below src", () => {
    expect(files.filter(({ name, files: targets }) => folderOf(name) === "" && name !== "index.ts" && targets.length > 0).map(({ name }) => name)).toEqual([]);
  });
});

describe("import lines", () => {
  it("are seen in every form", () => {
    const text = [
      'import a from "./a.js";',
      'import { b,\n  type C } from "./b.js";',
      'import type { D } from "./d.js";',
      'export { e } from "./e.js";',
      'export * from "./f.js";',
      'import "./g.js";',
      'const h = await import("./h.js");',
      'const i = require("./i.js");',
      'const text = "import x from \'./no.js\'";',
    ].join("\n");
    expect(importsOf(text).sort()).toEqual(["./a.js", "./b.js", "./d.js", "./e.js", "./f.js", "./g.js", "./h.js", "./i.js"]);
  });
});

describe("the files of src", () => {
  const circlesOfImports = (): string[] => {
    const targetsOf = new Map(files.map(({ name, files: targets }) => [name, targets]));
    const state = new Map<string, "open" | "done">();
    const circles: string[] = [];
    const visit = (name: string, trail: readonly string[]): void => {
      if (state.get(name) === "done") return;
      if (state.get(name) === "open") {
        circles.push([...trail.slice(trail.indexOf(name)), name].join(" -> "));
        return;
      }
      state.set(name, "open");
      for (const target of targetsOf.get(name) ?? []) visit(target, [...trail, name]);
      state.set(name, "done");
    };
    for (const { name } of files) visit(name, []);
    return circles;
  };

  it("import each other without circles", () => {
    expect(circlesOfImports()).toEqual([]);
  });
});
