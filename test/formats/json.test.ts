import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../src/formats/json.js";
import { faultOf } from "./helpers.js";

describe("parseJson", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
    for (const text of ["0", "-0.5e+3", '"\\u0041\\n"', " [ ] ", "{ }", "[1,[2,{}],null]", '{"a":{"a":[true,false]}}']) {
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }
  });

  it("refuses what JSON.parse refuses, with line and column", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom("", ",", "}", "]", '"', "x", "\\", "0", "\u0001"), (text, at, insert) => {
        const broken = `${text.slice(0, at % (text.length + 1))}${insert}${text.slice((at % (text.length + 1)) + 1)}`;
        let valid = true;
        try {
          JSON.parse(broken);
        } catch {
          valid = false;
        }
        // A cut may make two keys equal; then only parseJson refuses.
        if (!valid) expect(faultOf(() => parseJson(broken))).toMatch(/^line \d+:\d+: expected /);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["", 'line 1:1: expected a JSON value, found the end of the text'],
    ["[1,\n 2", 'line 2:3: expected "," or "]", found the end of the text'],
    ['{"a": 1,}', 'line 1:9: expected a key in double quotes, found "}"'],
    ['{"a" 1}', 'line 1:6: expected ":", found "1}"'],
    ["[01]", 'line 1:2: expected a JSON value, found "01]"'],
    ["[1] x", 'line 1:5: expected the end of the text, found "x"'],
    ['["a\nb"]', 'line 1:4: expected no control character inside a string, found "\\n"'],
    ['"abc', "line 1:1: expected a closing quote, found the end of the text"],
    ['"\\q"', 'line 1:2: expected an escape such as \\n or \\u0041, found "\\\\q\\""'],
    ["[NaN]", 'line 1:2: expected a JSON value, found "NaN]"'],
  ])("refuses %j", (text, message) => {
    expect(faultOf(() => parseJson(text))).toBe(message);
  });

  it("refuses a key twice, also when it is escaped, but not in two objects", () => {
    expect(faultOf(() => parseJson('{"a":1,\n "b":{},"a":2}'))).toBe('line 2:9: expected every key once, found the key "a" twice');
    expect(faultOf(() => parseJson('[{"a":1,"\\u0061":2}]'))).toMatch(/the key "a" twice/);
    expect(parseJson('[{"a":1},{"a":{"a":2}}]')).toEqual([{ a: 1 }, { a: { a: 2 } }]);
  });

  it("reads long strings, escapes among them, and finds the fault at their end", () => {
    const long = "a\u2028\ud800".repeat(2_000_000);
    expect(parseJson(`["${long}"]`)).toEqual([long]);
    expect(parseJson(`["${long}\\n${long}"]`)).toEqual([`${long}\n${long}`]);
    expect(faultOf(() => parseJson(`["${long}`))).toBe("line 1:2: expected a closing quote, found the end of the text");
    expect(faultOf(() => parseJson(`["${long}\t"]`))).toBe('line 1:6000003: expected no control character inside a string, found "\\t"');
  });

  it("refuses deep nesting without overflowing the stack", () => {
    expect(faultOf(() => parseJson("[".repeat(1e6)))).toMatch(/nesting of at most 3000 levels/);
    expect(faultOf(() => parseJson('{"a":'.repeat(1e6)))).toMatch(/nesting of at most 3000 levels/);
    expect(() => parseJson("[".repeat(3000) + "]".repeat(3000))).not.toThrow();
  });

  it("makes __proto__ an own property and leaves the prototype alone", () => {
    const value = parseJson('{"__proto__": {"polluted": 1}}') as object;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(faultOf(() => parseJson('{"__proto__": 1, "__proto__": 2}'))).toMatch(/twice/);
  });

  it("puts the place of the document in front", () => {
    expect(faultOf(() => parseJson("{", "header"))).toBe("header, line 1:2: expected a key in double quotes, found the end of the text");
  });

  it("is fast enough for certificates of a few MB", () => {
    const text = JSON.stringify(Array.from({ length: 60_000 }, (_, i) => ({ index: i, value: `${i}/7`, list: [i, i + 1] })));
    parseJson(text);
    const start = performance.now();
    parseJson(text);
    expect(text.length).toBeGreaterThan(2.5e6);
    expect(performance.now() - start).toBeLessThan(1000); // about 80 ms alone; the machine may be busy
  });
});
