import { Fault } from "../pattern/fault.js";
import { clearLine, showLine } from "./progress.js";
import type { Terminal } from "./terminal.js";

/** Shows how far the work is: a stage, and more about it where there is any. */
export type Show = (stage: string, detail: string) => void;

/** Long work on the data of a file: a line tells how far it is while it lasts, and what is wrong with the data is said of the file. */
export async function workOn<T>(file: string, work: (show: Show) => Promise<T>, terminal: Terminal): Promise<T> {
  try {
    return await work((stage, detail) => showLine(`${file}: ${stage}${detail === "" ? "" : `, ${detail}`}`, terminal));
  } catch (error) {
    throw error instanceof Fault && error.kind === "input" ? error.inFile(file) : error;
  } finally {
    clearLine(terminal);
  }
}
