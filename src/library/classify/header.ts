/** The first line of a classification: what its rows are of, and what they depend on. */
import { PROPERTIES, type Property } from "../../certificate/proof.js";
import { badInput, quote } from "../../pattern/fault.js";
import { VERSION } from "../../version.js";
import type { JudgeSettings } from "./judge.js";
import { type Shard, type Sources, WHOLE, shardCount } from "./sources.js";

/** A table: a row for each pattern, in their order. */
export const TABLE_SCHEMA = "wellposed/classification/1";
/** A run that has not ended: outcomes in the order in which they came. */
export const JOURNAL_SCHEMA = "wellposed/classification-journal/1";

export interface ClassificationHeader {
  readonly schema: typeof TABLE_SCHEMA | typeof JOURNAL_SCHEMA;
  readonly version: string;
  /** The sources as they were given. */
  readonly paths: readonly string[];
  /** Patterns in all of them, those of other shards too. */
  readonly patterns: number;
  readonly shard: Shard | null;
  readonly settings: JudgeSettings;
}

export function tableHeader({ paths, count }: Sources, settings: JudgeSettings, shard: Shard | null): ClassificationHeader {
  const { properties, timeout, certificates, bias, layers } = settings;
  const told = { properties: PROPERTIES.filter((property) => properties.includes(property)), timeout, certificates, ...(bias === undefined ? {} : { bias }), ...(layers === undefined ? {} : { layers }) };
  return { schema: TABLE_SCHEMA, version: VERSION, paths, patterns: count, shard, settings: told };
}

/** How many rows belong to the header: the patterns, or those of the shard. */
export function rowCount({ patterns, shard }: ClassificationHeader): number {
  return shardCount(patterns, shard ?? WHOLE);
}

/** Refuses a header that is not this one. @throws Fault of kind `input`, naming what differs */
export function expectHeader(value: unknown, expected: ClassificationHeader, place: string): void {
  const found = headerObject(value, place);
  for (const [key, wanted] of Object.entries(expected)) {
    if (JSON.stringify(found[key]) !== JSON.stringify(wanted)) throw badInput(`${place}: ${key}`, `${quote(wanted)} as for this run`, quote(found[key]));
  }
}

/** Reads the header of a finished table. @throws Fault of kind `input` */
export function headerFrom(value: unknown, place: string): ClassificationHeader {
  const { schema, version, paths, patterns, shard, settings } = headerObject(value, place);
  if (schema !== TABLE_SCHEMA) throw badInput(`${place}: schema`, `${quote(TABLE_SCHEMA)}, a classification that has ended`, quote(schema));
  if (version !== VERSION) throw badInput(`${place}: version`, `${quote(VERSION)}, this version`, quote(version));
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === "string")) throw badInput(`${place}: paths`, "a list of strings", quote(paths));
  if (!isCount(patterns)) throw badInput(`${place}: patterns`, "a count", quote(patterns));
  if (!isShard(shard)) throw badInput(`${place}: shard`, "null, or a number and of how many", quote(shard));
  const told = headerObject(settings, `${place}: settings`);
  const properties: unknown = told["properties"];
  if (!Array.isArray(properties) || !properties.every((property): property is Property => PROPERTIES.includes(property as Property))) {
    throw badInput(`${place}: settings.properties`, `some of ${PROPERTIES.join(", ")}`, quote(properties));
  }
  if (typeof told["timeout"] !== "number" || typeof told["certificates"] !== "boolean") throw badInput(`${place}: settings`, "a timeout, and whether certificates are kept", quote(settings));
  return { schema, version, paths: paths as string[], patterns, shard, settings: told as unknown as JudgeSettings };
}

function headerObject(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badInput(place, "the header of a classification", quote(value));
  return value as Record<string, unknown>;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isShard(value: unknown): value is Shard | null {
  if (value === null) return true;
  const { number, of } = (typeof value === "object" ? value : {}) as Record<string, unknown>;
  return isCount(number) && isCount(of) && number >= 1 && number <= of;
}
