/** Has a list of neuron types an interpolating network? Exactly: is y in the sum of the cones of what they can give, with output signs, and of what is free? */
import { Cone } from "../../exact/cone.js";
import { commonDenominator, scaled } from "../../exact/integer-vector.js";
import { Rational } from "../../exact/rational.js";
import type { NeuronTypes } from "./neuron-types.js";
import type { RationalNetwork, RationalNeuron, SparsestProblem } from "./problem.js";

/** What the lists of types of a problem have in common. */
export interface TypeSetting {
  readonly types: NeuronTypes;
  /** y times `scale`: N integers. */
  readonly target: readonly bigint[];
  readonly scale: bigint;
  /** Is there an affine part? */
  readonly skip: boolean;
  /** Is there a neuron that is constant, and costs nothing? */
  readonly constant: boolean;
}

export interface SignedType {
  /** Its number in `types.all`. */
  readonly type: number;
  /** Of the output; 0: not decided. */
  readonly sign: -1 | 0 | 1;
  /** Are there two neurons of this type, with both signs? */
  readonly both: boolean;
}

export function typeSetting({ outputs, skip }: SparsestProblem, types: NeuronTypes, constant: boolean): TypeSetting {
  const scale = commonDenominator(outputs);
  return { types, target: outputs.map((y) => scaled(y, scale)), scale, skip, constant };
}

/** What is free, with any sign: all columns of [X 1], or the last one. */
export function linesOf({ types: { points }, skip, constant }: TypeSetting): bigint[][] {
  const d = points.scales.length - 1;
  const columns = skip ? Array.from(points.scales.keys()) : constant ? [d] : [];
  return columns.map((c) => points.rows.map((row) => row[c]!));
}

/**
 * A network of these types; or integers nu with nu . y > 0, orthogonal to what is free, that are at most 0 on all that the types can give.
 *
 * Where a sign is not decided the neuron may come out with both: then `mixed` is the place of such a type in the list, and the network has too many neurons.
 */
export function networkOfTypes(
  setting: TypeSetting,
  list: readonly SignedType[],
): { readonly network: RationalNetwork; readonly mixed: number | undefined } | { readonly separator: readonly bigint[] } {
  const { types, target, scale, skip, constant } = setting;
  const { all, points } = types;
  const d = points.scales.length - 1;
  const cone = new Cone(target);
  const lines = linesOf(setting);
  for (const line of lines) cone.addLine(line);
  const origins: { readonly at: number; readonly ray: number; readonly sign: -1 | 1 }[] = [];
  for (const [at, { type, sign }] of list.entries()) {
    for (const [ray, { outputs }] of all[type]!.rays.entries()) {
      for (const side of [1, -1] as const) {
        if (sign === -side) continue;
        cone.add(side === 1 ? outputs : outputs.map((output) => -output));
        origins.push({ at, ray, sign: side });
      }
    }
  }
  if (!cone.solve()) return { separator: cone.separator() };
  const nothing = Array.from(points.scales, () => Rational.zero);
  const free = [...nothing];
  const sums = list.map(() => new Map<number, Rational[]>());
  for (const [generator, weight] of cone.weights()) {
    const share = weight.dividedBy(Rational.of(scale));
    if (generator < lines.length) {
      const c = skip ? generator : d;
      free[c] = share.times(Rational.of(points.scales[c]!));
      continue;
    }
    const { at, ray, sign } = origins[generator - lines.length]!;
    const sum = sums[at]!.get(sign) ?? [...nothing];
    for (const [c, entry] of all[list[at]!.type]!.rays[ray]!.weights.entries()) {
      if (entry !== 0n) sum[c] = sum[c]!.plus(share.times(Rational.of(entry * points.scales[c]!)));
    }
    sums[at]!.set(sign, sum);
  }
  const mixed = list.findIndex(({ both }, at) => !both && sums[at]!.size === 2);
  const neurons = sums.flatMap((bySign) => Array.from(bySign, ([sign, sum]): RationalNeuron => ({ output: Rational.of(sign), weights: sum.slice(0, d), bias: sum[d]! })));
  const bias = free[d]!;
  if (constant && !bias.isZero) neurons.push({ output: Rational.of(bias.sign), weights: nothing.slice(0, d), bias: bias.abs() });
  return { network: { neurons, skip: skip ? { weights: free.slice(0, d), bias } : undefined }, mixed: mixed < 0 ? undefined : mixed };
}
