/**
 * The file of an atlas, JSON Lines: a header line, then one line for each class in the order of `enumerate`. Lines are written one by
 * one as they come, so that whatever ends the program leaves a file that can be continued: only its last line may be cut.
 */
import { appendFileSync, closeSync, fstatSync, ftruncateSync, openSync } from "node:fs";
import { parseJson } from "../formats/json.js";
import { Fault, badInput, quote, unreadable, writing } from "../pattern/fault.js";
import { VERSION } from "../version.js";
import { type AtlasEntry, type EntryOptions, notationsFrom } from "./atlas.js";
import { countClasses } from "./count.js";
import type { Size } from "./enumerate.js";
import { linesOf } from "./lines.js";

export const ATLAS_FORMAT = "wellposed/atlas/1";

/** The first line: what the entries are of, and how they were made. */
export interface AtlasHeader extends Size, EntryOptions {
  readonly format: typeof ATLAS_FORMAT;
  readonly version: string;
  readonly classes: number;
}

/** More classes than this nobody waits for: it is a slip in the size. */
const MAX_CLASSES = 10n ** 9n;

/** @throws Fault of kind `usage` for a size that is not meant, or has more than 10^9 classes */
export function atlasHeader({ outputs, inputs, hidden }: Size, { timeout, certificates }: EntryOptions): AtlasHeader {
  const count = countClasses({ outputs, inputs, hidden });
  if (count > MAX_CLASSES) throw new Fault("usage", { place: "--hidden", expected: `a size of at most ${MAX_CLASSES} classes`, found: `${count}` });
  const classes = Number(count);
  return { format: ATLAS_FORMAT, version: VERSION, outputs, inputs, hidden, classes, timeout, certificates };
}

/** What a summary needs of an entry: with the certificates, those of a long run would not fit in memory. */
export type Outcome = Pick<AtlasEntry, "closed" | "rule">;

/** An atlas that is being written. */
export interface AtlasFile {
  /** The entries that were there already, for the summary. */
  readonly known: readonly Outcome[];
  add(entry: AtlasEntry): void;
  close(): void;
}

/**
 * Opens a new file for an atlas, or with `resume` one that was begun: its header must be the same, its entries the first ones, and a line
 * that was cut is removed.
 * @throws Fault of kind `usage` for a file that holds something and is not to be resumed, `input` when it was not begun by the same
 *   command, `io` when it cannot be read or written
 */
export async function openAtlas(file: string, header: AtlasHeader, resume: boolean): Promise<AtlasFile> {
  if (file === "") throw new Fault("usage", { place: "--out", expected: "the name of a file", found: "nothing" });
  const descriptor = writing(file, () => openSync(file, "a+"));
  const close = (): void => writing(file, () => closeSync(descriptor));
  const write = (line: object): void => writing(file, () => appendFileSync(descriptor, `${JSON.stringify(line)}\n`));
  try {
    const known: Outcome[] = [];
    const held = writing(file, () => fstatSync(descriptor));
    if (held.isFile() && held.size > 0) {
      if (!resume) throw new Fault("usage", { place: "--out", expected: "a new or empty file, or --resume to continue", found: file });
      const whole = readKnown(file, header, known);
      writing(file, () => ftruncateSync(descriptor, whole));
      if (whole === 0) write(header);
    } else {
      if (resume && !held.isFile()) throw new Fault("usage", { place: "--resume", expected: "a regular file", found: file });
      write(header);
    }
    return { known, add: write, close };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** Does the text begin as an atlas does? */
export function isAtlas(text: string): boolean {
  return text.startsWith(`{"format":${JSON.stringify(ATLAS_FORMAT)}`);
}

/**
 * The certificates in the text of an atlas, each with the pattern it belongs to, one by one. A last line that was cut is left out.
 * @throws Fault of kind `input` for a line that is not as in an atlas, and at the end when there was none
 */
export function* atlasCertificates(text: string): Generator<{ pattern: string; certificate: unknown }> {
  let none = true;
  let start = text.indexOf("\n") + 1;
  for (let line = 2, end = text.indexOf("\n", start); end >= 0; line++, start = end + 1, end = text.indexOf("\n", start)) {
    const place = `line ${line}`;
    const { pattern, certificate } = objectFrom(parseJson(text.slice(start, end), place), place);
    if (certificate === undefined) continue;
    none = false;
    yield { pattern: String(pattern), certificate };
  }
  if (none) throw badInput("", "at least one certificate", "an atlas without certificates");
}

/** Reads what a run has left, entry by entry, into `known`. Returns the bytes of its complete lines. */
function readKnown(file: string, header: AtlasHeader, known: Outcome[]): number {
  const expected = notationsFrom(header, 0);
  let lines = 0;
  let whole = 0;
  try {
    for (const { bytes, complete } of linesOf(file)) {
      const place = `line ${++lines}`;
      const text = bytes.toString();
      if (!complete) {
        // A header that was cut is the beginning of the right one; any other text without an end of line is somebody's file.
        if (lines === 1 && !JSON.stringify(header).startsWith(text)) throw badInput(place, "the header of an atlas", quote(text));
        break;
      }
      if (lines === 1) checkHeader(parseJson(text, place), header);
      else known.push(outcomeFrom(parseJson(text, place), expected.next().value, place));
      whole += bytes.length + 1;
    }
  } catch (error) {
    if (error instanceof Fault) throw error.inFile(file);
    throw unreadable(error, file);
  }
  return whole;
}

function checkHeader(value: unknown, header: AtlasHeader): void {
  const found = objectFrom(value, "line 1");
  for (const [key, expected] of Object.entries(header)) {
    if (found[key] !== expected) throw badInput(`line 1: ${key}`, `${quote(expected)} as for this run`, quote(found[key]));
  }
}

function outcomeFrom(value: unknown, notation: string | void, place: string): Outcome {
  if (notation === undefined) throw badInput(place, "the end of the file, all classes being there", "another line");
  const entry = objectFrom(value, place);
  if (entry["pattern"] !== notation) throw badInput(`${place}: pattern`, quote(notation), quote(entry["pattern"]));
  const { closed, rule } = entry;
  const decided = typeof closed === "boolean" && typeof rule === "string";
  if (!decided && !(closed === null && rule === null)) throw badInput(`${place}: closed`, "true or false and a rule, or null and null", quote(closed));
  return { closed, rule } as Outcome;
}

function objectFrom(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badInput(place, "an object", quote(value));
  return value as Record<string, unknown>;
}
