/**
 * Formulas as MathML, from the text form that explanations use: entries `A[0,1]`, weights `w1[0,1]`, biases `b1[0]`, factors `W_2`, `eps`, numbers,
 * sums, products and integer powers. A browser sets MathML without fonts of ours, and reads it aloud.
 *
 * Browsers do not break MathML over lines, so a long sum is a row of formulas, one for each term.
 */
import { type Html, html } from "./escape.js";
import { partsOf } from "../explain/formulas.js";

const TOKEN = /A\[(\w+),(\w+)\]|([wb])(\d+)\[([\d,]+)\]|W_(\d+)|(eps)|(loss|step)|(\d+)\/(\d+)|(\d+(?:\.\d+)?)|([A-Za-z])|(\.\.\.)|\^\(?(-?\d+(?:[/.]\d+)?)\)?|([-+*=/(),])|(\s+)|(.)/gu;

const MINUS = "\u2212";
const INVISIBLE_TIMES = "\u2062";

/** A formula in a line of text. */
export function formula(text: string): Html {
  return html`<math>${formulaRow(text)}</math>`;
}

/** A sentence with its formulas set. */
export function sentence(text: string): Html[] {
  return partsOf(text).map((part) => (part.isFormula ? formula(part.text) : html`${part.text.replaceAll(" * ", " \u00D7 ").replaceAll("->", "\u2192")}`));
}

/** `left = a + b`, each term on its own, so that a long sum can be broken before a sign. */
export function equation(left: string, right: string): Html {
  const terms = right.split(/ (?=[+-] )/);
  return html`${formula(`${left} =`)} ${terms.map((term, t) => html`${t === 0 ? "" : " "}<math>${formulaRow(term, t > 0)}</math>`)}`;
}

/** Numbers and other short cells in brackets. */
export function matrix(caption: string, rows: readonly (readonly string[])[]): Html {
  const line = (cells: readonly string[]): Html => html`<mtr>${cells.map((cell) => html`<mtd>${cell === "*" ? html`<mo>*</mo>` : formulaRow(cell)}</mtd>`)}</mtr>`;
  return html`<math display="block"><mrow>${formulaRow(caption)}<mo>:</mo><mrow><mo fence="true" stretchy="true">(</mo><mtable>${rows.map(line)}</mtable><mo fence="true" stretchy="true">)</mo></mrow></mrow></math>`;
}

/** The content of a formula. */
function formulaRow(text: string, isContinued = false): Html {
  const atoms: Html[] = [];
  let isOpen = false;
  for (const token of text.matchAll(TOKEN)) {
    const [whole, row, column, letter, layer, place, factor, eps, quantity, over, under, number, name, dots, power, operator, space] = token;
    if (space !== undefined) continue;
    const endsOpen = isOpen;
    isOpen = operator !== undefined && operator !== ")";
    if (power !== undefined) atoms.push(html`<msup>${atoms.pop() ?? html`<mrow></mrow>`}${signed(power)}</msup>`);
    else if (row !== undefined) atoms.push(html`<msub><mi>A</mi><mrow>${index(row)}<mo separator="true">,</mo>${index(column!)}</mrow></msub>`);
    else if (letter !== undefined) atoms.push(html`<msubsup><mi>${letter}</mi><mrow>${places(place!)}</mrow><mtext>(${layer!})</mtext></msubsup>`);
    else if (factor !== undefined) atoms.push(html`<msub><mi>W</mi><mn>${factor}</mn></msub>`);
    else if (eps !== undefined) atoms.push(html`<mi>ε</mi>`);
    else if (quantity !== undefined) atoms.push(html`<mtext>${quantity}</mtext>`);
    else if (over !== undefined) atoms.push(html`<mfrac><mn>${over}</mn><mn>${under!}</mn></mfrac>`);
    else if (number !== undefined) atoms.push(html`<mn>${number}</mn>`);
    else if (name !== undefined) atoms.push(html`<mi>${name}</mi>`);
    else if (dots !== undefined) atoms.push(html`<mo>⋯</mo>`);
    // Invisible times: nothing is seen, a product is read aloud.
    else if (operator === "*") atoms.push(html`<mo>${INVISIBLE_TIMES}</mo>`);
    else if (operator === "-" || operator === "+") {
      // A sign with nothing before it belongs to what follows, unless the formula goes on from the line before.
      const isBetween = atoms.length > 0 ? !endsOpen : isContinued;
      atoms.push(html`<mo${isBetween ? html` form="infix"` : html` form="prefix"`}>${operator === "-" ? MINUS : operator}</mo>`);
      // A sign that opens a line of its own has no space of its own.
      if (isBetween && atoms.length === 1) atoms.push(html`<mspace width="0.22em"></mspace>`);
    } else if (operator !== undefined) atoms.push(html`<mo>${operator}</mo>`);
    else atoms.push(html`<mtext>${whole}</mtext>`);
  }
  return html`<mrow>${atoms}</mrow>`;
}

function index(name: string): Html {
  return /^\d+$/.test(name) ? html`<mn>${name}</mn>` : html`<mi>${name}</mi>`;
}

function places(list: string): Html[] {
  return list.split(",").map((place, at) => html`${at === 0 ? "" : html`<mo separator="true">,</mo>`}<mn>${place}</mn>`);
}

function signed(power: string): Html {
  return power.startsWith("-") ? html`<mrow><mo form="prefix">${MINUS}</mo><mn>${power.slice(1)}</mn></mrow>` : html`<mn>${power}</mn>`;
}
