/**
 * JSON text to value, stricter than `JSON.parse`: duplicate keys and deep nesting are refused, and
 * every fault has a line and a column.
 *
 * One linear pass checks the grammar (RFC 8259), then `JSON.parse` builds the value. The pass keeps
 * its own stack, so no nesting overflows the engine's. A key `__proto__` becomes an own property like
 * any other (`JSON.parse` never touches the prototype).
 */
import { type Fault, badInput, quote } from "../pattern/fault.js";
import { MAX_JSON_DEPTH } from "./limits.js";

/**
 * The value of a JSON text.
 * @param place prefix of the places in faults, for a text inside another file
 * @throws Fault at `line:column` for anything that is not one JSON value with distinct keys
 */
export function parseJson(text: string, place = ""): unknown {
  new JsonScan(text, place).check();
  return JSON.parse(text);
}

/**
 * The value of a JSON text with its numbers as they are written: each number of the value is a place in `numerals`.
 * @throws Fault as `parseJson`
 */
export function parseJsonNumerals(text: string): { readonly value: unknown; readonly numerals: readonly string[] } {
  new JsonScan(text, "").check();
  const numerals: string[] = [];
  const numbered = text.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `${numerals.push(token) - 1}`));
  return { value: JSON.parse(numbered), numerals };
}

/** `line:column` of a character, both from 1. */
export function lineAndColumn(text: string, at: number): string {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf("\n"); end !== -1 && end < at; end = text.indexOf("\n", start)) {
    line++;
    start = end + 1;
  }
  return `line ${line}:${at - start + 1}`;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

class JsonScan {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly place: string,
  ) {}

  /** Walks the whole text; the stack holds the keys seen in each open object, `null` for a list. */
  check(): void {
    const open: (Set<string> | null)[] = [];
    for (;;) {
      // A value begins here.
      this.space();
      const code = this.text.charCodeAt(this.at);
      if (code === OPEN_OBJECT || code === OPEN_LIST) {
        if (open.length === MAX_JSON_DEPTH) throw this.fault(`nesting of at most ${MAX_JSON_DEPTH} levels`);
        this.at++;
        this.space();
        const closing = code === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST;
        if (this.text.charCodeAt(this.at) !== closing) {
          const keys = code === OPEN_OBJECT ? new Set<string>() : null;
          open.push(keys);
          if (keys !== null) this.key(keys);
          continue;
        }
        this.at++;
      } else if (code === QUOTE) this.string();
      else this.scalar();
      // A value has ended here: close what closes, up to the comma before the next value.
      for (;;) {
        this.space();
        if (open.length === 0) {
          if (this.at < this.text.length) throw this.fault("the end of the text");
          return;
        }
        const keys = open.at(-1)!;
        const next = this.text.charCodeAt(this.at);
        if (next === COMMA) {
          this.at++;
          if (keys !== null) this.key(keys);
          break;
        }
        if (next !== (keys === null ? CLOSE_LIST : CLOSE_OBJECT)) throw this.fault(keys === null ? '"," or "]"' : '"," or "}"');
        this.at++;
        open.pop();
      }
    }
  }

  private key(keys: Set<string>): void {
    this.space();
    const start = this.at;
    if (this.text.charCodeAt(start) !== QUOTE) throw this.fault("a key in double quotes");
    const escaped = this.string();
    const raw = this.text.slice(start, this.at);
    const key = escaped ? (JSON.parse(raw) as string) : raw.slice(1, -1);
    if (keys.has(key)) throw this.fault("every key once", `the key ${quote(key)} twice`, start);
    keys.add(key);
    this.space();
    if (this.text.charCodeAt(this.at) !== COLON) throw this.fault('":"');
    this.at++;
  }

  /** Steps over a string; tells whether it has escapes. */
  private string(): boolean {
    const start = this.at++;
    let escaped = false;
    for (;;) {
      PLAIN.lastIndex = this.at;
      PLAIN.test(this.text);
      this.at = PLAIN.lastIndex;
      const code = this.text.charCodeAt(this.at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        escaped = true;
        ESCAPE.lastIndex = this.at;
        if (!ESCAPE.test(this.text)) throw this.fault("an escape such as \\n or \\u0041");
        this.at = ESCAPE.lastIndex;
      } else if (Number.isNaN(code)) throw this.fault("a closing quote", "the end of the text", start);
      else throw this.fault("no control character inside a string", quote(this.text[this.at]));
    }
    this.at++;
    return escaped;
  }

  /** Steps over a number, `true`, `false` or `null`. */
  private scalar(): void {
    SCALAR.lastIndex = this.at;
    if (!SCALAR.test(this.text)) throw this.fault("a JSON value");
    this.at = SCALAR.lastIndex;
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at++;
    }
  }

  private fault(expected: string, found?: string, at = this.at): Fault {
    const here = at < this.text.length ? quote(this.text.slice(at, at + 20)) : "the end of the text";
    const where = lineAndColumn(this.text, at);
    return badInput(this.place === "" ? where : `${this.place}, ${where}`, expected, found ?? here);
  }
}

/** What stands in a string as it is: anything but a quote, a backslash and control characters. */
const PLAIN = /[ !#-[\]-\uffff]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
/** In a text whose grammar is right. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*/g;
const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![0-9A-Za-z_.+-])/y;
