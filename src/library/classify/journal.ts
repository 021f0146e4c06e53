/**
 * The journal of a run: a header line, then one line for each outcome, as they come. Every line is written at once, so that whatever ends the program
 * leaves a file that can be continued: only its last line may be cut.
 */
import { appendFileSync, closeSync, fstatSync, ftruncateSync, openSync, readSync } from "node:fs";
import { parseJson } from "../../formats/json.js";
import { Fault, badInput, quote, unreadable, writing } from "../../pattern/fault.js";
import { linesOf } from "../lines.js";
import { type ClassificationHeader, JOURNAL_SCHEMA, expectHeader, rowCount } from "./header.js";
import type { Job } from "./job.js";
import type { Outcome } from "./outcome.js";
import { outcomeFrom } from "./read-row.js";
import { WHOLE } from "./sources.js";

const UNKNOWN = -1;

export class Journal {
  readonly #file: string;
  readonly #descriptor: number;
  readonly #header: ClassificationHeader;
  /** Where the line of each job begins. */
  readonly #at: Float64Array;
  #size = 0;
  #end = 0;

  private constructor(file: string, descriptor: number, header: ClassificationHeader) {
    this.#file = file;
    this.#descriptor = descriptor;
    this.#header = header;
    this.#at = new Float64Array(rowCount(header)).fill(UNKNOWN);
  }

  /**
   * Opens a journal that is new or, with `resume`, was begun by the same command; a line that was cut is removed.
   * @param header that of the table
   * @throws Fault of kind `usage` for a file that holds something and is not to be resumed, `input` when it was not begun by the same
   *   command, `io` when it cannot be read or written
   */
  static open(file: string, header: ClassificationHeader, resume: boolean): Journal {
    const descriptor = writing(file, () => openSync(file, "a+"));
    try {
      const journal = new Journal(file, descriptor, { ...header, schema: JOURNAL_SCHEMA });
      const held = writing(file, () => fstatSync(descriptor));
      if (!held.isFile()) throw new Fault("usage", { place: "--out", expected: "a regular file", found: file });
      if (held.size > 0 && !resume) throw new Fault("usage", { place: "--out", expected: "a new or empty file, or --resume to continue", found: file });
      journal.#read();
      if (journal.#end < held.size) writing(file, () => ftruncateSync(descriptor, journal.#end));
      if (journal.#end === 0) journal.#write(JSON.stringify(journal.#header));
      return journal;
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  /** How many outcomes there are. */
  get size(): number {
    return this.#size;
  }

  has(index: number): boolean {
    return this.#at[this.#slot(index)]! !== UNKNOWN;
  }

  /** Keeps an outcome; a second one of the same job is passed over. Returns whether it was new. */
  add(outcome: Outcome): boolean {
    if (this.has(outcome.index)) return false;
    this.#at[this.#slot(outcome.index)] = this.#end;
    this.#size++;
    this.#write(JSON.stringify(outcome));
    return true;
  }

  /** The jobs that have no outcome yet. @throws Fault of kind `input` when an outcome is not of the job in its place: the sources have changed */
  *missing(jobs: Iterable<Job>): Generator<Job> {
    for (const job of jobs) {
      if (!this.has(job.index)) yield job;
      else this.#expect(job);
    }
  }

  /** All outcomes in order of their indices. @throws Fault of kind `input` for a line that is none, or when one is missing */
  *outcomes(): Generator<Outcome> {
    for (let slot = 0; slot < this.#at.length; slot++) {
      const index = this.#index(slot);
      if (!this.has(index)) throw badInput(`pattern ${index}`, "an outcome", "none").inFile(this.#file);
      yield this.#outcome(slot);
    }
  }

  close(): void {
    writing(this.#file, () => closeSync(this.#descriptor));
  }

  #slot(index: number): number {
    const { number, of } = this.#header.shard ?? WHOLE;
    return (index - number + 1) / of;
  }

  #index(slot: number): number {
    const { number, of } = this.#header.shard ?? WHOLE;
    return slot * of + number - 1;
  }

  #write(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    writing(this.#file, () => appendFileSync(this.#descriptor, bytes));
    this.#end += bytes.length;
  }

  /** Takes in what an earlier run has left. */
  #read(): void {
    const header = JSON.stringify(this.#header);
    let number = 0;
    try {
      for (const { at, bytes, complete } of linesOf(this.#file)) {
        const place = `line ${++number}`;
        if (!complete) {
          // A header that was cut is the beginning of the right one; any other text without an end of line is somebody's file.
          if (number === 1 && !header.startsWith(bytes.toString())) throw badInput(place, "the header of a classification", quote(bytes.toString()));
          break;
        }
        if (number === 1) expectHeader(parseJson(bytes.toString(), place), this.#header, place);
        else this.#enter(bytes, at, place);
        this.#end = at + bytes.length + 1;
      }
    } catch (error) {
      throw error instanceof Fault ? error.inFile(this.#file) : unreadable(error, this.#file);
    }
  }

  #enter(bytes: Buffer, at: number, place: string): void {
    const index = INDEX.exec(bytes.subarray(0, 40).toString("latin1"));
    const slot = index === null ? -1 : this.#slot(Number(index[1]));
    if (!Number.isInteger(slot) || slot < 0 || slot >= this.#at.length || bytes.at(-1) !== CLOSING) throw badInput(place, "the outcome of a pattern of this run", quote(bytes.subarray(0, 80).toString()));
    if (this.#at[slot] !== UNKNOWN) return;
    this.#at[slot] = at;
    this.#size++;
  }

  #expect({ index, id }: Job): void {
    const start = Buffer.from(`{"index":${index},"id":${JSON.stringify(id)},`);
    const found = Buffer.alloc(start.length);
    writing(this.#file, () => readSync(this.#descriptor, found, 0, found.length, this.#at[this.#slot(index)]!));
    if (!found.equals(start)) throw badInput(`pattern ${index}`, `${quote(id)}, as the sources are now`, quote(found.toString())).inFile(this.#file);
  }

  #outcome(slot: number): Outcome {
    try {
      return outcomeFrom(this.#lineAt(this.#at[slot]!), `pattern ${this.#index(slot)}`);
    } catch (error) {
      throw error instanceof Fault ? error.inFile(this.#file) : error;
    }
  }

  #lineAt(at: number): string {
    const parts: Buffer[] = [];
    for (let from = at, size = 2 ** 12; ; size *= 2) {
      const piece = Buffer.allocUnsafe(size);
      const got = writing(this.#file, () => readSync(this.#descriptor, piece, 0, size, from));
      const end = piece.subarray(0, got).indexOf(LINE_FEED);
      parts.push(piece.subarray(0, end < 0 ? got : end));
      if (end >= 0 || got === 0) return Buffer.concat(parts).toString();
      from += got;
    }
  }
}

const INDEX = /^\{"index":([0-9]{1,10}),"id":"/;
const CLOSING = 125;
const LINE_FEED = 10;
