/**
 * What is known of the weights in one branch of a proof that a product is out of reach (docs/certificates.md, rule `degeneration`): weights that are zero, weights that are
 * not, products of single paths, and what follows from these at once.
 */
import { Parametric, RATIONALS } from "../exact/parametric.js";
import type { Rational } from "../exact/rational.js";
import { type Mask, row } from "../pattern/mask.js";
import { STEPS_PER_ITEM, type Effort, affordParametric } from "./limits.js";

/** A path by its neurons, input first, and by the names of its edges. */
export interface Path {
  readonly neurons: readonly number[];
  readonly edges: readonly string[];
}

export type EdgeName = string;
export const nameOf = (layer: number, out: number, input: number): EdgeName => `${layer},${out},${input}`;

/** All paths from an input to an output. Their number is counted before they are listed. */
export function listPaths(masks: readonly Mask[], effort: Effort): Path[] {
  let counts = new Float64Array(masks[0]!.cols).fill(1);
  for (const mask of masks) counts = Float64Array.from({ length: mask.rows }, (_, v) => row(mask, v).reduce((sum, w) => sum + counts[w]!, 0));
  const total = counts.reduce((sum, count) => sum + count, 0) * masks.length;
  effort.spend(total * STEPS_PER_ITEM);
  effort.hold(total * 128);
  // Of millions of inputs few may have edges.
  let paths: number[][] = [...new Set(masks[0]!.index)].sort((a, b) => a - b).map((k) => [k]);
  for (const mask of masks) {
    const ending = new Map<number, number[][]>();
    for (const path of paths) {
      const same = ending.get(path.at(-1)!);
      if (same === undefined) ending.set(path.at(-1)!, [path]);
      else same.push(path);
    }
    paths = Array.from({ length: mask.rows }, (_, v) => Array.from(row(mask, v), (w) => (ending.get(w) ?? []).map((path) => [...path, v])).flat()).flat();
  }
  return paths.map((neurons) => ({ neurons, edges: masks.map((_, l) => nameOf(l + 1, neurons[l + 1]!, neurons[l]!)) }));
}

/** A product: a number, or an expression in the parameters of the branch. */
export type Value = Parametric<Rational>;
export const ZERO = Parametric.constant(RATIONALS, RATIONALS.zero);
export const ONE = Parametric.constant(RATIONALS, RATIONALS.one);

/** What a step finds out: the product of a path, or what a parameter is, or that there is a contradiction. */
export type Finding = { readonly path: number; readonly value: Value } | { readonly parameter: number; readonly value: Value } | "contradiction";

/** What is known of the weights in one branch. Kept closed under the rules of `#close`. */
export class Branch {
  readonly #paths: readonly Path[];
  readonly #effort: Effort;
  readonly #zero: Set<EdgeName>;
  readonly #nonzero: Set<EdgeName>;
  /** By path number: its product, where known. */
  #products: (Value | undefined)[];
  /** By parameter: the path whose product it stands for. */
  readonly #parameters: number[];

  constructor(paths: readonly Path[], effort: Effort, from?: Branch) {
    const edges = paths.length * (paths[0]?.edges.length ?? 0);
    effort.spend(edges + paths.length);
    effort.hold(16 * paths.length + 64 * edges);
    this.#paths = paths;
    this.#effort = effort;
    this.#zero = new Set(from === undefined ? [] : from.#zero);
    this.#nonzero = new Set(from === undefined ? [] : from.#nonzero);
    this.#products = from === undefined ? paths.map(() => undefined) : [...from.#products];
    this.#parameters = from === undefined ? [] : [...from.#parameters];
  }

  copy(): Branch {
    return new Branch(this.#paths, this.#effort, this);
  }

  product(path: number): Value | undefined {
    return this.#products[path];
  }

  isMarked(edge: EdgeName): boolean {
    return this.#zero.has(edge) || this.#nonzero.has(edge);
  }

  /** Are all weights of the path marked nonzero? */
  isNonzero(path: number): boolean {
    return this.#paths[path]!.edges.every((edge) => this.#nonzero.has(edge));
  }

  /** A single term whose parameters, if any, are not zero. */
  isUnit(value: Value): boolean {
    return value.terms.length === 1 && value.parameters().every((n) => this.isNonzero(this.#parameters[n]!));
  }

  /** For a weight without a mark; no contradiction follows at once. */
  mark(edge: EdgeName, as: "zero" | "nonzero"): void {
    (as === "zero" ? this.#zero : this.#nonzero).add(edge);
    this.#close();
  }

  /** Gives the product of a path that is not known a name. */
  name(path: number): void {
    this.#products[path] = Parametric.parameter(RATIONALS, this.#parameters.push(path) - 1);
    this.#close();
  }

  /** Gives every product that is not known a name. Nothing follows: a path with a weight that is zero has a known product. */
  nameAll(): void {
    const open = this.#paths.flatMap((_, p) => (this.#products[p] === undefined ? [p] : []));
    // A parameter is as long as its number is large.
    const longest = this.#parameters.length + open.length;
    this.#effort.spend(longest * open.length);
    this.#effort.hold(8 * longest * open.length);
    for (const p of open) this.#products[p] = Parametric.parameter(RATIONALS, this.#parameters.push(p) - 1);
  }

  /** Is the branch still free of contradiction? */
  learn(finding: Exclude<Finding, "contradiction">): boolean {
    if ("path" in finding) this.#products[finding.path] = finding.value;
    else this.#substitute(finding.parameter, finding.value);
    return this.#close();
  }

  /**
   * A parameter that this being zero gives: the last one that occurs to the power 1 only, with a unit as its factor; its value can be put in
   * its place wherever it occurs.
   */
  solve(equation: Value): Finding | undefined {
    for (const parameter of equation.parameters().reverse()) {
      if (equation.powersOf(parameter).some((power) => power !== 0 && power !== 1)) continue;
      const slope = equation.coefficientOf(parameter, 1);
      if (!this.isUnit(slope)) continue;
      affordParametric(equation, slope, this.#effort);
      const value = equation.coefficientOf(parameter, 0).times(slope.inverse()).negated();
      const isDivisor = this.#products.some((product) => product?.powersOf(parameter).some((power) => power < 0) === true);
      if (!isDivisor || this.isUnit(value)) return { parameter, value };
    }
    return undefined;
  }

  #substitute(parameter: number, value: Value): void {
    this.#products = this.#products.map((product) => {
      if (product === undefined) return undefined;
      const powers = product.powersOf(parameter).reduce((sum, power) => sum + Math.abs(power), 0);
      if (powers === 0) return product;
      // A power of a value of several terms may have as many terms as their number to that power.
      this.#effort.spend(value.terms.length > 1 ? (value.terms.length + 1) ** powers : powers);
      for (let n = 0; n <= powers; n++) affordParametric(product, value, this.#effort);
      return product.substitute(parameter, value);
    });
  }

  /**
   * Draws the conclusions, to the end: a path with a zero weight has product 0, and a parameter that makes it so is 0; the weights of a path with a product
   * that is not 0 are nonzero; of a path with product 0, all of whose weights but one are nonzero, that one is zero. False when a weight would be both.
   */
  #close(): boolean {
    for (let changed = true; changed; ) {
      changed = false;
      for (const [p, { edges }] of this.#paths.entries()) {
        this.#effort.spend(STEPS_PER_ITEM * edges.length);
        const isZero = edges.some((edge) => this.#zero.has(edge));
        const product = this.#products[p];
        if (product === undefined) {
          if (!isZero) continue;
          this.#products[p] = ZERO;
          changed = true;
        } else if (this.isUnit(product)) {
          if (isZero) return false;
          const fresh = edges.filter((edge) => !this.#nonzero.has(edge));
          for (const edge of fresh) this.#nonzero.add(edge);
          if (fresh.length > 0) changed = true;
        } else if (product.isZero) {
          const [last, ...others] = edges.filter((edge) => !this.#nonzero.has(edge));
          if (last === undefined) return false;
          if (others.length > 0 || this.#zero.has(last)) continue;
          this.#zero.add(last);
          changed = true;
        } else if (isZero && product.terms.length === 1) {
          const [parameter, ...more] = product.parameters().filter((n) => !this.isNonzero(this.#parameters[n]!));
          if (more.length > 0) continue;
          this.#substitute(parameter!, ZERO);
          changed = true;
        }
      }
    }
    return true;
  }
}
