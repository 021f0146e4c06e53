/** Small two-layer patterns up to the order of outputs, inputs and neurons, and transposition. */
import type { Pattern } from "../../src/pattern/pattern.js";
import { permutationsOf, range, subsetsOf, twoLayers } from "../decide/build.js";

type Rectangle = readonly [rows: readonly number[], columns: readonly number[]];

/** One pattern of each class with the given outputs, inputs and hidden neurons, named by its rectangles (`01*0 1*01`: rows * columns). */
export function classesOf(outputs: number, inputs: number, neurons: number): { name: string; pattern: Pattern }[] {
  const sides = (count: number): number[][] => subsetsOf(range(count)).filter((set) => set.length > 0);
  const rectangles = sides(outputs).flatMap((rows) => sides(inputs).map((columns): Rectangle => [rows, columns]));
  const found = new Map<string, readonly Rectangle[]>();
  const choose = (from: number, chosen: readonly Rectangle[]): void => {
    if (chosen.length === neurons) {
      found.set(canonicalName(outputs, inputs, chosen), chosen);
      return;
    }
    for (let r = from; r < rectangles.length; r++) choose(r, [...chosen, rectangles[r]!]);
  };
  choose(0, []);
  return [...found].map(([name, chosen]) => ({ name, pattern: twoLayers(outputs, inputs, chosen) }));
}

function canonicalName(outputs: number, inputs: number, rectangles: readonly Rectangle[]): string {
  const flipped = outputs === inputs ? [rectangles.map(([rows, columns]): Rectangle => [columns, rows])] : [];
  const names = [rectangles, ...flipped].flatMap((list) =>
    permutationsOf(outputs).flatMap((p) => permutationsOf(inputs).map((q) => list.map(([rows, columns]) => `${moved(rows, p)}*${moved(columns, q)}`).sort().join(" "))),
  );
  return names.sort()[0]!;
}

function moved(members: readonly number[], permutation: readonly number[]): string {
  return members.map((member) => permutation[member]!).sort((a, b) => a - b).join("");
}
