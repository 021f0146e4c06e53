/** What a regularisation path is asked for. Who writes JavaScript has no compiler that looks at it. */
import type { Pattern } from "../pattern/pattern.js";
import { MOST_WEIGHTS, PATH_METHODS, weightsOf } from "./pareto/defaults.js";
import type { ParetoPathOptions } from "./pareto/path.js";
import { ACTIVATIONS, type Activation, LOSSES, type LossName } from "./pareto/problem.js";
import type { Split, StandardisedBy } from "./pareto/samples.js";

/** Characters of a wrong value that an error shows. */
const MOST_SHOWN = 60;

export interface RegularisationPathOptions extends ParetoPathOptions {
  /** N_0, ..., N_L of a network with all weights; two hidden layers of four neurons unless said. */
  readonly widths?: readonly number[];
  /** A mask, in place of widths. */
  readonly pattern?: Pattern;
  /** Free biases in all layers, or in none; without: in all, and with a pattern what it says. */
  readonly bias?: boolean;
  /** relu unless said. */
  readonly activation?: Activation;
  /** Without: cross-entropy for classes, squared error otherwise (`lossFor`). */
  readonly loss?: LossName;
  /** Do biases count in the norm? true unless said. */
  readonly countBiases?: boolean;
  /** Without: all rows are for training. */
  readonly split?: Split | null;
  /** Inputs standardised by the rows for training, or by all; without: as they are. */
  readonly standardise?: StandardisedBy | null;
}

const STANDARDISED_BY: readonly StandardisedBy[] = ["training", "all"];
const MOST_POINTS = 10_000;

/** @throws RangeError that names the option, what is expected, and what was found */
export function checkPathOptions({ method, activation, loss, widths, pattern, bias, countBiases, split, standardise, points, starts, batch, seed, timeout, maxL1 }: RegularisationPathOptions): void {
  const expect = (name: string, value: unknown, fits: boolean, kind: string): void => {
    if (value !== undefined && !fits) throw new RangeError(`${name}: expected ${kind}, found ${shortly(value)}`);
  };
  const oneOf = (name: string, value: unknown, all: readonly string[]): void => expect(name, value, (all as readonly unknown[]).includes(value), all.join(", "));
  const whole = (name: string, value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): void =>
    expect(name, value, Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most, `an integer, at least ${least}${most < Number.MAX_SAFE_INTEGER ? `, at most ${most}` : ""}`);
  oneOf("method", method, PATH_METHODS);
  oneOf("activation", activation, ACTIVATIONS);
  oneOf("loss", loss, LOSSES);
  oneOf("standardise", standardise ?? undefined, STANDARDISED_BY);
  whole("points", points, 2, MOST_POINTS);
  whole("starts", starts, 1);
  whole("batch", batch, 1);
  whole("seed", seed, 0);
  expect("timeout", timeout, typeof timeout === "number" && timeout >= 0, "a number of seconds");
  expect("maxL1", maxL1, Number.isFinite(maxL1) && maxL1! > 0, "a positive number");
  for (const [name, value] of [["bias", bias], ["countBiases", countBiases]] as const) expect(name, value, typeof value === "boolean", "true or false");
  expect("widths", widths, Array.isArray(widths) && widths.length > 1 && widths.every((width) => Number.isSafeInteger(width) && width > 0), "at least two positive integers, inputs first");
  expect("widths", widths, weightsOf(widths ?? []) <= MOST_WEIGHTS, `those of at most ${MOST_WEIGHTS} weights`);
  expect("pattern", pattern, Array.isArray(pattern?.masks), "a pattern, as readPattern gives it");
  expect("split", split ?? undefined, isSplit(split), "{ every }, an integer, at least 2, or { training, validation }, positive shares of which the sum is at most 1");
}

/** Shares may be off by rounding. */
const ROUNDING = 1e-9;

function isSplit(split: unknown): boolean {
  if (typeof split !== "object" || split === null) return false;
  const { every, training, validation } = split as { readonly [key: string]: unknown };
  if (every !== undefined) return Number.isSafeInteger(every) && (every as number) >= 2;
  const shares = validation === undefined ? [training] : [training, validation];
  return shares.every((share) => typeof share === "number" && share > 0) && (shares as number[]).reduce((sum, share) => sum + share, 0) <= 1 + ROUNDING;
}

/** Things as JSON, as much of it as fits a line. */
function shortly(value: unknown): string {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text;
}
