#!/usr/bin/env node
import { EXIT } from "./exit.js";
import { run } from "./run.js";
import { processTerminal } from "./terminal.js";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) closes the pipe; that is no error of ours.
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`wellposed: standard output: expected to be written, found ${error.message}\n`);
  process.exit(EXIT.io);
});

process.exitCode = await run(process.argv.slice(2), processTerminal);
