/** What a probe does unless told otherwise. In a file of its own: help texts need no more. */
export const PROBE_DEFAULTS = { targets: 20, seed: 1, restarts: 8, steps: 5000 } as const;
