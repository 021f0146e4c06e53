import { expect, test } from "vitest";
import { Random } from "../../../../src/exact/random.js";
import { SquaredLoss } from "../../../../src/optima/sparsest/training/hidden-layer.js";
import { signsOf } from "../../../../src/optima/sparsest/training/merge.js";
import { softThreshold } from "../../../../src/optima/sparsest/training/path-norm.js";
import { Adam, ProximalAdam, ProximalGradient } from "../../../../src/optima/sparsest/training/steps.js";
import { drawn, randomProblem } from "./problems.js";

const setting = (seed: number, size = 5) => {
  const { points, layer } = drawn(randomProblem(new Random(seed), 8, 2), size, seed);
  return { points, layer, loss: new SquaredLoss(points), weights: Float64Array.from({ length: 3 * size }, (_, e) => 1 + (e % 4)) };
};

/** u = |v| w. */
const products = ({ v, w }: { v: Float64Array; w: Float64Array }) => w.map((entry, e) => Math.abs(v[Math.floor(e / 3)]!) * entry);

test("a plain proximal step is the proximal step of the weighted norm on u, and lowers its objective", () => {
  for (let seed = 1; seed <= 5; seed++) {
    const { layer, loss, weights } = setting(seed);
    const lambda = 0.01;
    const [u, scales] = [products(layer), layer.v.map(Math.abs)];
    const gradient = new Float64Array(15);
    const before = loss.evaluate(layer, new Float64Array(5), gradient) + lambda * u.reduce((sum, entry, e) => sum + weights[e]! * Math.abs(entry), 0);
    new ProximalGradient(loss).step(layer, weights, lambda);
    const rate = 1 / scales.reduce((sum, scale) => sum + scale * scale, 0);
    const after = products(layer);
    for (let e = 0; e < 15; e++) {
      const scale = scales[Math.floor(e / 3)]!;
      // The derivative by u is that by w over |v|; the metric of neuron k is v_k^2.
      expect(after[e]).toBeCloseTo(softThreshold(u[e]! - (rate * scale * scale * gradient[e]!) / scale, rate * scale * scale * lambda * weights[e]!), 12);
    }
    expect(loss.evaluate(layer) + lambda * after.reduce((sum, entry, e) => sum + weights[e]! * Math.abs(entry), 0)).toBeLessThan(before);
    for (let k = 0; k < 5; k++) expect(Math.hypot(...layer.w.subarray(3 * k, 3 * k + 3))).toBeCloseTo(Math.abs(layer.v[k]!), 12);
  }
});

test("a strong penalty sets all to 0 at once, and there it stays", () => {
  const { layer, loss, weights } = setting(1);
  const stepper = new ProximalAdam(loss, layer, () => 0.01);
  for (let step = 0; step < 3; step++) stepper.step(layer, weights, 1e6);
  expect([...layer.v, ...layer.w].every((entry) => entry === 0)).toBe(true);
});

test("where plain proximal steps come to rest, the gradient is up to lambda times the weight, and equal to it where u is not 0", () => {
  const lambda = 0.002;
  let [zeros, others] = [0, 0];
  for (let seed = 1; seed <= 30; seed++) {
    const { points, layer, loss } = setting(seed, 2);
    const weights = new Float64Array(6).fill(2);
    const stepper = new ProximalGradient(loss);
    for (let step = 0; step < 20_000; step++) stepper.step(layer, weights, lambda);
    const before = layer.w.slice();
    stepper.step(layer, weights, lambda);
    // At a kink they never do.
    if (layer.w.some((entry, e) => Math.abs(entry - before[e]!) > 1e-9)) continue;
    const signs = Array.from({ length: 2 }, (_, k) => signsOf(layer, k, points));
    const gradient = new Float64Array(6);
    loss.evaluate(layer, new Float64Array(2), gradient);
    for (let e = 0; e < 6; e++) {
      const k = Math.floor(e / 3);
      const scale = Math.abs(layer.v[k]!);
      if (scale < 0.05 || !signs[k]!.includes(1)) continue;
      const slope = gradient[e]! / scale;
      if (layer.w[e] === 0) {
        zeros++;
        expect(Math.abs(slope)).toBeLessThanOrEqual(lambda * weights[e]! * (1 + 1e-3));
      } else {
        others++;
        expect(Math.abs(slope / (-Math.sign(layer.w[e]!) * lambda * weights[e]!) - 1)).toBeLessThan(0.02);
      }
    }
  }
  expect(zeros).toBeGreaterThan(2);
  expect(others).toBeGreaterThan(2);
});

test("Adam's first step is the rate along the signs of the gradient, AdamW shrinks besides", () => {
  for (const decay of [0, 0.1]) {
    const { layer, loss } = setting(3);
    const [gradientV, gradientW] = [new Float64Array(5), new Float64Array(15)];
    loss.evaluate(layer, gradientV, gradientW);
    const [v, w] = [layer.v.slice(), layer.w.slice()];
    new Adam(loss, layer, 0.01, decay).step(layer);
    for (const [before, after, gradient] of [[v, layer.v, gradientV], [w, layer.w, gradientW]] as const) {
      for (const [e, slope] of gradient.entries()) expect(after[e]).toBeCloseTo(before[e]! * (1 - 0.01 * decay) - (Math.abs(slope) > 1e-6 ? 0.01 * Math.sign(slope) : 0), 4);
    }
  }
});

test("moments go with the neurons that are kept", () => {
  const { layer, loss, weights } = setting(4);
  const [all, some] = [1, 2].map(() => ({ ...layer, v: layer.v.slice(), w: layer.w.slice() }));
  // Neuron 0 does nothing: to take it away changes nothing for the others.
  for (const one of [all!, some!]) one.v[0] = 0;
  const [whole, part] = [all!, some!].map((one) => new ProximalAdam(loss, one, () => 0.01));
  for (let step = 0; step < 20; step++) whole!.step(all!, weights, 0.001);
  for (let step = 0; step < 10; step++) part!.step(some!, weights, 0.001);
  part!.select([1, 2, 3, 4]);
  const kept = { size: 4, v: some!.v.slice(1), w: some!.w.slice(3), allowed: some!.allowed.slice(3), slots: some!.slots.slice(1) };
  for (let step = 0; step < 10; step++) part!.step(kept, weights.slice(3), 0.001);
  for (let e = 0; e < 12; e++) expect(kept.w[e]).toBeCloseTo(all!.w[e + 3]!, 12);
});
