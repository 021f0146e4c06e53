/**
 * The known minimal obstructions (docs/theory.md 4.14), with proofs: all of up to three neurons, and those of four neurons up to 3 x 3. Made by `npm run obstructions`;
 * nothing rests on the list: what is found with it is checked like everything else, and that it is complete for three neurons is shown by `npm run prove:width3`.
 */
import { emptySets, members, setOf } from "../pattern/sets.js";
import { AnchoredSearch } from "./anchored-obstruction.js";
import { CATALOGUE } from "./catalogue.data.js";
import { type Obstruction, ObstructionSearch } from "./obstruction.js";

/** The catalogue holds every minimal obstruction of so many neurons or fewer. */
export const COMPLETE_WIDTH = 3;

/** With so many neurons or fewer the search anchored on all neurons (obstruction.ts) is the quick one, and finds obstructions in several parts too. */
export const FEW_NEURONS = 4;

let obstructions: readonly Obstruction[] | undefined;
let search: ObstructionSearch | undefined;
let anchored: AnchoredSearch | undefined;

export function catalogue(): readonly Obstruction[] {
  return (obstructions ??= CATALOGUE.map((line): Obstruction => {
    const { goal, evidence } = JSON.parse(line) as { goal: [number, number, [number[], number[]][]]; evidence: Obstruction["evidence"] };
    const [m, n, neurons] = goal;
    return { goal: { m, n, neurons: neurons.map(([rows, cols]) => ({ rows: setOf(rows), cols: setOf(cols) })), free: emptySets(m) }, evidence };
  }));
}

/** One search for all of the catalogue, made when first asked for. */
export function catalogueSearch(): ObstructionSearch {
  return (search ??= new ObstructionSearch(catalogue()));
}

/** The same for masks of any size. */
export function anchoredCatalogueSearch(): AnchoredSearch {
  return (anchored ??= new AnchoredSearch(catalogue()));
}

/** The line of the catalogue for an obstruction. */
export function catalogueLine({ goal, evidence }: Obstruction): string {
  return JSON.stringify({ goal: [goal.m, goal.n, goal.neurons.map(({ rows, cols }) => [members(rows), members(cols)])], evidence });
}
