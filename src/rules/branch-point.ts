import type { Branch } from "../exact/elimination.js";
import { PRIME, inverseMod, multiplyMod, residue } from "../exact/modular.js";
import type { Polynomial } from "../exact/polynomial.js";
import { GENERIC_BOUND, Random } from "../exact/random.js";

/**
 * A random point of a branch modulo p, to see what is likely to hold there before it is proved. Open variables take random values; replaced ones follow.
 */
export class BranchPoint {
  readonly #values = new Map<number, number>();
  readonly #random = new Random(1);

  constructor(branch: Branch) {
    // A solution holds no variable that was replaced before it: backwards, all that it needs is known or open.
    for (const { variable, slope, constant } of branch.equalities.toReversed()) {
      const divisor = this.value(slope);
      this.#values.set(variable, divisor === 0 ? 0 : multiplyMod(residue(-this.value(constant)), inverseMod(divisor)));
    }
  }

  value(polynomial: Polynomial): number {
    return Number(polynomial.at((variable) => BigInt(this.variable(variable))) % BigInt(PRIME));
  }

  variable(variable: number): number {
    const known = this.#values.get(variable);
    if (known !== undefined) return known;
    const value = 1 + this.#random.below(GENERIC_BOUND);
    this.#values.set(variable, value);
    return value;
  }
}
