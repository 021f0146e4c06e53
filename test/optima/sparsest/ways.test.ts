import { expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { fewestKnots } from "../../../src/optima/sparsest/fewest-knots.js";
import { type Line, lineAt, lineThrough, numberIn, plus } from "../../../src/optima/sparsest/line-sets.js";
import { Rational } from "../../../src/exact/rational.js";
import { sparsestStructures } from "../../../src/optima/sparsest/structures.js";
import { WAY_KINDS, piecesOf, waysOf } from "../../../src/optima/sparsest/ways.js";
import { randomPoints } from "./small-sets.js";

test("ways with the fewest knots are the structures; pieces of these and of ways with one more make interpolants", () => {
  const random = new Random(8);
  let [open, closed] = [0, 0];
  for (let trial = 0; trial < 60; trial++) {
    const points = randomPoints(random, 5);
    if (points.x.length < 2) continue;
    const fewest = fewestKnots(points).count;
    const ways = [...waysOf(points, 0)];
    expect(BigInt(ways.length)).toBe(sparsestStructures(points).count);
    expect(new Set(ways.map((way) => JSON.stringify(way))).size).toBe(ways.length);
    for (const [excess, all] of [[0, ways], [1, [...waysOf(points, 1)]]] as const) {
      for (const way of all) {
        const inside = way.kinds.reduce((sum, kind) => sum + WAY_KINDS[kind]!.knots, 0);
        expect(inside + way.knots.filter((knot) => knot).length).toBe(fewest + excess);
        const { lines, names, knots, open: over } = piecesOf(points, way);
        expect(knots).toHaveLength(fewest + excess);
        expect(lines).toHaveLength(fewest + excess + 1);
        expect(names).toHaveLength(lines.length);
        if (over !== undefined) {
          open++;
          expect(lines[over.before]).toBeDefined();
          expect(lines[over.before + 1]).toBeUndefined();
          continue;
        }
        closed++;
        const chosen = lines.map((set): Line => set!.terms.reduce((sum, { place, factor }) => plus(sum, lineThrough(place, Rational.zero, numberIn(factor))), set!.base));
        // From knot to knot, through all points.
        let piece = 0;
        for (const [i, x] of points.x.entries()) {
          const place = x.minus(points.x[0]!);
          while (piece < knots.length) {
            const [a, b] = [chosen[piece]!, chosen[piece + 1]!];
            const { at, index } = knots[piece]!;
            if (index >= i) break;
            // Where slopes happen to be equal there is no knot.
            if (!a.slope.equals(b.slope)) {
              const knot = a.value.minus(b.value).dividedBy(b.slope.minus(a.slope)).plus(points.x[0]!);
              expect(knot.compare(points.x[index]!)).toBeGreaterThanOrEqual(0);
              expect(knot.compare(points.x[index + (at === "point" ? 0 : 1)]!)).toBeLessThanOrEqual(0);
            }
            piece++;
          }
          expect(lineAt(chosen[piece]!, place).equals(points.y[i]!)).toBe(true);
        }
      }
    }
  }
  expect(Math.min(open, closed)).toBeGreaterThan(100);
});
