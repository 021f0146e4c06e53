/** `wellposed verify`: read, judge, print, exit code. */
import type { Property } from "../certificate/proof.js";
import { verify } from "../decide/verify.js";
import { type ReadOptions, readPattern } from "../formats/read.js";
import { Fault } from "../pattern/fault.js";
import { type ReportFormat, formatReport, withoutCertificates } from "../report/report.js";
import { type Failure, type Result, REPORT_SCHEMA } from "../report/result.js";
import { EXIT, exitCodeOf, exitCodeOfVerdict } from "./exit.js";
import { startProgress } from "./progress.js";
import { type Terminal, deliver, keepInputs } from "./terminal.js";

export interface VerifyOptions extends ReadOptions {
  readonly property: Property;
  readonly format: ReportFormat;
  readonly timeout: number;
  readonly certificates: boolean;
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
      const { pattern, notes } = await readPattern(source, options);
      for (const note of notes) terminal.err(`${source}: ${note}\n`);
      const result = { source, ...verify(pattern, options) };
      results.push(options.certificates ? result : withoutCertificates(result));
      code = Math.max(code, exitCodeOfVerdict(result.verdicts[options.property].closed));
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
  if (results.length > 0 || options.format !== "text") await deliver(formatReport(report, options.format, options.property), options.out, terminal);
  return code;
}
