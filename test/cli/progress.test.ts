import { describe, expect, test } from "vitest";
import { clearLine, showLine } from "../../src/cli/progress.js";
import type { Terminal } from "../../src/cli/terminal.js";

function recorded(watched: boolean): { terminal: Terminal; err: string[] } {
  const err: string[] = [];
  return { terminal: { out: () => undefined, err: (text) => void err.push(text), watched }, err };
}

describe("the line that is written over", () => {
  test("begins by taking away the one before", () => {
    const { terminal, err } = recorded(true);
    showLine("step 1", terminal);
    showLine("step 2", terminal);
    clearLine(terminal);
    expect(err).toEqual(["\r\u001B[Kstep 1", "\r\u001B[Kstep 2", "\r\u001B[K"]);
  });

  test("is silent unless somebody is watching", () => {
    const { terminal, err } = recorded(false);
    showLine("step 1", terminal);
    clearLine(terminal);
    expect(err).toEqual([]);
  });
});
