/**
 * Minimal obstructions as drawings, plain SVG: rows are outputs, columns inputs; each neuron's rectangle has a colour and a kind of line of its own, so that it can be told in grey too; the
 * cells hold the limit. Deterministic.
 */
import { members } from "../../dist/pattern/sets.js";
import { sentence } from "./patterns.js";

/** Told apart in colour, also by the colour-blind [Okabe, Ito 2008], and in grey by their dashes. */
const NEURONS = [
  { colour: "#0072b2", dash: "" },
  { colour: "#c44e00", dash: "5 2.5" },
  { colour: "#00805d", dash: "1.6 2.2" },
  { colour: "#8a3fa0", dash: "7 2 1.6 2" },
];
const [INK, GREY, FAINT, PAPER] = ["#1a1a1a", "#5c5c5c", "#d4d4d4", "#ffffff"];
const CELL = 36;
/** From the edge of a cell to the outline in the first lane, and from lane to lane. */
const [INSET, LANE] = [2.2, 3.1];
const CARD = { width: 268, head: 26, labels: 15, caption: 14, pad: 14 };
const COLUMNS = 3;
const [MARGIN, GAP] = [22, 14];
const SHEET_WIDTH = 2 * MARGIN + COLUMNS * CARD.width + (COLUMNS - 1) * GAP;
/** Characters in a line of a caption: what fits in a wide font. */
const CAPTION_LENGTH = 38;

const STYLE = [
  "text{fill:" + INK + "}",
  ".title{font-size:22px;font-weight:bold}.group{font-size:16px;font-weight:bold;fill:" + GREY + "}",
  ".name{font-size:14px;font-weight:bold}.size{font-size:12px;fill:" + GREY + ";text-anchor:end}",
  ".number{font-size:11px;fill:" + GREY + ";text-anchor:middle}.caption{font-size:11px}.note{font-size:14px;fill:" + GREY + "}",
  ".value{font-size:13px;font-weight:bold;text-anchor:middle;paint-order:stroke;stroke:" + PAPER + ";stroke-width:2px;stroke-opacity:.75}.outside{fill:#b4b4b4}",
  ".sides{font-size:12px;font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}",
  ".card{fill:" + PAPER + ";stroke:" + FAINT + "}.grid,.leader{fill:none;stroke:" + FAINT + "}.leader{stroke:#9a9a9a}",
  ".rectangle{fill-opacity:.1;stroke-width:2}.line{stroke-width:2.5}",
  ...NEURONS.map(({ colour, dash }, k) => `.n${k}{fill:${colour};stroke:${colour}${dash === "" ? "" : `;stroke-dasharray:${dash}`}}.t${k}{fill:${colour}}`),
].join("\n");

/** A sheet of cards, in groups of one size; groups that fit in one row together share it. */
export function drawSheet(list, title) {
  const parts = [text("title", MARGIN, 40, title)];
  let y = 56;
  for (const group of groupsOf(list)) {
    parts.push(text("group", MARGIN, y + 28, headingOf(group)));
    y += 42;
    for (let first = 0; first < group.length; first += COLUMNS) {
      const cards = group.slice(first, first + COLUMNS).map(cardOf);
      const height = Math.max(...cards.map((card) => card.height));
      cards.forEach((card, c) => parts.push(drawCard(card, MARGIN + c * (CARD.width + GAP), y, height)));
      y += height + GAP;
    }
    y += 8;
  }
  return svg(SHEET_WIDTH, y + MARGIN - GAP, title, parts);
}

function sizeOf({ goal }) {
  return `${goal.m} x ${goal.n}`;
}

function groupsOf(list) {
  const groups = [];
  for (const size of new Set(list.map(sizeOf))) {
    const group = list.filter((obstruction) => sizeOf(obstruction) === size);
    const last = groups[groups.length - 1];
    if (last !== undefined && last.length + group.length <= COLUMNS) last.push(...group);
    else groups.push(group);
  }
  return groups;
}

/** "2 outputs x 2 inputs: 1; 3 x 2: 1" */
function headingOf(group) {
  const counts = [...new Set(group.map(sizeOf))].map((size) => `${size}: ${group.filter((obstruction) => sizeOf(obstruction) === size).length}`);
  return `outputs x inputs ${counts.join(", ")}`;
}

/** One card with its parts named. */
export function drawKey(obstruction) {
  const card = cardOf(obstruction);
  const { n } = obstruction.goal;
  const [x, grid] = [MARGIN + CARD.width + 40, MARGIN + CARD.pad + CARD.labels + n * CELL];
  const notes = [
    [MARGIN + CARD.width + 4, 19, "its number; outputs x inputs"],
    [grid + 4, 41, "inputs above, outputs on the left, from 1"],
    [grid + 92, 63, "each neuron: its line, its outputs*inputs"],
    [grid + 4, 98, "in the cells: the limit, approached but never reached"],
    [MARGIN + CARD.width + 4, card.height - CARD.pad - (card.caption.length - 1) * CARD.caption + 2, "why it is never reached"],
  ];
  const parts = [
    drawCard(card, MARGIN, MARGIN, card.height),
    ...notes.map(([, y, note]) => text("note", x, MARGIN + y, note)),
    ...notes.map(([from, y]) => `<path class="leader" d="M${from} ${MARGIN + y - 4.5}H${x - 8}"/>`),
  ];
  return svg(720, card.height + 2 * MARGIN, "Key to the drawings of minimal obstructions", parts);
}

function cardOf(obstruction) {
  const { goal } = obstruction;
  const caption = wrapped(sentence(obstruction), CAPTION_LENGTH);
  return { obstruction, caption, height: CARD.head + CARD.labels + goal.m * CELL + 10 + caption.length * CARD.caption + CARD.pad };
}

function drawCard({ obstruction, caption }, x, y, height) {
  const { name, goal, evidence } = obstruction;
  const neurons = goal.neurons.map(({ rows, cols }) => ({ rows: members(rows), cols: members(cols) }));
  const order = { rows: fewestRuns(goal.m, neurons.map(({ rows }) => rows)), cols: fewestRuns(goal.n, neurons.map(({ cols }) => cols)) };
  const [left, top] = [x + CARD.pad + CARD.labels, y + CARD.head + CARD.labels];
  const parts = [
    `<rect class="card" x="${x}" y="${y}" width="${CARD.width}" height="${height}" rx="8"/>`,
    text("name", x + CARD.pad, y + 19, name.replace("obstruction-", "")),
    text("size", x + CARD.width - CARD.pad, y + 19, sizeOf(obstruction)),
    ...order.cols.map((j, b) => text("number", left + (b + 0.5) * CELL, top - 4, j + 1)),
    ...order.rows.map((i, a) => text("number", left - 9, top + (a + 0.5) * CELL + 4, i + 1)),
    grid(left, top, goal.m, goal.n),
    ...rectangles(neurons, order, left, top),
    ...limit(evidence.limit, neurons, order, left, top),
    ...legend(neurons, left + goal.n * CELL + 14, top + 12),
    ...caption.map((line, l) => text("caption", x + CARD.pad, top + goal.m * CELL + 22 + l * CARD.caption, line)),
  ];
  return `<g>\n${parts.join("\n")}\n</g>`;
}

function grid(left, top, m, n) {
  const lines = [
    ...Array.from({ length: m + 1 }, (_, a) => `M${left} ${top + a * CELL}h${n * CELL}`),
    ...Array.from({ length: n + 1 }, (_, b) => `M${left + b * CELL} ${top}v${m * CELL}`),
  ];
  return `<path class="grid" d="${lines.join("")}"/>`;
}

/** Larger rectangles first, further out; those that share a cell in different lanes. */
function rectangles(neurons, order, left, top) {
  const lanes = lanesOf(neurons);
  return neurons
    .map((neuron, k) => ({ ...neuron, k }))
    .sort((a, b) => area(b) - area(a) || a.k - b.k)
    .flatMap(({ rows, cols, k }) => {
      const inset = INSET + LANE * lanes[k];
      return runs(order.rows, rows).flatMap(([a, height]) =>
        runs(order.cols, cols).map(
          ([b, width]) =>
            `<rect class="rectangle n${k}" x="${round(left + b * CELL + inset)}" y="${round(top + a * CELL + inset)}" width="${round(width * CELL - 2 * inset)}" height="${round(height * CELL - 2 * inset)}" rx="4"/>`,
        ),
      );
    });
}

function lanesOf(neurons) {
  const lanes = [];
  const largestFirst = [...neurons.keys()].sort((k, l) => area(neurons[l]) - area(neurons[k]) || k - l);
  for (const k of largestFirst) {
    const taken = new Set([...neurons.keys()].filter((l) => lanes[l] !== undefined && meet(neurons[k], neurons[l])).map((l) => lanes[l]));
    lanes[k] = [0, 1, 2, 3].find((lane) => !taken.has(lane));
  }
  return lanes;
}

function meet(a, b) {
  return a.rows.some((i) => b.rows.includes(i)) && a.cols.some((j) => b.cols.includes(j));
}

function area({ rows, cols }) {
  return rows.length * cols.length;
}

function limit(values, neurons, order, left, top) {
  return order.rows.flatMap((i, a) =>
    order.cols.map((j, b) => {
      const covered = neurons.some(({ rows, cols }) => rows.includes(i) && cols.includes(j));
      const value = (values[i][j] ?? "0").replace("-", "\u2212");
      return text(covered ? "value" : "value outside", left + (b + 0.5) * CELL, top + (a + 0.5) * CELL + 4.5, value);
    }),
  );
}

/** The neurons in their order: the notation. */
function legend(neurons, x, y) {
  return neurons.flatMap(({ rows, cols }, k) => {
    const at = y + k * 19;
    const name = [rows, cols].map((side) => side.map((number) => number + 1).join("")).join("*");
    return [
      `<path class="line n${k}" d="M${x} ${at - 4}h18"/>`,
      text(`sides t${k}`, x + 23, at, name),
    ];
  });
}

/** The order of 0..count-1 in which the sets fall into as few runs as can be; the first such in lexicographic order. */
function fewestRuns(count, sets) {
  let best;
  let least = Infinity;
  for (const order of permutations(Array.from({ length: count }, (_, i) => i))) {
    const pieces = sets.reduce((sum, set) => sum + runs(order, set).length, 0);
    if (pieces < least) [best, least] = [order, pieces];
  }
  return best;
}

function permutations(list) {
  if (list.length === 0) return [[]];
  return list.flatMap((first) => permutations(list.filter((other) => other !== first)).map((rest) => [first, ...rest]));
}

/** The places of a set in an order, as runs of neighbours: [first place, length]. */
function runs(order, set) {
  const found = [];
  order.forEach((member, place) => {
    if (!set.includes(member)) return;
    const last = found[found.length - 1];
    if (last !== undefined && last[0] + last[1] === place) last[1]++;
    else found.push([place, 1]);
  });
  return found;
}

function wrapped(words, length) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const line = lines[lines.length - 1];
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= length) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function text(kind, x, y, words) {
  return `<text class="${kind}" x="${round(x)}" y="${round(y)}">${words}</text>`;
}

function round(x) {
  return Math.round(x * 10) / 10;
}

/** On white paper of its own, so that it reads the same on a light and on a dark page. */
function svg(width, height, title, parts) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title" font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif">
<title id="title">${title}</title>
<style>
${STYLE}
</style>
<rect width="${width}" height="${height}" rx="10" fill="${PAPER}"/>
${parts.join("\n")}
</svg>
`;
}
