/**
 * T6 [own, docs/theory.md 2.4]: a training set without an optimum for one hidden layer in which a neuron feeds two outputs and another one feeds one of them too,
 * and weights that approach its infimum.
 */
import type { Counterexample, FamilyBias, FamilyWeight } from "../certificate/counterexample.js";
import type { FiniteEvidence } from "../certificate/proof.js";
import { Laurent } from "../exact/laurent.js";
import { Rational } from "../exact/rational.js";
import { pruneDead } from "../pattern/live.js";
import { row } from "../pattern/mask.js";
import type { Pattern } from "../pattern/pattern.js";

/** The counterexample of the evidence of rule `shared-output`, checked before. */
export function secondDifferencesCounterexample(pattern: Pattern, { neuron: a, outputs: [i, j], other }: FiniteEvidence["shared-output"]): Counterexample {
  const [first, second] = pruneDead(pattern.masks);
  const [ofFirst, ofSecond] = [row(second!, i), row(second!, j)].map((neurons) => new Set(neurons)) as [Set<number>, Set<number>];
  const onlyFirst = [...ofFirst].filter((h) => !ofSecond.has(h));
  const onlySecond = [...ofSecond].filter((h) => !ofFirst.has(h));
  const both = [...ofFirst].filter((h) => ofSecond.has(h));
  const b = onlySecond[0] ?? (both.includes(other) ? other : both.find((h) => h !== a)!);
  // Neurons for the forced kinks: of the first output those of both and of the first only, of the second those of the second only.
  const kinks = [
    ...[...both, ...onlyFirst].filter((h) => h !== a && h !== b).map((h) => ({ h, output: i })),
    ...onlySecond.filter((h) => h !== b).map((h) => ({ h, output: j })),
  ].map((kink, e) => ({ ...kink, at: 2 * (e + 1) + 1 }));

  const count = 2 * kinks.length + 5;
  const [width, height] = [pattern.widths[0]!, pattern.widths[2]!];
  const times = Array.from({ length: count }, (_, p) => p - 2);
  const points = times.map((t) => Array.from({ length: width }, () => Rational.of(t)));
  const targets = times.map((t) => {
    const target = Array.from({ length: height }, () => 0);
    target[i] = Math.max(0, t);
    target[j] = t < 0 ? 0 : t === 0 ? 1 : 2;
    for (const { output, at } of kinks) target[output]! += Math.max(0, t - at);
    return target.map((y) => Rational.of(y));
  });

  // Neuron a computes s(t - k), b computes s(t + k), k = eps^2; both scaled by 1/eps, so that no weight grows faster than 1/eps.
  const term = (coefficient: number, exponent: number): Laurent => Laurent.monomial(Rational.of(coefficient), exponent);
  const input = (h: number): number => row(first!, h)[0]!;
  const below: FamilyWeight[] = [a, b].map((h) => ({ output: h, input: input(h), weight: term(1, -1) }));
  const biases: FamilyBias[] = [
    { neuron: a, bias: term(-1, 1) },
    { neuron: b, bias: term(1, 1) },
  ];
  const above: FamilyWeight[] = [
    { output: i, input: a, weight: term(1, 1) },
    { output: j, input: a, weight: term(-1, -1) },
    { output: j, input: b, weight: term(1, -1) },
  ];
  for (const { h, output, at } of kinks) {
    below.push({ output: h, input: input(h), weight: term(1, 0) });
    biases.push({ neuron: h, bias: term(-at, 0) });
    above.push({ output, input: h, weight: term(1, 0) });
  }
  const order = (x: FamilyWeight, y: FamilyWeight): number => x.output - y.output || x.input - y.input;
  return {
    pattern,
    data: { points, targets },
    family: { weights: [below.sort(order), above.sort(order)], biases: [biases.sort((x, y) => x.neuron - y.neuron), []] },
    // The error is eps^2 at the first output, for t >= 1.
    loss: Laurent.monomial(Rational.of(count - 3, 2 * count), 4),
    impossible: { rule: "second-differences", evidence: { neuron: a, outputs: [i, j], other } },
  };
}
