import { describe, expect, test } from "vitest";
import { type CriticalPoint, KnownFront } from "../../../src/optima/pareto/known-front.js";

/** On the curve loss = 1 / (1 + l1). */
function pointAt(l1: number, above = 0): CriticalPoint {
  return { parameters: new Float64Array(0), loss: 1 / (1 + l1) + above, l1, lambda: 1 / (1 + l1) ** 2, residual: 0, kinkWidth: 0 };
}

describe("KnownFront", () => {
  test("knows a smooth piece between its points, by losses and slopes", () => {
    const front = new KnownFront();
    const piece = front.newPiece();
    for (const l1 of [1, 0, 2, 1.5, 0.5]) front.add(piece, pointAt(l1));
    expect(front.pieces[0]!.map(({ l1 }) => l1)).toEqual([0, 0.5, 1, 1.5, 2]);
    for (const l1 of [0.1, 0.4, 0.77, 1.3, 1.99]) {
      const known = front.at(l1)!;
      expect(Math.abs(known.loss - 1 / (1 + l1))).toBeLessThan(7e-4);
      expect(known.uncertainty).toBeGreaterThan(Math.abs(known.loss - 1 / (1 + l1)));
      expect(known.piece).toBe(piece);
    }
    expect(front.at(1.5)).toEqual({ loss: 1 / 2.5, lambda: 1 / 2.5 ** 2, uncertainty: 0, piece });
    expect(front.at(-0.1)).toBeUndefined();
    expect(front.at(2.1)).toBeUndefined();
  });

  test("gives the lowest piece, or the lowest of the others", () => {
    const front = new KnownFront();
    const [high, low] = [front.newPiece(), front.newPiece()];
    for (const l1 of [0, 1, 2, 3]) front.add(high, pointAt(l1, 0.1));
    for (const l1 of [1, 2]) front.add(low, pointAt(l1));
    expect(front.at(1.5)!.piece).toBe(low);
    expect(front.at(1.5, low)!.piece).toBe(high);
    expect(front.at(0.5)!.piece).toBe(high);
    expect(front.at(0.5, high)).toBeUndefined();
    expect(front.points.length).toBe(6);
  });
});
