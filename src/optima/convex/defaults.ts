/** What the convex programs are made with unless told otherwise. In a file of its own: help texts need no more. */
export const PROGRAM_DEFAULTS = { bias: true, loss: "squared", scaling: "mean", model: "relu", maxGates: 2000, sampledGates: 500, seed: 1, timeout: 60 } as const;

/** What a path along lambda is given unless it is said. */
export const PATH_DEFAULTS = { points: 30, smallestRatio: 1e-3, tolerance: 1e-12, kinkTolerance: 1e-6, refinements: 1000 } as const;
