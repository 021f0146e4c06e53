/** The frame of a picture: SVG that takes its colours from the page and says in words what it shows. */
import { type Html, type Piece, html } from "./escape.js";

export interface Labelled {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

export interface Frame extends Labelled {
  readonly width: number;
  readonly height: number;
  /** Is it to be scrolled rather than made narrower? */
  readonly isWide: boolean;
}

export function picture({ id, title, description, width, height, isWide }: Frame, content: Piece): Html {
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${decimal(width)} ${decimal(height)}" width="${decimal(width)}" height="${decimal(height)}" role="img" aria-labelledby="${id}-title ${id}-desc"${isWide ? html` class="wide"` : ""}>
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${description}</desc>
${content}</svg>`;
}

/** A coordinate, to a hundredth. */
export function decimal(value: number): string {
  const text = value.toFixed(2).replace(/\.?0+$/, "");
  return text === "-0" ? "0" : text;
}

/** A number as text with a minus sign in place of the hyphen. */
export function minus(text: string): string {
  return text.replace(/^-/, "\u2212");
}
