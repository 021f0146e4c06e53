import { expect, test } from "vitest";
import { Trace } from "../../src/training/trace.js";

const placeOf = (size: number, value = 1) => ({
  parameters: new Float64Array(size).fill(value),
  residuals: new Float64Array(1),
  gradient: new Float64Array(size),
  loss: value,
});

test("a trace has every early step, then steps that grow by about 3 %, and the last one", () => {
  const trace = new Trace();
  const place = placeOf(1);
  for (let step = 0; step <= 10_000; step++) trace.visit(step, place);
  trace.end(10_000, place);
  expect(trace.steps.slice(0, 65)).toEqual(Array.from({ length: 65 }, (_, k) => k));
  expect(trace.steps.at(-1)).toBe(10_000);
  expect(new Set(trace.steps).size).toBe(trace.steps.length);
  trace.steps.slice(65, -1).forEach((step, k) => expect(step / trace.steps[64 + k]!).toBeLessThan(1.04));
  expect(trace.steps.length).toBeLessThan(300);
  expect(trace.snapshots.map(({ point }) => point)).toEqual(trace.steps.map((_, k) => k));
});

test("the norm is Euclidean, over all parameters", () => {
  const trace = new Trace();
  trace.visit(0, placeOf(4, 3));
  expect([trace.loss, trace.norm]).toEqual([[3], [6]]);
});

test("parameters of large networks are kept at fewer steps, evenly, as they were then", () => {
  const trace = new Trace();
  const place = placeOf(1 << 18);
  for (let step = 0; step < 60; step++) {
    place.parameters[0] = step;
    trace.visit(step, place);
  }
  const points = trace.snapshots.map(({ point }) => point);
  expect(points.length).toBeGreaterThan(6);
  expect(points.length).toBeLessThanOrEqual(16);
  expect(new Set(points.slice(1).map((point, k) => point - points[k]!)).size).toBe(1);
  for (const { point, parameters } of trace.snapshots) expect(parameters[0]).toBe(trace.steps[point]);
});
