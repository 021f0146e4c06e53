/** What sparsest networks are looked for with unless told otherwise. In a file of its own: help texts need no more. */
export const SPARSEST_DEFAULTS = { p: 0.4, method: "auto", countBias: true, seed: 1, timeout: 60 } as const;
