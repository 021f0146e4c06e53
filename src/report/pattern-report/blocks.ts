/** What a report is made of: the blocks of an explanation, and pictures, answers, commands and files. HTML and Markdown only differ in how they set them. */
import type { Block } from "../explain/document.js";

export type ReportBlock = Block | Answer | Figure | Listing | Command | Attachments;

/** What the report says in one sentence. */
export interface Answer {
  readonly kind: "answer";
  readonly closed: boolean | null;
  /** Said in place of yes, no or undecided. */
  readonly word?: string;
  readonly text: string;
}

/** A table of numbers with a caption. */
export interface Listing {
  readonly kind: "listing";
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many columns name the row; the others hold numbers. */
  readonly names: number;
}

/** Command lines, one each. */
export interface Command {
  readonly kind: "command";
  readonly lines: readonly string[];
}

/** Files that the report carries. */
export interface Attachments {
  readonly kind: "attachments";
  readonly files: readonly Attachment[];
}

export interface Attachment {
  readonly name: string;
  readonly type: "application/json" | "text/csv";
  readonly what: string;
  readonly content: string;
}

export interface Figure {
  readonly kind: "figure";
  readonly title: string;
  /** What the picture shows, for those who do not see it. */
  readonly description: string;
  readonly caption: string;
  readonly picture: Picture;
}

export type Picture = NetworkPicture | MaskPicture | PlotPicture | ChartPicture;

/** How an edge is drawn: in the part that decides, otherwise on a path, or on none; or by how it grows. */
export type EdgeStyle = "deciding" | "kept" | "dead" | "grows" | "steady" | "falls" | "unknown";

export interface NetworkPicture {
  readonly kind: "network";
  /** Names of the neurons of each layer, inputs first. */
  readonly layers: readonly (readonly NeuronMark[])[];
  readonly edges: readonly EdgeMark[];
}

export interface NeuronMark {
  readonly name: string;
  readonly isMarked: boolean;
}

/** Between neurons of the picture: places in `layers[layer - 1]` and `layers[layer]`. */
export interface EdgeMark {
  readonly layer: number;
  readonly out: number;
  readonly in: number;
  readonly style: EdgeStyle;
  readonly label?: string;
}

/** A mask in cells: each stands for as many rows and columns as fit, and holds the share of weights that are kept, in fifths of the largest share, rounded up. */
export interface MaskPicture {
  readonly kind: "mask";
  readonly rows: number;
  readonly cols: number;
  /** Rows and columns of a cell. */
  readonly step: number;
  readonly levels: readonly (readonly number[])[];
  /** Rows and columns of the part that decides. */
  readonly marked: { readonly rows: readonly number[]; readonly cols: readonly number[] };
}

/** Curves on log axes. */
export interface PlotPicture {
  readonly kind: "plot";
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
}

export interface Series {
  readonly name: string;
  readonly style: "best" | "run" | "exact" | "other";
  /** Decimal logarithms. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Numbers against each other, each axis linear or logarithmic: lines, steps and single points. */
export interface ChartPicture {
  readonly kind: "chart";
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly series: readonly ChartSeries[];
  /** Parts of the x axis, set off over the whole height. */
  readonly bands?: ChartBands;
}

export interface ChartBands {
  readonly name: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

export interface ChartAxis {
  readonly label: string;
  /** Then all its values are positive. */
  readonly isLog: boolean;
  /** Whole numbers only, from 0. */
  readonly isCount?: boolean;
}

export interface ChartSeries {
  /** Empty: not in the legend, as another one of its style is. */
  readonly name: string;
  readonly style: Series["style"];
  /** steps: each value holds until the next point. */
  readonly form: "line" | "steps" | "points";
  readonly points: readonly (readonly [x: number, y: number])[];
}
