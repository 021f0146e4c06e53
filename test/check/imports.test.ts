import { describe, expect, it } from "vitest";
import { folderOf, sourceFiles } from "../support/imports.js";

const TRUSTED = ["exact", "pattern", "certificate", "check"];
const files = sourceFiles();
const checkers = files.filter(({ name }) => folderOf(name) === "check");

describe("the trusted checker", () => {
  it("has a file for every rule and for its parts", () => {
    expect(checkers.length).toBeGreaterThan(20);
  });

  it("imports from exact, pattern, certificate and itself only", () => {
    const others = checkers.flatMap(({ name, files: targets }) => targets.filter((target) => !TRUSTED.includes(folderOf(target))).map((target) => `${name} -> ${target}`));
    expect(others).toEqual([]);
  });

  it("imports no package and no module of the platform", () => {
    expect(checkers.flatMap(({ name, modules }) => modules.map((module) => `${name} -> ${module}`))).toEqual([]);
  });

  it("reaches nothing else through what it imports either", () => {
    const byName = new Map(files.map((file) => [file.name, file]));
    const reached = new Set(checkers.map(({ name }) => name));
    for (const name of reached) for (const target of byName.get(name)?.files ?? []) reached.add(target);
    expect([...reached].filter((name) => !TRUSTED.includes(folderOf(name)))).toEqual([]);
    expect([...reached].flatMap((name) => byName.get(name)?.modules ?? [])).toEqual([]);
  });

  it("takes nothing from the seeded generator: it never guesses", () => {
    expect(checkers.filter(({ files: targets }) => targets.includes("exact/random.ts")).map(({ name }) => name)).toEqual([]);
  });
});
