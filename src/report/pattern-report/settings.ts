/** What a report depends on besides the pattern. */

export interface ReportSettings {
  readonly seed: number;
  /** Of each run; fewer when the network is large and the caller did not ask for a number. */
  readonly steps: number;
  readonly restarts: number;
  readonly training: boolean;
  readonly timeout?: number;
  /** How the file was to be read, as on the command line. */
  readonly layers?: readonly string[];
  readonly bias?: "yes" | "no";
}

export const REPORT_DEFAULTS = { seed: 1, steps: 2000, restarts: 4 } as const;
