import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { repositoryPath } from "../../src/report/place.js";

describe("the path of a file in its repository", () => {
  test("is the same by whatever name", () => {
    for (const name of ["masks/a.npz", "./masks/a.npz", "masks/../masks/a.npz", resolve("masks/a.npz")]) expect(repositoryPath(name)).toBe("masks/a.npz");
  });

  test("starts at the root", () => {
    expect(repositoryPath("a.npz", resolve(".."))).toBe(join(resolve(".").split("/").at(-1)!, "a.npz"));
    expect(repositoryPath("..data/a.npz", resolve("."))).toBe("..data/a.npz");
  });

  test("is whole outside, and none where there is no file", () => {
    expect(repositoryPath("../a.npz", resolve("."))).toBe(resolve("../a.npz"));
    expect(repositoryPath("rect:12*12 2*2")).toBeUndefined();
  });
});
