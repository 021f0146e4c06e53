/**
 * Python pickles as inert data: a pickle is a program for a stack machine, and this machine calls nothing.
 *
 * A global becomes a `Global` if `allowed` lists it, else the pickle is refused before anything is made
 * of it. What Python would do with a global (call it, build an object, set its state) becomes a `Call`
 * that holds the arguments. Only the instructions of protocols 2 to 5 that `torch.save` writes are
 * known; the text instructions of protocols 0 and 1, extension codes and buffers are refused.
 *
 * Time and memory are linear in the length: nothing is copied, compared or turned into text on the way,
 * and values may contain themselves.
 */
import { type Fault, badInput, quote } from "../pattern/fault.js";
import { MAX_PICKLE_BYTES, MAX_PICKLE_CONTAINERS, MAX_PICKLE_INTEGER_BYTES } from "./limits.js";

/** A Python class or function, by name only. */
export class Global {
  constructor(readonly name: string) {}
}

/** What calling `callee` with `args` would have made; `items` are the dict entries set on it. */
export class Call {
  readonly items = new Map<unknown, unknown>();

  constructor(
    readonly callee: Global,
    readonly args: readonly unknown[],
  ) {}
}

/** A reference to something outside the pickle. */
export class Persistent {
  constructor(readonly id: unknown) {}
}

/** Lists, tuples and sets are arrays, dicts are maps; bytes are views; the rest is as in JavaScript. */
export function readPickle(bytes: Uint8Array, allowed: (name: string) => boolean): unknown {
  if (bytes.length > MAX_PICKLE_BYTES) throw badInput("pickle", `at most ${MAX_PICKLE_BYTES} bytes`, `${bytes.length}`);
  return new Machine(bytes, allowed).run();
}

/** Marks the beginning of a variable number of stack items. */
const MARK = Symbol("mark");

class Machine {
  private readonly view: DataView;
  private readonly stack: unknown[] = [];
  private readonly memo = new Map<number, unknown>();
  private at = 0;
  private start = 0;
  private containers = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly allowed: (name: string) => boolean,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  run(): unknown {
    for (;;) {
      this.start = this.at;
      const code = this.bytes[this.skip(1)]!;
      if (code === STOP) return this.pop();
      this.step(code);
    }
  }

  private step(code: number): void {
    const { stack, view } = this;
    switch (code) {
      case 0x80: { // PROTO
        const protocol = this.bytes[this.skip(1)]!;
        if (protocol < 2 || protocol > 5) throw this.fault("protocol 2 to 5", `${protocol}`);
        return;
      }
      case 0x95: // FRAME
        this.skip(8);
        return;
      case 0x28: // MARK
        stack.push(MARK);
        return;
      case 0x30: // POP
        this.pop();
        return;

      case 0x4e: // NONE
        stack.push(null);
        return;
      case 0x88: // NEWTRUE
        stack.push(true);
        return;
      case 0x89: // NEWFALSE
        stack.push(false);
        return;
      case 0x4a: // BININT
        stack.push(view.getInt32(this.skip(4), true));
        return;
      case 0x4b: // BININT1
        stack.push(this.bytes[this.skip(1)]!);
        return;
      case 0x4d: // BININT2
        stack.push(view.getUint16(this.skip(2), true));
        return;
      case 0x8a: // LONG1
        stack.push(this.long(this.length(1)));
        return;
      case 0x8b: // LONG4
        stack.push(this.long(this.length(4)));
        return;
      case 0x47: // BINFLOAT
        stack.push(view.getFloat64(this.skip(8)));
        return;
      case 0x8c: // SHORT_BINUNICODE
        stack.push(this.text(this.length(1)));
        return;
      case 0x58: // BINUNICODE
        stack.push(this.text(this.length(4)));
        return;
      case 0x8d: // BINUNICODE8
        stack.push(this.text(this.length(8)));
        return;
      case 0x43: // SHORT_BINBYTES
      case 0x55: // SHORT_BINSTRING, a str of Python 2
        stack.push(this.raw(this.length(1)));
        return;
      case 0x42: // BINBYTES
      case 0x54: // BINSTRING
        stack.push(this.raw(this.length(4)));
        return;

      case 0x29: // EMPTY_TUPLE
      case 0x5d: // EMPTY_LIST
      case 0x8f: // EMPTY_SET
        this.push([]);
        return;
      case 0x7d: // EMPTY_DICT
        this.push(new Map());
        return;
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        this.push(this.take(code - 0x84));
        return;
      case 0x74: // TUPLE
      case 0x91: // FROZENSET
        this.push(this.takeToMark());
        return;
      case 0x61: // APPEND
        this.append([this.pop()]);
        return;
      case 0x65: // APPENDS
      case 0x90: // ADDITEMS
        this.append(this.takeToMark());
        return;
      case 0x73: // SETITEM
        this.setItems(this.take(2));
        return;
      case 0x75: // SETITEMS
        this.setItems(this.takeToMark());
        return;

      case 0x71: // BINPUT
        this.memo.set(this.bytes[this.skip(1)]!, this.top());
        return;
      case 0x72: // LONG_BINPUT
        this.memo.set(view.getUint32(this.skip(4), true), this.top());
        return;
      case 0x94: // MEMOIZE
        this.memo.set(this.memo.size, this.top());
        return;
      case 0x68: // BINGET
        stack.push(this.recall(this.bytes[this.skip(1)]!));
        return;
      case 0x6a: // LONG_BINGET
        stack.push(this.recall(view.getUint32(this.skip(4), true)));
        return;

      case 0x63: { // GLOBAL
        const module = this.line();
        stack.push(this.global(module, this.line()));
        return;
      }
      case 0x93: { // STACK_GLOBAL
        const [module, name] = this.take(2);
        stack.push(this.global(module, name));
        return;
      }
      case 0x52: // REDUCE
      case 0x81: { // NEWOBJ
        const [callee, args] = this.take(2);
        if (!(callee instanceof Global) || !Array.isArray(args)) throw this.fault("a class and a tuple of arguments", "something else");
        this.push(new Call(callee, args));
        return;
      }
      case 0x62: { // BUILD: the state of an object of ours is never looked at
        this.pop();
        if (!(this.top() instanceof Call)) throw this.fault("an object whose state to set", "something else");
        return;
      }
      case 0x51: // BINPERSID
        this.push(new Persistent(this.pop()));
        return;
      default:
        throw this.fault("a pickle instruction that torch.save writes", `0x${code.toString(16).padStart(2, "0")}`);
    }
  }

  private fault(expected: string, found: string): Fault {
    return badInput(`pickle, byte ${this.start}`, expected, found);
  }

  /** Steps over `count` bytes and returns where they begin. */
  private skip(count: number): number {
    const from = this.at;
    if (count > this.bytes.length - from) throw this.fault("more bytes (a truncated pickle?)", `the end of the pickle at ${this.bytes.length}`);
    this.at += count;
    return from;
  }

  /** A length field of `size` bytes. */
  private length(size: 1 | 4 | 8): number {
    const from = this.skip(size);
    if (size === 1) return this.bytes[from]!;
    const low = this.view.getUint32(from, true);
    return size === 4 ? low : low + 2 ** 32 * this.view.getUint32(from + 4, true);
  }

  private raw(length: number): Uint8Array {
    const from = this.skip(length);
    return this.bytes.subarray(from, from + length);
  }

  private text(length: number): string {
    return Buffer.from(this.raw(length)).toString("utf8");
  }

  /** Two's complement, lowest byte first: a number where it is exact, else a bigint. */
  private long(length: number): number | bigint {
    if (length > MAX_PICKLE_INTEGER_BYTES) throw this.fault(`an integer of at most ${MAX_PICKLE_INTEGER_BYTES} bytes`, `${length} bytes`);
    const digits = Buffer.from(this.raw(length)).reverse().toString("hex");
    const value = BigInt.asIntN(8 * length, BigInt(`0x${digits || "0"}`));
    return BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  private line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end === -1) throw this.fault("a line", "the end of the pickle");
    const from = this.skip(end + 1 - this.at);
    return Buffer.from(this.bytes.subarray(from, end)).toString("utf8");
  }

  private push(container: object): void {
    if (++this.containers > MAX_PICKLE_CONTAINERS) throw this.fault(`at most ${MAX_PICKLE_CONTAINERS} lists, dicts and objects`, "more");
    this.stack.push(container);
  }

  private pop(): unknown {
    const value = this.top();
    this.stack.pop();
    return value;
  }

  private top(): unknown {
    const value = this.stack.at(-1);
    if (this.stack.length === 0 || value === MARK) throw this.fault("a value on the stack", "none");
    return value;
  }

  private take(count: number): unknown[] {
    const values = this.stack.splice(Math.max(0, this.stack.length - count));
    if (values.length < count || values.includes(MARK)) throw this.fault(`${count} values on the stack`, "fewer");
    return values;
  }

  private takeToMark(): unknown[] {
    const mark = this.stack.lastIndexOf(MARK);
    if (mark === -1) throw this.fault("a mark on the stack", "none");
    const values = this.stack.splice(mark);
    values.shift();
    return values;
  }

  private append(values: readonly unknown[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw this.fault("a list to append to", "something else");
    for (const value of values) list.push(value);
  }

  private setItems(values: readonly unknown[]): void {
    const owner = this.top();
    const dict = owner instanceof Call ? owner.items : owner;
    if (!(dict instanceof Map) || values.length % 2 !== 0) throw this.fault("a dict and pairs to set in it", "something else");
    for (let i = 0; i < values.length; i += 2) dict.set(values[i], values[i + 1]);
  }

  private recall(index: number): unknown {
    if (!this.memo.has(index)) throw this.fault(`something remembered as ${index}`, "nothing");
    return this.memo.get(index);
  }

  private global(module: unknown, name: unknown): Global {
    if (typeof module !== "string" || typeof name !== "string") throw this.fault("a module and a name", "something else");
    const full = `${module}.${name}`;
    if (!this.allowed(full)) {
      throw this.fault("tensors in dicts (save model.state_dict(), not the model)", `the Python object ${quote(full)}; nothing was executed`);
    }
    return new Global(full);
  }
}

const STOP = 0x2e;
