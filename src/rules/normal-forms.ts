/**
 * Choosing normal forms of frozen vectors for R6 and R7, and looking at random points of them before anything is proved.
 */
import { type FrozenNeuron } from "../pattern/factor-map.js";
import { type FrozenSide, type NormalForm, isRedundant, moves, ownSide, room } from "../pattern/normal-form.js";
import type { Rectangles } from "../pattern/rectangles.js";
import { members } from "../pattern/sets.js";
import type { Random } from "../exact/random.js";
import { GENERIC_BOUND } from "../exact/random.js";

/** Choices of pivots that one search goes through at most. */
const MAX_PIVOT_CHOICES = 2000;

/**
 * Normal forms for these neurons with these sides: neurons that move into others come first, and each takes the longest chain that the earlier ones
 * offer. Nothing when there would be too many choices of pivots.
 */
export function normalForms(state: Rectangles, sides: ReadonlyMap<number, FrozenSide>): NormalForm[] | undefined {
  const forms = new Map<number, NormalForm>();
  for (const neuron of inOrder(state, sides)) {
    const side = sides.get(neuron)!;
    const below = [...forms.values()].filter((form) => form.side === side && !isRedundant(state, form) && moves(state, side, form.neuron, neuron));
    const chains = below.map((form) => [...form.chain, form.neuron]).filter((chain) => chain.every((h) => below.some((form) => form.neuron === h)));
    forms.set(neuron, { neuron, side, chain: chains.reduce((longest, chain) => (chain.length > longest.length ? chain : longest), []) });
  }
  const list = [...forms.values()];
  const count = list.reduce((product, form) => product * Math.max(1, members(ownSide(state, form.neuron, form.side)).length - form.chain.length), 1);
  return count <= MAX_PIVOT_CHOICES ? list : undefined;
}

/** Neurons sorted so that h comes before k when it moves into k and k does not move into it. */
function inOrder(state: Rectangles, sides: ReadonlyMap<number, FrozenSide>): number[] {
  const left = [...sides.keys()].sort((a, b) => a - b);
  const strictlyBelow = (h: number, k: number): boolean => {
    const side = sides.get(k)!;
    return h !== k && sides.get(h) === side && moves(state, side, h, k) && !moves(state, side, k, h);
  };
  const order: number[] = [];
  while (left.length > 0) {
    // Moving is transitive for fixed F only as far as F allows, so a cycle is possible; then any neuron is as good.
    const next = left.find((k) => left.every((h) => !strictlyBelow(h, k))) ?? left[0]!;
    order.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return order;
}

/** A point of the normal forms: random pivots, and zeros, ones and random numbers in the places that are open, so that special points are met too. */
export function randomPoint(state: Rectangles, forms: readonly NormalForm[], random: Random): FrozenNeuron[] {
  const pivots = new Map<number, number>();
  return forms.flatMap((form) => {
    const { neuron, side } = form;
    if (isRedundant(state, form)) return [];
    const places = room(state, form, pivots);
    const pivot = places[random.below(places.length)]!;
    pivots.set(neuron, pivot);
    const open = (): number => [0, 0, 1, 1 + random.below(GENERIC_BOUND)][random.below(4)]!;
    const own = members(ownSide(state, neuron, side));
    const values = own.map((place) => (place === pivot ? 1 : place < pivot || !places.includes(place) ? 0 : open()));
    return [{ neuron, side, values }];
  });
}

/** All ways to give each of these neurons a frozen side. */
export function* allSides(neurons: readonly number[]): Generator<Map<number, FrozenSide>> {
  for (let bits = 0; bits < 1 << neurons.length; bits++) {
    yield new Map(neurons.map((neuron, e) => [neuron, (bits >> e) & 1 ? "columns" : "rows"]));
  }
}

