import { describe, expect, test } from "vitest";
import { Fault } from "../../src/pattern/fault.js";
import { Evaluator, networkOf } from "../../src/training/network.js";
import { OPTIMIZERS } from "../../src/training/optimizer.js";
import { type TrainOptions, train } from "../../src/training/train.js";
import { CLOSED, DENSE_122, LU, LU_DATA, T6_DATA, patternOf, randomCase } from "./cases.js";

const HOPELESS = patternOf([["10", "01"], ["10", "01"]]);

describe("train", () => {
  test("on LU: relative loss below 1e-10, the norm growing like the exact family's power of the loss, 1/4 for the way of least norm", async () => {
    const { runs, best, reference } = await train(LU, LU_DATA, { restarts: 6, steps: 6000 });
    const run = runs[best]!;
    expect(run.status).toBe("diverging");
    expect(run.loss.at(-1)! / reference).toBeLessThan(1e-10);
    expect(Math.abs(run.evidence.normAgainstLoss!.exponent / 0.25 - 1)).toBeLessThan(0.1);
    expect(run.evidence.normAgainstLoss!.decades).toBeGreaterThan(5);
    expect(run.norm.at(-1)!).toBeGreaterThan(500);
    expect(runs.map(({ loss }) => loss.at(-1)!).every((loss) => loss >= run.loss.at(-1)!)).toBe(true);
  });

  test("on the five points of T6, dense 1-2-2: alike", async () => {
    const { runs, best, reference } = await train(DENSE_122, T6_DATA, { seed: 5, restarts: 6, steps: 6000 });
    const run = runs[best]!;
    expect(run.status).toBe("diverging");
    expect(run.loss.at(-1)! / reference).toBeLessThan(1e-10);
    expect(Math.abs(run.evidence.normAgainstLoss!.exponent / 0.25 - 1)).toBeLessThan(0.1);
  });

  test("on a closed pattern of the same size with the same data, seeds and budget: bounded, none diverges", async () => {
    for (const pattern of [CLOSED, HOPELESS]) {
      const { runs, best } = await train(pattern, LU_DATA, { restarts: 20, steps: 6000 });
      expect(runs.filter(({ status }) => status === "diverging")).toEqual([]);
      expect(runs[best]!.status).toBe("converged");
      expect(Math.max(...runs.flatMap(({ norm }) => norm))).toBeLessThan(20);
    }
  });

  test("a run that only rounds any more ends; one that creeps down a valley does not", async () => {
    const rested = await train(HOPELESS, LU_DATA, { optimizer: "adam", restarts: 3, steps: 20_000 });
    for (const { status, stop, steps } of rested.runs) {
      expect([status, stop]).toEqual(["converged", "no-progress"]);
      expect(steps.at(-1)!).toBeLessThan(20_000);
    }
    const { runs } = await train(LU, LU_DATA, { optimizer: "gd", restarts: 6, steps: 4000 });
    const creeping = runs.filter(({ status }) => status === "diverging");
    expect(creeping.length).toBeGreaterThan(0);
    for (const { steps } of creeping) expect(steps.at(-1)).toBe(4000);
  });

  test("with weight decay an optimum exists, and LU converges to it", async () => {
    const { runs, best } = await train(LU, LU_DATA, { restarts: 6, weightDecay: 1e-4, steps: 3000 });
    expect(runs[best]!.status).toBe("converged");
    expect(Math.max(...runs[best]!.norm)).toBeLessThan(20);
  });

  test.each(OPTIMIZERS)("%s: the same bytes from the same seed; run r alone is run r among others", async (optimizer) => {
    const { pattern, data } = randomCase([3, 5, 4, 2], 0.6, 20, 4);
    const options: TrainOptions = { optimizer, steps: 300, restarts: 3, seed: 7 };
    const first = await train(pattern, data, options);
    expect(JSON.stringify(await train(pattern, data, options))).toBe(JSON.stringify(first));
    const alone = await train(pattern, data, { ...options, seed: 9, restarts: 1 });
    expect(alone.runs[0]).toEqual(first.runs[2]);
    expect(first.runs[0]!.loss).not.toEqual(first.runs[1]!.loss);
  });

  test("returns the network of the best run: its loss is the one told", async () => {
    const training = await train(CLOSED, LU_DATA, { restarts: 3, steps: 50, optimizer: "adam" });
    const { weights, biases } = training.network!;
    expect(weights[0]![1]![0]).toBe(0);
    const layout = networkOf(CLOSED);
    const parameters = Float64Array.from([weights[0]![0]!, weights[0]![1]![1]!, biases[0]!, weights[1]!.flat(), biases[1]!].flat());
    const outputs = new Float64Array(22);
    new Evaluator(layout, LU_DATA.inputs).forward(parameters, outputs);
    const loss = outputs.reduce((sum, value, k) => sum + (value - LU_DATA.targets[k]!) ** 2, 0) / 22;
    expect(loss).toBeCloseTo(training.runs[training.best]!.loss.at(-1)!, 15);
  });

  test("an interrupt keeps what was done", async () => {
    const interrupt = new AbortController();
    let calls = 0;
    const { pattern, data } = randomCase([6, 20, 20, 4], 1, 64, 4);
    const training = await train(pattern, data, {
      optimizer: "gd",
      learningRate: 1e-4,
      steps: 1_000_000,
      restarts: 3,
      signal: interrupt.signal,
      onProgress: ({ run, runs, steps }) => {
        expect([run, runs, steps]).toEqual([0, 3, 1_000_000]);
        if (++calls === 2) interrupt.abort();
      },
    });
    expect(training.runs).toHaveLength(1);
    expect(training.runs[0]).toMatchObject({ stop: "interrupted", status: "budget" });
    expect(training.runs[0]!.steps.at(-1)).toBeGreaterThan(0);
    expect(training.network).toBeDefined();
  });

  test("a run that leaves the finite numbers ends there and says so; no NaN in the result", async () => {
    const { pattern, data } = randomCase([3, 9, 2], 1, 20, 4);
    const training = await train(pattern, data, { optimizer: "gd", learningRate: 100, steps: 500, restarts: 1 });
    expect(training.runs[0]).toMatchObject({ stop: "not-finite", status: "stalled" });
    expect(training.runs[0]!.loss.every(Number.isFinite)).toBe(true);
    expect(JSON.stringify(training.network)).not.toContain("null,null");
  });

  test("takes no step when none is asked for", async () => {
    const { runs } = await train(LU, LU_DATA, { steps: 0, restarts: 1 });
    expect(runs[0]!.steps).toEqual([0]);
  });

  test.each([
    [{ steps: 1.5 }, "steps: expected an integer, found 1.5"],
    [{ steps: -1 }, "steps: expected at least 0, found -1"],
    [{ restarts: 0 }, "restarts: expected at least 1, found 0"],
    [{ seed: Number.NaN }, "seed: expected an integer, found NaN"],
    [{ weightDecay: -1 }, "weightDecay: expected at least 0, found -1"],
    [{ learningRate: Infinity }, "learningRate: expected a number, found Infinity"],
  ])("refuses %j", async (options, message) => {
    await expect(train(LU, LU_DATA, options)).rejects.toThrow(new RangeError(message));
  });

  test("refuses Levenberg-Marquardt for what would not fit into memory", async () => {
    const { pattern, data } = randomCase([60, 200, 30], 1, 400, 1);
    await expect(train(pattern, data, { optimizer: "lm" })).rejects.toThrow(Fault);
  });
});
