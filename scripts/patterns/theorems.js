/**
 * What follows for a pattern from single theorems of docs/theory.md, by the shortest computation that
 * can be read off their statements. Independent of the program: it checks the verdicts claimed by hand
 * in the catalogue, and claims them for patterns too large for the hand. Masks as in build.js.
 */
import { randomNumbers } from "./build.js";

/**
 * Linear, finite, cube as far as the theorems below decide them, each with its reason; `undefined`
 * where they do not. For more than one hidden layer, a closed linear counterpart leaves the other two
 * undecided (`null`).
 */
export function computed(masks) {
  const pattern = alive(masks);
  const linear = linearCounterpart(pattern);
  if (linear?.closed === false) return { linear, finite: no(T2), cube: no(T2) };
  if (pattern.length > 2) return { linear, finite: linear && OPEN, cube: linear && OPEN };
  if (pattern.length === 1) return { linear, finite: yes("a single layer"), cube: yes("a single layer") };
  const components = outputComponents(pattern);
  const finite = components.every(isStar)
    ? yes("T6: every component of the hidden-output graph is a star")
    : no("T6: some hidden neuron feeds two outputs and shares one of them");
  const cube = cubeVerdict(components, pattern);
  const implied = finite.closed || cube?.closed ? yes("finite or cube is yes") : undefined;
  return { linear: linear ?? implied, finite, cube: finite.closed ? yes("finite is yes") : cube };
}

const T2 = "T2: linear is no";
const OPEN = { closed: null, why: "more than one hidden layer: only a linear no decides" };
const yes = (why) => ({ closed: true, why });
const no = (why) => ({ closed: false, why });
const one = (character) => character === "1";

/** The columns kept in a row. */
const columns = (text) => [...text].flatMap((character, j) => (one(character) ? [j] : []));

/**
 * The pattern with the edges of dead hidden neurons taken away: those that no input reaches or that reach
 * no output. Their rows and columns stay, empty.
 */
export function alive(masks) {
  const reached = [[...masks[0][0]].map(() => true)];
  for (const mask of masks) reached.push(mask.map((text) => columns(text).some((j) => reached.at(-1)[j])));
  const useful = [masks.at(-1).map(() => true)];
  for (const mask of masks.toReversed()) {
    useful.unshift([...mask[0]].map((_, j) => mask.some((text, i) => one(text[j]) && useful[0][i])));
  }
  return masks.map((mask, l) =>
    mask.map((text, i) =>
      [...text].map((character, j) => (one(character) && reached[l][j] && useful[l + 1][i] ? "1" : "0")).join(""),
    ),
  );
}

function linearCounterpart(masks) {
  if (masks.length === 1) return yes("a single layer is a linear space");
  const paths = pathCounts(masks);
  if (paths.flat().every((count) => count <= 1)) return yes("C1: no input and output are joined by two paths");
  const minor = luMinor(masks, paths);
  if (minor) return no(`N1: LU minor on outputs ${minor.outputs.join(" ")}, inputs ${minor.inputs.join(" ")} (from 0)`);
  if (genericFactorFills(masks)) return yes("C3: with the layers above the first generic, the first one reaches the whole support");
  const transposed = masks.toReversed().map((mask) => [...mask[0]].map((_, j) => mask.map((text) => text[j]).join("")));
  if (genericFactorFills(transposed)) return yes("C3: with the layers below the last generic, the last one reaches the whole support");
  return undefined;
}

/** Number of paths from input k (column) to output i (row), exact up to 2^53. */
export function pathCounts(masks) {
  let counts = masks[0].map((text) => [...text].map(Number));
  for (const mask of masks.slice(1)) {
    counts = mask.map((text) => counts[0].map((_, k) => columns(text).reduce((sum, h) => sum + counts[h][k], 0)));
  }
  return counts;
}

/**
 * N1, word for word: outputs i, j and inputs k, l with one path from k to i, from l to i, from k to j, all
 * three through one hidden neuron, and two or more from l to j.
 */
export function luMinor(masks, paths = pathCounts(masks)) {
  for (let layer = 1; layer < masks.length; layer++) {
    const below = pathCounts(masks.slice(0, layer));
    const above = pathCounts(masks.slice(layer));
    for (let h = 0; h < below.length; h++) {
      const outputs = above.flatMap((row, i) => (row[h] > 0 ? [i] : []));
      const inputs = below[h].flatMap((count, k) => (count > 0 ? [k] : []));
      for (const i of outputs) {
        const single = inputs.filter((k) => paths[i][k] === 1);
        for (const j of outputs) {
          const k = single.find((input) => paths[j][input] === 1);
          const l = single.find((input) => paths[j][input] >= 2);
          if (k !== undefined && l !== undefined) return { outputs: [i, j], inputs: [k, l] };
        }
      }
    }
  }
  return undefined;
}

/**
 * C3 with the first layer free: for every input k, the product of the other layers, at integers drawn once,
 * has on the rows of the outputs reached from k and the columns of the hidden neurons fed by k as many
 * independent rows as there are rows. Ranks modulo a prime: full rank is a proof.
 */
function genericFactorFills(masks) {
  const random = randomNumbers(1);
  const draw = (mask) => mask.map((text) => [...text].map((character) => (one(character) ? 1 + Math.floor(random() * (PRIME - 1)) : 0)));
  let product = draw(masks[1]);
  for (const mask of masks.slice(2)) {
    product = draw(mask).map((row) =>
      product[0].map((_, j) => row.reduce((sum, weight, h) => (sum + weight * product[h][j]) % PRIME, 0)),
    );
  }
  const paths = pathCounts(masks);
  return [...masks[0][0]].every((_, k) => {
    const fed = masks[0].flatMap((text, h) => (one(text[k]) ? [h] : []));
    const reached = paths.flatMap((row, i) => (row[k] > 0 ? [i] : []));
    return rankModulo(reached.map((i) => fed.map((h) => product[i][h]))) === reached.length;
  });
}

/** Small enough for exact products in doubles. */
const PRIME = 32749;

function rankModulo(rows) {
  let rank = 0;
  const width = rows[0]?.length ?? 0;
  for (let column = 0; column < width; column++) {
    const pivot = rows.findIndex((row, i) => i >= rank && row[column] !== 0);
    if (pivot < 0) continue;
    [rows[rank], rows[pivot]] = [rows[pivot], rows[rank]];
    for (let i = rank + 1; i < rows.length; i++) {
      const [by, factor] = [rows[rank][column], rows[i][column]];
      for (let j = column; j < width; j++) {
        rows[i][j] = (rows[i][j] * by + (PRIME - factor) * rows[rank][j]) % PRIME;
      }
    }
    rank++;
  }
  return rank;
}

/** Connected components of the graph of live hidden neurons and outputs, of one hidden layer. */
function outputComponents([, last]) {
  const components = [];
  last.forEach((text, output) => {
    const hidden = columns(text);
    if (hidden.length === 0) return;
    const [joined, others] = [[], []];
    for (const component of components) (hidden.some((h) => component.hidden.has(h)) ? joined : others).push(component);
    const merged = { outputs: [output], hidden: new Set(hidden), edges: hidden.length };
    for (const component of joined) {
      merged.outputs.push(...component.outputs);
      for (const h of component.hidden) merged.hidden.add(h);
      merged.edges += component.edges;
    }
    components.splice(0, components.length, ...others, merged);
  });
  return components;
}

const isStar = ({ outputs, hidden }) => outputs.length === 1 || hidden.size === 1;

/** T7: decided when every component is complete bipartite. */
function cubeVerdict(components, [first]) {
  if (!components.every(({ outputs, hidden, edges }) => edges === outputs.length * hidden.size)) return undefined;
  const bad = components.some(({ outputs, hidden }) => outputs.length > 1 && !laminar([...hidden].map((h) => columns(first[h]))));
  return bad
    ? no("T7: complete bipartite components, in one with two outputs the input supports are not laminar")
    : yes("T7: complete bipartite components, each with one output or laminar input supports");
}

/** Any two of the sets nested or disjoint? */
function laminar(sets) {
  return sets.every((a) =>
    sets.every((b) => {
      const common = a.filter((element) => b.includes(element)).length;
      return common === 0 || common === a.length || common === b.length;
    }),
  );
}
