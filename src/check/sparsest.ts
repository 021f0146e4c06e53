/**
 * Checks that a network of one hidden ReLU layer interpolates data, and that no such network has fewer neurons or parameters than some number (docs/certificates.md, section 12; docs/theory.md 2.10).
 * All in rationals and integers.
 */
import { type SparsestCertificate, sparsestCertificateFromJson } from "../certificate/sparsest.js";
import { dot } from "../exact/integer-vector.js";
import { Rational } from "../exact/rational.js";
import { require } from "./goal.js";
import { integers, stepsOfProduct } from "./integers.js";
import { Effort, MAX_SEARCH_STEPS, STEPS_PER_ITEM } from "./limits.js";
import { type Refused, refused } from "./refused.js";
import { checkByEnumeration, checkDualVectors, provedByTargets } from "./sparsest/bounds.js";
import { provedByWitnesses, valuesAlongLine } from "./sparsest/knots.js";
import { havePlaces, placesOf } from "./sparsest/mask.js";

export type SparsestResult = { readonly ok: true; readonly certificate: SparsestCertificate } | Refused;

/**
 * Checks a document given as a JSON value. `ok` means: its network interpolates with `claim.count` neurons or parameters, and none with fewer than `claim.atLeast` does. Never throws for a value that
 * JSON text can give.
 * @param steps what the lower bound may cost, in elementary operations; more are refused
 */
export function checkSparsest(value: unknown, steps = MAX_SEARCH_STEPS): SparsestResult {
  try {
    const certificate = sparsestCertificateFromJson(value);
    const effort = new Effort();
    checkShape(certificate, effort);
    checkNetwork(certificate, effort);
    checkLowerBound(certificate, new Effort(steps));
    return { ok: true, certificate };
  } catch (error) {
    return refused(error);
  }
}

/** Lengths and ranges. */
function checkShape({ points, targets, skip, supports, network, claim }: SparsestCertificate, effort: Effort): void {
  require(points.length > 0, "points", "at least one point expected");
  const [n, d] = [points.length, points[0]!.length];
  require(d > 0, "points[0]", "at least one input expected");
  effort.spend((n * d + network.neurons.length * d) * STEPS_PER_ITEM);
  points.forEach((point, j) => require(point.length === d, `points[${j}]`, `${d} numbers expected`));
  require(targets.length === n, "targets", `${n} numbers expected`);
  supports?.forEach(({ inputs }, s) => {
    inputs.forEach((input, c) => require(input < d && (c === 0 || inputs[c - 1]! < input), `supports[${s}].inputs[${c}]`, `ascending inputs below ${d} expected`));
  });
  network.neurons.forEach(({ output, weights, bias }, k) => {
    require(weights.length === d, `network.neurons[${k}].weights`, `${d} numbers expected`);
    require(!output.isZero, `network.neurons[${k}].output`, "a number other than 0 expected");
    require(!bias.isZero || weights.some((weight) => !weight.isZero), `network.neurons[${k}]`, "a weight or bias other than 0 expected");
  });
  require(network.skip === undefined || skip, "network.skip", "null expected, as the problem has no affine part");
  require(network.skip === undefined || network.skip.weights.length === d, "network.skip.weights", `${d} numbers expected`);
  require(claim.atLeast <= claim.count, "claim.atLeast", "at most the count expected");
}

/** It is one of the networks, interpolates, and counts what is claimed. */
function checkNetwork(certificate: SparsestCertificate, effort: Effort): void {
  const { points, targets, supports, count, countBias, network, claim } = certificate;
  const used = network.neurons.map(({ weights }) => weights.flatMap((weight, c) => (weight.isZero ? [] : [c])));
  if (supports !== undefined) {
    const places = network.neurons.map(({ bias }, k) => placesOf(used[k]!, !bias.isZero, supports, effort));
    places.forEach((own, k) => require(own.length > 0, `network.neurons[${k}]`, "it has weights outside of each support"));
    require(havePlaces(places, effort), "network.neurons", "they cannot have different supports of the list");
  }
  const outputs = points[0]!.length === 1 ? valuesAlongLine(certificate, effort) : valuesAt(certificate, effort);
  outputs.forEach((output, j) => require(output.equals(targets[j]!), "network", `it gives ${output} at point ${j}`));
  const biases = countBias ? network.neurons.filter(({ bias }) => !bias.isZero).length : 0;
  const counted = count === "neurons" ? network.neurons.length : used.reduce((sum, columns) => sum + columns.length, biases);
  require(counted === claim.count, "claim.count", `${counted} expected`);
}

/** What the network gives at the points. A positive factor of weights and bias is one of the output: so they may be integers. */
function valuesAt({ points, network }: SparsestCertificate, effort: Effort): Rational[] {
  const { neurons, skip } = network;
  const X = integers(points, "points", effort);
  const rows = X.rows.map((row) => [...row, X.denominator]);
  const parts = neurons.map(({ output, weights, bias }, k) => {
    const { rows: own, denominator, words } = integers([[...weights, bias]], `network.neurons[${k}]`, effort);
    effort.spend(rows.length * (weights.length + 2) * stepsOfProduct(X.words, words));
    return { own: own[0]!, output: output.dividedBy(Rational.of(denominator)) };
  });
  const outputs = integers([parts.map(({ output }) => output)], "network.neurons", effort);
  const affine = skip === undefined ? undefined : integers([[...skip.weights, skip.bias]], "network.skip", effort);
  effort.spend(rows.length * (parts.length + rows[0]!.length + 8) * stepsOfProduct(X.words + outputs.words + (affine?.words ?? 0), outputs.words + X.words));
  return rows.map((row) => {
    const hidden = parts.map(({ own }) => dot(own, row)).map((inside) => (inside > 0n ? inside : 0n));
    const sum = Rational.of(dot(hidden, outputs.rows[0]!), outputs.denominator * X.denominator);
    return affine === undefined ? sum : sum.plus(Rational.of(dot(affine.rows[0]!, row), affine.denominator * X.denominator));
  });
}

function checkLowerBound(certificate: SparsestCertificate, effort: Effort): void {
  const { lowerBound, claim } = certificate;
  const least = (proved: number): void => require(claim.atLeast <= proved, "claim.atLeast", `at most ${proved} expected, what is proved`);
  switch (lowerBound.rule) {
    case "none":
      return least(claim.atLeast === 0 ? 0 : provedByTargets(certificate, effort));
    case "witnesses":
      return least(provedByWitnesses(certificate, lowerBound.points, effort));
    case "dual-vectors":
      return checkDualVectors(certificate, lowerBound.vectors, claim.atLeast, effort);
    case "enumeration":
      return checkByEnumeration(certificate, claim.atLeast, effort);
  }
}
