import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { kept, row } from "../../src/pattern/mask.js";
import { edgeCount } from "../../src/pattern/pattern.js";
import { maskSuite } from "./suite.js";

const suite = maskSuite();
const ofKind = (kind: string) => suite.filter(({ pattern }) => pattern.tags?.[0] === kind);
const weights = (widths: readonly number[]) => widths.slice(1).reduce((sum, rows, l) => sum + rows * widths[l]!, 0);
const prunedShare = (name: string) => Number(name.match(/ (\d+)%$/)![1]) / 100;

describe("the mask suite", () => {
  it("has every kind, shape and share once", () => {
    expect(suite.length).toBe(120);
    expect(new Set(suite.map(({ name }) => name)).size).toBe(suite.length);
  });

  it("stays as published: figures that quote it depend on every bit", () => {
    const hash = createHash("sha256");
    for (const { start, index } of suite.flatMap(({ pattern }) => pattern.masks)) hash.update(start).update(index);
    expect(hash.digest("hex").slice(0, 16)).toBe("997b6f5dc1fd242c");
  });

  it("keeps the share that the name says, over all layers", () => {
    for (const { name, pattern } of [...ofKind("magnitude"), ...ofKind("random")]) {
      const keep = (1 - prunedShare(name)) * weights(pattern.widths);
      expect(Math.abs(edgeCount(pattern) - keep), name).toBeLessThanOrEqual(1);
    }
  });

  it.each([
    ["magnitude-2:4", 2],
    ["random-2:4", 2],
    ["magnitude-1:4", 1],
    ["random-1:4", 1],
  ])("keeps in %s exactly %d of every four inputs", (kind, n) => {
    expect(ofKind(kind).length).toBe(4);
    for (const { pattern } of ofKind(kind)) {
      for (const mask of pattern.masks) {
        for (let i = 0; i < mask.rows; i++) {
          const counts = Array.from({ length: mask.cols / 4 }, () => 0);
          for (const j of row(mask, i)) counts[j >> 2]!++;
          expect(counts.every((count) => count === n)).toBe(true);
        }
      }
    }
  });

  it("gives every neuron of a fan-in layer the same number of inputs", () => {
    for (const { pattern } of ofKind("fan-in")) {
      for (const mask of pattern.masks) {
        for (let i = 0; i < mask.rows; i++) expect(row(mask, i).length).toBe(kept(mask) / mask.rows);
      }
    }
  });
});
