import { describe, expect, test } from "vitest";
import { VERSION } from "../../src/version.js";
import { wellposed } from "./terminal.js";

describe("the command line", () => {
  test("prints its version and exits 0", async () => {
    expect(await wellposed("--version")).toEqual({ code: 0, out: `${VERSION}\n`, err: "" });
  });

  test.each([[], ["verify"], ["check"], ["explain"], ["export"], ["enumerate"], ["obstructions"], ["optimum"]])("help of %s shows examples on stdout and exits 0", async (...command: string[]) => {
    const { code, out, err } = await wellposed(...command, "--help");
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(out).toContain("Examples:");
    expect(out).toContain("wellposed ");
  });

  test.each([
    ["no command", []],
    ["an unknown command", ["prove", "x"]],
    ["an unknown option", ["verify", "--fast", "x"]],
    ["a missing file argument", ["verify"]],
    ["an unknown property", ["verify", "--property", "open", "x"]],
    ["an unknown format", ["verify", "--format", "xml", "x"]],
    ["a timeout of zero", ["verify", "--timeout", "0", "x"]],
    ["a timeout that is no number", ["verify", "--timeout", "soon", "x"]],
    ["an empty layer name", ["verify", "--layers", "fc1,,fc2", "x"]],
    ["a bias that is neither yes nor no", ["verify", "--bias", "maybe", "x"]],
    ["export without a target", ["export", "x"]],
  ])("%s is bad usage: 64, nothing on stdout", async (_, args) => {
    const { code, out, err } = await wellposed(...args);
    expect(code).toBe(64);
    expect(out).toBe("");
    expect(err).not.toBe("");
    expect(err).not.toContain("    at ");
  });
});
