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
  for (let h = 0; h < second.cols; h++) {
    if (nameOfHidden[h] !== -1 || row(feeds, h).length === 0) continue;
    const name = found.length;
    const hidden = [h];
    const outputs: number[] = [];
    nameOfHidden[h] = name;
    let edges = 0;
    for (const neuron of hidden) {
      for (const i of row(feeds, neuron)) {
        edges++;
        if (nameOfOutput[i] !== -1) continue;
        nameOfOutput[i] = name;
        outputs.push(i);
        for (const other of row(second, i)) {
          if (nameOfHidden[other] !== -1) continue;
          nameOfHidden[other] = name;
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
