/** Thrown where a proof is understood, but no weights that tend to its limit are known how to be made. */
export class Unsupported extends Error {}
