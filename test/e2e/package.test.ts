/** The package as others get it: packed, installed in an empty folder, used from there. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { inFolder } from "../cli/terminal.js";

test("npm pack gives a package that installs and works outside the checkout", async () => {
  await inFolder(async (folder) => {
    const npm = (args: string[], cwd: string) => execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    // The build is there already (pretest): no scripts, so that other tests keep their dist/.
    const packed = npm(["pack", "--ignore-scripts", "--json", "--pack-destination", folder], ".");
    const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths).toContain("dist/index.d.ts");
    expect(paths).toContain("LICENSE");
    expect(paths.some((path) => path.startsWith("test/") || path.startsWith("src/"))).toBe(false);

    writeFileSync(join(folder, "package.json"), '{ "name": "user", "private": true, "type": "module" }');
    npm(["install", "--no-audit", "--no-fund", "--prefer-offline", join(folder, filename)], folder);

    const mask = resolve("examples/digits-64-32-10.pt");
    const verify = spawnSync("npx", ["wellposed", "verify", mask, "--format", "json", "--out", "report.json"], { cwd: folder, encoding: "utf8" });
    expect(verify.status).toBe(1);
    expect(JSON.parse(readFileSync(join(folder, "report.json"), "utf8")).results[0].verdicts.linear.rule).toBe("lu-minor");
    expect(spawnSync("npx", ["wellposed", "check", "report.json"], { cwd: folder }).status).toBe(0);
    expect(spawnSync("npx", ["wellposed", "explain", "node_modules/wellposed/patterns/lu/lu-2.json"], { cwd: folder }).status).toBe(0);

    writeFileSync(
      join(folder, "use.js"),
      'import { readPattern, verify, check } from "wellposed";\n' +
        'const { pattern } = await readPattern("node_modules/wellposed/patterns/lu/lu-2.json");\n' +
        "const { linear } = verify(pattern).verdicts;\n" +
        "console.log(linear.closed, check(linear.certificate).ok);\n",
    );
    expect(execFileSync(process.execPath, ["use.js"], { cwd: folder, encoding: "utf8" })).toBe("false true\n");
  });
}, 240_000);
