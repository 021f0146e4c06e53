import { describe, expect, it } from "vitest";
import { Fault, badInput, quote, unreadable, unwritable, writing } from "../../src/pattern/fault.js";

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

describe("what the system says of a file", () => {
  it.each([
    ["EACCES", "EACCES: permission denied, open 'x'", "no permission"],
    ["EPERM", "EPERM: operation not permitted, open 'x'", "no permission"],
    ["EISDIR", "EISDIR: illegal operation on a directory, read", "a directory"],
    ["ELOOP", "ELOOP: too many symbolic links encountered, stat 'x'", "links that lead in a circle"],
    ["EIO", "EIO: i/o error, read", "EIO: i/o error, read"],
    [undefined, "the message", "the message"],
  ])("says %s in words, with Node's own where there are no others", (code, message, found) => {
    expect(unreadable(Object.assign(new Error(message), { code }), "x.json").found).toBe(found);
  });

  it("is a fault of kind io, of reading or of writing, naming the file", () => {
    const error = Object.assign(new Error("m"), { code: "EACCES" });
    expect(unreadable(error, "x").message).toBe("x: expected a file that can be read, found no permission");
    expect(unwritable(error, "x", "directory").message).toBe("x: expected a directory that can be written, found no permission");
    expect(writing("x", () => 7)).toBe(7);
    const failing = (): never => {
      throw error;
    };
    expect(() => writing("x", failing)).toThrow(unwritable(error, "x"));
  });
});
