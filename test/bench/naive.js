/**
 * The LU minor test as one would write it without bit planes: dense path counts, dense "through neuron h" tests, and a loop over all
 * pairs of outputs and of inputs. Two layers. For comparison only.
 */
import { has } from "../../dist/pattern/mask.js";

export function naiveLuMinor([first, second]) {
  const [n, hidden, m] = [first.cols, first.rows, second.rows];
  const a = Array.from({ length: hidden }, (_, h) => Array.from({ length: n }, (_, k) => (has(first, h, k) ? 1 : 0)));
  const b = Array.from({ length: m }, (_, i) => Array.from({ length: hidden }, (_, h) => (has(second, i, h) ? 1 : 0)));
  const paths = b.map((line) => Array.from({ length: n }, (_, k) => line.reduce((sum, kept, h) => sum + kept * a[h][k], 0)));
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      for (let k = 0; k < n; k++) {
        if (i === j || paths[i][k] !== 1 || paths[j][k] !== 1) continue;
        const h = b[i].findIndex((kept, at) => kept === 1 && a[at][k] === 1);
        if (b[j][h] !== 1) continue;
        for (let l = 0; l < n; l++) if (l !== k && paths[i][l] === 1 && a[h][l] === 1 && paths[j][l] >= 2) return { i, j, k, l, h };
      }
    }
  }
  return undefined;
}
