/** Which hidden neuron of a mask each neuron of a network is. */
import type { Support } from "../problem.js";
import type { HiddenLayer } from "./hidden-layer.js";

/** K x m flags for d inputs and the bias, m = d + 1. @param width how many neurons, where there is no mask */
export function allowedEntries(supports: readonly Support[] | undefined, width: number, d: number): Uint8Array {
  const m = d + 1;
  if (supports === undefined) return new Uint8Array(width * m).fill(1);
  const allowed = new Uint8Array(supports.length * m);
  for (const [k, { inputs, bias }] of supports.entries()) {
    for (const c of inputs) allowed[k * m + c] = 1;
    if (bias) allowed[k * m + d] = 1;
  }
  return allowed;
}

/** The layer with neurons put where their weights are allowed, each in a slot of its own (augmenting paths, Kuhn 1955); nothing if there is no such way. */
export function assignedSlots(layer: HiddenLayer, supports: readonly Support[]): HiddenLayer | undefined {
  const { size, w } = layer;
  const m = size === 0 ? 0 : w.length / size;
  const flags = allowedEntries(supports, 0, m - 1);
  const fits = (k: number, slot: number) => {
    for (let c = 0; c < m; c++) if (w[k * m + c] !== 0 && flags[slot * m + c] === 0) return false;
    return true;
  };
  const owner = new Int32Array(supports.length).fill(-1);
  const placed = (k: number, tried: Uint8Array): boolean => {
    for (const slot of supports.keys()) {
      if (tried[slot] === 1 || !fits(k, slot)) continue;
      tried[slot] = 1;
      if (owner[slot] !== -1 && !placed(owner[slot]!, tried)) continue;
      owner[slot] = k;
      return true;
    }
    return false;
  };
  for (let k = 0; k < size; k++) if (!placed(k, new Uint8Array(supports.length))) return undefined;
  const slots = new Int32Array(size);
  const allowed = new Uint8Array(size * m);
  for (const [slot, k] of owner.entries()) {
    if (k === -1) continue;
    slots[k] = slot;
    allowed.set(flags.subarray(slot * m, (slot + 1) * m), k * m);
  }
  return { ...layer, slots, allowed };
}
