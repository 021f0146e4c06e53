/** `wellposed verify`: read, judge, print, exit code. */
import type { Property } from "../certificate/proof.js";
import type { Claim } from "../decide/decide.js";
import { verify } from "../decide/verify.js";
import type { ReadOptions } from "../formats/read.js";
import { Fault } from "../pattern/fault.js";
import type { Pattern } from "../pattern/pattern.js";
import type { Demand } from "../report/findings/demand.js";
import { inspect } from "../report/findings/inspect.js";
import { type ReportFormat, formatReport, withoutCertificates } from "../report/report.js";
import { type Failure, type Result, REPORT_SCHEMA } from "../report/result.js";
import { askClosedness } from "../solvers/claim.js";
import { EXIT, exitCodeOf, exitCodeOfVerdict } from "./exit.js";
import { repositoryRoot, writeStepFiles } from "./github-files.js";
import { readNoted } from "./pattern.js";
import { startProgress } from "./progress.js";
import { type Terminal, deliver, keepInputs } from "./terminal.js";

export interface VerifyOptions extends ReadOptions {
  readonly property: Property;
  readonly format: ReportFormat;
  readonly timeout: number;
  readonly certificates: boolean;
  /** Asked about `linear` where it stays undecided. */
  readonly solver?: string;
  /** Show the table of layers, and findings that are facts only, in text too. */
  readonly structure: boolean;
  /** N:M structure that every layer is to have. */
  readonly expect?: Demand;
  readonly out?: string;
}

/** A file that is refused costs its own verdict only: the others are still judged, and the exit code tells. */
export async function verifyCommand(files: readonly string[], options: VerifyOptions, terminal: Terminal): Promise<number> {
  await keepInputs(files, options.out);
  const results: Result[] = [];
  const errors: Failure[] = [];
  let code: number = EXIT.closed;
  const progress = await startProgress(files.length, terminal);
  for (const source of files) {
    try {
      const { pattern, layers: names } = await readNoted(source, options, terminal);
      const result = { source, ...verify(pattern, options), ...inspect(pattern, { ...(names === undefined ? {} : { names }), ...(options.expect === undefined ? {} : { demand: options.expect }) }) };
      const asks = options.solver !== undefined && result.verdicts.linear.closed === null;
      // The verdict is kept whatever becomes of the question.
      const claim = asks ? await askSolver(source, pattern, options.solver, options.timeout, terminal) : undefined;
      const shown = claim instanceof Fault || claim === undefined ? result : withClaim(result, claim);
      results.push(options.certificates ? shown : withoutCertificates(shown));
      code = Math.max(code, exitCodeOfVerdict(result.verdicts[options.property].closed));
      if (claim instanceof Fault) throw claim;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const fault = error.inFile(source);
      terminal.err(`wellposed: ${fault.message}\n`);
      errors.push({ source, message: fault.message });
      code = Math.max(code, exitCodeOf(fault));
    }
    progress.step(source);
  }
  progress.done();
  const report = { schema: REPORT_SCHEMA, results, ...(errors.length === 0 ? {} : { errors }) } as const;
  if (results.length > 0 || options.format !== "text") {
    const text = formatReport(report, options.format, options.property, { structure: options.structure, root: repositoryRoot() });
    await deliver(text, options.out, terminal);
  }
  if (options.format === "github") await writeStepFiles(report, code);
  return code;
}

/** The claim, or why the solver could not be asked. A question that is too large to be written is no fault of anybody's. */
async function askSolver(source: string, pattern: Pattern, solver: string, timeout: number, terminal: Terminal): Promise<Claim | Fault | undefined> {
  try {
    return await askClosedness(pattern, solver, { timeout });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.kind !== "input") return error;
    terminal.err(`${source}: the solver is not asked: ${error.message}\n`);
    return undefined;
  }
}

function withClaim(result: Result, claimed: Claim): Result {
  return { ...result, verdicts: { ...result.verdicts, linear: { ...result.verdicts.linear, claimed } } };
}
