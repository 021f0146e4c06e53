/**
 * All two-layer patterns of a size, one from each class (docs/theory.md, section 4).
 *
 * What is counted: patterns with exactly `hidden` hidden neurons, each fed by an input and feeding an output, on at most `outputs`
 * outputs and at most `inputs` inputs. Outputs and inputs that nothing meets are left out of a pattern: they change nothing. Two
 * patterns are of one class when permutations of outputs, inputs and hidden neurons, and transposition (outputs become inputs),
 * carry one to the other. The classes counted are those with a member that fits, so `outputs` and `inputs` may be exchanged.
 *
 * How: a pattern is a multiset of output classes (the set of neurons that feed an output) and one of input classes. A set of
 * neurons is a number, neuron 1 its highest bit; a multiset is a falling sequence. The representative of a class is its member
 * with the greatest pair (output sequence, then input sequence), compared entry by entry, among those that fit; representatives
 * come in rising order of that pair. An initial part of a greatest sequence is itself greatest among its images, so
 * branches are cut early (orderly generation, Read 1978) and nothing is kept in memory but the place in the order.
 */
import { MAX_NOTED, notationOf } from "../formats/rectangle-notation.js";
import { permutedClasses } from "../pattern/canonical.js";
import { Fault } from "../pattern/fault.js";
import { maskOf } from "../pattern/mask.js";
import { type Pattern, makePattern } from "../pattern/pattern.js";

export interface Size {
  /** The most outputs and inputs that a pattern may meet. */
  readonly outputs: number;
  readonly inputs: number;
  /** The number of hidden neurons, all of them live. */
  readonly hidden: number;
}

/** All permutations of the hidden neurons are run through. */
const MAX_HIDDEN = 7;

/**
 * One pattern of each class, in the order above. Its name is its notation (formats/rectangle-notation.ts), its biases are free.
 * Memory does not grow with the number of classes; time does, with hidden! per class at worst.
 * @throws Fault of kind `usage` for a size that is not meant
 */
export function* enumerate(size: Size): Generator<Pattern> {
  checkSize(size);
  for (const { rows, columns } of classes(size)) yield patternOf(rows, columns, size.hidden);
}

/** @throws Fault of kind `usage`, unless outputs and inputs are from 1 to 35 and hidden is from 1 to 7 */
export function checkSize({ outputs, inputs, hidden }: Size): void {
  const bounds = [["outputs", outputs, MAX_NOTED], ["inputs", inputs, MAX_NOTED], ["hidden", hidden, MAX_HIDDEN]] as const;
  for (const [place, value, most] of bounds) {
    if (!Number.isInteger(value) || value < 1 || value > most) {
      throw new Fault("usage", { place: `--${place}`, expected: `an integer from 1 to ${most}`, found: `${value}` });
    }
  }
}

function patternOf(rows: readonly number[], columns: readonly number[], hidden: number): Pattern {
  const meets = (set: number, h: number): boolean => ((set >> (hidden - 1 - h)) & 1) === 1;
  const outputs = rows.filter((set) => set !== 0);
  const inputs = columns.filter((set) => set !== 0);
  const pattern = makePattern("", [
    maskOf(hidden, inputs.length, (h, j) => meets(inputs[j]!, h)),
    maskOf(outputs.length, hidden, (i, h) => meets(outputs[i]!, h)),
  ]);
  return { ...pattern, name: notationOf(pattern) };
}

/** A permutation of the neurons as a map of sets. */
type Move = Uint8Array;

function* classes({ outputs, inputs, hidden }: Size): Generator<{ rows: readonly number[]; columns: readonly number[] }> {
  const moves = permutedClasses(hidden);
  for (const { sequence: rows, stabilizer } of greatest(outputs, hidden, moves)) {
    for (const { sequence: columns } of greatest(inputs, hidden, stabilizer)) {
      if (!exceededByTranspose(rows, columns, moves)) yield { rows, columns };
    }
  }
}

/**
 * The falling sequences of `length` sets that meet all neurons and are the greatest of their images under `moves`, a group, in rising order;
 * with the moves that leave them as they are.
 */
function* greatest(length: number, hidden: number, moves: readonly Move[]): Generator<{ sequence: readonly number[]; stabilizer: readonly Move[] }> {
  const all = (1 << hidden) - 1;
  const sequence: number[] = [];
  function* extend(top: number, met: number): Generator<{ sequence: readonly number[]; stabilizer: readonly Move[] }> {
    const stabilizer: Move[] = [];
    for (const move of moves) {
      const order = compare(image(sequence, move), sequence);
      if (order > 0) return;
      if (order === 0) stabilizer.push(move);
    }
    if (sequence.length === length) {
      if (met === all) yield { sequence: [...sequence], stabilizer };
      return;
    }
    for (let next = 0; next <= top; next++) {
      sequence.push(next);
      yield* extend(next, met | next);
      sequence.pop();
    }
  }
  yield* extend(all, 0);
}

/** Is a numbering of the neurons of the transposed pattern, if that fits, greater than the pattern? */
function exceededByTranspose(rows: readonly number[], columns: readonly number[], moves: readonly Move[]): boolean {
  if (rows.length !== columns.length && !(fits(columns, rows.length) && fits(rows, columns.length))) return false;
  const newRows = resized(columns, rows.length);
  const newColumns = resized(rows, columns.length);
  return moves.some((move) => {
    const order = compare(image(newRows, move), rows);
    return order > 0 || (order === 0 && compare(image(newColumns, move), columns) > 0);
  });
}

/** Are the sets beyond `length` empty? */
function fits(sequence: readonly number[], length: number): boolean {
  return sequence.length <= length || sequence[length] === 0;
}

function resized(sequence: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, i) => sequence[i] ?? 0);
}

function image(sequence: readonly number[], move: Move): number[] {
  return sequence.map((set) => move[set]!).sort((a, b) => b - a);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((set, i) => set !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
