/** The layers of a pattern as rows of a table. */
import type { LayerStructure } from "../../pattern/structure/structure.js";
import { shortened } from "./findings.js";
import type { NamedLayer } from "./inspect.js";
import { percent } from "../words.js";

export const LAYER_COLUMNS = ["layer", "out x in", "kept", "share", "live", "empty rows", "empty cols", "structure"] as const;

/** Columns of `LAYER_COLUMNS` that hold numbers. */
export const LAYER_NUMBERS: ReadonlySet<number> = new Set([2, 3, 4, 5, 6]);

/** Rows that are shown; JSON has all. */
const MAX_ROWS = 64;

/** Cells for each layer, and how many layers are left out. */
export function layerRows(layers: readonly NamedLayer[]): { readonly rows: readonly (readonly string[])[]; readonly left: number } {
  const shown = layers.slice(0, MAX_ROWS);
  const rows = shown.map((layer) => [
    layer.name === undefined ? `${layer.layer}` : `${layer.layer} (${shortened(layer.name)})`,
    `${layer.rows} x ${layer.cols}`,
    `${layer.kept}`,
    percent(layer.kept / (layer.rows * layer.cols)),
    `${layer.live}`,
    `${layer.emptyRows}`,
    `${layer.emptyColumns}`,
    structureWords(layer),
  ]);
  return { rows, left: layers.length - shown.length };
}

/** `2:4 along inputs, blocks 4 x 8`. */
function structureWords({ rows, cols, kept, groups, block, whole, band, diagonal }: LayerStructure): string {
  if (kept === 0) return "empty";
  if (kept === rows * cols) return "dense";
  const size = diagonal?.size;
  return [
    ...groups.map(({ kind, n, m, axis, failing }) => `${failing === 0 ? "" : "nearly "}${kind === "exactly" ? "" : "at most "}${n}:${m} along ${axis}`),
    ...(block === undefined ? [] : [`blocks ${block.rows} x ${block.cols}`]),
    ...(whole === undefined ? [] : [`whole neurons ${whole.rows} x ${whole.cols}`]),
    ...(band === undefined ? [] : [`band ${band.from} to ${band.to}`]),
    ...(diagonal === undefined ? [] : [`${diagonal.blocks} diagonal blocks${size === undefined ? "" : ` ${size.rows} x ${size.cols}`}`]),
  ].join(", ");
}
