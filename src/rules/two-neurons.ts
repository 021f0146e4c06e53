import type { Rectangles } from "../pattern/rectangles.js";
import { members } from "../pattern/sets.js";
import type { Found } from "./found.js";

/**
 * D2 width two [own, docs/theory.md 4.6]: two rectangles without free entries are not closed iff they overlap and (a) one of them has a row and a
 * column of its own, or (b) there are two common rows and each has a column of its own, or (c) the transpose of (b).
 * Decides every goal of width two without free entries.
 */
export function decideTwoNeurons(state: Rectangles): Found {
  const [one, two] = [state.neurons[0]!, state.neurons[1]!];
  const commonRows = members(one.rows & two.rows);
  const commonCols = members(one.cols & two.cols);
  const closed: Found = { closed: true, proof: { rule: "two-neurons", evidence: {} } };
  if (commonRows.length === 0 || commonCols.length === 0) return closed;
  const notClosed = (outputs: number[], inputs: number[]): Found => ({
    closed: false,
    proof: { rule: "two-neurons", evidence: { outputs, inputs } },
  });
  const ownRows = [members(one.rows & ~two.rows), members(two.rows & ~one.rows)];
  const ownCols = [members(one.cols & ~two.cols), members(two.cols & ~one.cols)];
  for (const side of [0, 1]) {
    const [e, g] = [ownRows[side]![0], ownCols[side]![0]];
    if (e !== undefined && g !== undefined) return notClosed([commonRows[0]!, e], [commonCols[0]!, g]);
  }
  if (commonRows.length >= 2 && ownCols[0]!.length > 0 && ownCols[1]!.length > 0) {
    return notClosed(commonRows.slice(0, 2), [ownCols[0]![0]!, ownCols[1]![0]!, commonCols[0]!]);
  }
  if (commonCols.length >= 2 && ownRows[0]!.length > 0 && ownRows[1]!.length > 0) {
    return notClosed([ownRows[0]![0]!, ownRows[1]![0]!, commonRows[0]!], commonCols.slice(0, 2));
  }
  return closed;
}
