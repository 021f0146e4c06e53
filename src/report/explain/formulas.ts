/**
 * Formulas inside sentences. The wording of explanations is plain text, in which entries `A[0,1]`, weights `w1[0,1]`, biases `b1[0]`, factors `W_2 W_1`, powers of
 * `eps` and sums of them, with what they are equal to, stand for formulas; writers that can set formulas find them here.
 */

const NUMBER = String.raw`\d+(?:/\d+)?`;
const EPS = String.raw`eps\b(?:\^-?\d+)?`;
/** `-eps^-1`, `103/512 eps^4`, `1/eps`. */
const EPS_TERM = String.raw`-?(?:${NUMBER} ${EPS}|1/${EPS}|${EPS})`;
const TERM = `(?:${EPS_TERM}|-?${NUMBER})`;
const SUM = `${TERM}(?: [-+] ${TERM})*`;
/** A sum with eps in it: numbers alone are words. */
const EPS_SUM = String.raw`(?<![\w./-])(?:-?${NUMBER} [-+] )*${EPS_TERM}(?: [-+] ${TERM})*`;
const PLACE = String.raw`(?:A\[\w+,\w+\]|[wb]\d+\[\d+(?:,\d+)?\])`;
const FACTORS = String.raw`W_\d+(?: (?:W_\d+|\.\.\.))*`;
/** Coordinates on a curve, `(t, 2 t^2 - 1)`. */
const CURVE = String.raw`\(t(?:, [-+ \d/t^]+)+\)`;
const POWER = String.raw`\b(?:loss|step)\^(?:-?\d+(?:[/.]\d+)?|\(-?\d+/\d+\))`;

const FORMULA = new RegExp(`(${PLACE}(?: = (?:${PLACE}|${SUM}))*|A = ${FACTORS}|${FACTORS}|${EPS_SUM}|${CURVE}|${POWER})`);

export interface Part {
  readonly isFormula: boolean;
  readonly text: string;
}

/** A sentence cut into words and formulas, in order, without empty parts. */
export function partsOf(sentence: string): Part[] {
  return sentence
    .split(FORMULA)
    .map((text, at) => ({ isFormula: at % 2 === 1, text }))
    .filter(({ text }) => text !== "");
}
