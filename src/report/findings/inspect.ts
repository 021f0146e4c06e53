/** What a report says of the masks of a pattern, apart from its verdicts. */
import type { Pattern } from "../../pattern/pattern.js";
import type { NeuronCounts } from "../../pattern/structure/neurons.js";
import { type LayerStructure, structureOf } from "../../pattern/structure/structure.js";
import type { Demand } from "./demand.js";
import { missingOf } from "./missing.js";
import { type Finding, findingsOf } from "./findings.js";

export interface Inspection {
  /** Each layer of weights: what is kept, and the structure of its mask. */
  readonly layers: readonly LayerStructure[];
  /** Neuron layers 0 (inputs) to L (outputs). */
  readonly neurons: readonly NeuronCounts[];
  /** The worst first. */
  readonly findings: readonly Finding[];
}

/** Looks at the masks alone; exact, and linear in their size. @param demand N:M structure that every layer is to have */
export function inspect({ masks }: Pick<Pattern, "masks">, demand?: Demand): Inspection {
  const structure = structureOf(masks);
  const { layers, neurons } = structure;
  return { layers, neurons, findings: findingsOf(structure, demand === undefined ? [] : missingOf(masks, demand)) };
}
