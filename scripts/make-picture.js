/**
 * Draws docs/verdict.svg, the README's picture: the bundled pattern lu-2 with its LU minor, and the verdicts. What it shows is computed:
 * run it after a build, `node scripts/make-picture.js`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { patternFromJson, verify } from "../dist/index.js";

const root = new URL("..", import.meta.url);
const pattern = patternFromJson(JSON.parse(readFileSync(new URL("patterns/lu/lu-2.json", root), "utf8")));
const { verdicts } = verify(pattern);
const { outputs, inputs, neuron } = verdicts.linear.certificate.evidence;

const [COLUMN, ROW, LEFT, TOP, RADIUS] = [150, 120, 70, 110, 24];
const place = (layer, index) => ({ x: LEFT + layer * COLUMN, y: TOP + index * ROW });
const COLOURS = { through: "#0b6e99", detour: "#c25700" };

/** Edges that touch the minor's hidden neuron carry the three single paths; the others carry the second path of the fourth entry. */
function edges() {
  return pattern.masks.flatMap((mask, l) =>
    Array.from({ length: mask.rows }, (_, i) =>
      Array.from(mask.index.subarray(mask.start[i], mask.start[i + 1]), (j) => {
        const through = l === 0 ? i === neuron.index : j === neuron.index;
        const [from, to] = [place(l, j), place(l + 1, i)];
        const style = through ? `stroke="${COLOURS.through}"` : `stroke="${COLOURS.detour}" stroke-dasharray="9 6"`;
        return `<line x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}" stroke-width="4" ${style}/>`;
      }).join("\n"),
    ).join("\n"),
  );
}

function neurons() {
  const letter = ["x", "h", "y"];
  return pattern.widths.flatMap((width, l) =>
    Array.from({ length: width }, (_, v) => {
      const { x, y } = place(l, v);
      const marked = l === neuron.layer && v === neuron.index;
      return (
        `<circle cx="${x}" cy="${y}" r="${RADIUS}" fill="${marked ? COLOURS.through : "#ffffff"}" stroke="#333333" stroke-width="2"/>\n` +
        `<text x="${x}" y="${y + 6}" text-anchor="middle" font-size="17" fill="${marked ? "#ffffff" : "#111111"}">${letter[l]}${v}</text>`
      );
    }),
  );
}

function table() {
  const words = { true: "yes", false: "no", null: "undecided" };
  const meanings = {
    linear: "are the products of matrices with these supports a closed set?",
    finite: "has every finite training problem an optimum?",
    cube: "are limits of its functions on a cube its functions?",
  };
  const rows = Object.entries(verdicts).map(
    ([property, { closed, rule }], r) =>
      `<text x="480" y="${TOP - 14 + r * 62}" font-size="20"><tspan font-weight="bold">${property}</tspan><tspan x="560" font-weight="bold">${words[closed]}</tspan>` +
      `<tspan x="620" fill="#555555" font-size="16">${rule}</tspan></text>\n` +
      `<text x="480" y="${TOP + 10 + r * 62}" font-size="15" fill="#333333">${meanings[property]}</text>`,
  );
  return [
    ...rows,
    `<text x="480" y="${TOP + 190}" font-size="15" fill="${COLOURS.through}">one path each: (y${outputs[0]},x${inputs[0]}), (y${outputs[0]},x${inputs[1]}), (y${outputs[1]},x${inputs[0]}), all through h${neuron.index}</text>`,
    `<text x="480" y="${TOP + 212}" font-size="15" fill="${COLOURS.detour}">a second path: (y${outputs[1]},x${inputs[1]})</text>`,
  ];
}

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 350" width="960" height="350" role="img" aria-labelledby="title" font-family="system-ui, sans-serif">
<title id="title">The pattern ${pattern.name} as a network with its LU minor, and its three verdicts: not closed</title>
<rect width="960" height="350" fill="#ffffff"/>
<text x="40" y="48" font-size="22" font-weight="bold" fill="#111111">${pattern.name}: ${pattern.widths.join("-")}</text>
${[...edges(), ...neurons(), ...table()].join("\n")}
</svg>
`;
writeFileSync(new URL("docs/verdict.svg", root), svg);
