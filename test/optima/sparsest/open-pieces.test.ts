import { expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { type Points, pointsOf } from "../../../src/optima/sparsest/data.js";
import { type AtKnot, linesAtKnot, piecesAtKnot } from "../../../src/optima/sparsest/knot-places.js";
import { type Condition, type Interval, type Line, lineAt, lineIn, lineThrough, minus, plus } from "../../../src/optima/sparsest/line-sets.js";
import { type OverChord, piecesWithSum, possibleSums } from "../../../src/optima/sparsest/open-pieces.js";

const random = new Random(17);
/** A multiple of 1/12 in (-4, 4). */
const number = (): Rational => Rational.of(random.below(95) - 47, 12);
const meets = ({ value, slope }: Line, conditions: readonly Condition[]) =>
  conditions.every((condition) => {
    const rest = condition.bound.minus(condition.value.times(value)).minus(condition.slope.times(slope));
    return condition.strict ? rest.sign > 0 : rest.sign >= 0;
  });
const isIn = (slope: Rational, { from, to }: Interval) => (from !== undefined && from === to ? slope.equals(from) : (from === undefined || slope.compare(from) > 0) && (to === undefined || slope.compare(to) < 0));

/** The chord is that from point 1 to point 2. */
const points: Points = pointsOf([-1, 0.5, 2, 5], [3, -1, 0.5, 2]);
const [left, right] = [Rational.of(3, 2), Rational.of(3)];
const lineU = (slope: Rational) => lineThrough(left, points.y[1]!, slope);
const lineV = (slope: Rational) => lineThrough(right, points.y[2]!, slope);

/** Slopes on a side of the chord's, with a number among them. */
function slopes(side: number): [Interval, Rational] {
  const distance = (k: number) => points.slopes[1]!.plus(Rational.of(side * k, 12));
  const [near, inside, far] = [random.below(2) * random.below(12), 12 + random.below(24), 36 + random.below(24)];
  if (random.below(4) === 0) {
    const only = distance(inside);
    return [{ from: only, to: only }, only];
  }
  const end = random.below(3) === 0 ? undefined : distance(far);
  return [side > 0 ? { from: distance(near), to: end } : { from: end, to: distance(near) }, distance(inside)];
}

/** Do the lines, one after another, meet strictly inside of the chord's interval, further and further right? */
function isWalk(lines: readonly Line[]): boolean {
  let place = left;
  for (let k = 1; k < lines.length; k++) {
    const [a, b] = [lines[k - 1]!, lines[k]!];
    if (a.slope.equals(b.slope)) return false;
    const next = a.value.minus(b.value).dividedBy(b.slope.minus(a.slope));
    if (next.compare(place) <= 0 || next.compare(right) >= 0) return false;
    place = next;
  }
  return true;
}

/** Signs so that they alternate, and that of the last chosen piece between is plus. */
function sumOf(lines: readonly Line[], chosen: readonly boolean[]): Line {
  const picks = [...lines.keys()].filter((k) => chosen[k]);
  const lead = picks.findLastIndex((k) => k > 0 && k < lines.length - 1);
  return picks.reduce<Line>((sum, k, i) => ((i - lead) % 2 === 0 ? plus(sum, lines[k]!) : minus(sum, lines[k]!)), { value: Rational.zero, slope: Rational.zero });
}

for (const opposite of [true, false]) {
  // With one piece between of two alone, the other end's slope is not in the sum.
  const choices = opposite ? [[0, 1, 0], [1, 1, 0], [0, 1, 1], [1, 1, 1]] : [[0, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 1], [0, 1, 1, 0], [1, 1, 1, 0], [0, 1, 1, 1], [1, 1, 1, 1]];
  for (const flags of choices) {
    const chosen = flags.map((flag) => flag === 1);
    test(`sums of ${opposite ? "u, M, v" : "u, M_1, M_2, v"}, of these ${flags.join(", ")}: those of walks, and no others`, () => {
      let [walks, possible] = [0, 0];
      for (let trial = 0; trial < 12_000 && (walks < 30 || possible < 30); trial++) {
        const side = random.below(2) === 0 ? 1 : -1;
        const [[u, uSlope], [v, vSlope]] = [slopes(side), slopes(opposite ? -side : side)];
        const over: OverChord = { points, chord: 1, u, v, opposite };
        const inner = flags.slice(1, -1).map(() => ({ value: number(), slope: number() }));
        const lines = [lineU(uSlope), ...inner, lineV(vSlope)];
        if (isWalk(lines)) {
          walks++;
          expect(possibleSums(over, chosen).some((conditions) => meets(sumOf(lines, chosen), conditions))).toBe(true);
        }
        for (const conditions of possibleSums(over, chosen)) {
          // A line that is none of the simplest.
          const sum = lineIn([...conditions, { value: number(), slope: number(), bound: number(), strict: true }]);
          if (sum === undefined || trial % 8 !== 0) continue;
          possible++;
          const found = piecesWithSum(over, chosen, sum)!;
          expect(isIn(found.u, u) && isIn(found.v, v)).toBe(true);
          const walk = [lineU(found.u), ...found.inner, lineV(found.v)];
          expect(isWalk(walk)).toBe(true);
          const again = sumOf(walk, chosen);
          expect(again.value.equals(sum.value) && again.slope.equals(sum.slope)).toBe(true);
        }
      }
      expect(Math.min(walks, possible)).toBeGreaterThan(10);
    });
  }
}

for (const [opposite, which] of [[true, 0], [false, 0], [false, 1]] as const) {
  for (const through of [false, true]) {
    test(`lines ${through ? "through" : "that are zero at"} a knot: ${opposite ? "the one" : which === 0 ? "the first of two" : "the second of two"}`, () => {
      let [walks, possible] = [0, 0];
      for (let trial = 0; trial < 4000 && (walks < 40 || possible < 40); trial++) {
        const side = random.below(2) === 0 ? 1 : -1;
        const [[u, uSlope], [v, vSlope]] = [slopes(side), slopes(opposite ? -side : side)];
        const knot: AtKnot = { over: { points, chord: 1, u, v, opposite }, which, through };
        const placeOf = (lines: readonly Line[]) => {
          const [a, b] = [lines[which]!, lines[which + 1]!];
          return a.value.minus(b.value).dividedBy(b.slope.minus(a.slope));
        };
        const lines = [lineU(uSlope), ...(opposite ? [] : [{ value: number(), slope: number() }]), lineV(vSlope)];
        if (isWalk(lines)) {
          walks++;
          const place = placeOf(lines);
          // A slope that no piece has.
          const line = lineThrough(place, through ? lineAt(lines[which]!, place) : Rational.zero, number().plus(Rational.of(1, 7)));
          expect(linesAtKnot(knot).some((conditions) => meets(line, conditions))).toBe(true);
        }
        for (const conditions of linesAtKnot(knot)) {
          const line = lineIn([...conditions, { value: number(), slope: number(), bound: number(), strict: true }]);
          if (line === undefined || line.slope.isZero || trial % 4 !== 0) continue;
          possible++;
          const found = piecesAtKnot(knot, line)!;
          expect(isIn(found.u, u) && isIn(found.v, v)).toBe(true);
          const walk = [lineU(found.u), ...found.inner, lineV(found.v)];
          expect(isWalk(walk)).toBe(true);
          const place = placeOf(walk);
          expect(lineAt(line, place).equals(through ? lineAt(walk[which]!, place) : Rational.zero)).toBe(true);
        }
      }
      expect(Math.min(walks, possible)).toBeGreaterThan(10);
    });
  }
}
