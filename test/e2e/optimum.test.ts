/** The built program on data: files, their check, interruption; its page in a browser, skipped where no Chromium is installed. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { inFolder } from "../cli/terminal.js";
import { onPath } from "../support/programs.js";

const BROWSER = ["chromium", "chromium-browser", "google-chrome"].find(onPath);
const MAIN = "dist/cli/main.js";

describe("wellposed optimum, built", () => {
  test("a certificate of its own is proved; with a dual or a network that was changed it is refused", () =>
    inFolder(async (folder) => {
      const made = spawnSync(process.execPath, [MAIN, "optimum", "examples/ten-points.csv", "--lambda", "5%", "--out", folder], { encoding: "utf8" });
      expect([made.status, made.stderr]).toEqual([0, ""]);
      const file = join(folder, "certificate.json");
      const check = (): number | null => spawnSync(process.execPath, [MAIN, "check", file], { encoding: "utf8" }).status;
      expect(check()).toBe(0);
      const text = readFileSync(file, "utf8");
      const certificate = JSON.parse(text) as { dual: string[]; neurons: { output: string }[]; dualBound: string };
      for (const change of [
        { ...certificate, dual: certificate.dual.map((entry, j) => (j === 0 ? "1" : entry)) },
        { ...certificate, neurons: certificate.neurons.slice(1) },
        { ...certificate, dualBound: "1" },
      ]) {
        writeFileSync(file, JSON.stringify(change));
        expect(check()).toBe(1);
      }
    }));

  test("interrupted it leaves nothing behind", () =>
    inFolder(async (folder) => {
      const data = join(folder, "data.csv");
      const numbers = (j: number): number[] => Array.from({ length: 6 }, (_, k) => Math.sin(7 * j * j + 3 * k + j * k));
      writeFileSync(data, `x1,x2,x3,x4,x5,y1\n${Array.from({ length: 60 }, (_, j) => numbers(j + 1).join(",")).join("\n")}\n`);
      const target = join(folder, "out");
      const child = spawn(process.execPath, [MAIN, "optimum", data, "--lambda", "0.1%", "--prune", "--out", target], { stdio: ["ignore", "pipe", "pipe"] });
      const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on("exit", (_, signal) => resolve(signal)));
      setTimeout(() => child.kill("SIGINT"), 1500);
      expect(await ended).toBe("SIGINT");
      expect(existsSync(target)).toBe(false);
    }));
});

describe.skipIf(BROWSER === undefined)(`the page of an optimum in a browser (${BROWSER ?? "skipped: no Chromium is installed"})`, () => {
  test("opens without an error under its policy, runs no script, and does not scroll sideways on a phone", () =>
    inFolder(async (folder) => {
      expect(spawnSync(process.execPath, [MAIN, "optimum", "examples/xor.csv", "--lambda", "10%", "--prune", "--out", folder]).status).toBe(0);
      const open = (file: string, ...args: string[]): { dom: string; console: string } => {
        const basics = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-logging=stderr", `--user-data-dir=${join(folder, "profile")}`];
        const { status, stdout, stderr } = spawnSync(BROWSER!, [...basics, ...args, "--dump-dom", pathToFileURL(join(folder, file)).href], { encoding: "utf8", timeout: 60_000 });
        expect(status).toBe(0);
        return { dom: stdout, console: stderr.split("\n").filter((line) => line.includes(":CONSOLE")).join("\n") };
      };
      const plain = open("report.html");
      expect(plain.console).toBe("");
      expect(plain.dom.includes("</footer>")).toBe(true);
      const page = readFileSync(join(folder, "report.html"), "utf8");
      writeFileSync(join(folder, "slipped.html"), page.replace("</main>", "<script>document.title = 'ran'</script></main>"));
      const slipped = open("slipped.html");
      expect(slipped.dom.includes("<title>ran</title>")).toBe(false);
      expect(slipped.console).toMatch(/Content Security Policy/);
      const measuring = "<script>document.title = `${innerWidth} ${document.documentElement.scrollWidth}`</script></body>";
      writeFileSync(join(folder, "measured.html"), page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "").replace("</body>", measuring));
      writeFileSync(join(folder, "phone.html"), '<iframe src="measured.html" width="360" height="600" style="border:0"></iframe><script>onload = () => (document.title = frames[0].document.title)</script>');
      const [, inner, scroll] = /<title>(\d+) (\d+)<\/title>/.exec(open("phone.html", "--allow-file-access-from-files").dom)!;
      expect(inner).toBe("360");
      expect(Number(scroll)).toBeLessThanOrEqual(360);
    }));
});
