/** A job in, an outcome out: read the pattern, name its class, decide it unless an earlier one of its class was decided here. */
import type { Property } from "../../certificate/proof.js";
import { isInline } from "../../formats/inline.js";
import { parseJson } from "../../formats/json.js";
import { type ReadOptions, readPattern } from "../../formats/read.js";
import { patternFromNotation } from "../../formats/rectangle-notation.js";
import { Fault, badInput, onOneLine, quote } from "../../pattern/fault.js";
import { kept } from "../../pattern/mask.js";
import { type Pattern, patternFromJson, patternToJson } from "../../pattern/pattern.js";
import { type BriefVerdict, Decider } from "../decider.js";
import { classOf } from "./class.js";
import type { Job, JobSource } from "./job.js";
import { type Certificates, type Facts, type Outcome, type ShortVerdict, type ShortVerdicts, failure } from "./outcome.js";

export interface JudgeSettings extends ReadOptions {
  readonly properties: readonly Property[];
  /** Seconds for each pattern. */
  readonly timeout: number;
  /** Keep the certificates. They are made and checked all the same. */
  readonly certificates: boolean;
}

/** Classes that a judge remembers. Beyond that the oldest are forgotten, and decided again. */
const REMEMBERED = 2 ** 18;

/**
 * Judges job after job. Of a class it has decided it decides no later member again: the outcome names the earlier one. So the member with
 * the least index of all always has verdicts of its own, whoever judges the others, in whatever order (fold.ts).
 */
export class Judge {
  readonly #settings: JudgeSettings;
  readonly #decider: Decider;
  /** The least index of each class that was decided here. */
  readonly #decided = new Map<string, number>();

  constructor(settings: JudgeSettings) {
    this.#settings = settings;
    const { properties, timeout, certificates } = settings;
    // Patterns are dealt out to threads, not parts of one.
    this.#decider = new Decider({ timeout, threads: 1, certificates, ...(properties.length === 1 ? { property: properties[0]! } : {}) });
  }

  /** Nothing is thrown: whatever is wrong with a pattern is its outcome. */
  async judge(job: Job): Promise<Outcome> {
    if ("refused" in job.from) return failure(job, job.from.kind, job.from.refused);
    try {
      const pattern = await patternOf(job.from, this.#settings);
      const facts = factsOf(job, pattern);
      const earlier = this.#decided.get(facts.class);
      if (earlier !== undefined && earlier < job.index) return { ...facts, as: earlier };
      const { verdicts, certificates } = this.#verdictsOn(pattern);
      this.#remember(facts.class, job.index);
      return { ...facts, verdicts, ...(this.#settings.certificates ? { certificates } : {}) };
    } catch (error) {
      return failureOf(job, error);
    }
  }

  #verdictsOn(pattern: Pattern): { verdicts: ShortVerdicts; certificates: Certificates } {
    const decided = this.#decider.decide(pattern);
    const found = this.#settings.properties.map((property) => [property, decided[property]!] as const);
    const verdicts = Object.fromEntries(found.map(([property, verdict]) => [property, shortened(verdict)])) as ShortVerdicts;
    const certificates = Object.fromEntries(found.flatMap(([property, { certificate }]) => (certificate === undefined ? [] : [[property, certificate]]))) as Certificates;
    return { verdicts, certificates };
  }

  #remember(key: string, index: number): void {
    if (this.#decided.size >= REMEMBERED) this.#decided.delete(this.#decided.keys().next().value!);
    this.#decided.set(key, index);
  }
}

/**
 * The same job for a machine that does not have our files: a file becomes the pattern that is read from it. What cannot be read is an outcome
 * already, the one that `judge` gives.
 */
export async function portable(job: Job, options: ReadOptions): Promise<{ readonly job: Job } | { readonly outcome: Outcome }> {
  if (!("file" in job.from)) return { job };
  try {
    const { pattern } = await readPattern(job.from.file, options);
    return { job: { ...job, from: { line: JSON.stringify(patternToJson(pattern)) } } };
  } catch (error) {
    return { outcome: failureOf(job, error) };
  }
}

function failureOf(job: Job, error: unknown): Outcome {
  if (error instanceof Fault) return failure(job, error.kind === "usage" ? "input" : error.kind, error.message);
  return failure(job, "internal", onOneLine(`internal error, please report it: ${(error as Error).message}`));
}

/** The pattern of a job. @throws Fault */
async function patternOf(from: Exclude<JobSource, { refused: string }>, options: ReadOptions): Promise<Pattern> {
  if ("file" in from) return (await readPattern(from.file, options)).pattern;
  const text = "line" in from ? from.line.trim() : from.notation;
  const written = isInline(text) ? text : parseJson(text);
  const pattern = typeof written === "string" ? await notedPattern(written) : patternOfLine(written);
  return options.bias === undefined ? pattern : { ...pattern, bias: pattern.masks.map(() => options.bias === "yes") };
}

async function notedPattern(text: string): Promise<Pattern> {
  if (!isInline(text)) throw badInput("", "a notation, such as rect:12*12 2*2", quote(text));
  return (await readPattern(text)).pattern;
}

/** A line of JSON Lines: a pattern, or an entry of an atlas. */
function patternOfLine(value: unknown): Pattern {
  const isEntry = typeof value === "object" && value !== null && !("format" in value) && "pattern" in value && typeof value.pattern === "string";
  return isEntry ? patternFromNotation(value.pattern as string) : patternFromJson(value);
}

function factsOf({ index, id }: Job, pattern: Pattern): Facts {
  const { name, widths, masks, bias } = pattern;
  const layers = masks.map((mask) => ({ edges: kept(mask), density: kept(mask) / (mask.rows * mask.cols) }));
  const edges = layers.reduce((sum, layer) => sum + layer.edges, 0);
  const cells = masks.reduce((sum, mask) => sum + mask.rows * mask.cols, 0);
  const agreed = bias.every((free) => free === bias[0]) ? bias[0]! : bias;
  return { index, id, name, widths, edges, density: edges / cells, layers, bias: agreed, class: classOf(pattern) };
}

function shortened({ closed, rule, ended }: BriefVerdict): ShortVerdict {
  return { closed, rule, ...(ended === undefined ? {} : { ended }) };
}
