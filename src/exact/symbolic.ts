/**
 * The one door to nerdamer: it renders polynomials and multiplies matrices a second time, to be compared with our own product.
 * It decides nothing.
 *
 * nerdamer 1.1.13 is right about polynomials but treacherous about names and slow: `e`, `i`, `pi`, `E`, `PI` are constants, `w[1]+1`
 * loses its term, two subscripts give broken TeX, and every expression ever made is kept until `flush()`. So variable n goes in
 * as `v0000`-like plain names, the names people see are put in afterwards, and each batch ends with a flush. Callers bound the work:
 * some hundreds of monomials take well under a second.
 */
import type { Matrix } from "./matrix.js";
import { Polynomial } from "./polynomial.js";

/** The part of nerdamer that is used here; its own types say `any` where it matters. */
interface Nerdamer {
  (expression: string): { text(numbers: "fractions"): string; toTeX(numbers: "decimal"): string };
  flush(): void;
}

/** What people see instead of a variable's number. */
export interface VariableNames {
  text(variable: number): string;
  tex(variable: number): string;
}

export interface Rendered {
  readonly text: string;
  readonly tex: string;
}

/** A factor of a product, by rows: the variable in each place, or null for 0. */
export type SymbolicMatrix = readonly (readonly (number | null)[])[];

/** nerdamer and we disagree: a defect of one of the two, never of the input. */
export class SymbolicMismatch extends Error {
  constructor(what: string) {
    super(`internal error: ${what}; please report this pattern`);
    this.name = "SymbolicMismatch";
  }
}

async function load(): Promise<Nerdamer> {
  // Loaded on demand: 200 ms that most commands need not spend. Its types claim a namespace where there is a default export.
  const module = (await import("nerdamer")) as unknown as { default: Nerdamer };
  return module.default;
}

/**
 * Each polynomial as text (`w2[0,1]*w1[1,0] + 3*w1[0,0]^2`) and as TeX, as nerdamer writes them.
 * @throws SymbolicMismatch when a rendering, read back, is not the polynomial
 */
export async function renderPolynomials(polynomials: readonly Polynomial[], names: VariableNames): Promise<Rendered[]> {
  const nerdamer = await load();
  try {
    return polynomials.map((polynomial) => {
      const expression = nerdamer(expressionOf(polynomial));
      const text = expression.text("fractions");
      const tex = expression.toTeX("decimal");
      if (!parsePolynomial(text).equals(polynomial)) throw new SymbolicMismatch("nerdamer renders a polynomial as a different one");
      if (!parsePolynomial(plainTeX(tex)).equals(polynomial)) throw new SymbolicMismatch("nerdamer renders a polynomial as different TeX");
      return { text: textForPeople(text, names), tex: texForPeople(tex, names) };
    });
  } finally {
    nerdamer.flush();
  }
}

/**
 * Multiplies the factors with nerdamer, leftmost first, expands every entry, and compares it with ours.
 * @throws SymbolicMismatch naming the first entry that differs
 */
export async function crossCheckProduct(factors: readonly SymbolicMatrix[], product: Matrix<Polynomial>): Promise<void> {
  const nerdamer = await load();
  try {
    const text = nerdamer(factors.map(matrixExpression).join("*")).text("fractions");
    const entries = entriesOf(text);
    if (entries.length !== product.length) throw new SymbolicMismatch(`nerdamer's product has ${entries.length} rows, ours ${product.length}`);
    product.forEach((row, i) => {
      if (entries[i]!.length !== row.length) throw new SymbolicMismatch(`row ${i} of nerdamer's product has ${entries[i]!.length} entries, ours ${row.length}`);
      row.forEach((ours, k) => {
        const theirs = parsePolynomial(nerdamer(`expand(${entries[i]![k]!})`).text("fractions"));
        if (!theirs.equals(ours)) throw new SymbolicMismatch(`entry (${i}, ${k}) of the product differs from nerdamer's`);
      });
    });
  } finally {
    nerdamer.flush();
  }
}

/** Four digits at least, so that the alphabetical order in which nerdamer sorts is the order of the numbers. */
function internalName(variable: number): string {
  return `v${`${variable}`.padStart(4, "0")}`;
}

const NAME = /v(\d{4,})/g;

function expressionOf(polynomial: Polynomial): string {
  if (polynomial.isZero) return "0";
  return polynomial
    .terms()
    .map(({ monomial, coefficient }) => [`(${coefficient})`, ...monomial.map(({ variable, exponent }) => `${internalName(variable)}^${exponent}`)].join("*"))
    .join("+");
}

function matrixExpression(matrix: SymbolicMatrix): string {
  return `matrix(${matrix.map((row) => `[${row.map((variable) => (variable === null ? "0" : internalName(variable))).join()}]`).join()})`;
}

/** The entries in nerdamer's `matrix([a,b],[c,d])`; entries hold no commas and no brackets. */
function entriesOf(matrix: string): string[][] {
  return [...matrix.matchAll(/\[([^\]]*)\]/g)].map((row) => row[1]!.split(","));
}

/**
 * Reads an expanded polynomial, `-7*v0001*v0003^2+5`.
 * @throws SymbolicMismatch for anything else, such as a rounded number
 */
function parsePolynomial(text: string): Polynomial {
  const terms = text.match(/[+-]?[^+-]+/g) ?? [];
  return terms.reduce((sum, term) => sum.plus(parseTerm(term)), Polynomial.zero);
}

function parseTerm(text: string): Polynomial {
  const sign = text.startsWith("-") ? -1n : 1n;
  return text
    .replace(/^[+-]/, "")
    .split("*")
    .reduce((product, factor) => {
      const [, digits, variable, exponent = "1"] = /^(?:(\d+)|v(\d+)(?:\^(\d+))?)$/.exec(factor) ?? [];
      if (digits !== undefined) return product.times(Polynomial.constant(BigInt(digits)));
      if (variable === undefined) throw new SymbolicMismatch(`nerdamer answers with ${JSON.stringify(factor)} where a product of weights is expected`);
      return Array.from({ length: Number(exponent) }, () => Polynomial.variable(Number(variable))).reduce((power, x) => power.times(x), product);
    }, Polynomial.constant(sign));
}

/** nerdamer's TeX of an expanded polynomial in the form of its text. */
function plainTeX(tex: string): string {
  return tex.replace(/ \\cdot /g, "*").replace(/\^\{(\d+)\}/g, "^$1");
}

function textForPeople(text: string, names: VariableNames): string {
  return spaced(text).replace(NAME, (_, variable: string) => names.text(Number(variable)));
}

function texForPeople(tex: string, names: VariableNames): string {
  return spaced(tex)
    .replace(/ \\cdot /g, "\\,")
    .replace(/v(\d{4,})(\^\{\d+\})?/g, (_, variable: string, power: string | undefined) => {
      const name = names.tex(Number(variable));
      // A name that has a superscript of its own needs braces before it can be raised to a power.
      return power === undefined ? name : `{${name}}${power}`;
    });
}

/** Spaces around the signs between terms; a leading minus stays as it is. */
function spaced(sum: string): string {
  return sum.replace(/(?<=.)[+-]/g, " $& ");
}
