import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { html } from "../../../src/report/html/escape.js";
import { page } from "../../../src/report/html/page.js";

const made = page({ title: "</title><script>", header: html`<h1>${"<b>"}</h1>`, main: html`<p>text</p>` });

describe("the frame of a page", () => {
  test("lets in its own style sheet, by hash, and nothing else", () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(made)!;
    const [, style] = /<style>(.*)<\/style>/s.exec(made)!;
    expect(policy!.replaceAll("&#39;", "'")).toBe(
      `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style!).digest("base64")}'; base-uri 'none'; form-action 'none'`,
    );
  });

  test("has what readers and phones need", () => {
    expect(made).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
    expect(made).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(made.match(/<main>/g)).toHaveLength(1);
    expect(made).toContain("prefers-color-scheme: dark");
    expect(made).toContain("@media print");
  });

  test("escapes its title and knows no script", () => {
    expect(made).toContain("<title>&lt;/title&gt;&lt;script&gt;</title>");
    expect(made).not.toContain("<script");
  });
});
