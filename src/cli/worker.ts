/** `wellposed worker`: judges what `classify --queue` hands out, here or on any machine that reaches the server. */
import { deadLetters } from "../library/queue/dead-letters.js";
import { serveQueue } from "../library/queue/serve.js";
import { EXIT } from "./exit.js";
import { untilInterrupted } from "./interrupt.js";
import { sayBeside, showLine } from "./progress.js";
import type { Terminal } from "./terminal.js";

export interface WorkerOptions {
  readonly queue: string;
  readonly queueName: string;
  readonly jobs: number;
  readonly lease: number;
  readonly idle?: number;
  readonly deadLetters?: true;
}

export async function workerCommand({ queue, queueName, ...options }: WorkerOptions, terminal: Terminal): Promise<number> {
  if (options.deadLetters) {
    for (const letter of await deadLetters({ url: queue, name: queueName })) terminal.out(`${JSON.stringify(letter)}\n`);
    return EXIT.done;
  }
  const onNote = (line: string): void => sayBeside(line, terminal);
  const start = performance.now();
  let done = 0;
  const onDone = (patterns: number): void => {
    done += patterns;
    showLine(`${done} patterns, ${((1000 * done) / (performance.now() - start)).toFixed(1)}/s`, terminal);
  };
  const judged = await untilInterrupted((signal) => serveQueue({ ...options, url: queue, name: queueName, onNote, onDone }, signal), terminal);
  sayBeside(`${judged} patterns judged`, terminal);
  return EXIT.done;
}
