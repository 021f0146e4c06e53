#!/usr/bin/env node
import { run } from "./run.js";
import { processTerminal } from "./terminal.js";

// A reader that has seen enough (`| head`) closes the pipe; that is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

process.exitCode = await run(process.argv.slice(2), processTerminal);
