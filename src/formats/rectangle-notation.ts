/**
 * The short notation of two-layer patterns: `123*123 13*134 23*24`, for each hidden neuron the outputs it feeds, `*`, the inputs
 * that feed it. Outputs and inputs are counted from 1, one character each: 1 to 9, then a to z.
 */
import { badInput, quote } from "../pattern/fault.js";
import { maskOfEdges, row, transpose } from "../pattern/mask.js";
import { type Pattern, makePattern } from "../pattern/pattern.js";

/** Outputs and inputs that the notation can name. */
export const MAX_NOTED = 35;

/** What stands before a notation that is given in place of a file. */
export const INLINE = "rect:";

/**
 * The pattern of a notation, with free biases; its name is the notation. It has as many outputs and inputs as the largest that are named.
 * @throws Fault of kind `input`, naming the neuron
 */
export function patternFromNotation(text: string): Pattern {
  const neurons = text.trim().split(/\s+/).map(neuronFrom);
  const edges = (side: 0 | 1): [number, number][] => neurons.flatMap((sides, h) => sides[side].map((end): [number, number] => [h, end]));
  const widest = (side: 0 | 1): number => Math.max(...neurons.flatMap((sides) => sides[side])) + 1;
  return makePattern(neurons.map(neuronText).join(" "), [
    maskOfEdges(neurons.length, widest(1), edges(1)),
    transpose(maskOfEdges(neurons.length, widest(0), edges(0))),
  ]);
}

/** The notation of a two-layer pattern, its hidden neurons in their order; dead ones are left out, as nothing is made by them. */
export function notationOf({ masks }: Pick<Pattern, "masks">): string {
  const [first, second] = masks;
  if (masks.length !== 2) throw badInput("widths", "one hidden layer", `${masks.length - 1}`);
  const most = Math.max(first!.cols, second!.rows);
  if (most > MAX_NOTED) throw badInput("widths", `at most ${MAX_NOTED} inputs and outputs`, `${most}`);
  const feeds = transpose(second!);
  return Array.from({ length: first!.rows }, (_, h) => [row(feeds, h), row(first!, h)] as const)
    .filter(([outputs, inputs]) => outputs.length > 0 && inputs.length > 0)
    .map(neuronText)
    .join(" ");
}

type Sides = readonly [outputs: number[], inputs: number[]];

function neuronFrom(text: string, h: number): Sides {
  const place = `neuron ${h + 1}`;
  const sides = text.split("*");
  if (sides.length !== 2) throw badInput(place, "outputs*inputs, such as 12*134", quote(text));
  return [sideFrom(sides[0]!, `${place}, outputs`), sideFrom(sides[1]!, `${place}, inputs`)];
}

/** The members of one side, from 0, ascending. */
function sideFrom(text: string, place: string): number[] {
  if (!/^[1-9a-z]+$/.test(text)) throw badInput(place, "characters 1 to 9 and a to z", quote(text));
  const list = [...text].map((character) => parseInt(character, 36) - 1).sort((a, b) => a - b);
  const twice = list.find((member, i) => i > 0 && list[i - 1] === member);
  if (twice !== undefined) throw badInput(place, "every number once", `${character(twice)} twice`);
  return list;
}

function neuronText(sides: readonly [Iterable<number>, Iterable<number>]): string {
  return sides.map((side) => [...side].map(character).join("")).join("*");
}

function character(member: number): string {
  return (member + 1).toString(36);
}
