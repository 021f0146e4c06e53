/**
 * What a search for a proof that a limit is out of reach knows of the weights in one branch: which are zero, which are not, and the products of paths. The search's counterpart of
 * `check/known-products.ts`, on numbered paths and modulo a prime.
 */
import type { Edge } from "../certificate/proof.js";
import { Parametric } from "../exact/parametric.js";
import { type Mask, row } from "../pattern/mask.js";
import { FIELD, type Value, inverse, lifted, lowered, negated, times } from "./residue-values.js";

/** Paths of a minor, and neurons of one layer: sets of them are bits of a number. */
const MAX_PATHS = 1000;
const MAX_WIDTH = 30;

/** The minor that limits are sought for. */
export interface MinorGoal {
  /** Pruned, and kept to these outputs and inputs. */
  readonly masks: readonly Mask[];
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
}

/** The paths and edges of a minor, numbered. Entries are numbered row by row. */
export class PathTable {
  readonly edges: readonly Edge[];
  /** By path: its neurons, input first. */
  readonly paths: readonly (readonly number[])[];
  /** By path: its edges, first layer first. */
  readonly edgesOf: readonly (readonly number[])[];
  readonly throughEdge: readonly (readonly number[])[];
  /** By entry. */
  readonly atEntry: readonly (readonly number[])[];
  /** By hidden layer (from 1) and path: the bit of the neuron that the path passes. */
  readonly bits: readonly (readonly number[])[];
  /** By hidden layer: the neurons behind the bits. */
  readonly neurons: readonly (readonly number[])[];

  private constructor(
    readonly minor: MinorGoal,
    paths: readonly (readonly number[])[],
  ) {
    this.paths = paths;
    const { masks, outputs, inputs } = minor;
    const numbers = new Map<string, number>();
    const edges: Edge[] = [];
    masks.forEach((mask, l) => {
      for (let v = 0; v < mask.rows; v++) {
        for (const w of row(mask, v)) {
          numbers.set(`${l},${v},${w}`, edges.length);
          edges.push([l + 1, v, w]);
        }
      }
    });
    this.edges = edges;
    this.edgesOf = paths.map((path) => masks.map((_, l) => numbers.get(`${l},${path[l + 1]},${path[l]}`)!));
    const throughEdge: number[][] = edges.map(() => []);
    this.edgesOf.forEach((own, p) => own.forEach((e) => throughEdge[e]!.push(p)));
    this.throughEdge = throughEdge;
    const atEntry: number[][] = outputs.flatMap(() => inputs.map(() => []));
    paths.forEach((path, p) => atEntry[outputs.indexOf(path.at(-1)!) * inputs.length + inputs.indexOf(path[0]!)]!.push(p));
    this.atEntry = atEntry;
    this.neurons = masks.map((_, l) => (l === 0 ? [] : [...new Set(paths.map((path) => path[l]!))].sort((a, b) => a - b)));
    this.bits = masks.map((_, l) => (l === 0 ? [] : paths.map((path) => 1 << this.neurons[l]!.indexOf(path[l]!))));
  }

  /** Nothing when there are too many paths or neurons. */
  static of(minor: MinorGoal): PathTable | undefined {
    let paths = minor.inputs.map((k) => [k]);
    for (const mask of minor.masks) {
      paths = Array.from({ length: mask.rows }, (_, v) => {
        const from = new Set(row(mask, v));
        return paths.filter((path) => from.has(path.at(-1)!)).map((path) => [...path, v]);
      }).flat();
      if (paths.length > MAX_PATHS) return undefined;
    }
    const table = new PathTable(minor, paths);
    return table.neurons.every((layer) => layer.length <= MAX_WIDTH) ? table : undefined;
  }
}

/** The marks of an edge. */
export const [OPEN, NONZERO, ZERO] = [0, 1, 2];

/** What a look at an entry or a determinant gives. */
export type Finding = { readonly path: number; readonly value: Value } | { readonly parameter: number; readonly value: Value } | "contradiction";

/** What is known of the weights: marks of edges, products of paths, some of them as parameters. */
export class State {
  readonly #table: PathTable;
  readonly marks: Uint8Array;
  products: (Value | undefined)[];
  /** By parameter: its path. */
  readonly #parameters: number[];

  constructor(table: PathTable, from?: State) {
    this.#table = table;
    this.marks = from === undefined ? new Uint8Array(table.edges.length) : from.marks.slice();
    this.products = from === undefined ? table.edgesOf.map(() => undefined) : from.products.slice();
    this.#parameters = from === undefined ? [] : from.#parameters.slice();
  }

  copy(): State {
    return new State(this.#table, this);
  }

  /** No contradiction follows at once. */
  mark(edge: number, as: number): void {
    this.marks[edge] = as;
    this.#close([...this.#table.throughEdge[edge]!]);
  }

  /** Makes the product of a path a parameter. */
  name(path: number): void {
    this.products[path] = Parametric.parameter(FIELD, this.#parameters.push(path) - 1);
    this.#close([path]);
  }

  /** Makes all products that are not known parameters. Nothing follows. */
  nameAll(): void {
    this.products.forEach((product, path) => {
      if (product === undefined) this.products[path] = Parametric.parameter(FIELD, this.#parameters.push(path) - 1);
    });
  }

  parameterPath(parameter: number): number {
    return this.#parameters[parameter]!;
  }

  /** Is there no contradiction? */
  learn(finding: Exclude<Finding, "contradiction">): boolean {
    if ("path" in finding) {
      this.products[finding.path] = finding.value;
      return this.#close([finding.path]);
    }
    this.#substitute(finding.parameter, finding.value);
    return this.#close([...this.products.keys()]);
  }

  isNonzero(path: number): boolean {
    return this.#table.edgesOf[path]!.every((e) => this.marks[e] === NONZERO);
  }

  isUnit(value: Value): boolean {
    if (typeof value === "number") return value !== 0;
    return value.terms.length === 1 && value.parameters().every((n) => this.isNonzero(this.#parameters[n]!));
  }

  /** What follows from this being zero. */
  solve(equation: Value): Finding | undefined {
    if (equation === 0) return undefined;
    if (this.isUnit(equation)) return "contradiction";
    const expression = lifted(equation);
    for (const parameter of expression.parameters().reverse()) {
      if (expression.powersOf(parameter).some((power) => power !== 0 && power !== 1)) continue;
      const slope = lowered(expression.coefficientOf(parameter, 1));
      if (!this.isUnit(slope)) continue;
      const value = negated(times(lowered(expression.coefficientOf(parameter, 0)), inverse(slope)));
      const isDivisor = this.products.some((product) => typeof product === "object" && product.powersOf(parameter).some((power) => power < 0));
      if (!isDivisor || this.isUnit(value)) return { parameter, value };
    }
    return undefined;
  }

  #substitute(parameter: number, value: Value): void {
    const expression = lifted(value);
    this.products = this.products.map((product) => (typeof product === "object" ? lowered(product.substitute(parameter, expression)) : product));
  }

  /** The conclusions of docs/certificates.md from the paths that something has changed for. */
  #close(paths: number[]): boolean {
    const { edgesOf, throughEdge } = this.#table;
    // A parameter that turns out not to be zero makes other expressions units.
    const affected = (edge: number): Iterable<number> => (this.#parameters.length > 0 ? this.products.keys() : throughEdge[edge]!);
    for (let p = paths.pop(); p !== undefined; p = paths.pop()) {
      const edges = edgesOf[p]!;
      let others = 0;
      let last = -1;
      let isZero = false;
      for (const e of edges) {
        if (this.marks[e] === ZERO) isZero = true;
        if (this.marks[e] === NONZERO) continue;
        others++;
        last = e;
      }
      if (isZero) this.products[p] ??= 0;
      const product = this.products[p];
      if (product === undefined) continue;
      if (this.isUnit(product)) {
        if (isZero) return false;
        if (others === 0) continue;
        for (const e of edges) {
          if (this.marks[e] === NONZERO) continue;
          this.marks[e] = NONZERO;
          paths.push(...affected(e));
        }
      } else if (product === 0) {
        if (others === 0) return false;
        if (others > 1 || this.marks[last] !== OPEN) continue;
        this.marks[last] = ZERO;
        paths.push(...throughEdge[last]!);
      } else if (isZero && typeof product === "object" && product.terms.length === 1) {
        const [parameter, ...more] = product.parameters().filter((n) => !this.isNonzero(this.#parameters[n]!));
        if (more.length > 0) continue;
        this.#substitute(parameter!, 0);
        paths.push(...this.products.keys());
      }
    }
    return true;
  }
}
