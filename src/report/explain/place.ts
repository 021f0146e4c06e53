/**
 * Where a step of a proof stands, and how its numbers read in the reader's pattern. Rules for two layers renumber hidden neurons, and
 * contraction renumbers layers; outputs and inputs keep their numbers.
 */
import type { Side } from "../../certificate/proof.js";
import type { Goal, LayeredGoal } from "../../check/goal.js";
import type { Mask } from "../../pattern/mask.js";
import { liveNeurons } from "../../pattern/live.js";
import { type Rectangles, rectanglesOf } from "../../pattern/rectangles.js";
import { contains } from "../../pattern/sets.js";
import { named } from "./phrases.js";

/** Where a step stands, and how its goal's numbers read in the pattern. */
export interface Place {
  readonly goal: Goal;
  /** The pattern's number of each neuron layer of the goal; of the one at either end for two layers with free entries. */
  readonly layers: readonly number[];
  /** For two layers with free entries: the hidden neuron that each rectangle is, or is a piece of. */
  readonly neurons: readonly number[];
  readonly depth: number;
  /** Says which branch begins here. */
  readonly lead: string;
  /** Inside the proof of a lemma: neurons, outputs and inputs are then numbered as the lemma has them, not as the pattern has. */
  readonly lemma?: boolean;
}

export interface LayeredPlace extends Place {
  readonly goal: LayeredGoal;
}

export interface TwoLayerPlace extends Place {
  readonly state: Rectangles;
}

/** The place as a place in two layers of rectangles, as docs/certificates.md converts it. */
export function asTwoLayer(place: Place): TwoLayerPlace {
  if (place.goal.kind === "two-layer") return { ...place, state: place.goal.state };
  const [first, second] = place.goal.masks as [Mask, Mask];
  const live = liveNeurons(place.goal.masks)[1]!;
  return { ...place, state: rectanglesOf(first, second), neurons: [...live.keys()].filter((h) => live[h] === 1) };
}

/** Evidence that may choose outputs and inputs; it does where it proves "not closed". */
export interface Chosen {
  readonly outputs?: readonly number[];
  readonly inputs?: readonly number[];
}

/** i, j, k, l of evidence that names two outputs and two inputs. */
export function minorOf({ outputs = [], inputs = [] }: Chosen): [number, number, number, number] {
  return [outputs[0]!, outputs[1]!, inputs[0]!, inputs[1]!];
}

/** A neuron of a layered goal by the pattern's numbers. */
export function neuronOf({ layers }: Place, { layer, index }: { layer: number; index: number }): string {
  return `neuron ${index} of layer ${layers[layer]}`;
}

/** Hidden neurons of two layers, with the number of their layer where the pattern has more than one. */
export function hidden({ layers }: Place, neurons: readonly number[]): string {
  const name = named("neuron", [...new Set(neurons)]);
  return layers.join() === "0,1,2" ? name : `${name} of layer ${layers[1]}`;
}

/** Who owns what in the forms of D2. */
interface Sharing {
  /** The outputs or inputs that both neurons have. */
  readonly common: readonly number[];
  /** The pattern's neuron of form (a), or those of p and q in (b) and (c). */
  readonly own: readonly number[];
}

export function sharing({ state, neurons }: TwoLayerPlace, outputs: readonly number[], inputs: readonly number[]): Sharing {
  const owner = (side: "rows" | "cols", member: number): number => neurons[state.neurons.findIndex((rectangle) => contains(rectangle[side], member))]!;
  if (inputs.length === 3) return { common: outputs, own: [owner("cols", inputs[0]!), owner("cols", inputs[1]!)] };
  if (outputs.length === 3) return { common: inputs, own: [owner("rows", outputs[0]!), owner("rows", outputs[1]!)] };
  return { common: [outputs[0]!], own: [owner("rows", outputs[1]!)] };
}

/** The live neurons of a layer, ascending. */
export function liveIn(masks: readonly Mask[], layer: number): number[] {
  const live = liveNeurons(masks)[layer]!;
  return [...live.keys()].filter((v) => live[v] === 1);
}

export function sideWord(side: Side): string {
  return side === "rows" ? "output" : "input";
}
