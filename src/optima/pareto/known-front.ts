/**
 * The pieces of the front that are known: chains of Pareto-critical points, each followed from its neighbour. Between two neighbours the loss is taken from the cubic with the losses and the slopes there:
 * along a piece d f1 / d f2 = -lambda (own, from criticality: with fixed signs d f1 = g . dw = -lambda sign(w) . dw). So points that other runs reach can be told apart from it before all of it is known finely.
 */

/** A Pareto-critical point. */
export interface CriticalPoint {
  readonly parameters: Float64Array;
  readonly loss: number;
  readonly l1: number;
  readonly lambda: number;
  readonly residual: number;
  /** Not 0 at kinks of ReLU: the residual is with derivatives between 0 and 1 where a preactivation is within this of 0 (kinks.ts). */
  readonly kinkWidth: number;
}

/** What is known of the front at some norm. */
export interface Known {
  /** The least loss of any piece there. */
  readonly loss: number;
  readonly lambda: number;
  /** How far off it may be. */
  readonly uncertainty: number;
  /** Which piece. */
  readonly piece: number;
}

/** Between neighbours the cubic may be off by this share of the fall in loss, where the signs change. */
const UNCERTAIN = 0.02;

export class KnownFront {
  /** Each ascending in its norms. */
  readonly #pieces: CriticalPoint[][] = [];

  /** @returns the number of the piece */
  newPiece(): number {
    return this.#pieces.push([]) - 1;
  }

  get pieces(): readonly (readonly CriticalPoint[])[] {
    return this.#pieces;
  }

  get points(): CriticalPoint[] {
    return this.#pieces.flat();
  }

  /** To the end of a piece, at the side where the norm is greater or less than before. */
  add(piece: number, point: CriticalPoint): void {
    const points = this.#pieces[piece]!;
    const at = points.findIndex(({ l1 }) => l1 > point.l1);
    points.splice(at < 0 ? points.length : at, 0, point);
  }

  /**
   * The least loss of any piece at a norm, or undefined where there is none.
   * @param except a piece that is left out
   */
  at(l1: number, except = -1): Known | undefined {
    let best: Known | undefined;
    for (const [piece, points] of this.#pieces.entries()) {
      if (piece === except) continue;
      const known = between(points, l1, piece);
      if (known !== undefined && (best === undefined || known.loss < best.loss)) best = known;
    }
    return best;
  }
}

function between(points: readonly CriticalPoint[], l1: number, piece: number): Known | undefined {
  const at = points.findIndex((point) => point.l1 >= l1);
  if (at < 0) return undefined;
  const high = points[at]!;
  if (high.l1 === l1) return { loss: high.loss, lambda: high.lambda, uncertainty: 0, piece };
  if (at === 0) return undefined;
  const low = points[at - 1]!;
  const width = high.l1 - low.l1;
  const t = (l1 - low.l1) / width;
  const [up, down] = [(1 + 2 * t) * (1 - t) ** 2, t * t * (3 - 2 * t)];
  const loss = up * low.loss + down * high.loss - width * t * (1 - t) * ((1 - t) * low.lambda - t * high.lambda);
  return { loss, lambda: low.lambda + t * (high.lambda - low.lambda), uncertainty: UNCERTAIN * Math.abs(low.loss - high.loss), piece };
}
