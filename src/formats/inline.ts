/** Patterns that are written in place of a file: two layers in short notation, or a random pattern with its seed. */
import { Fault } from "../pattern/fault.js";
import type { Pattern } from "../pattern/pattern.js";
import { RANDOM, randomPattern, randomRange } from "./random-notation.js";
import { INLINE, patternFromNotation } from "./rectangle-notation.js";

/** Is this the notation of a pattern, and no file? */
export function isInline(argument: string): boolean {
  return argument.startsWith(INLINE) || argument.startsWith(RANDOM);
}

/** The pattern written in a command line in place of a file, or nothing. @throws Fault of kind `usage` */
export function inlinePattern(argument: string): Pattern | undefined {
  if (argument.startsWith(RANDOM)) {
    const { family, first, last } = randomRange(argument);
    if (first !== last) throw new Fault("usage", { place: "seeds", expected: "one seed", found: `${last - first + 1}` }, argument);
    return randomPattern(family, first);
  }
  if (!argument.startsWith(INLINE)) return undefined;
  try {
    return patternFromNotation(argument.slice(INLINE.length));
  } catch (error) {
    throw error instanceof Fault ? new Fault("usage", error, argument) : error;
  }
}
