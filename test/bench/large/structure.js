/** What the masks of 4096-11008-4096 are like: layers, neurons and findings, from masks in memory. Seconds of processor time, the least of five runs. */
import { inspect } from "../../../dist/report/findings/inspect.js";
import { randomLayers } from "./masks.js";
import { round } from "./process.js";

const WIDTHS = [4096, 11008, 4096];
const DENSITIES = [0.5, 0.05, 0.01, 0.002];
const RUNS = 5;

export function structure() {
  const rows = DENSITIES.map((density) => {
    const masks = randomLayers(WIDTHS, density, 1).map((layer) => layer.mask());
    const seconds = Array.from({ length: RUNS }, () => {
      const before = process.cpuUsage();
      inspect({ masks });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    });
    return [`${100 * density} %`, { seconds: round(Math.min(...seconds)) }];
  });
  return Object.fromEntries(rows);
}
