import { describe, expect, test } from "vitest";
import { escaped, html } from "../../../src/report/html/escape.js";

describe("html", () => {
  test("escapes every piece, in content and in attributes", () => {
    expect(html`<p title="${`"><script>`}">${"<script>alert('&')</script>"}</p>`.text).toBe(
      "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</p>",
    );
  });

  test("takes HTML, numbers and lists as they are", () => {
    expect(html`${html`<b>${1}</b>`}${[html`<i></i>`, "&", [2]]}`.text).toBe("<b>1</b><i></i>&amp;2");
  });

  test("shows what no document may hold, or turns text around, as a replacement character", () => {
    expect(escaped("a\u0000b\u0007c\u009fd\ud800e")).toBe("a\ufffdb\ufffdc\ufffdd\ufffde");
    expect(escaped("\u202ereversed\u202c")).toBe("\ufffdreversed\ufffd");
    expect(escaped("tab\tline\nemoji \u{1f600}")).toBe("tab\tline\nemoji \u{1f600}");
  });
});
