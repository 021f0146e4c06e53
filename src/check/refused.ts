import { Fault } from "../pattern/fault.js";
import { Refusal } from "./goal.js";
import { TooLarge } from "./limits.js";

/** A document that is not accepted: the place of what does not hold, or that is not such a document at all. */
export interface Refused {
  readonly ok: false;
  readonly place: string;
  readonly reason: string;
}

/** What an error on the way says of the document. Any other error is thrown on. */
export function refused(error: unknown): Refused {
  if (error instanceof Refusal) return { ok: false, place: error.place, reason: error.reason };
  if (error instanceof Fault) return { ok: false, place: error.place, reason: `expected ${error.expected}, found ${error.found}` };
  if (error instanceof TooLarge) return { ok: false, place: "", reason: error.message };
  // The widths that a document names may ask for more memory than there is. Not checked is not proved.
  if (error instanceof RangeError) return { ok: false, place: "pattern", reason: `too large to be checked: ${error.message}` };
  throw error;
}
