/** What a report depends on besides the pattern. */

export interface ReportSettings {
  readonly seed: number;
  /** The command that makes the report; `counterexample` is told which verdict to start from. */
  readonly command: "report" | "counterexample";
  readonly property?: "linear" | "finite";
  /** Of each run, as asked for; null where the default is taken, or as many as a large network allows. */
  readonly steps: number | null;
  readonly restarts: number;
  readonly training: boolean;
  readonly timeout?: number;
  /** How the file was to be read, as on the command line. */
  readonly layers?: readonly string[];
  readonly bias?: "yes" | "no";
}

export const REPORT_DEFAULTS = { seed: 1, steps: 2000, restarts: 4 } as const;
