/**
 * Checks a proof that no real weights give a certain product (docs/certificates.md, rule `degeneration`; docs/theory.md 4.9).
 *
 * A branch of the proof knows weights that are zero, weights that are not, and products of single paths, as numbers or in terms of parameters that
 * stand for products. Every step names what it looks at; nothing is searched.
 */
import type { Bottleneck, Unreachable } from "../certificate/proof.js";
import { Parametric, RATIONALS } from "../exact/parametric.js";
import type { Rational } from "../exact/rational.js";
import { type Mask, has, row } from "../pattern/mask.js";
import { isAscending } from "./ascending.js";
import type { Step } from "./goal.js";
import { STEPS_PER_ITEM, type Effort, affordParametric } from "./limits.js";

/** The minor, pruned, and the product that is said to be out of reach; null where anything goes. */
export interface Target {
  readonly masks: readonly Mask[];
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
  /** limit[a][b] belongs to outputs[a] and inputs[b]. */
  readonly limit: readonly (readonly (Rational | null)[])[];
}

/** Throws a refusal unless `tree`, found at `key`, proves that no weights on the edges of the minor have the limit as their product. */
export function checkUnreachable(target: Target, tree: Unreachable, key: string, step: Step): void {
  const paths = listPaths(target.masks, step.effort);
  new TreeCheck(target, paths, step).check(new Branch(paths, step.effort), tree, key);
}

/** A path by its neurons, input first, and by the names of its edges. */
interface Path {
  readonly neurons: readonly number[];
  readonly edges: readonly string[];
}

type EdgeName = string;
const nameOf = (layer: number, out: number, input: number): EdgeName => `${layer},${out},${input}`;

/** All paths from an input to an output. Their number is counted before they are listed. */
function listPaths(masks: readonly Mask[], effort: Effort): Path[] {
  let counts = new Float64Array(masks[0]!.cols).fill(1);
  for (const mask of masks) counts = Float64Array.from({ length: mask.rows }, (_, v) => row(mask, v).reduce((sum, w) => sum + counts[w]!, 0));
  const total = counts.reduce((sum, count) => sum + count, 0) * masks.length;
  effort.spend(total * STEPS_PER_ITEM);
  effort.hold(total * 64);
  let paths: number[][] = Array.from({ length: masks[0]!.cols }, (_, k) => [k]);
  for (const mask of masks) {
    const ending = new Map<number, number[][]>();
    for (const path of paths) ending.set(path.at(-1)!, [...(ending.get(path.at(-1)!) ?? []), path]);
    paths = Array.from({ length: mask.rows }, (_, v) => Array.from(row(mask, v), (w) => (ending.get(w) ?? []).map((path) => [...path, v])).flat()).flat();
  }
  return paths.map((neurons) => ({ neurons, edges: masks.map((_, l) => nameOf(l + 1, neurons[l + 1]!, neurons[l]!)) }));
}

/** A product: a number, or an expression in the parameters of the branch. */
type Value = Parametric<Rational>;
const ZERO = Parametric.constant(RATIONALS, RATIONALS.zero);
const ONE = Parametric.constant(RATIONALS, RATIONALS.one);

/** What a step finds out: the product of a path, or what a parameter is, or that there is a contradiction. */
type Finding = { readonly path: number; readonly value: Value } | { readonly parameter: number; readonly value: Value } | "contradiction";

/** What is known of the weights in one branch. Kept closed under the rules of `#close`. */
class Branch {
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

class TreeCheck {
  readonly #target: Target;
  readonly #paths: readonly Path[];
  readonly #step: Step;

  constructor(target: Target, paths: readonly Path[], step: Step) {
    this.#target = target;
    this.#paths = paths;
    this.#step = step;
  }

  /** `branch` is used up. */
  check(branch: Branch, tree: Unreachable, key: string): void {
    const { effort } = this.#step;
    if ("split" in tree) {
      const [layer, out, input] = tree.split;
      const mask = this.#target.masks[layer - 1];
      this.#step.require(mask !== undefined && out < mask.rows && has(mask, out, input), `${key}.split`, "an edge of the minor expected");
      this.#step.require(!branch.isMarked(nameOf(layer, out, input)), `${key}.split`, "the weight is known to be zero, or not to be");
      effort.within(() => {
        const other = branch.copy();
        // A weight without a mark can be given either: no contradiction can follow at once.
        other.mark(nameOf(layer, out, input), "zero");
        this.check(other, tree.zero, `${key}.zero`);
      });
      branch.mark(nameOf(layer, out, input), "nonzero");
      this.check(branch, tree.nonzero, `${key}.nonzero`);
    } else if ("let" in tree) {
      effort.spend(this.#paths.length * tree.let.length);
      const path = this.#paths.findIndex(({ neurons }) => neurons.length === tree.let.length && neurons.every((v, l) => v === tree.let[l]));
      this.#step.require(path >= 0, `${key}.let`, "a path of the minor expected");
      this.#step.require(branch.product(path) === undefined, `${key}.let`, "its product is known");
      branch.name(path);
      this.check(branch, tree.then, `${key}.then`);
    } else if ("entry" in tree) {
      this.#goOn(branch, this.#entry(branch, tree.entry, `${key}.entry`), tree.then, `${key}.entry`, `${key}.then`);
    } else if ("completion" in tree) {
      this.#goOn(branch, this.#bottleneck(branch, tree.completion, `${key}.completion`), tree.then, `${key}.completion`, `${key}.then`);
    } else if ("conflict" in tree) {
      this.#end(branch, this.#entry(branch, tree.conflict, `${key}.conflict`), `${key}.conflict`);
    } else {
      this.#end(branch, this.#bottleneck(branch, tree.determinant, `${key}.determinant`), `${key}.determinant`);
    }
  }

  #goOn(branch: Branch, finding: Finding, then: Unreachable, key: string, below: string): void {
    const goesOn = finding !== "contradiction" && branch.learn(finding);
    this.#step.require(goesOn, key, "it contradicts what is known: nothing may follow");
    this.check(branch, then, below);
  }

  #end(branch: Branch, finding: Finding, key: string): void {
    const contradicts = finding === "contradiction" || !branch.learn(finding);
    this.#step.require(contradicts, key, "no contradiction");
  }

  /** The numbers of the paths from an input to an output. */
  #between(output: number, input: number): number[] {
    this.#step.effort.spend(this.#paths.length);
    return [...this.#paths.keys()].filter((p) => this.#paths[p]!.neurons[0] === input && this.#paths[p]!.neurons.at(-1) === output);
  }

  #limit(output: number, input: number): Value | null {
    const limit = this.#target.limit[this.#target.outputs.indexOf(output)]![this.#target.inputs.indexOf(input)]!;
    return limit === null ? null : Parametric.constant(RATIONALS, limit);
  }

  /** The sum of known products. */
  #sum(branch: Branch, paths: readonly number[]): Value {
    return paths.reduce((sum, p) => this.#plus(sum, branch.product(p) ?? ZERO), ZERO);
  }

  #plus(a: Value, b: Value): Value {
    affordParametric(a, b, this.#step.effort);
    return a.plus(b);
  }

  #times(a: Value, b: Value): Value {
    affordParametric(a, b, this.#step.effort);
    return a.times(b);
  }

  /** The products at an entry add up to its limit: with one of them unknown it becomes known, with none this is an equation in the parameters. */
  #entry(branch: Branch, [output, input]: readonly [number, number], key: string): Finding {
    const { outputs, inputs } = this.#target;
    this.#step.require(outputs.includes(output) && inputs.includes(input), key, "an output and an input of the minor expected");
    const limit = this.#limit(output, input);
    this.#step.require(limit !== null, key, "a free entry says nothing about the weights");
    const paths = this.#between(output, input);
    const open = paths.filter((p) => branch.product(p) === undefined);
    this.#step.require(open.length <= 1, key, `${open.length} products are not known`);
    const rest = this.#plus(limit, this.#sum(branch, paths).negated());
    return open.length === 1 ? { path: open[0]!, value: rest } : this.#equation(branch, rest, key);
  }

  /** What follows from an expression in the parameters being zero. */
  #equation(branch: Branch, equation: Value, key: string): Finding {
    this.#step.require(!equation.isZero, key, "it holds: nothing follows");
    const finding = branch.isUnit(equation) ? "contradiction" : branch.solve(equation);
    this.#step.require(finding !== undefined, key, "no parameter can be solved for");
    return finding;
  }

  /** What passes through t - 1 neurons at most has rank below t: its determinant on t outputs and t inputs is zero. */
  #bottleneck(branch: Branch, { outputs, inputs, layer, neurons }: Bottleneck, key: string): Finding {
    const { masks } = this.#target;
    const { effort } = this.#step;
    const isPart = (list: readonly number[], of: readonly number[]): boolean => isAscending(list, Infinity) && list.every((x) => of.includes(x));
    this.#step.require(isPart(outputs, this.#target.outputs), `${key}.outputs`, "ascending outputs of the minor expected, at least one");
    this.#step.require(isPart(inputs, this.#target.inputs) && inputs.length === outputs.length, `${key}.inputs`, `${outputs.length} ascending inputs of the minor expected`);
    this.#step.require(layer >= 1 && layer < masks.length, `${key}.layer`, `a layer from 1 to ${masks.length - 1} expected`);
    const isFew = isAscending(neurons, masks[layer - 1]!.rows) && neurons.length < outputs.length;
    this.#step.require(isFew, `${key}.neurons`, `ascending neurons of layer ${layer} expected, fewer than ${outputs.length}`);

    const through = new Set(neurons);
    const unknowns: Unknown[] = [];
    const matrix = outputs.map((output) =>
      inputs.map((input): Term => {
        const paths = this.#between(output, input);
        const inside = paths.filter((p) => through.has(this.#paths[p]!.neurons[layer]!));
        const outside = paths.filter((p) => !through.has(this.#paths[p]!.neurons[layer]!));
        const isKnown = (p: number): boolean => branch.product(p) !== undefined;
        if (inside.every(isKnown)) return { unknowns: 0n, factor: this.#sum(branch, inside) };
        const limit = this.#limit(output, input);
        if (limit !== null && outside.every(isKnown)) return { unknowns: 0n, factor: this.#plus(limit, this.#sum(branch, outside).negated()) };
        unknowns.push({ inside, isNonzero: isNonzero(branch, inside) });
        return { unknowns: 1n << BigInt(unknowns.length - 1), factor: ONE };
      }),
    );
    effort.spend(factorial(outputs.length) * outputs.length * STEPS_PER_ITEM);
    effort.hold(factorial(outputs.length) * 64);
    return this.#vanishing(branch, determinant(matrix, (a, b) => this.#plus(a, b), (a, b) => this.#times(a, b)), unknowns, key);
  }

  /** What follows from a polynomial in the unknowns being zero. */
  #vanishing(branch: Branch, polynomial: ReadonlyMap<bigint, Value>, unknowns: readonly Unknown[], key: string): Finding {
    const common = [...polynomial.keys()].reduce((all, set) => all & set, -1n);
    const nonzero = unknowns.reduce((set, unknown, x) => (unknown.isNonzero ? set | (1n << BigInt(x)) : set), 0n);
    const terms = [...polynomial].map(([set, factor]) => ({ set: set & ~(common & nonzero), factor }));
    const constant = terms.find(({ set }) => set === 0n)?.factor ?? ZERO;
    const [slope, ...more] = terms.filter(({ set }) => set !== 0n);
    if (slope === undefined) return this.#equation(branch, constant, key);
    const x = unknowns.findIndex((_, n) => slope.set === 1n << BigInt(n));
    this.#step.require(x >= 0 && more.length === 0, key, "the determinant has more than one unknown");
    this.#step.require(branch.isUnit(slope.factor), key, "the unknown has a factor that may be 0");
    const open = unknowns[x]!.inside.filter((p) => branch.product(p) === undefined);
    this.#step.require(open.length === 1, key, `the unknown is a sum of ${open.length} unknown products`);
    affordParametric(constant, slope.factor, this.#step.effort);
    const value = this.#times(constant, slope.factor.inverse());
    return { path: open[0]!, value: this.#plus(value, this.#sum(branch, unknowns[x]!.inside)).negated() };
  }
}

/** Is the sum of these products one product, of weights that are not zero? */
function isNonzero(branch: Branch, paths: readonly number[]): boolean {
  const left = paths.filter((p) => branch.product(p)?.isZero !== true);
  return left.length === 1 && branch.isNonzero(left[0]!);
}

/** An entry of the matrix that is not known: the sum of the products of these paths. */
interface Unknown {
  readonly inside: readonly number[];
  readonly isNonzero: boolean;
}

/** factor times a product of unknowns, each to the power 1 at most. */
interface Term {
  readonly unknowns: bigint;
  readonly factor: Value;
}

type Operation = (a: Value, b: Value) => Value;

/** The determinant of a matrix of terms, an unknown occurring in one entry only: coefficients by set of unknowns, none of them 0. */
function determinant(matrix: readonly (readonly Term[])[], plus: Operation, times: Operation): Map<bigint, Value> {
  const sum = new Map<bigint, Value>();
  const expand = (from: number, columns: readonly number[], unknowns: bigint, factor: Value): void => {
    if (from === matrix.length) {
      sum.set(unknowns, plus(sum.get(unknowns) ?? ZERO, factor));
      return;
    }
    columns.forEach((column, at) => {
      const entry = matrix[from]![column]!;
      if (entry.factor.isZero) return;
      const signed = at % 2 === 0 ? entry.factor : entry.factor.negated();
      expand(from + 1, columns.toSpliced(at, 1), unknowns | entry.unknowns, times(factor, signed));
    });
  };
  expand(0, [...matrix.keys()], 0n, ONE);
  for (const [set, factor] of sum) if (factor.isZero) sum.delete(set);
  return sum;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
