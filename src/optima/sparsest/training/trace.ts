/** How loss and sparsity go over the epochs of a training. */

export interface TrainingTrace {
  readonly epochs: number[];
  /** 1/(2N) |f - y|^2, the affine part fitted. */
  readonly loss: number[];
  /** The penalty that is minimised: sum |u|^p over entries, or over neurons where these are counted. */
  readonly pathNorm: number[];
  /** Neurons that are neither dead nor affine on the data. */
  readonly active: number[];
  /** Of active neurons: entries of w and b that are not 0 and count. */
  readonly nonzeros: number[];
}

/** Every epoch until here; then ever larger steps. */
const DENSE = 32;

/** The next epoch to be noted after one: steps grow by a twentieth. */
export function nextNoted(epoch: number): number {
  return epoch < DENSE ? epoch + 1 : epoch + Math.max(1, Math.floor(epoch / 20));
}
