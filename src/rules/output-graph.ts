import { type Mask, row, transpose } from "../pattern/mask.js";

/** A connected component of the graph between hidden neurons and outputs of a two-layer pattern. */
export interface OutputComponent {
  readonly hidden: number[];
  readonly outputs: number[];
  /** Does every hidden neuron of the component feed every output of it? */
  readonly complete: boolean;
}

/** The components with at least one edge, by smallest hidden neuron. `second` is the pruned support of W_2. Linear. */
export function outputComponents(second: Mask): OutputComponent[] {
  const feeds = transpose(second);
  const nameOfOutput = new Int32Array(second.rows).fill(-1);
  const nameOfHidden = new Int32Array(second.cols).fill(-1);
  const found: OutputComponent[] = [];
  const has = ({ start }: Mask) => (x: number): boolean => start[x]! < start[x + 1]!;
  // Live neurons that nobody has come to: without any, no edge has to be looked at.
  let left = count(second.rows, has(second)) + count(feeds.rows, has(feeds));
  for (let h = 0; h < second.cols; h++) {
    if (nameOfHidden[h] !== -1 || !has(feeds)(h)) continue;
    const name = found.length;
    const hidden = [h];
    const outputs: number[] = [];
    nameOfHidden[h] = name;
    left--;
    let edges = 0;
    for (const neuron of hidden) {
      edges += feeds.start[neuron + 1]! - feeds.start[neuron]!;
      if (left === 0) continue;
      for (const i of row(feeds, neuron)) {
        if (nameOfOutput[i] !== -1) continue;
        nameOfOutput[i] = name;
        left--;
        outputs.push(i);
        for (const other of row(second, i)) {
          if (nameOfHidden[other] !== -1) continue;
          nameOfHidden[other] = name;
          left--;
          hidden.push(other);
        }
      }
    }
    hidden.sort((a, b) => a - b);
    outputs.sort((a, b) => a - b);
    found.push({ hidden, outputs, complete: edges === hidden.length * outputs.length });
  }
  return found;
}

function count(below: number, holds: (x: number) => boolean): number {
  let n = 0;
  for (let x = 0; x < below; x++) if (holds(x)) n++;
  return n;
}
