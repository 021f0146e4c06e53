/** What a report says of the masks of a pattern, apart from its verdicts. */
import type { Pattern } from "../../pattern/pattern.js";
import type { NeuronCounts } from "../../pattern/structure/neurons.js";
import { type LayerStructure, structureOf } from "../../pattern/structure/structure.js";
import type { Demand } from "./demand.js";
import { missingOf } from "./missing.js";
import { type Finding, findingsOf, layerNames } from "./findings.js";

export interface Inspection {
  /** Each layer of weights: what the file calls it, what is kept, and the structure of its mask. */
  readonly layers: readonly NamedLayer[];
  /** Neuron layers 0 (inputs) to L (outputs). */
  readonly neurons: readonly NeuronCounts[];
  /** The worst first. */
  readonly findings: readonly Finding[];
}

export interface NamedLayer extends LayerStructure {
  readonly name?: string;
}

export interface InspectOptions {
  /** What the layers are called, first layer first. */
  readonly names?: readonly string[];
  /** N:M structure that every layer is to have. */
  readonly demand?: Demand;
}

/** Looks at the masks alone; exact, and linear in their size. */
export function inspect({ masks }: Pick<Pattern, "masks">, { names = [], demand }: InspectOptions = {}): Inspection {
  const structure = structureOf(masks);
  const { layers, neurons } = structure;
  const called = layerNames(names);
  return {
    layers: layers.map((layer, l) => (names[l] === undefined ? layer : { ...layer, name: names[l] })),
    neurons,
    findings: findingsOf(structure, called, demand === undefined ? [] : missingOf(masks, demand, called)),
  };
}
