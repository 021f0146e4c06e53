/**
 * GraphViz DOT text to statements, in one pass from left to right (the language looks one token ahead).
 *
 * All of the grammar for directed graphs but HTML text: comments, quoted and joined strings, ports,
 * subgraphs as ends of edges. Names stay text: `1` and `1.0` are two nodes.
 */
import { type Fault, badInput, quote } from "../pattern/fault.js";
import { lineAndColumn } from "./json.js";
import { MAX_DOT_NESTING } from "./limits.js";

export interface DotGraph {
  readonly strict: boolean;
  readonly name: string | undefined;
  readonly statements: readonly DotStatement[];
}

export type DotStatement =
  /** `node [layer=1]`, or `rankdir=LR`, which is an attribute of the graph. */
  | { readonly target: "graph" | "node" | "edge"; readonly attributes: DotAttributes }
  /** `a -> b -> {c d} [attributes]`; a lone node or subgraph is a path of one end. */
  | { readonly target: "path"; readonly ends: readonly DotEnd[]; readonly attributes: DotAttributes };

export type DotEnd = string | readonly DotStatement[];
export type DotAttributes = ReadonlyMap<string, string>;

export const NO_ATTRIBUTES: DotAttributes = new Map();

/**
 * The one directed graph of a text.
 * @throws Fault with line and column
 */
export function parseDot(text: string): DotGraph {
  return new DotParser(text).graph();
}

interface Token {
  /** A name in quotes is never a keyword or a sign; keywords are in lower case. */
  readonly kind: "name" | "quoted" | "keyword" | "sign" | "end";
  readonly text: string;
  readonly at: number;
}

const SPACE = /[\s\ufeff]*/y;
const NAME = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*|-?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?![\w.\u0080-\uffff])/y;
const SIGN = /->|--|[{}[\];,=:+]/y;

class DotParser {
  private at = 0;
  private depth = 0;
  private token: Token;

  constructor(private readonly text: string) {
    this.token = this.scan();
  }

  graph(): DotGraph {
    const strict = this.skipWord("strict");
    if (this.isWord("graph")) throw this.fault("a directed graph (digraph)");
    if (!this.skipWord("digraph")) throw this.fault("digraph");
    const name = this.isName() ? this.name() : undefined;
    const statements = this.block();
    if (this.token.kind !== "end") throw this.fault("one graph and nothing behind it");
    return { strict, name, statements };
  }

  private block(): DotStatement[] {
    if (this.depth === MAX_DOT_NESTING) throw this.fault(`at most ${MAX_DOT_NESTING} nested braces`);
    this.skipSign("{");
    this.depth++;
    const statements: DotStatement[] = [];
    while (!this.isSign("}")) {
      statements.push(this.statement());
      if (this.isSign(";")) this.next();
    }
    this.next();
    this.depth--;
    return statements;
  }

  private statement(): DotStatement {
    const { kind, text } = this.token;
    if (kind === "keyword" && (text === "graph" || text === "node" || text === "edge")) {
      this.next();
      return { target: text, attributes: this.attributes(true) };
    }
    const first = this.end();
    if (typeof first === "string" && this.isSign("=")) {
      this.next();
      return { target: "graph", attributes: new Map([[first, this.name()]]) };
    }
    const ends = [first];
    if (typeof first === "string") this.port();
    while (this.isSign("->") || this.isSign("--")) {
      if (this.isSign("--")) throw this.fault("the edges of a directed graph (->)");
      this.next();
      const end = this.end();
      if (typeof end === "string") this.port();
      ends.push(end);
    }
    return { target: "path", ends, attributes: this.attributes(false) };
  }

  private end(): DotEnd {
    if (this.skipWord("subgraph")) {
      if (this.isName()) this.name();
      return this.block();
    }
    return this.isSign("{") ? this.block() : this.name();
  }

  /** `:port` and `:port:compass` say where an edge is drawn; a neuron has no ports. */
  private port(): void {
    while (this.isSign(":")) {
      this.next();
      this.name();
    }
  }

  private attributes(required: boolean): DotAttributes {
    if (!this.isSign("[")) {
      if (required) throw this.fault('"["');
      return NO_ATTRIBUTES;
    }
    const attributes = new Map<string, string>();
    while (this.isSign("[")) {
      this.next();
      while (!this.isSign("]")) {
        const key = this.name();
        let value = "true";
        if (this.isSign("=")) {
          this.next();
          value = this.name();
        }
        attributes.set(key, value);
        if (this.isSign(",") || this.isSign(";")) this.next();
      }
      this.next();
    }
    return attributes;
  }

  private isWord(word: string): boolean {
    return this.token.kind === "keyword" && this.token.text === word;
  }

  private isSign(sign: string): boolean {
    return this.token.kind === "sign" && this.token.text === sign;
  }

  private isName(): boolean {
    return this.token.kind === "quoted" || this.token.kind === "name";
  }

  private skipWord(word: string): boolean {
    const found = this.isWord(word);
    if (found) this.next();
    return found;
  }

  private skipSign(sign: string): void {
    if (!this.isSign(sign)) throw this.fault(quote(sign));
    this.next();
  }

  /** A name, number or string; `"a" + "b"` is one string. */
  private name(): string {
    if (!this.isName()) throw this.fault("a name, a number or a string in quotes");
    const parts = [this.token.text];
    let { kind } = this.token;
    this.next();
    while (kind === "quoted" && this.isSign("+")) {
      this.next();
      ({ kind } = this.token);
      if (kind !== "quoted") throw this.fault("a string in quotes");
      parts.push(this.token.text);
      this.next();
    }
    return parts.join("");
  }

  private next(): void {
    this.token = this.scan();
  }

  private scan(): Token {
    this.space();
    const at = this.at;
    if (at === this.text.length) return { kind: "end", text: "", at };
    if (this.text[at] === '"') return { kind: "quoted", text: this.string(), at };
    NAME.lastIndex = at;
    const name = NAME.exec(this.text)?.[0];
    if (name !== undefined) {
      this.at += name.length;
      const word = name.length > LONGEST_KEYWORD ? name : name.toLowerCase();
      return KEYWORDS.has(word) ? { kind: "keyword", text: word, at } : { kind: "name", text: name, at };
    }
    SIGN.lastIndex = at;
    const sign = SIGN.exec(this.text)?.[0];
    if (sign !== undefined) {
      this.at += sign.length;
      return { kind: "sign", text: sign, at };
    }
    throw this.faultAt(at, "a DOT token (without HTML text)", quote(this.text.slice(at, at + 20)));
  }

  private space(): void {
    for (;;) {
      SPACE.lastIndex = this.at;
      SPACE.test(this.text);
      this.at = SPACE.lastIndex;
      if (this.text.startsWith("/*", this.at)) {
        const end = this.text.indexOf("*/", this.at + 2);
        if (end === -1) throw this.faultAt(this.at, "the end of a comment", "the end of the text");
        this.at = end + 2;
      } else if (this.text[this.at] === "#" || this.text.startsWith("//", this.at)) {
        const end = this.text.indexOf("\n", this.at);
        this.at = end === -1 ? this.text.length : end;
      } else return;
    }
  }

  /** Only the quote is escaped in DOT; a backslash at the end of a line joins it with the next. */
  private string(): string {
    const start = this.at++;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (Number.isNaN(code)) throw this.faultAt(start, "the end of a string", "the end of the text");
      if (code === QUOTE) break;
      this.at += code === BACKSLASH ? 2 : 1;
    }
    const raw = this.text.slice(start + 1, this.at++);
    return raw.includes("\\") ? raw.replace(/\\(?:(")|\r?\n|\\)/g, (all, escaped: string | undefined) => escaped ?? (all === "\\\\" ? all : "")) : raw;
  }

  private fault(expected: string): Fault {
    const { kind, text, at } = this.token;
    return this.faultAt(at, expected, kind === "end" ? "the end of the text" : quote(text));
  }

  private faultAt(at: number, expected: string, found: string): Fault {
    return badInput(lineAndColumn(this.text, at), expected, found);
  }
}

const QUOTE = 34;
const BACKSLASH = 92;
const KEYWORDS = new Set(["graph", "digraph", "node", "edge", "subgraph", "strict"]);
const LONGEST_KEYWORD = 8;
