/** The text of a pattern file (wellposed/pattern/1): one mask row per line, or an edge list for a mask that is mostly empty. */
export function fileText({ name, about, source, tags, masks: layers, bias = true, expected }) {
  const widths = [layers[0][0].length, ...layers.map((layer) => layer.length)];
  const members = [
    ["format", JSON.stringify("wellposed/pattern/1")],
    ["name", JSON.stringify(name)],
    ["about", JSON.stringify(about)],
    ["source", JSON.stringify(source)],
    ["tags", inline(tags)],
    ["widths", inline(widths)],
    ["masks", `[\n    ${layers.map(maskText).join(",\n    ")}\n  ]`],
    ["bias", inline(bias)],
    ["expected", JSON.stringify(expected, null, 2).replaceAll("\n", "\n  ")],
  ];
  return `{\n${members.map(([key, text]) => `  "${key}": ${text}`).join(",\n")}\n}\n`;
}

function inline(value) {
  return Array.isArray(value) ? `[${value.map((element) => JSON.stringify(element)).join(", ")}]` : JSON.stringify(value);
}

function maskText(layer) {
  const edges = layer.flatMap((text, i) => [...text].flatMap((character, j) => (character === "1" ? [`[${i},${j}]`] : [])));
  if (edges.length * 10 >= layer.length * layer[0].length) return `[\n      ${layer.map((text) => `"${text}"`).join(",\n      ")}\n    ]`;
  const lines = [];
  for (let first = 0; first < edges.length; first += 12) lines.push(edges.slice(first, first + 12).join(","));
  return `{ "edges": [\n      ${lines.join(",\n      ")}\n    ] }`;
}
