/** Turns of phrase that several parts of an explanation share. */

/** Numbers named one by one before "and so many more". */
const MAX_NAMED = 6;

/** `0`, `0 and 1`, `0, 1 and 2`, `0, 1, 2, 3, 4, 5 and 10 more`. */
export function enumerated(items: readonly (number | string)[]): string {
  const named = items.length > MAX_NAMED + 1 ? [...items.slice(0, MAX_NAMED), `${items.length - MAX_NAMED} more`] : items;
  return named.length < 2 ? named.join("") : `${named.slice(0, -1).join(", ")} and ${named[named.length - 1]}`;
}

/** `1 path`, `2 paths`; for a word that takes an s. */
export function counted(count: number | bigint, word: string): string {
  return `${count} ${Number(count) === 1 ? word : `${word}s`}`;
}

/** `output 3`, `outputs 0 and 1`. */
export function named(word: string, numbers: readonly (number | string)[]): string {
  return `${numbers.length === 1 ? word : `${word}s`} ${enumerated(numbers)}`;
}

/** `layer 2`, `layers 2 to 4`. */
export function layerSpan(first: number, last: number): string {
  return first === last ? `layer ${first}` : `layers ${first} to ${last}`;
}

/** `W_2 W_1`, `W_9 ... W_1`. */
export function productName(layers: number): string {
  if (layers > 4) return `W_${layers} ... W_1`;
  return Array.from({ length: layers }, (_, l) => `W_${layers - l}`).join(" ");
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
