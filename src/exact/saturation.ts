/**
 * Limits of spaces spanned by vectors that depend on eps: saturation of a lattice at eps = 0 [own, docs/theory.md 4.10].
 *
 * The columns of a matrix M over Q[eps] span, for all but finitely many eps, spaces of one dimension, the rank of M over Q(eps), and these
 * spaces tend to a space of the same dimension for eps -> 0. The columns at eps = 0 span a part of it; the rest comes from combinations in
 * which the leading terms cancel. So: keep combinations whose values at 0 are independent; when the value of the next one depends on theirs,
 * subtract the dependence, divide by eps, and look again.
 */
import { Laurent } from "./laurent.js";
import { Rational, gcd } from "./rational.js";

/** Polynomials in eps with integer coefficients: [e] is the coefficient of eps^e. */
export type IntegerPolynomial = readonly bigint[];

/** A vector of the limit space and a curve to it. */
export interface LimitVector {
  readonly limit: readonly Rational[];
  /** One Laurent polynomial c_j(eps) per column of M: M(eps) c(eps) = limit + O(eps). */
  readonly combination: readonly Laurent[];
}

/**
 * The limit for eps -> 0 of the space spanned by the given vectors, all of one length: its basis in reduced echelon form, which is unique, by ascending pivot.
 * As many basis vectors as the rank over Q(eps).
 *
 * Why it ends: let b_1, ..., b_t be the combinations kept and c the next one, all of degree at most d, and consider the (t + 1)-minors of [b_1 ... b_t c]. They have degree at
 * most (t + 1) d, and each division by eps lowers their valuation. So more than (t + 1) d divisions mean that all are 0: c depends on the b over Q(eps) and is dropped.
 */
export function limitSpace(vectors: readonly (readonly IntegerPolynomial[])[]): LimitVector[] {
  const height = vectors[0]?.length ?? 0;
  const degree = vectors.reduce((most, vector) => vector.reduce((d, entry) => Math.max(d, entry.length - 1), most), 0);
  const kept: Kept[] = [];
  vectors.forEach((vector, j) => {
    if (kept.length === height) return;
    const next = Curve.ofColumn(vector, j, vectors.length, degree);
    for (let divisions = next.divide(); divisions <= (kept.length + 1) * degree; divisions += next.divide()) {
      for (const { curve, pivot } of kept) next.clear(pivot, curve);
      const pivot = next.value[0]!.findIndex((x) => x !== 0n);
      if (pivot < 0) continue;
      for (const { curve } of kept) curve.clear(pivot, next);
      kept.push({ curve: next, pivot });
      return;
    }
  });
  // Pivots were taken in the order of the vectors: one more elimination at eps = 0 makes the form unique.
  return reduced(kept.map(({ curve }) => curve), height);
}

interface Kept {
  readonly curve: Curve;
  readonly pivot: number;
}

/** A combination of the columns and its value, up to a common factor: integers, so that nothing has to be reduced but the content. */
class Curve {
  /**
   * @param value value[e] = the coefficient vector of eps^e, e = 0..degree
   * @param weights weights[e] = for each column the coefficient of eps^(e - shift)
   */
  private constructor(
    public value: bigint[][],
    private weights: bigint[][],
    private shift: number,
  ) {}

  static ofColumn(vector: readonly IntegerPolynomial[], column: number, columns: number, degree: number): Curve {
    const value = Array.from({ length: degree + 1 }, (_, e) => vector.map((entry) => entry[e] ?? 0n));
    return new Curve(value, [Array.from({ length: columns }, (_, j) => (j === column ? 1n : 0n))], 0);
  }

  /** Divides by the power of eps that leaves a nonzero value at 0, and says which; infinity when the value is 0. */
  divide(): number {
    const power = this.value.findIndex((line) => line.some((x) => x !== 0n));
    if (power < 0) return Infinity;
    if (power === 0) return 0;
    const zeros = this.value[0]!;
    this.value = [...this.value.slice(power), ...Array.from({ length: power }, () => [...zeros])];
    this.shift += power;
    return power;
  }

  /** Subtracts the multiple of `other` that makes the value at 0 vanish at `pivot`; `other` does not vanish there. */
  clear(pivot: number, other: Curve): void {
    const [a, b] = [other.value[0]![pivot]!, this.value[0]![pivot]!];
    if (b === 0n) return;
    const common = gcd(a, b);
    const [mine, theirs] = [a / common, b / common];
    this.value.forEach((line, e) => combine(line, mine, other.value[e]!, theirs));
    // Exponents run from -shift upwards in both; align them at the smaller one.
    const lead = Math.max(other.shift - this.shift, 0);
    const offset = this.shift + lead - other.shift;
    const width = this.weights[0]!.length;
    const length = Math.max(this.weights.length + lead, other.weights.length + offset);
    this.weights = Array.from({ length }, (_, e) => {
      const line = this.weights[e - lead] ?? Array.from({ length: width }, () => 0n);
      const subtracted = other.weights[e - offset];
      if (subtracted !== undefined) combine(line, mine, subtracted, theirs);
      else if (mine !== 1n) line.forEach((x, j) => (line[j] = x * mine));
      return line;
    });
    this.shift += lead;
    this.#dividedByContent();
  }

  #dividedByContent(): void {
    let content = 0n;
    for (const line of [...this.value, ...this.weights]) {
      for (const x of line) {
        if (x !== 0n) content = gcd(content, x);
        if (content === 1n) return;
      }
    }
    if (content < 2n) return;
    for (const line of [...this.value, ...this.weights]) line.forEach((x, j) => (line[j] = x / content));
  }

  /** The limit with `pivot` scaled to 1, and the curve's combination scaled alike. */
  scaled(pivot: number): LimitVector {
    const scale = this.value[0]![pivot]!;
    const limit = this.value[0]!.map((x) => Rational.of(x, scale));
    const combination = this.weights[0]!.map((_, j) =>
      Laurent.ofCoefficients(
        this.weights.map((line) => Rational.of(line[j]!, scale)),
        -this.shift,
      ),
    );
    return { limit, combination };
  }
}

/** line = mine * line - theirs * other, in place. */
function combine(line: bigint[], mine: bigint, other: readonly bigint[], theirs: bigint): void {
  for (let i = 0; i < line.length; i++) {
    if (mine !== 1n && line[i] !== 0n) line[i] = line[i]! * mine;
    if (other[i] !== 0n) line[i] = line[i]! - other[i]! * theirs;
  }
}

function reduced(curves: Curve[], height: number): LimitVector[] {
  const rest = [...curves];
  const basis: { curve: Curve; pivot: number }[] = [];
  for (let pivot = 0; pivot < height && rest.length > 0; pivot++) {
    const at = rest.findIndex((curve) => curve.value[0]![pivot] !== 0n);
    if (at < 0) continue;
    const [curve] = rest.splice(at, 1) as [Curve];
    for (const other of [...rest, ...basis.map((entry) => entry.curve)]) other.clear(pivot, curve);
    basis.push({ curve, pivot });
  }
  return basis.map(({ curve, pivot }) => curve.scaled(pivot));
}
