/** Results with exact numbers as values of JSON: rationals as "p" or "p/q", integers of any size as digits. */
import { Rational } from "../../exact/rational.js";

export type Written<T> = T extends Rational | bigint ? string : T extends number | string | boolean | null | undefined ? T : { readonly [K in keyof T]: Written<T[K]> };

/** The same value with its exact numbers as text; lists and plain objects are gone through. */
export function written<T>(value: T): Written<T> {
  return write(value) as Written<T>;
}

function write(value: unknown): unknown {
  if (value instanceof Rational || typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(write);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, write(part)]));
}
