/** What every format of tables gives. */
import type { Row } from "../fold.js";

/** Takes rows in order. The file is in its place once it is done, and not before. */
export interface TableWriter {
  add(row: Row): void;
  done(): void;
  /** Leaves nothing behind. */
  dropped(): void;
}
