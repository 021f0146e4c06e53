import { availableParallelism } from "node:os";
import { Option } from "commander";
import { DEFAULT_LEASE } from "../../library/queue/batch.js";
import type { AddCommand } from "./command.js";
import { parseCount, parseSeconds, queueNameOption, queueOption } from "./options.js";

export const addWorker: AddCommand = (program, runs) => {
  program
    .command("worker")
    .description("judge patterns that wellposed classify --queue hands out, here or on any machine that reaches the server")
    .addOption(queueOption().makeOptionMandatory())
    .addOption(queueNameOption())
    .addOption(new Option("--jobs <count>", "worker threads").argParser(parseCount).default(availableParallelism()))
    .addOption(
      new Option("--lease <seconds>", "after so long without a sign of life the patterns of a worker go to others; the same for all workers").argParser(parseSeconds).default(DEFAULT_LEASE),
    )
    .addOption(new Option("--idle <seconds>", "leave when there has been nothing to do for so long; without it the worker waits").argParser(parseSeconds))
    .option("--dead-letters", "only list the patterns that were given up, a line of JSON each, with the reason and the last worker")
    .addHelpText(
      "after",
      `
Needs the packages bullmq and ioredis (npm install bullmq ioredis), and a Redis or Valkey server. Workers may join and leave at any time. Ctrl-C finishes
what was begun; what a worker that dies had begun is judged by another. A pattern with which 3 workers have died is given up: its row in the
table says so, and it stays on the server as a dead letter.

The server hands patterns to whoever reaches it and takes the answers as they come: let it listen on a network you trust, or set a password.

Examples:
  wellposed worker --queue redis://localhost
  wellposed worker --queue redis://:password@host:6379/1 --jobs 16 --idle 60      in a batch job: leaves when all is done
  wellposed worker --queue redis://localhost --dead-letters`,
    )
    .action(runs(async () => (await import("../worker.js")).workerCommand));
};
