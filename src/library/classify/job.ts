/** One pattern to be judged, as plain data: it goes to worker threads, and to other machines. */

export interface Job {
  /** The place of the pattern in the list of all, from 0. */
  readonly index: number;
  /** Where the pattern comes from: a path, a path with a line, or a notation. */
  readonly id: string;
  readonly from: JobSource;
}

export type JobSource =
  /** A file of any format that is read, by its path. */
  | { readonly file: string }
  /** A line of JSON Lines. */
  | { readonly line: string }
  /** A notation that is read in place of a file: `rect:...`, `random:...` with one seed. A generator hands out seeds, not masks. */
  | { readonly notation: string }
  /** Nothing can be read there: why. */
  | { readonly refused: string; readonly kind: "input" | "io" };
