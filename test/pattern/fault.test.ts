import { describe, expect, it } from "vitest";
import { Fault, badInput, quote } from "../../src/pattern/fault.js";

describe("a fault", () => {
  it("is one line of place, expected and found", () => {
    expect(badInput("widths[1]", "a number", '"x"').message).toBe('widths[1]: expected a number, found "x"');
  });

  it("names its file once it is known, and keeps the first one", () => {
    const fault = badInput("a", "b", "c").inFile("one.json");
    expect(fault.message).toBe("one.json: a: expected b, found c");
    expect(fault.inFile("two.json").file).toBe("one.json");
    expect(fault.kind).toBe("input");
  });

  it("leaves the place out when there is none", () => {
    expect(new Fault("usage", { place: "", expected: "b", found: "c" }).message).toBe("expected b, found c");
  });

  it("lets no control characters through", () => {
    expect(badInput("a\u001b[2Jb", "c\r\nd", "e\u2028f\u0007").message).toBe("a [2Jb: expected c d, found e f ");
  });

  it("is cut when its parts are endless", () => {
    expect(badInput("x".repeat(1e5), "y".repeat(1e5), "z".repeat(1e5)).message.length).toBeLessThan(2000);
  });
});

describe("quote", () => {
  it("shows values as JSON", () => {
    expect([quote("a"), quote(1.5), quote(null), quote([1]), quote({ a: true })]).toEqual(['"a"', "1.5", "null", "[1]", '{"a":true}']);
  });

  it("shows what JSON cannot hold", () => {
    expect([quote(undefined), quote(10n), quote(NaN)]).toEqual(["undefined", "10", "null"]);
  });

  it("cuts long values", () => {
    expect(quote("a".repeat(1000)).length).toBeLessThan(130);
  });

  it("never throws: cyclic values, bigints inside, values nested 100000 deep, objects without a prototype", () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    let deep: unknown = [];
    for (let n = 0; n < 100_000; n++) deep = [deep];
    const bare: Record<string, unknown> = Object.create(null);
    bare["x"] = 1n;
    for (const value of [cyclic, deep, bare, { x: 1n }, Symbol("s"), () => 1]) expect(typeof quote(value)).toBe("string");
  });
});
