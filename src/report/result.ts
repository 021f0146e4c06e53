/** The result of `wellposed verify` as data: `wellposed/report/1`. */
import type { Judgement } from "../decide/verify.js";
import type { Inspection } from "./findings/inspect.js";

export const REPORT_SCHEMA = "wellposed/report/1";

/** The judgement of the pattern in one file, and what there is to say about its masks. */
export interface Result extends Judgement, Inspection {
  /** The file as it was named by the caller. */
  readonly source: string;
}

/** A file that could not be judged, with the line that was said of it. */
export interface Failure {
  readonly source: string;
  readonly message: string;
}

export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly results: readonly Result[];
  /** Only present when a file was refused. */
  readonly errors?: readonly Failure[];
}
