/**
 * Blocks: the activation patterns of the hidden neurons with a sign of the output, and what their neurons can give on the data, as cones spanned by integer vectors.
 *
 * The neurons of a block give the cone spanned by s max(0, X w) for the extreme rays w of the pattern's cone; where affine functions are free, modulo these. Two neurons of one block add up to one. So some blocks
 * have an interpolating network, with at most a neuron for each of them, if and only if y is in the cone that all their generators span. (Own.)
 */
import { commonDenominator, dot, primitive, scaled } from "../../exact/integer-vector.js";
import { Rational } from "../../exact/rational.js";
import { type HiddenClass, type IntegerPoints, type Ray, type RegionOptions, type SupportRegions, hiddenClasses, integerPoints, orthogonalBasis, supportRegions } from "./blocks.js";
import type { SparsestProblem } from "./problem.js";

export interface NeuronBlock {
  /** The number of the class of hidden neurons, and of the region among those of its support. */
  readonly hidden: number;
  readonly region: number;
  /** Of the output. */
  readonly sign: 1 | -1;
  /** Numbers of generators, ascending. */
  readonly generators: Int32Array;
}

export interface BlockCones {
  readonly points: IntegerPoints;
  readonly classes: readonly HiddenClass[];
  /** Each gives something, and none gives only what another one of its class does. */
  readonly blocks: readonly NeuronBlock[];
  /** Different, of m coprime entries each. */
  readonly generators: readonly (readonly bigint[])[];
  /** What is to be given: m coprime entries; all are 0 where no neuron is needed. */
  readonly target: readonly bigint[];
  /** Of values on the N points: the m numbers that count. All of them, or, where affine functions are free, as many independent functionals as vanish on these. */
  reduced(values: readonly bigint[]): readonly bigint[];
  /** The vector of N coprime numbers that is on values on the points what m numbers are on reduced values, up to a positive factor. */
  dualVector(entries: readonly bigint[]): Rational[];
  /** The extreme rays of the block's pattern, also those that give nothing that counts. */
  raysOf(block: number): Ray[];
}

/** Nothing when a support has more than `limit` regions. */
export function blockCones(problem: SparsestProblem, options: RegionOptions = {}): BlockCones | undefined {
  const points = integerPoints(problem);
  const classes = hiddenClasses(problem);
  const supports: SupportRegions[] = [];
  for (const { columns } of classes) {
    const regions = supportRegions(points.rows, columns, options);
    if (regions === undefined) return undefined;
    supports.push(regions);
  }
  const quotient = problem.skip ? orthogonalBasis(points) : undefined;
  const reduced = (values: readonly bigint[]): readonly bigint[] => quotient?.map((row) => dot(row, values)) ?? values;
  const numbers = new Map<string, number>();
  const generators: bigint[][] = [];
  const all: NeuronBlock[] = [];
  for (const [hidden, { regions, rays }] of supports.entries()) {
    const given = rays.map(({ outputs }) => primitive(reduced(outputs)));
    for (const sign of [1, -1] as const) {
      const numberOf = given.map((vector) => {
        if (vector.every((entry) => entry === 0n)) return -1;
        const signed = sign === 1 ? vector : vector.map((entry) => -entry);
        const key = signed.join();
        if (!numbers.has(key)) numbers.set(key, generators.push(signed) - 1);
        return numbers.get(key)!;
      });
      for (const [region, { rays: own }] of regions.entries()) {
        const spanning = new Set(Array.from(own, (ray) => numberOf[ray]!).filter((g) => g >= 0));
        if (spanning.size > 0) all.push({ hidden, region, sign, generators: Int32Array.from(spanning).sort() });
      }
    }
  }
  const blocks = undominated(all, generators.length);
  return {
    points,
    classes,
    blocks,
    generators,
    target: primitive(reduced(whole(problem.outputs))),
    reduced,
    dualVector: (entries) => primitive(quotient === undefined ? entries : problem.outputs.map((_, j) => quotient.reduce((sum, row, i) => sum + row[j]! * entries[i]!, 0n))).map((entry) => Rational.of(entry)),
    raysOf: (block) => {
      const { regions, rays } = supports[blocks[block]!.hidden]!;
      return Array.from(regions[blocks[block]!.region]!.rays, (ray) => rays[ray]!);
    },
  };
}

/** Times their common denominator. */
function whole(numbers: readonly Rational[]): bigint[] {
  const common = commonDenominator(numbers);
  return numbers.map((x) => scaled(x, common));
}

/** Without blocks whose generators another block of the same class has too; of equal ones the first is kept. */
function undominated(blocks: readonly NeuronBlock[], generators: number): NeuronBlock[] {
  const having: number[][] = Array.from({ length: generators }, () => []);
  for (const [b, { generators: own }] of blocks.entries()) for (const g of own) having[g]!.push(b);
  return blocks.filter(({ hidden, generators: own }, b) => {
    const rarest = own.reduce((best, g) => (having[g]!.length < having[best]!.length ? g : best));
    return !having[rarest]!.some((other) => {
      if (other === b || blocks[other]!.hidden !== hidden) return false;
      const more = blocks[other]!.generators;
      return (more.length > own.length || (more.length === own.length && other < b)) && own.every((g) => more.includes(g));
    });
  });
}
