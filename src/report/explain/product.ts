/**
 * The product W_L ... W_1 written out: path counts, and its entries as polynomials in the weights.
 *
 * Entry A[i,k] is the sum over all paths from input k to output i of the product of the weights along the path, so it has as
 * many monomials as there are paths, each with coefficient 1.
 */
import { type Matrix, multiply } from "../../exact/matrix.js";
import { Polynomial } from "../../exact/polynomial.js";
import { type Rendered, type SymbolicMatrix, crossCheckProduct, renderPolynomials } from "../../exact/symbolic.js";
import { type Mask, has, row } from "../../pattern/mask.js";
import { liveNeurons } from "../../pattern/live.js";

/** One entry of the product. */
export interface Entry extends Rendered {
  readonly output: number;
  readonly input: number;
}

/** Outputs and inputs a product may have to be written out. */
export const MAX_SIDE = 8;
/** Layers: a monomial should fit a line. */
const MAX_LAYERS = 8;
/** Monomials in all: a page of formulas, and two seconds of nerdamer's time at most. */
const MAX_MONOMIALS = 200n;

/**
 * The numbers of paths from the given inputs to the given outputs, [output][input].
 * Cost: the number of edges times the number of inputs, in additions of bigints.
 */
export function countPaths(masks: readonly Mask[], outputs: readonly number[], inputs: readonly number[]): bigint[][] {
  const columns = inputs.map((input) => {
    let counts: bigint[] = Array.from({ length: masks[0]!.cols }, (_, k) => (k === input ? 1n : 0n));
    for (const mask of masks) counts = Array.from({ length: mask.rows }, (_, i) => row(mask, i).reduce((sum, j) => sum + counts[j]!, 0n));
    return counts;
  });
  return outputs.map((output) => columns.map((counts) => counts[output]!));
}

/** Can the product be written out within the limits? `paths` are its numbers of monomials. */
export function isSmallProduct(paths: readonly (readonly bigint[])[], layers: number): boolean {
  if (layers > MAX_LAYERS || paths.length > MAX_SIDE || paths[0]!.length > MAX_SIDE) return false;
  return paths.flat().reduce((sum, count) => sum + count, 0n) <= MAX_MONOMIALS;
}

/**
 * The entries of the product for the given outputs and inputs, row by row; multiplied by our own polynomials, cross-checked
 * and rendered by nerdamer. The caller sees to it that the product is small.
 * @param masks pruned: only edges on paths
 * @throws SymbolicMismatch when nerdamer's product is not ours
 */
export async function writeProduct(masks: readonly Mask[], outputs: readonly number[], inputs: readonly number[]): Promise<Entry[]> {
  const weights: Weight[] = [];
  const factors = numberWeights(masks, outputs, inputs, weights);
  const product = factors === undefined ? outputs.map(() => inputs.map(() => Polynomial.zero)) : await productOf(factors);
  const rendered = await renderPolynomials(product.flat(), {
    text: (variable) => weightText(weights[variable]!),
    tex: (variable) => weightTex(weights[variable]!),
  });
  const places = outputs.flatMap((output) => inputs.map((input) => ({ output, input })));
  return places.map((place, at) => ({ ...place, ...rendered[at]! }));
}

/** The weight of a layer into neuron `output` from neuron `input`. */
interface Weight {
  readonly layer: number;
  readonly output: number;
  readonly input: number;
}

function weightText({ layer, output, input }: Weight): string {
  return `w${layer}[${output},${input}]`;
}

function weightTex({ layer, output, input }: Weight): string {
  return `w^{(${layer})}_{${output},${input}}`;
}

/**
 * The factors W_L, ..., W_1 over live neurons only, weights numbered in this order so that products read like the matrix product; nothing
 * when a layer has no live neuron, as then the product is 0.
 */
function numberWeights(masks: readonly Mask[], outputs: readonly number[], inputs: readonly number[], weights: Weight[]): SymbolicMatrix[] | undefined {
  const neurons = liveNeurons(masks).map((live, l) => (l === 0 ? inputs : l === masks.length ? outputs : [...live.keys()].filter((v) => live[v] === 1)));
  if (neurons.some((list) => list.length === 0)) return undefined;
  const factors: SymbolicMatrix[] = [];
  for (let layer = masks.length; layer >= 1; layer--) {
    const mask = masks[layer - 1]!;
    factors.push(
      neurons[layer]!.map((output) => neurons[layer - 1]!.map((input) => (has(mask, output, input) ? weights.push({ layer, output, input }) - 1 : null))),
    );
  }
  return factors;
}

async function productOf(factors: readonly SymbolicMatrix[]): Promise<Matrix<Polynomial>> {
  const product = factors
    .map((factor): Matrix<Polynomial> => factor.map((line) => line.map((variable) => (variable === null ? Polynomial.zero : Polynomial.variable(variable)))))
    .reduce((left, right) => multiply(left, right, Polynomial.zero));
  await crossCheckProduct(factors, product);
  return product;
}
