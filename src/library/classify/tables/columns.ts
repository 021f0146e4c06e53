/** The columns of a table, for the formats that have some. Cells are texts, numbers or nothing. */
import type { Property } from "../../../certificate/proof.js";
import type { ClassificationHeader } from "../header.js";
import { type JudgedRow, type Row, isFailed } from "../fold.js";

export interface Column {
  readonly name: string;
  readonly type: "integer" | "real" | "text";
  cell(row: Row): number | string | null;
}

/** The columns of a table with this header. `certificates`: those too, as JSON, where the header says that they are kept. */
export function columnsOf({ settings }: ClassificationHeader, certificates: boolean): Column[] {
  const own = (name: string, type: Column["type"], cell: (row: JudgedRow) => number | string | null): Column => ({ name, type, cell: (row) => (isFailed(row) ? null : cell(row)) });
  return [
    { name: "index", type: "integer", cell: ({ index }) => index },
    { name: "id", type: "text", cell: ({ id }) => id },
    own("name", "text", ({ name }) => name),
    own("widths", "text", ({ widths }) => widths.join("-")),
    own("edges", "integer", ({ edges }) => edges),
    own("density", "real", ({ density }) => density),
    own("layer_edges", "text", ({ layers }) => layers.map(({ edges }) => edges).join(" ")),
    own("layer_densities", "text", ({ layers }) => layers.map(({ density }) => density).join(" ")),
    own("bias", "text", ({ bias }) => [bias].flat().map((free) => (free ? "yes" : "no")).join(" ")),
    own("class", "text", (row) => row.class),
    own("same_as", "integer", ({ sameAs }) => sameAs),
    ...settings.properties.flatMap((property) => verdictColumns(property, own)),
    ...(certificates && settings.certificates ? settings.properties.map((property) => own(`${property}_certificate`, "text", (row) => certificateText(row, property))) : []),
    { name: "error_kind", type: "text", cell: (row) => (isFailed(row) ? row.error.kind : null) },
    { name: "error", type: "text", cell: (row) => (isFailed(row) ? row.error.message : null) },
  ];
}

function verdictColumns(property: Property, own: (name: string, type: Column["type"], cell: (row: JudgedRow) => string | null) => Column): Column[] {
  return [
    own(property, "text", ({ verdicts }) => {
      const closed = verdicts[property]?.closed ?? null;
      return closed === null ? "undecided" : closed ? "yes" : "no";
    }),
    own(`${property}_rule`, "text", ({ verdicts }) => verdicts[property]?.rule ?? null),
    own(`${property}_ended`, "text", ({ verdicts }) => verdicts[property]?.ended ?? null),
  ];
}

function certificateText({ certificates }: JudgedRow, property: Property): string | null {
  const certificate = certificates?.[property];
  return certificate === undefined ? null : JSON.stringify(certificate);
}
