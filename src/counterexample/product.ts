/** Products of layers of weights that depend on eps, few of them not 0. */
import type { FamilyWeight } from "../certificate/counterexample.js";
import { Laurent } from "../exact/laurent.js";

export type LayerWeights = readonly FamilyWeight[];

/** What input k gives to each output, where it is not 0. */
export function columnOf(layers: readonly LayerWeights[], k: number): ReadonlyMap<number, Laurent> {
  let column = new Map([[k, Laurent.one]]);
  for (const layer of layers) {
    const next = new Map<number, Laurent>();
    for (const { output, input, weight } of layer) {
      const value = column.get(input);
      if (value !== undefined) next.set(output, (next.get(output) ?? Laurent.zero).plus(value.times(weight)));
    }
    column = new Map([...next].filter(([, value]) => !value.isZero));
  }
  return column;
}

/** A weight that is not 0, as a list of one; nothing otherwise. */
export function weightIfAny(output: number, input: number, weight: Laurent): FamilyWeight[] {
  return weight.isZero ? [] : [{ output, input, weight }];
}

/** Without the weights that are on no path of weights from the inputs to the outputs. */
export function onPaths(layers: readonly LayerWeights[], outputs: ReadonlySet<number>, inputs: ReadonlySet<number>): LayerWeights[] {
  let ends = inputs;
  const reached = layers.map((layer) => {
    const kept = layer.filter(({ input }) => ends.has(input));
    ends = new Set(kept.map(({ output }) => output));
    return kept;
  });
  ends = outputs;
  for (let l = reached.length - 1; l >= 0; l--) {
    reached[l] = reached[l]!.filter(({ output }) => ends.has(output));
    ends = new Set(reached[l]!.map(({ input }) => input));
  }
  return reached;
}
