/** The languages that questions are written in. */
export const LANGUAGES = ["smt2", "qepcad", "mathematica", "latex", "singular"] as const;
export type Language = (typeof LANGUAGES)[number];
