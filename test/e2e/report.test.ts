/** Reports in a browser: they open without a script, show no error, ask for nothing, and fit a phone. Skipped where no Chromium is installed. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onPath } from "../support/programs.js";

const BROWSER = ["chromium", "chromium-browser", "google-chrome"].find(onPath);
const NAMES = ["lu-2", "dense-1-8-1", "random-100-60-1-density-5", "index"];
const FILES = ["patterns/lu/lu-2.json", "patterns/dense/dense-1-8-1.json", "patterns/masks/random-100-60-1-density-5.json"];

describe.skipIf(BROWSER === undefined)(`reports in a browser (${BROWSER ?? "skipped: no Chromium is installed"})`, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "wellposed-report-"));
    const { status, stderr } = spawnSync(process.execPath, ["dist/cli/main.js", "report", ...FILES, "--out", folder, "--steps", "200", "--restarts", "2"], { encoding: "utf8" });
    expect(status, stderr).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** @returns the document as the browser has it, and its console with everything else it said */
  function open(file: string, ...args: string[]): { dom: string; console: string } {
    const basics = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-logging=stderr", `--user-data-dir=${join(folder, "profile")}`];
    const { status, stdout, stderr } = spawnSync(BROWSER!, [...basics, ...args, "--dump-dom", pathToFileURL(join(folder, file)).href], { encoding: "utf8", timeout: 60_000 });
    expect(status, stderr).toBe(0);
    return { dom: stdout, console: stderr.split("\n").filter((line) => line.includes(":CONSOLE")).join("\n") };
  }

  test.each(NAMES)("%s opens without an error, all of it", (name) => {
    const { dom, console } = open(`${name}.html`);
    expect(console).toBe("");
    expect(dom).toContain("</footer>");
    const source = readFileSync(join(folder, `${name}.html`), "utf8");
    // Nothing was closed or moved by the parser: the same elements in the same order.
    const tags = (text: string): string[] => [...text.replace(/<style>.*<\/style>/s, "").matchAll(/<(?!!)\/?([a-zA-Z0-9]+)/g)].map(([tag]) => tag);
    expect(tags(dom).filter((tag) => !/^<\/?(path|line|circle|rect|meta)$/.test(tag))).toEqual(tags(source).filter((tag) => !/^<\/?(path|line|circle|rect|meta)$/.test(tag)));
  });

  test("the policy is in force: a script that was slipped in does not run, and the browser says so", () => {
    writeFileSync(join(folder, "slipped.html"), readFileSync(join(folder, "lu-2.html"), "utf8").replace("</main>", "<script>document.title = 'ran'</script></main>"));
    const { dom, console } = open("slipped.html");
    expect(dom).not.toContain("<title>ran</title>");
    expect(console).toMatch(/Content Security Policy/);
  });

  test.each(NAMES)("%s does not scroll sideways on a phone of 360 px", (name) => {
    // A copy without the policy may measure itself.
    const measuring = "<script>document.title = `${innerWidth} ${document.documentElement.scrollWidth}`</script></body>";
    const copy = readFileSync(join(folder, `${name}.html`), "utf8").replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "").replace("</body>", measuring);
    writeFileSync(join(folder, "measured.html"), copy);
    writeFileSync(join(folder, "phone.html"), '<iframe src="measured.html" width="360" height="600" style="border:0"></iframe><script>onload = () => (document.title = frames[0].document.title)</script>');
    const { dom } = open("phone.html", "--allow-file-access-from-files");
    const [, inner, scroll] = /<title>(\d+) (\d+)<\/title>/.exec(dom)!;
    expect(inner).toBe("360");
    expect(Number(scroll)).toBeLessThanOrEqual(360);
  });

  test("a picture of it is no empty page", () => {
    const [shot, empty] = ["lu-2", "empty"].map((name) => join(folder, `${name}.png`));
    writeFileSync(join(folder, "empty.html"), "<!DOCTYPE html><title>empty</title>");
    for (const name of ["lu-2", "empty"]) open(`${name}.html`, `--screenshot=${join(folder, `${name}.png`)}`, "--window-size=1000,2000");
    expect(statSync(shot!).size).toBeGreaterThan(5 * statSync(empty!).size);
  });
});
