import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { deliver } from "../../src/cli/terminal.js";
import { inFolder } from "./terminal.js";

const silent = { out: () => {}, err: () => {}, watched: false };

describe("a result in pieces", () => {
  test("is written in order, each piece done with before the next is made", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "x");
      const reused = new Uint8Array(3);
      function* pieces() {
        for (let k = 0; k < 200_000; k++) yield reused.fill(k & 255);
        yield "end";
      }
      await deliver(pieces(), file, silent);
      const bytes = readFileSync(file);
      expect(bytes.length).toBe(600_003);
      expect(bytes.subarray(0, 600_000).every((byte, at) => byte === (Math.floor(at / 3) & 255))).toBe(true);
      expect(bytes.subarray(600_000).toString()).toBe("end");
    });
  });

  test("is printed piece by piece where no file is asked for", async () => {
    const printed: string[] = [];
    await deliver(["a", "b"], undefined, { ...silent, out: (text) => void printed.push(text) });
    expect(printed).toEqual(["a", "b"]);
  });

  test("leaves nothing, and an old file as it was, when it breaks off", async () => {
    await inFolder(async (folder) => {
      function* broken() {
        yield "half";
        throw new Error("no more");
      }
      await expect(deliver(broken(), join(folder, "new"), silent)).rejects.toMatchObject({ kind: "io", found: "no more" });
      expect(readdirSync(folder)).toEqual([]);
      writeFileSync(join(folder, "old"), "whole");
      await expect(deliver(broken(), join(folder, "old"), silent)).rejects.toThrow();
      expect(readdirSync(folder)).toEqual(["old"]);
      expect(readFileSync(join(folder, "old"), "utf8")).toBe("whole");
      mkdirSync(join(folder, "directory"));
      await expect(deliver(["x"], join(folder, "directory"), silent)).rejects.toMatchObject({ kind: "io" });
    });
  });
});
