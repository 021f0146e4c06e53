/** Apart from the methods, so that the command line knows them without loading these. */
export const PATH_METHODS = ["continuation", "weighted-sum", "multistart", "best"] as const;
export const PATH_DEFAULTS = { method: "best", points: 60, seed: 1, timeout: 300 } as const;
/** Neurons of each of the two hidden layers of a network of which nothing is said. */
export const HIDDEN_WIDTH = 4;
/** Of a network with all weights. */
export const MOST_WEIGHTS = 2 ** 24;

/** Weights of a network with all of them. */
export function weightsOf(widths: readonly number[]): number {
  return widths.reduce((sum, width, l) => sum + (l === 0 ? 0 : width * widths[l - 1]!), 0);
}
