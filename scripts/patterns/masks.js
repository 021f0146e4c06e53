/**
 * Masks as pruning makes them: seeded random ones, and three of the trained ones of test/masks. Their
 * verdicts are computed by theorems.js; what it does not decide is not claimed.
 */
import { readFileSync } from "node:fs";
import { mask, randomNumbers, sample } from "./build.js";
import { computed } from "./theorems.js";

/** The entry with the verdicts that theorems.js finds. */
function withVerdicts(entry) {
  const verdicts = Object.entries(computed(entry.masks)).filter(([, verdict]) => verdict !== undefined);
  const reasons = verdicts.map(([property, { why }]) => `${property}: ${why}.`);
  const why = reasons.length === 0 ? "No verdict is claimed: no path count or generic rank decides." : `Computed from path counts and ranks. ${reasons.join(" ")}`;
  return { ...entry, expected: { ...Object.fromEntries(verdicts.map(([property, { closed }]) => [property, closed])), why } };
}

/** Shapes [rows, cols] of the layers. */
const shapes = (widths) => widths.slice(1).map((rows, l) => [rows, widths[l]]);

const percent = (share) => `${Math.round(100 * share)}`;

/** A uniform set of entries in each layer, of the given share. */
function uniform(widths, density, seed) {
  const random = randomNumbers(seed);
  const masks = shapes(widths).map(([rows, cols]) => {
    const chosen = sample(rows * cols, Math.round(density * rows * cols), random);
    return mask(rows, cols, (i, j) => chosen.has(i * cols + j));
  });
  return withVerdicts({
    name: `random-${widths.join("-")}-density-${percent(density)}`,
    masks,
    about: `A uniform random mask that keeps ${percent(density)} % of every layer, seed ${seed}.`,
    source: "seeded random mask",
    tags: ["random"],
  });
}

/** Every neuron keeps `degree` inputs, chosen uniformly. */
function expander(widths, degree, seed) {
  const random = randomNumbers(seed);
  const masks = shapes(widths).map(([rows, cols]) => {
    const chosen = Array.from({ length: rows }, () => sample(cols, degree, random));
    return mask(rows, cols, (i, j) => chosen[i].has(j));
  });
  return withVerdicts({
    name: `expander-${widths.join("-")}-degree-${degree}`,
    masks,
    about: `Every neuron has ${degree} random inputs: an expander with high probability. Seed ${seed}.`,
    source: "random regular expanders (deep expander networks, Prabhu et al. 2018)",
    tags: ["expander", "random"],
  });
}

/** n of every m consecutive inputs of each neuron, chosen uniformly. */
function groups(widths, n, m, seed) {
  const random = randomNumbers(seed);
  const masks = shapes(widths).map(([rows, cols]) => {
    const chosen = Array.from({ length: (rows * cols) / m }, () => sample(m, n, random));
    return mask(rows, cols, (i, j) => chosen[Math.floor((i * cols + j) / m)].has(j % m));
  });
  return withVerdicts({
    name: `nm-${n}-${m}-${widths.join("-")}`,
    masks,
    about: `${n}:${m} sparsity along the inputs, chosen at random, seed ${seed}.`,
    source: "N:M structured sparsity",
    tags: ["nm", "random"],
  });
}

/** The largest weights over all layers together, of standard normal weights divided by the root of the fan-in. */
function magnitude(widths, density, seed) {
  const random = randomNumbers(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const sizes = shapes(widths).map(([rows, cols]) => Array.from({ length: rows * cols }, () => Math.abs(normal()) / Math.sqrt(cols)));
  const sorted = sizes.flat().toSorted((a, b) => b - a);
  const threshold = sorted[Math.round(density * sorted.length) - 1];
  return withVerdicts({
    name: `magnitude-${widths.join("-")}-density-${percent(density)}`,
    masks: shapes(widths).map(([rows, cols], l) => mask(rows, cols, (i, j) => sizes[l][i * cols + j] >= threshold)),
    about: `Global magnitude pruning of an untrained network with normal weights: ${percent(density)} % kept, seed ${seed}.`,
    source: "magnitude pruning at initialisation",
    tags: ["magnitude", "random"],
  });
}

/** One of the masks of trained networks in test/masks/trained.json. */
function trained(data, widths, pruned) {
  const file = new URL("../../test/masks/trained.json", import.meta.url);
  const { masks: entries } = JSON.parse(readFileSync(file, "utf8"));
  const entry = entries.find((one) => one.kind === "magnitude" && one.pruned === pruned && one.data === data && `${one.widths}` === `${widths}`);
  const masks = shapes(widths).map(([rows, cols], l) => {
    const bytes = Buffer.from(entry.masks[l], "base64");
    return mask(rows, cols, (i, j) => (bytes[(i * cols + j) >> 3] >> (7 - ((i * cols + j) & 7))) & 1);
  });
  return withVerdicts({
    name: `trained-${data}-${widths.join("-")}-pruned-${percent(pruned)}`,
    masks,
    about: `A network trained on the ${data} data, ${percent(pruned)} % of its weights pruned by magnitude, step by step with fine-tuning.`,
    source: "test/masks/trained.json, made by scripts/make-masks.py",
    tags: ["magnitude", "trained"],
  });
}

export default [
  uniform([8, 8, 4], 0.2, 1),
  uniform([8, 8, 4], 0.4, 2),
  uniform([8, 8, 4], 0.6, 3),
  uniform([8, 8, 4], 0.8, 4),
  uniform([6, 12, 3], 0.9, 5),
  uniform([32, 32, 10], 0.05, 6),
  uniform([32, 32, 10], 0.1, 7),
  uniform([32, 32, 10], 0.3, 8),
  uniform([16, 16, 16, 8], 0.1, 9),
  uniform([16, 16, 16, 8], 0.3, 10),
  uniform([16, 16, 16, 8], 0.7, 11),
  uniform([100, 60, 1], 0.05, 12),
  expander([16, 16, 16], 3, 13),
  expander([32, 32, 32, 32], 2, 14),
  groups([16, 16, 8], 2, 4, 15),
  groups([16, 16, 8], 1, 4, 16),
  magnitude([8, 16, 4], 0.25, 17),
  magnitude([8, 12, 12, 4], 0.5, 18),
  trained("iris", [4, 16, 16, 3], 0.8),
  trained("digits", [64, 32, 10], 0.9),
  trained("digits-autoencoder", [64, 16, 64], 0.95),
];
