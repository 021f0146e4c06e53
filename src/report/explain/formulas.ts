/**
 * Formulas inside sentences. The wording of explanations is plain text, in which `A[0,1]`, `w1[0,1]`, `b1[0]`, `W_2 W_1` and powers of `eps`
 * stand for formulas; writers that can set formulas find them here.
 */

const FORMULA = /(A\[\w+,\w+\](?: = A\[\w+,\w+\])*|[wb]\d+\[\d+(?:,\d+)?\]|A = W_\d+(?: (?:W_\d+|\.\.\.))*|W_\d+(?: (?:W_\d+|\.\.\.))*|\b1\/eps\b|\beps(?:\^-?\d+)?)/;

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
