/** Hidden neurons and the supports of a mask. */
import type { Support } from "../../certificate/sparsest.js";
import { type Effort, STEPS_PER_ITEM } from "../limits.js";

/** The numbers of the supports that hold these inputs, and the bias if that is asked for. */
export function placesOf(inputs: readonly number[], bias: boolean, mask: readonly Support[], effort: Effort): number[] {
  effort.spend(mask.reduce((sum, support) => sum + (support.inputs.length + 1) * (inputs.length + 1) + STEPS_PER_ITEM, 0));
  return mask.flatMap((support, r) => (inputs.every((c) => support.inputs.includes(c)) && (support.bias || !bias) ? [r] : []));
}

/** Can each neuron have a place of its own, given the places of each? A matching, by augmenting paths. */
export function havePlaces(places: readonly (readonly number[])[], effort: Effort): boolean {
  const taken = new Map<number, number>();
  const findPlace = (neuron: number, seen: Set<number>): boolean =>
    places[neuron]!.some((place) => {
      effort.spend(4 * STEPS_PER_ITEM);
      if (seen.has(place)) return false;
      seen.add(place);
      const other = taken.get(place);
      if (other !== undefined && !findPlace(other, seen)) return false;
      taken.set(place, neuron);
      return true;
    });
  return places.every((_, neuron) => findPlace(neuron, new Set()));
}
