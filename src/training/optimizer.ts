/** What an optimizer is: something that stands at a place and takes steps, each a pure function of what came before. */
import type { Place } from "./loss.js";

export interface Optimizer {
  /** Where it stands. The object may change from step to step. */
  readonly place: Place;
  /** One step. False when none could be taken: the place is then as before, and will stay so. */
  step(): boolean;
}

export const OPTIMIZERS = ["lbfgs", "adam", "gd", "lm"] as const;
export type OptimizerName = (typeof OPTIMIZERS)[number];

/** What a training is given unless it is said. */
export const DEFAULTS = { steps: 20_000, restarts: 20, seed: 1 } as const;
