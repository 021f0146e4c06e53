import type { Command } from "commander";
import type { Terminal } from "../terminal.js";

/** Loads what a command does: a function of its argument, where it has one, and of its options, which are what the flags declared beside it make of the words. */
export type Load<A extends unknown[]> = () => Promise<(...given: [...A, Terminal]) => Promise<number>>;

/** Makes an action of it, which loads it when the command is called. */
export type Runs = <A extends unknown[]>(load: Load<A>) => (...given: unknown[]) => Promise<void>;

/** Declares a command: arguments, flags, help with examples. */
export type AddCommand = (program: Command, runs: Runs) => void;
