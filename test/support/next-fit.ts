/** Next fit and repairs by the words of docs/certificates.md (`generic-factor`), with plain lists. */
import { type Mask, has } from "../../src/pattern/mask.js";

type Repairs = readonly (readonly [end: number, layer: number, paths: readonly (readonly number[])[]])[];

const rowsOf = (mask: Mask): number[] => Array.from({ length: mask.rows }, (_, i) => i);

/** The neuron that each member of `outputs` gets among `neurons`; what cannot be done is thrown. */
export function replayLayer(layer: Mask, outputs: readonly number[], neurons: readonly number[], paths: readonly (readonly number[])[]): Map<number, number> {
  const neuronOf = new Map<number, number>();
  const outputOf = (h: number): number | undefined => [...neuronOf].find(([, other]) => other === h)?.[0];
  const demand = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(what);
  };
  let s = 0;
  for (const i of outputs) {
    const free = neurons.filter((h) => has(layer, i, h) && outputOf(h) === undefined);
    const h = free.find((other) => other >= s) ?? free[0];
    if (h === undefined) continue;
    neuronOf.set(i, h);
    s = h + 1;
  }
  for (const [i, ...path] of paths) {
    demand(outputs.includes(i!) && !neuronOf.has(i!), `${i} does not wait`);
    let holder = i!;
    for (const [n, h] of path.entries()) {
      demand(neurons.includes(h) && has(layer, holder, h), `no edge from ${h} to ${holder}`);
      const before = outputOf(h);
      demand((before === undefined) === (n === path.length - 1), `${h} is ${before === undefined ? "free" : "taken"}`);
      neuronOf.set(holder, h);
      holder = before ?? -1;
    }
  }
  return neuronOf;
}

/** For every input the paths behind it, as evidence with `paths` lists them; without a neuron there is `undefined` on them. */
export function replay(masks: readonly Mask[], repairs: Repairs): (number | undefined)[][][] {
  return Array.from({ length: masks[0]!.cols }, (_, k) => {
    const reached = [[k]];
    for (const mask of masks) reached.push(rowsOf(mask).filter((i) => reached.at(-1)!.some((h) => has(mask, i, h))));
    let paths: (number | undefined)[][] = reached.at(-1)!.map((i) => [i]);
    for (let l = masks.length; l >= 2; l--) {
      const outputs = paths.map(([top]) => top!).sort((a, b) => a - b);
      const listed = repairs.find(([end, layer]) => end === k && layer === l)?.[2] ?? [];
      const neuronOf = replayLayer(masks[l - 1]!, outputs, reached[l - 1]!, listed);
      paths = paths.map((path) => [neuronOf.get(path[0]!), ...path]);
    }
    return paths;
  });
}
