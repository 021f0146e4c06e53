/**
 * What is wrong with an input, as data; the sentence is made last, in one place.
 *
 * Everything that reads something a user wrote (a file, a certificate, an option) throws a `Fault`
 * and nothing else for bad input. Any other exception is a defect of this program.
 */

/**
 * - `usage`: the command line asks for something that does not exist (exit code 64)
 * - `input`: a file's content is not what its format or a pattern demands (exit code 65)
 * - `io`: a file cannot be read or written (exit code 74)
 */
export type FaultKind = "usage" | "input" | "io";

export interface FaultFields {
  /** Where: a byte offset, a line, a tensor name, a JSON path such as `masks[1][0]`. */
  readonly place: string;
  readonly expected: string;
  readonly found: string;
}

/** A refusal of bad input: place, what was expected, what was found. `file` is added by whoever knows it. */
export class Fault extends Error {
  readonly place: string;
  readonly expected: string;
  readonly found: string;

  constructor(
    readonly kind: FaultKind,
    fields: FaultFields,
    readonly file?: string,
  ) {
    super(faultLine(fields, file));
    this.name = "Fault";
    this.place = fields.place;
    this.expected = fields.expected;
    this.found = fields.found;
  }

  /** The same fault, said of `file`; a fault that already names a file keeps it. */
  inFile(file: string): Fault {
    return this.file === undefined ? new Fault(this.kind, this, file) : this;
  }
}

/** Shorthand for the commonest kind. */
export function badInput(place: string, expected: string, found: string): Fault {
  return new Fault("input", { place, expected, found });
}

const LONGEST_QUOTE = 120;

/** One line for people: no line breaks or control characters of the input reach the terminal, and nothing endless. */
function faultLine(fields: FaultFields, file: string | undefined): string {
  const where = file === undefined ? "" : `${shortLine(file)}: `;
  const place = fields.place === "" ? "" : `${shortLine(fields.place)}: `;
  return `${where}${place}expected ${shortLine(fields.expected)}, found ${shortLine(fields.found)}`;
}

/** The text without line breaks and control characters, for the terminal. */
export function onOneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is being removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}

/** The same, cut to a length that fits on a line. */
export function shortLine(text: string): string {
  const flat = onOneLine(text);
  return flat.length <= LONGEST_QUOTE * 4 ? flat : `${flat.slice(0, LONGEST_QUOTE * 4)}...`;
}

/** More parts than this are not looked at: the value may be as large as the file it came from. */
const MOST_PARTS = 60;

/** A value of the input quoted for a fault's `found`, cut to a length that fits on a line. Cost: a few parts, however large the value. */
export function quote(value: unknown): string {
  let left = MOST_PARTS;
  const part = (_: string, child: unknown): unknown => {
    if (left-- === 0) throw new RangeError("too many parts");
    return typeof child === "string" ? child.slice(0, LONGEST_QUOTE + 1) : child;
  };
  let text: string;
  try {
    text = typeof value === "bigint" ? `${value}` : (JSON.stringify(value, part) ?? String(value));
  } catch {
    // Too large, cyclic, nested too deeply for the engine's stack, or not JSON at all: `String` may throw on such values too.
    text = Array.isArray(value) ? `a list of ${value.length}` : value === null || typeof value !== "object" ? `a ${typeof value}` : "an object";
  }
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}...`;
}

const IO_REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  ENOTDIR: "no such file or folder",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "a read-only file system",
  EISDIR: "a directory",
  ELOOP: "links that lead in a circle",
  ENAMETOOLONG: "a name that is too long",
  ENOSPC: "no space left on the device",
};

/** Why reading or writing a file failed, in words, from what Node threw. */
export function ioReason(error: unknown): string {
  const { code = "", message = "an unknown error" } = error as NodeJS.ErrnoException;
  return IO_REASONS[code] ?? message;
}

/** What the system says of a file that cannot be read, as a fault of kind `io`. */
export function unreadable(error: unknown, path: string, what = "file"): Fault {
  return new Fault("io", { place: "", expected: `a ${what} that can be read`, found: ioReason(error) }, path);
}

/** The same of one that cannot be written. */
export function unwritable(error: unknown, path: string, what = "file"): Fault {
  return new Fault("io", { place: "", expected: `a ${what} that can be written`, found: ioReason(error) }, path);
}

/** What an action that writes to a file gives. @throws Fault of kind `io` for what the system throws */
export function writing<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw unwritable(error, path);
  }
}
