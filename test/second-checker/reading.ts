/** Reading JSON values, and refusing them. */

export class Refusal extends Error {}

export function refuse(reason: string): never {
  throw new Refusal(reason);
}

export function need(condition: boolean, reason: string): asserts condition {
  if (!condition) refuse(reason);
}

export type Fields = Record<string, unknown>;

export function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}

/** An object with all of `keys`, perhaps some of `optional`, and nothing else. */
export function readObject(value: unknown, at: string, keys: readonly string[], optional: readonly string[] = []): Fields {
  need(typeof value === "object" && value !== null && !Array.isArray(value), `${at}: expected an object, found ${kindOf(value)}`);
  const present = Object.keys(value);
  for (const key of keys) need(present.includes(key), `${at}: key "${key}" is missing`);
  for (const key of present) need(keys.includes(key) || optional.includes(key), `${at}: unexpected key "${key.slice(0, 40)}"`);
  return value as Fields;
}

export function readList(value: unknown, at: string, length?: number): readonly unknown[] {
  need(Array.isArray(value), `${at}: expected a list, found ${kindOf(value)}`);
  need(length === undefined || value.length === length, `${at}: expected ${length} items, found ${value.length}`);
  return value as unknown[];
}

export function readInteger(value: unknown, at: string): number {
  need(typeof value === "number" && Number.isSafeInteger(value), `${at}: expected an integer of magnitude below 2^53, found ${kindOf(value)}`);
  return value;
}

/** An integer in `from` .. `below` - 1. */
export function readIndex(value: unknown, at: string, below: number, from = 0): number {
  const index = readInteger(value, at);
  need(index >= from && index < below, `${at}: ${index} is not in ${from} .. ${below - 1}`);
  return index;
}

export function readIndices(value: unknown, at: string, below: number, length?: number): number[] {
  return readList(value, at, length).map((item, n) => readIndex(item, `${at}[${n}]`, below));
}

export function readAscending(value: unknown, at: string, below: number, empty: "not empty" | "may be empty" = "not empty"): number[] {
  const list = readIndices(value, at, below);
  need(list.length > 0 || empty === "may be empty", `${at}: the list is empty`);
  for (let n = 1; n < list.length; n++) need((list[n] as number) > (list[n - 1] as number), `${at}: the list is not ascending`);
  return list;
}

export function readChoice<T extends string>(value: unknown, at: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  need(found !== undefined, `${at}: expected one of ${choices.join(", ")}`);
  return found;
}

export function readEmpty(value: unknown, at: string): void {
  readObject(value, at, []);
}
