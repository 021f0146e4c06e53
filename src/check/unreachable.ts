/**
 * Checks a proof that no real weights give a certain product (docs/certificates.md, rule `degeneration`; docs/theory.md 4.9).
 *
 * A branch of the proof knows weights that are zero, weights that are not, and products of single paths, as numbers or in terms of parameters that
 * stand for products. Every step names what it looks at; nothing is searched.
 */
import type { Bottleneck, Multiple, PathPolynomial, Unreachable } from "../certificate/proof.js";
import { Parametric, RATIONALS } from "../exact/parametric.js";
import { Rational } from "../exact/rational.js";
import { has } from "../pattern/mask.js";
import { type Operation, type Target, type Term, affordDeterminant, checkFirstDeterminant, determinant, requireBottleneck } from "./bottleneck.js";
import type { Condition } from "./goal.js";
import { Branch, type Finding, ONE, type Path, type Value, ZERO, listPaths, nameOf } from "./known-products.js";
import { STEPS_PER_TERM, affordExpansion, affordParametric } from "./limits.js";

export type { Target } from "./bottleneck.js";

/** Throws a refusal unless `tree`, found at `key`, proves that no weights on the edges of the minor have the limit as their product. */
export function checkUnreachable(target: Target, tree: Unreachable, key: string, step: Condition): void {
  if ("determinant" in tree) {
    checkFirstDeterminant(target, tree.determinant, `${key}.determinant`, step);
    return;
  }
  const paths = listPaths(target.masks, step.effort);
  new TreeCheck(target, paths, step).check(new Branch(paths, step.effort), tree, key);
}

class TreeCheck {
  readonly #target: Target;
  readonly #paths: readonly Path[];
  readonly #step: Condition;

  constructor(target: Target, paths: readonly Path[], step: Condition) {
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
      const path = this.#path(tree.let, `${key}.let`);
      this.#step.require(branch.product(path) === undefined, `${key}.let`, "its product is known");
      branch.name(path);
      this.check(branch, tree.then, `${key}.then`);
    } else if ("entry" in tree) {
      this.#goOn(branch, this.#entry(branch, tree.entry, `${key}.entry`), tree.then, `${key}.entry`, `${key}.then`);
    } else if ("completion" in tree) {
      this.#goOn(branch, this.#bottleneck(branch, tree.completion, `${key}.completion`), tree.then, `${key}.completion`, `${key}.then`);
    } else if ("conflict" in tree) {
      this.#end(branch, this.#entry(branch, tree.conflict, `${key}.conflict`), `${key}.conflict`);
    } else if ("determinant" in tree) {
      this.#end(branch, this.#bottleneck(branch, tree.determinant, `${key}.determinant`), `${key}.determinant`);
    } else {
      this.#combination(branch, tree.combination, `${key}.combination`);
    }
  }

  #path(neurons: readonly number[], key: string): number {
    this.#step.effort.spend(this.#paths.length * neurons.length);
    const path = this.#paths.findIndex((own) => own.neurons.length === neurons.length && own.neurons.every((v, l) => v === neurons[l]));
    this.#step.require(path >= 0, key, "a path of the minor expected");
    return path;
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
    const { rest, open } = this.#remainder(branch, [output, input], key);
    this.#step.require(open.length <= 1, key, `${open.length} products are not known`);
    return open.length === 1 ? { path: open[0]!, value: rest } : this.#equation(branch, rest, key);
  }

  /** The limit of an entry without the products that are known, and the paths of the others. */
  #remainder(branch: Branch, [output, input]: readonly [number, number], key: string): { rest: Value; open: number[] } {
    const { outputs, inputs } = this.#target;
    this.#step.require(outputs.includes(output) && inputs.includes(input), key, "an output and an input of the minor expected");
    const limit = this.#limit(output, input);
    this.#step.require(limit !== null, key, "a free entry says nothing about the weights");
    const paths = this.#between(output, input);
    return { rest: this.#plus(limit, this.#sum(branch, paths).negated()), open: paths.filter((p) => branch.product(p) === undefined) };
  }

  /** What follows from an expression in the parameters being zero. */
  #equation(branch: Branch, equation: Value, key: string): Finding {
    this.#step.require(!equation.isZero, key, "it holds: nothing follows");
    const finding = branch.isUnit(equation) ? "contradiction" : branch.solve(equation);
    this.#step.require(finding !== undefined, key, "no parameter can be solved for");
    return finding;
  }

  /** What passes through t - 1 neurons at most has rank below t: its determinant on t outputs and t inputs is zero. */
  #bottleneck(branch: Branch, part: Bottleneck, key: string): Finding {
    const unknowns: Unknown[] = [];
    const polynomial = this.#determinant(branch, part, unknowns, (a, b) => this.#times(a, b), key);
    return this.#vanishing(branch, polynomial, unknowns, key);
  }

  /** Coefficients by set of unknowns; these are listed in `unknowns`. */
  #determinant(branch: Branch, { outputs, inputs, layer, neurons }: Bottleneck, unknowns: Unknown[], times: Operation, key: string): Map<bigint, Value> {
    requireBottleneck(this.#target, { outputs, inputs, layer, neurons }, key, this.#step);
    const through = new Set(neurons);
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
    affordDeterminant(outputs.length, this.#step.effort);
    return determinant(matrix, (a, b) => this.#plus(a, b), times);
  }

  /** Multiples of equations, all products named, that add up to what is not zero. `branch` is used up. */
  #combination(branch: Branch, multiples: readonly Multiple[], key: string): void {
    branch.nameAll();
    const expand = (a: Value, b: Value): Value => this.#expand(a, b);
    const terms = multiples.flatMap((multiple, n) => {
      const place = `${key}[${n}]`;
      const equation = "entry" in multiple
        ? this.#remainder(branch, multiple.entry, `${place}.entry`).rest
        : this.#determinant(branch, multiple.determinant, [], expand, `${place}.determinant`).get(0n) ?? ZERO;
      return expand(this.#factor(branch, multiple.factor, `${place}.factor`), equation).terms;
    });
    this.#step.require(branch.isUnit(Parametric.sum(RATIONALS, terms)), key, "the sum is not known to be other than zero");
  }

  #factor(branch: Branch, polynomial: PathPolynomial, key: string): Value {
    this.#step.effort.spend(polynomial.length * STEPS_PER_TERM);
    const terms = polynomial.flatMap(([coefficient, powers], t) => {
      let product = Parametric.constant(RATIONALS, Rational.parse(coefficient)!);
      powers.forEach(([neurons, exponent], x) => {
        const value = branch.product(this.#path(neurons, `${key}[${t}][1][${x}][0]`))!;
        for (let e = 0; e < exponent; e++) product = this.#expand(product, value);
      });
      return product.terms;
    });
    return Parametric.sum(RATIONALS, terms);
  }

  /** A product of polynomials that the certificate is free to choose: unlike those that come out of steps they may be of any size. */
  #expand(a: Value, b: Value): Value {
    affordExpansion(a, b, this.#step.effort);
    return this.#times(a, b);
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
