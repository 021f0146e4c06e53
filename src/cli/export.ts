/** `wellposed export`: a pattern in another format, or a question about it in a solver's language. */
import { parseJson } from "../formats/json.js";
import { type ReadOptions, readText } from "../formats/read.js";
import { writeText } from "../formats/write.js";
import { Fault } from "../pattern/fault.js";
import type { Pattern } from "../pattern/pattern.js";
import type { Language } from "../solvers/languages.js";
import { limitFromJson } from "../solvers/limit.js";
import { type Question, closednessQuestion, reachabilityQuestion } from "../solvers/question.js";
import { writeQuestion } from "../solvers/write.js";
import { EXIT } from "./exit.js";
import { readNoted } from "./pattern.js";
import { type Terminal, deliver, keepInputs } from "./terminal.js";

const PATTERN_TARGETS = ["pattern", "graphlib", "dot"] as const;

export type ExportTarget = (typeof PATTERN_TARGETS)[number];

export interface ExportOptions extends ReadOptions {
  readonly to: ExportTarget | Language;
  readonly limit?: string;
  readonly out?: string;
}

export async function exportCommand(file: string, options: ExportOptions, terminal: Terminal): Promise<number> {
  const { to, limit } = options;
  await keepInputs(limit === undefined ? [file] : [file, limit], options.out);
  const { pattern } = await readNoted(file, options, terminal);
  await deliver(isPatternFormat(to) ? writePattern(pattern, to, limit) : writeQuestion(await question(pattern, file, limit), to), options.out, terminal);
  return EXIT.done;
}

function isPatternFormat(to: ExportOptions["to"]): to is ExportTarget {
  return (PATTERN_TARGETS as readonly string[]).includes(to);
}

function writePattern(pattern: Pattern, to: ExportTarget, limit: string | undefined): string {
  if (limit !== undefined) throw new Fault("usage", { place: "--limit", expected: "a solver's language after --to", found: to });
  return writeText(pattern, to);
}

async function question(pattern: Pattern, file: string, limit: string | undefined): Promise<Question> {
  // What is wrong with the limit is said of its file, what is wrong with the product of the pattern's.
  const values = limit === undefined ? undefined : await inFile(limit, async () => limitFromJson(parseJson(await readText(limit)), pattern));
  return inFile(file, async () => (values === undefined ? closednessQuestion(pattern) : reachabilityQuestion(pattern, values)));
}

async function inFile<T>(file: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof Fault ? error.inFile(file) : error;
  }
}
