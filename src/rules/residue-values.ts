/** Numbers modulo the prime that searches reckon with, and expressions in parameters over them (docs/theory.md 4.9). */
import { PRIME, inverseMod, multiplyMod } from "../exact/modular.js";
import { type Field, Parametric } from "../exact/parametric.js";

export const FIELD: Field<number> = {
  zero: 0,
  one: 1,
  isZero: (a) => a === 0,
  plus: (a, b) => (a + b >= PRIME ? a + b - PRIME : a + b),
  times: multiplyMod,
  negated: (a) => (a === 0 ? 0 : PRIME - a),
  inverse: inverseMod,
};

/** A residue, or an expression in the parameters that is none. Most are residues, and reckoning with them is fast. */
export type Value = number | Parametric<number>;

export const lifted = (a: Value): Parametric<number> => (typeof a === "number" ? Parametric.constant(FIELD, a) : a);
export const lowered = (a: Parametric<number>): Value => a.value ?? a;
export const plus = (a: Value, b: Value): Value => (typeof a === "number" && typeof b === "number" ? FIELD.plus(a, b) : lowered(lifted(a).plus(lifted(b))));
export const times = (a: Value, b: Value): Value => (typeof a === "number" && typeof b === "number" ? multiplyMod(a, b) : lowered(lifted(a).times(lifted(b))));
export const negated = (a: Value): Value => (typeof a === "number" ? FIELD.negated(a) : a.negated());
export const minus = (a: Value, b: Value): Value => plus(a, negated(b));
/** Of a unit. */
export const inverse = (a: Value): Value => (typeof a === "number" ? inverseMod(a) : a.inverse());
