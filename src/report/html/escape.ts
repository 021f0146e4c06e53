/** HTML put together from pieces: every piece of text is escaped unless it is HTML already. */

/** Text that is HTML. Only this folder makes it. */
export class Html {
  constructor(readonly text: string) {}
}

export type Piece = Html | string | number | readonly Piece[];

/** A template whose pieces are escaped: names from files never become markup. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(strings.reduce((text, string, at) => text + written(pieces[at - 1]!) + string));
}

function written(piece: Piece): string {
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "object") return piece.map(written).join("");
  return escaped(`${piece}`);
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** For content and for attributes in quotes; what no HTML document may hold, or would turn text around, is shown as a replacement character. */
export function escaped(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters that are looked for
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\p{Cs}]/gu, "\uFFFD").replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
