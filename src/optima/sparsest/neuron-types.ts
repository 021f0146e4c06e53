/**
 * What a hidden neuron with few parameters can be, on data: a set of columns of [X 1], those of its weights that may be other than 0, and an activation pattern of these columns.
 *
 * Not all sets are needed. If the columns of a set are dependent, one of those that count can be left out, and what is left gives the same and is allowed wherever the set is. If
 * two types give the same cone of outputs, and the columns of one are among those of the other, the first is enough.
 */
import { echelonForm } from "../../exact/echelon.js";
import { primitive } from "../../exact/integer-vector.js";
import { ORDERED_RATIONALS } from "../../exact/ordered-field.js";
import { Rational } from "../../exact/rational.js";
import { type HiddenClass, type IntegerPoints, type Ray, hiddenClasses, integerPoints, supportRegions } from "./blocks.js";
import { generalPositionCount } from "../convex/arrangement.js";
import type { SparsestProblem } from "./problem.js";

export interface NeuronType {
  /** Of the d + 1 columns, ascending; d is the bias's. Linearly independent. */
  readonly columns: readonly number[];
  /** How many of them are counted; at least 1. */
  readonly cost: number;
  /** N flags: 1 where the neuron is active. */
  readonly active: Uint8Array;
  /** Types of equal patterns have equal numbers. */
  readonly pattern: number;
  /** Extreme rays of the cone of its weights, without those that give nothing. Their outputs span the cone of what the neuron can give. */
  readonly rays: readonly Ray[];
}

export interface TypeLimits {
  /** Of all types up to some cost; 20 000 by default. */
  readonly types?: number;
}

const DEFAULT_TYPES = 20_000;

/** The types of a problem whose parameters are counted, by cost. */
export class NeuronTypes {
  readonly points: IntegerPoints;
  readonly classes: readonly HiddenClass[];
  /** All that are known so far, by ascending cost. */
  readonly all: NeuronType[] = [];
  readonly #problem: Pick<SparsestProblem, "countBias">;
  readonly #limit: number;
  readonly #patterns = new Map<string, number>();
  /** By the cone of outputs. */
  readonly #known = new Map<string, number[][]>();
  #cost = 0;

  constructor(problem: SparsestProblem, { types = DEFAULT_TYPES }: TypeLimits = {}) {
    this.points = integerPoints(problem);
    this.classes = hiddenClasses(problem);
    this.#problem = problem;
    this.#limit = types;
  }

  /** No neuron has a larger cost. */
  get mostCost(): number {
    return Math.max(0, ...this.classes.map(({ columns }) => this.#counted(columns).length));
  }

  /** Makes `all` complete up to a cost. false: there are too many. */
  reach(cost: number): boolean {
    const most = Math.min(cost, this.mostCost);
    for (; this.#cost < most; this.#cost++) {
      const before = this.all.length;
      if (this.#add(this.#cost + 1)) continue;
      this.all.length = before;
      return false;
    }
    return true;
  }

  #add(cost: number): boolean {
    const { rows } = this.points;
    const bias = this.points.scales.length - 1;
    // Before any is made: are there too many in general position?
    const sets = Math.max(0, ...this.classes.map(({ columns }) => binomial(this.#counted(columns).length, cost)));
    if (sets * Number(generalPositionCount(rows.length, cost)) > 2 * this.#limit) return false;
    const seen = new Set<string>();
    for (const { columns } of this.classes) {
      const free = this.#problem.countBias ? [] : columns.filter((c) => c === bias);
      for (const chosen of subsets(this.#counted(columns), cost)) {
        const set = [...chosen, ...free];
        if (seen.has(set.join())) continue;
        seen.add(set.join());
        const found = supportRegions(rows, set, { limit: this.#limit });
        if (found === undefined) return false;
        if (found.independent.length < set.length) continue;
        for (const region of found.regions) {
          const rays = Array.from(region.rays, (k) => found.rays[k]!).filter(({ outputs }) => outputs.some((output) => output !== 0n));
          if (!this.#isNew(set, rays)) continue;
          const name = region.active.join("");
          const pattern = this.#patterns.get(name) ?? this.#patterns.size;
          this.#patterns.set(name, pattern);
          this.all.push({ columns: set, cost, active: region.active, pattern, rays });
          if (this.all.length > this.#limit) return false;
        }
      }
    }
    return true;
  }

  /** Is there no type with some of these columns whose outputs span the same cone? */
  #isNew(columns: number[], rays: readonly Ray[]): boolean {
    const cone = [...new Set(rays.map(({ outputs }) => primitive(outputs).join()))].sort().join(";");
    const others = this.#known.get(cone) ?? [];
    if (others.some((other) => other.every((c) => columns.includes(c)))) return false;
    this.#known.set(cone, [...others, columns]);
    return true;
  }

  #counted(columns: readonly number[]): readonly number[] {
    return this.#problem.countBias ? columns : columns.slice(0, columns.at(-1) === this.points.scales.length - 1 ? -1 : undefined);
  }
}

/** Columns of integers that span all that a type can give without regard to signs: D X_S, without those that the others span where D has fewer points than S columns. */
export function spanOf({ columns, active }: NeuronType, rows: IntegerPoints["rows"]): bigint[][] {
  const all = columns.map((c) => rows.map((row, j) => (active[j] === 1 ? row[c]! : 0n)));
  const points = Array.from(active.keys()).filter((j) => active[j] === 1);
  if (points.length >= columns.length) return all;
  const { pivots } = echelonForm(ORDERED_RATIONALS, points.map((j) => columns.map((c) => Rational.of(rows[j]![c]!))));
  return pivots.map((k) => all[k]!);
}

function binomial(n: number, k: number): number {
  let product = 1;
  for (let i = 0; i < k; i++) product *= (n - i) / (i + 1);
  return product;
}

/** All sublists of some length, in lexicographic order. */
function* subsets(list: readonly number[], length: number, from = 0): Generator<number[]> {
  if (length === 0) yield [];
  else for (let k = from; k + length <= list.length; k++) for (const rest of subsets(list, length - 1, k + 1)) yield [list[k]!, ...rest];
}
