/** Writes examples/ten-by-fifty.csv: ten points with 50 inputs and an output, all uniform in [-1, 1] up to rounding to thousandths, by our random numbers from seed 1, point by point. */
import { writeFileSync } from "node:fs";
import { Random } from "../dist/exact/random.js";

const random = new Random(1);
const draw = () => (random.below(2001) - 1000) / 1000;
const head = [...Array.from({ length: 50 }, (_, i) => `x${i + 1}`), "y1"];
const rows = Array.from({ length: 10 }, () => head.map(draw));
writeFileSync(new URL("../examples/ten-by-fifty.csv", import.meta.url), `${[head, ...rows].map((row) => row.join(",")).join("\n")}\n`);
