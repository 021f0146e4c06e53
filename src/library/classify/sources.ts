/**
 * The patterns to classify, one after another in a fixed order, each as a job: files, folders, JSON Lines, and notations. Nothing is read that
 * a worker can read itself, so that a million patterns never stand in memory at once.
 */
import { lstatSync, readdirSync, statSync } from "node:fs";
import { isInline } from "../../formats/inline.js";
import { MAX_JSON_BYTES } from "../../formats/limits.js";
import { RANDOM, randomRange } from "../../formats/random-notation.js";
import { Fault, unreadable } from "../../pattern/fault.js";
import { isAtlas } from "../atlas-file.js";
import { linesOf } from "../lines.js";
import type { Job, JobSource } from "./job.js";

/** More patterns than this nobody waits for: it is a slip in a range of seeds. */
const MAX_PATTERNS = 10 ** 8;

/** What a path may be, in faults. */
const WHERE = "file or folder";

/** A job before it has its place. */
type Entry = Omit<Job, "index">;

/** What is to be classified. The jobs can be listed as often as needed. */
export interface Sources {
  /** As they were given. */
  readonly paths: readonly string[];
  readonly count: number;
  /** The jobs in order. */
  jobs(): Generator<Job>;
}

/** Every `of`-th job from the one with this number on, counted from 1. */
export interface Shard {
  readonly number: number;
  readonly of: number;
}

/** All jobs. Headers say null. */
export const WHOLE: Shard = { number: 1, of: 1 };

/** How many of `count` jobs are in the shard. */
export function shardCount(count: number, { number, of }: Shard): number {
  return Math.max(0, Math.ceil((count - number + 1) / of));
}

/**
 * Looks through the sources once, to count them. A path is
 * - a file of one pattern, of any format that is read;
 * - a folder: every file in it and in the folders below, in order of their names as UTF-16, except names that begin with a dot. Links to folders are not followed;
 * - a `.jsonl` or `.ndjson` file, a pattern on each line: a `wellposed/pattern/1`, a notation (as it is, or as a JSON string) or an entry of an atlas. Empty lines and
 *   the header of an atlas are passed over;
 * - a notation: `rect:12*12 2*2`, `random:64-32-10@0.05#1..10000`.
 * What is below a path and cannot be read becomes a job that is refused.
 * @throws Fault of kind `usage` for a notation that is none, of kind `io` for a path that does not exist
 */
export function openSources(paths: readonly string[]): Sources {
  const lists = paths.map((path) => listOf(path));
  let count = 0;
  for (const list of lists) {
    if (list.count !== undefined) count += list.count;
    else for (const _ of list.entries()) count++;
  }
  if (count > MAX_PATTERNS) throw new Fault("usage", { place: "", expected: `at most ${MAX_PATTERNS} patterns`, found: `${count}` });
  return {
    paths,
    count,
    *jobs() {
      let index = 0;
      for (const list of lists) for (const entry of list.entries()) yield { index: index++, ...entry };
    },
  };
}

interface List {
  /** Where it is known without a look. */
  readonly count?: number;
  entries(): Generator<Entry>;
}

function listOf(path: string): List {
  if (path.startsWith(RANDOM)) return seeded(path);
  if (isInline(path)) return { count: 1, entries: () => single({ id: path, from: { notation: path } }) };
  const stats = found(path);
  if (stats.isDirectory()) return { entries: () => folderEntries(path.replace(/(?<=.)\/+$/, "")) };
  return isLines(path) ? { entries: () => lineEntries(path) } : { count: 1, entries: () => single({ id: path, from: { file: path } }) };
}

function found(path: string): ReturnType<typeof statSync> & object {
  try {
    return statSync(path);
  } catch (error) {
    throw unreadable(error, path, WHERE);
  }
}

function* single(entry: Entry): Generator<Entry> {
  yield entry;
}

function seeded(text: string): List {
  const { family, first, last } = randomRange(text);
  return {
    count: last - first + 1,
    *entries() {
      for (let seed = first; seed <= last; seed++) {
        const notation = `${family.name}#${seed}`;
        yield { id: notation, from: { notation } };
      }
    },
  };
}

function isLines(path: string): boolean {
  return /\.(?:jsonl|ndjson)$/i.test(path);
}

function* folderEntries(folder: string): Generator<Entry> {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => !name.startsWith(".")).sort();
  } catch (error) {
    return yield refusedEntry(folder, error);
  }
  for (const name of names) {
    const path = folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`;
    yield* pathEntries(path);
  }
}

function* pathEntries(path: string): Generator<Entry> {
  let kind: "folder" | "file" | "other";
  try {
    const [own, target] = [lstatSync(path), statSync(path)];
    kind = own.isDirectory() ? "folder" : target.isFile() ? "file" : "other";
  } catch (error) {
    return yield refusedEntry(path, error);
  }
  if (kind === "folder") yield* folderEntries(path);
  else if (kind === "file") yield* isLines(path) ? lineEntries(path) : single({ id: path, from: { file: path } });
}

function refusedEntry(id: string, error: unknown): Entry {
  return { id, from: { refused: unreadable(error, id, WHERE).message, kind: "io" } };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function* lineEntries(path: string): Generator<Entry> {
  let number = 0;
  try {
    for (const { bytes, tooLong } of linesOf(path, MAX_JSON_BYTES)) {
      const id = `${path}:${++number}`;
      const from = tooLong ? refusedLine(`at most ${MAX_JSON_BYTES} bytes`, "more", id) : lineSource(bytes, id);
      if ("line" in from && (from.line.trim() === "" || (number === 1 && isAtlas(from.line)))) continue;
      yield { id, from };
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    yield refusedEntry(path, error);
  }
}

function lineSource(bytes: Uint8Array, id: string): JobSource {
  try {
    return { line: utf8.decode(bytes) };
  } catch {
    return refusedLine("UTF-8 text", "other bytes", id);
  }
}

function refusedLine(expected: string, what: string, id: string): JobSource {
  return { refused: new Fault("input", { place: "", expected, found: what }, id).message, kind: "input" };
}
