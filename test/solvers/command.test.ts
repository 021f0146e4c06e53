import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { askCommand, solverCommand } from "../../src/solvers/command.js";
import { inFolder } from "../cli/terminal.js";
import { installed } from "../support/programs.js";

const SCRIPT = "(set-logic QF_NRA)(declare-fun x () Real)(assert (= (* x x) 2.0))(check-sat)";
const node = (code: string, ...args: string[]): string[] => [process.execPath, "-e", code, ...args];
/** Calls `use` with an empty folder for temporary files, and demands that it is empty again. */
async function leavingNothing(use: () => Promise<void>): Promise<void> {
  const before = process.env["TMPDIR"];
  await inFolder(async (folder) => {
    process.env["TMPDIR"] = folder;
    try {
      await use();
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
    }
  });
}
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe("a solver's command", () => {
  test("is split at spaces, quotes keep words together and may be empty", () => {
    expect(solverCommand("cvc5  --lang smt2 {}")).toEqual(["cvc5", "--lang", "smt2", "{}"]);
    expect(solverCommand(`'/my tools/z3' -in "a 'b'" --x="c d" ''`)).toEqual(["/my tools/z3", "-in", "a 'b'", "--x=c d", ""]);
    expect(solverCommand("C:\\z3\\z3.exe -in; $HOME | x")).toEqual(["C:\\z3\\z3.exe", "-in;", "$HOME", "|", "x"]);
  });

  test.each(["", "  ", "''", "'' -in", "z3 'in"])("%j is bad usage", (text) => {
    expect(() => solverCommand(text)).toThrow("--solver: expected");
  });

  test.skipIf(installed("z3-solver"))("z3 without the package says what to install", () => {
    expect(() => solverCommand("z3")).toThrow("--solver z3: expected the package z3-solver (npm install z3-solver)");
  });

  test.skipIf(!installed("z3-solver"))("z3 is the package (skipped when z3-solver is not installed)", async () => {
    expect(await askCommand(solverCommand(" z3 "), SCRIPT, 60)).toBe("sat");
    expect(await askCommand(solverCommand("z3"), SCRIPT.replace("2.0", "(- 2.0)"), 60)).toBe("unsat");
  });
});

describe("asking a command", () => {
  test("gives it the script on standard input", async () => {
    const code = `let text = ""; process.stdin.on("data", (part) => (text += part)).on("end", () => console.log(text === ${JSON.stringify(SCRIPT)} ? "sat" : "unsat"))`;
    expect(await askCommand(node(code), SCRIPT, 20)).toBe("sat");
  });

  test("gives it the script as a file where {} stands, and removes the file", async () => {
    await inFolder(async (folder) => {
      const record = join(folder, "seen");
      const code = `const fs = require("fs"); const [file, record] = process.argv.slice(1);
        fs.writeFileSync(record, file.slice(5)); console.log(fs.readFileSync(file.slice(5), "utf8") === ${JSON.stringify(SCRIPT)} ? "unsat" : "sat")`;
      await leavingNothing(async () => expect(await askCommand(node(code, "file={}", record), SCRIPT, 20)).toBe("unsat"));
      expect(existsSync(readFileSync(record, "utf8"))).toBe(false);
    });
  });

  test("takes the first line as the answer", async () => {
    expect(await askCommand(node('console.log("\\nunknown\\nsat")'), SCRIPT, 20)).toBe("unknown");
  });

  test("a large script to a program that does not read is no error", async () => {
    expect(await askCommand(node('console.log("sat"); process.stdin.destroy()'), "x".repeat(1e6), 20)).toBe("sat");
  });

  test.each<[string, string, string]>([
    ["garbage", 'console.log("SAT!")', 'expected sat, unsat or unknown, found "SAT!"'],
    ["nothing", "", "expected sat, unsat or unknown, found nothing"],
    ["a failure", 'console.log("sat"); process.exitCode = 3', 'found exit code 3 and "sat"'],
    ["a failure told on stderr", 'console.error("no licence\\nsecond line"); process.exitCode = 1', 'found exit code 1 and "no licence"'],
    ["a crash", 'process.kill(process.pid, "SIGSEGV")', "found an end by SIGSEGV"],
    ["endless output", 'const say = () => process.stdout.write("y".repeat(1e5), () => (n++ < 100 ? say() : 0)); let n = 0; say()', 'found "yyy'],
  ])("%s is one line", async (_, code, message) => {
    const error = await askCommand(node(code), SCRIPT, 20).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: "Fault", kind: "io" });
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toContain("\n");
  });

  test("a missing program is bad usage", async () => {
    await leavingNothing(() =>
      expect(askCommand(["no-such-solver", "{}"], SCRIPT, 20)).rejects.toMatchObject({
        kind: "usage",
        message: '--solver: expected a program that can be started, found "no-such-solver": no such file or folder',
      }),
    );
  });

  test("after its time it is killed with everything it started", async () => {
    await inFolder(async (folder) => {
      const pids = join(folder, "pids");
      const code = `const child = require("child_process").spawn(process.execPath, ["-e", "setTimeout(() => 0, 1e6)"], { stdio: "inherit" });
        require("fs").writeFileSync(${JSON.stringify(pids)}, process.pid + " " + child.pid); process.on("SIGTERM", () => 0); setTimeout(() => 0, 1e6)`;
      await leavingNothing(async () => expect(await askCommand(node(code, "{}"), SCRIPT, 3)).toBe("timeout"));
      const started = readFileSync(pids, "utf8").split(" ").map(Number);
      for (let tries = 0; tries < 100 && started.some(alive); tries++) await new Promise((wait) => setTimeout(wait, 50));
      expect(started.filter(alive)).toEqual([]);
    });
  });

  test("listeners for signals are taken away again", async () => {
    const before = process.listenerCount("SIGINT");
    await askCommand(node('console.log("sat")'), SCRIPT, 20);
    await askCommand(["no-such-solver"], SCRIPT, 20).catch(() => undefined);
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});
