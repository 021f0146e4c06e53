/** What the convex programs are made with unless told otherwise. In a file of its own: help texts need no more. */
export const PROGRAM_DEFAULTS = { bias: true, loss: "squared", scaling: "mean", model: "relu", maxGates: 2000, sampledGates: 500, seed: 1, timeout: 60 } as const;
