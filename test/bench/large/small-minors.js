/**
 * What the searches for small minors of large masks find where nothing simpler decides, and what they cost (docs/theory.md 4.16). Each mask first meets what `decide` tries first: C1, the scan for
 * LU minors, C3. What is left goes to the searches, in their order: two neurons (D2), twins (N1''), known obstructions. Masks are not cut into components, so that a search has the whole before it.
 * Whatever is found is checked.
 */
import { checkProof } from "../../../dist/check/check.js";
import { decideAtOnce } from "../../../dist/decide/linear.js";
import { makePattern } from "../../../dist/index.js";
import { pruneDead } from "../../../dist/pattern/live.js";
import { pathPlanes } from "../../../dist/pattern/paths.js";
import { Budget } from "../../../dist/rules/budget.js";
import { anchoredCatalogueSearch } from "../../../dist/rules/catalogue.js";
import { findLuMinor } from "../../../dist/rules/lu-minor.js";
import { findTwinMinor } from "../../../dist/rules/twin-minor.js";
import { findTwoNeuronMinor } from "../../../dist/rules/two-neuron-minor.js";
import { cpuSecondsOf } from "./cpu.js";
import { blockLayers, butterflyLayers, oneOfLayers, randomLayers, windowLayers } from "./masks.js";
import { round } from "./process.js";

const MIDDLE = [512, 1024, 512];
const LARGE = [1024, 4096, 1024];
const LARGEST = [4096, 11008, 4096];

const BLOCKS = [
  { widths: MIDDLE, sizes: [2, 4], densities: [0.05, 0.1, 0.2, 0.5] },
  { widths: MIDDLE, sizes: [8, 16, 32], densities: [0.05, 0.1, 0.2, 0.3, 0.5] },
  { widths: LARGE, sizes: [16, 32], densities: [0.05, 0.1] },
];
const WINDOWS = [4, 8, 32];
/** How many windows each group of neurons reads. */
const WINDOWS_READ = [1, 3];
const BUTTERFLIES = [
  { radix: 8, densities: [0.0002, 0.0005], draws: 20 },
  { radix: 16, densities: [0.00002, 0.00005, 0.0002] },
  { radix: 32, densities: [0.000002, 0.000005, 0.00002] },
];
const RANDOM = [
  { widths: MIDDLE, densities: [0.09, 0.1, 0.12] },
  { widths: LARGE, densities: [0.05] },
];
/** Masks of each kind, of seeds 1, 2, ..., unless said otherwise. */
const DRAWS = 5;

/** Seconds for a mask: the searches end at limits of their own long before. */
const SECONDS = 600;
const SEARCHES = {
  twoNeurons: findTwoNeuronMinor,
  twins: findTwinMinor,
  obstructions: (first, second, budget) => anchoredCatalogueSearch().find(first, second, budget),
};

const DENSITIES_ALONE = [0.0002, 0.0005, 0.002, 0.005, 0.01, 0.02, 0.05, 0.5];

/** A row for each kind of mask; then the D2 search alone on random masks, one of each kind. */
export function smallMinors() {
  return {
    shapes: [
      ...BLOCKS.flatMap(({ widths, sizes, densities }) =>
        sizes.flatMap((size) => densities.map((density) => row(name(widths, `blocks ${size} x ${size}`, density), (seed) => blockLayers(widths, size, density, seed)))),
      ),
      ...WINDOWS.flatMap((size) => WINDOWS_READ.map((count) => row(name([512, 512, 512], `windows of ${size}, ${count} read`), (seed) => windowLayers([512, 512, 512], size, count, seed)))),
      ...BUTTERFLIES.flatMap(({ radix, densities, draws }) =>
        densities.map((density) => row(name([radix ** 2, radix ** 2, radix ** 2], "butterfly", density), (seed) => butterflyLayers(radix, density, seed), draws)),
      ),
      ...[4, 8].map((m) => row(name(MIDDLE, `1:${m}`), (seed) => oneOfLayers(MIDDLE, m, seed))),
      ...RANDOM.flatMap(({ widths, densities }) => densities.map((density) => row(name(widths, "random", density), (seed) => randomLayers(widths, density, seed)))),
    ],
    twoNeuronsAlone: [LARGE, LARGEST].flatMap((widths) => DENSITIES_ALONE.map((density) => alone(widths, density))),
  };
}

const name = (widths, ...words) => [widths.join("-"), ...words].join(" ");
const masksOf = (layers) => pruneDead(layers.map((layer) => layer.mask()));

/**
 * How many of the masks were decided at once, by rule; how many have a minor, by the search that found it; how many stay open. `worstSeconds`: of each search that was reached, on a processor;
 * `ended`: by limits of its own before it was through.
 */
function row(mask, layersOf, draws = DRAWS) {
  const [atOnce, found, worstSeconds, ended] = [{}, {}, {}, {}];
  let open = 0;
  for (let seed = 1; seed <= draws; seed++) {
    const masks = masksOf(layersOf(seed));
    const known = decideAtOnce(masks, new Budget(SECONDS));
    if (known !== undefined) {
      count(atOnce, known.proof.rule);
      continue;
    }
    const by = Object.keys(SEARCHES).find((search) => {
      const budget = new Budget(SECONDS);
      let proof;
      const seconds = cpuSecondsOf(() => (proof = SEARCHES[search](masks[0], masks[1], budget)));
      worstSeconds[search] = Math.max(round(seconds, 2), worstSeconds[search] ?? 0);
      if (budget.shortened.size > 0) count(ended, search);
      if (proof !== undefined) checkProof({ pattern: makePattern(mask, masks), property: "linear", closed: false, proof });
      return proof !== undefined;
    });
    if (by === undefined) open++;
    else count(found, by);
  }
  return { mask, draws, atOnce, found, open, worstSeconds, ended };
}

function count(counts, name) {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** The D2 search given a random mask, whether or not that has an LU minor. It ends with what it finds; `complete`: not at its limits. */
function alone(widths, density) {
  const masks = masksOf(randomLayers(widths, density, 1));
  const luMinor = findLuMinor(masks, pathPlanes(masks)) !== undefined;
  const budget = new Budget(SECONDS);
  let proof;
  const seconds = cpuSecondsOf(() => (proof = findTwoNeuronMinor(masks[0], masks[1], budget)));
  return { mask: name(widths, "random", density), luMinor, found: proof !== undefined, complete: budget.shortened.size === 0, seconds: round(seconds, 2) };
}
