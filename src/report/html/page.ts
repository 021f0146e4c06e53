/**
 * The frame of a page: one file that stands alone. Its content security policy lets nothing in but the one style sheet, by its hash: no script, no
 * picture, font or frame from anywhere, and nothing is sent. Links to files inside the page are `data:` downloads, which need no permission.
 */
import { createHash } from "node:crypto";
import { VERSION } from "../../version.js";
import { Html, type Piece, html } from "./escape.js";
import { STYLE } from "./style.js";

export interface Page {
  readonly title: string;
  readonly header: Piece;
  readonly main: Piece;
}

export function page({ title, header, main }: Page): string {
  const style = createHash("sha256").update(STYLE).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'`;
  const { text } = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="wellposed ${VERSION}">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header>
${header}
</header>
<main>
${main}
</main>
<footer>
<p>Made by wellposed ${VERSION}. Verdicts and their certificates are proofs, replayed by the checker; training curves are observations.</p>
</footer>
</body>
</html>
`;
  return text;
}
