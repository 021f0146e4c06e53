import { Fault, onOneLine, shortLine } from "../pattern/fault.js";
import { Refusal } from "./goal.js";
import { TooLarge } from "./limits.js";

/** A document that is not accepted: the place of what does not hold, or that is not such a document at all. */
export interface Refused {
  readonly ok: false;
  readonly place: string;
  readonly reason: string;
}

/** What an error on the way says of the document, on one line: keys and numbers of the document may be part of it. Any other error is thrown on. */
export function refused(error: unknown): Refused {
  const at = (place: string, reason: string): Refused => ({ ok: false, place: onOneLine(place), reason });
  if (error instanceof Refusal) return at(error.place, shortLine(error.reason));
  if (error instanceof Fault) return at(error.place, `expected ${shortLine(error.expected)}, found ${shortLine(error.found)}`);
  if (error instanceof TooLarge) return at("", error.message);
  // The sizes that a document names may ask for more memory, or a deeper stack, than there is. Not checked is not proved.
  if (error instanceof RangeError) return at("", `too large to be checked: ${error.message}`);
  throw error;
}
