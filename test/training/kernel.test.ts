import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { KERNEL_BASE64 } from "../../src/training/kernel.wasm.js";
import { Evaluator } from "../../src/training/network.js";
import { Workspace } from "../../src/training/workspace.js";
import { SHAPES, randomCase } from "./cases.js";

const bitsOf = (numbers: Float64Array): string => Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString("base64");

/** All that an evaluator computes, as bits. */
function everything({ network, data, parameters }: ReturnType<typeof randomCase>, vectors: boolean): string[] {
  const evaluator = new Evaluator(network, data.inputs, vectors);
  const rows = data.targets.length;
  const [outputs, residuals, gradient] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(network.size)];
  const [values, jacobian] = [new Float64Array(rows), new Float64Array(rows * network.size)];
  evaluator.forward(parameters, outputs);
  evaluator.residualsAndGradient(parameters, data.targets, residuals, gradient);
  evaluator.jacobian(parameters, values, jacobian);
  return [outputs, residuals, gradient, values, jacobian].map(bitsOf);
}

describe("the kernel and its twin", () => {
  const shapes: typeof SHAPES = [...SHAPES, [[5, 17, 9, 3], 0.3, 29], [[10, 30, 20], 1, 64], [[3, 40, 2], 0.1, 65], [[40, 300, 3], 0.2, 20]];
  test.each(shapes)("give the same bits for %j, density %d, %i points, with and without biases", (widths, density, points) => {
    for (let seed = 1; seed <= 4; seed++) {
      const some = widths.slice(1).map((_, l) => (l + seed) % 2 === 0);
      const example = randomCase(widths, density, points, seed, some);
      // Biases start at 0, where nothing could be seen of them.
      example.parameters.forEach((value, k) => {
        if (value === 0) example.parameters[k] = ((k % 7) - 3) / 8;
      });
      expect(everything(example, true)).toEqual(everything(example, false));
    }
  });

  test("give the same bits with huge, tiny and subnormal parameters", () => {
    const example = randomCase([4, 9, 7, 3], 0.8, 21, 2);
    example.parameters.forEach((value, k) => {
      example.parameters[k] = value * 2 ** [0, 400, -400, -1060][k % 4]!;
    });
    expect(everything(example, true)).toEqual(everything(example, false));
  });

  test("agree where NaN and infinity are", () => {
    const example = randomCase([3, 6, 4, 2], 1, 13, 4);
    example.parameters[2] = Number.NaN;
    example.parameters[7] = Number.POSITIVE_INFINITY;
    const rows = example.data.targets.length;
    const [gradients, residuals] = [0, 1].map((which) =>
      [true, false].map((vectors) => {
        const results = [new Float64Array(example.network.size), new Float64Array(rows)];
        new Evaluator(example.network, example.data.inputs, vectors).residualsAndGradient(example.parameters, example.data.targets, results[1]!, results[0]!);
        return [...results[which]!];
      }),
    );
    expect(gradients![0]).toEqual(gradients![1]);
    expect(residuals![0]).toEqual(residuals![1]);
    expect(residuals![0]!.some(Number.isNaN)).toBe(true);
  });
});

describe("the compiled kernel", () => {
  test("is what assembly/kernel.ts compiles to", async () => {
    const { kernelModule } = (await import(new URL("../../scripts/make-kernel.js", import.meta.url).href)) as { kernelModule: () => Promise<string> };
    const text = await kernelModule();
    expect(text).toBe(readFileSync(new URL("../../src/training/kernel.wasm.ts", import.meta.url), "utf8"));
    expect(text).toContain(KERNEL_BASE64.slice(0, 100));
  });
});

describe("tanh and exp", () => {
  const sizes = Array.from({ length: 1000 }, (_, k) => 2 ** (k / 16 - 50) * (1 + (k % 7) / 9));
  const special = [0, -0, Number.NaN, Infinity, -Infinity, 20, 20.000000000000004, 700, 2 ** -1074];
  const values = [...special, ...sizes.flatMap((size) => [size, -size])];
  if (values.length % 2 === 1) values.push(1);

  /** With vectors, and without. */
  const both = (which: "tanh" | "exp", at: readonly number[]): [Float64Array, Float64Array] => {
    const run = (vectors: boolean): Float64Array => {
      const workspace = new Workspace(at.length, vectors);
      const numbers = workspace.numbers(at.length);
      numbers.set(at);
      workspace.kernel[which](numbers.byteOffset, numbers.length);
      return numbers.slice();
    };
    return [run(true), run(false)];
  };

  test("have the same bits with vectors and without", () => {
    const [fast, plain] = both("tanh", values);
    expect(fast).toEqual(plain);
    const [grown, slow] = both("exp", values.map((value) => -Math.abs(value)));
    expect(grown).toEqual(slow);
  });

  test("are right to a few units in the last place", () => {
    const worst = (found: Float64Array, right: (value: number) => number, at: readonly number[]): number =>
      at.reduce((most, value, k) => {
        const expected = right(value);
        if (Object.is(expected, found[k])) return most;
        return Math.max(most, Math.abs(found[k]! - expected) / Math.abs(expected));
      }, 0);
    expect(worst(both("tanh", values)[0], Math.tanh, values)).toBeLessThan(4 * Number.EPSILON);
    const falling = values.filter((value) => !Number.isNaN(value)).map((value) => Math.max(-700, -Math.abs(value)));
    if (falling.length % 2 === 1) falling.push(0);
    expect(worst(both("exp", falling)[0], Math.exp, falling)).toBeLessThan(4 * Number.EPSILON);
    expect(both("exp", [-1e9, -Infinity])[0]).toEqual(both("exp", [-700, -700])[0]);
  });
});
