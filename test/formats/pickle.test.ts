import { Parser } from "pickleparser";
import { describe, expect, it } from "vitest";
import { Call, Global, Persistent, readPickle } from "../../src/formats/pickle.js";
import { sourceOfBytes } from "../../src/formats/source.js";
import { readZipDirectory, readZipEntry } from "../../src/formats/zip.js";
import { faultOf, fixture } from "./helpers.js";

/** Bytes given as latin-1 text, and a STOP. */
function pickle(code: string): Buffer {
  return Buffer.from(`\x80\x02${code}.`, "latin1");
}

const load = (code: string): unknown => readPickle(pickle(code), (name) => name.startsWith("ok."));
const refused = (code: string): string => faultOf(() => load(code));

describe("readPickle", () => {
  it("reads the plain values", () => {
    expect(load("(NK\x07M\x01\x02J\xff\xff\xff\xff\x88\x89t")).toEqual([null, 7, 513, -1, true, false]);
    expect(load("\x8a\x00")).toBe(0);
    expect(load("\x8a\x02\xff\xff")).toBe(-1);
    expect(load("\x8a\x01\x80")).toBe(-128);
    expect(load("\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x40")).toBe(2n ** 70n);
    expect(load("G\x3f\xf8\x00\x00\x00\x00\x00\x00")).toBe(1.5);
    expect(load("X\x02\x00\x00\x00\xc3\xa9")).toBe("é");
    expect(load("\x8c\x01a")).toBe("a");
    expect(load("\x8d\x01\x00\x00\x00\x00\x00\x00\x00a")).toBe("a");
    expect(load("C\x01a")).toEqual(Buffer.from("a"));
  });

  it("reads containers and what was remembered", () => {
    expect(load("]q\x00(K\x01K\x02eh\x00\x86")).toEqual([[1, 2], [1, 2]]);
    expect(load("}(K\x01K\x02K\x03K\x04u")).toEqual(new Map([[1, 2], [3, 4]]));
    expect(load("}K\x01K\x02s")).toEqual(new Map([[1, 2]]));
    expect(load("]\x94K\x05a0h\x00")).toEqual([5]);
    expect(load("K\x01K\x02K\x03\x87")).toEqual([1, 2, 3]);
    expect(load("\x8f(K\x01\x90")).toEqual([1]);
  });

  it("calls nothing: calls and objects are kept as data", () => {
    const call = load("cok\nf\nK\x01\x85R") as Call;
    expect(call).toBeInstanceOf(Call);
    expect([call.callee, call.args]).toEqual([new Global("ok.f"), [1]]);
    expect(load("\x8c\x02ok\x8c\x01f\x93)\x81}b")).toBeInstanceOf(Call);
    expect((load("cok\nf\n)R(K\x01K\x02u") as Call).items).toEqual(new Map([[1, 2]]));
    expect(load("K\x01Q")).toEqual(new Persistent(1));
  });

  it("refuses every other global by name, before anything is made of it", () => {
    expect(refused("cos\nsystem\nX\x02\x00\x00\x00ls\x85R")).toBe(
      'pickle, byte 2: expected tensors in dicts (save model.state_dict(), not the model), found the Python object "os.system"; nothing was executed',
    );
    expect(refused("\x8c\x08builtins\x8c\x04eval\x93")).toMatch(/"builtins\.eval"; nothing was executed/);
    expect(refused("]\x8c\x01x\x93")).toMatch(/a module and a name/);
  });

  it("reads values that contain themselves", () => {
    const list = load("]q\x00h\x00a") as unknown[];
    expect(list[0]).toBe(list);
    const dict = load("}q\x00K\x01h\x00s") as Map<unknown, unknown>;
    expect(dict.get(1)).toBe(dict);
  });

  it("shares what nests exponentially", () => {
    // a = []; 100 times a = (a, a): 2^100 leaves if anything copied or printed it.
    expect(Array.isArray(load(`]${"q\x00h\x00\x86".repeat(100)}`))).toBe(true);
    expect(refused(`]${"q\x00h\x00\x86".repeat(100)}b`)).toMatch(/expected/);
  });

  it.each([
    ["bytes of negative length", "B\xff\xff\xff\xff", /the end of the pickle/],
    ["text beyond the end", "X\xff\xff\xff\xff", /the end of the pickle/],
    ["a length of 8 bytes", "\x8d\xff\xff\xff\xff\xff\xff\xff\xff", /the end of the pickle/],
    ["a huge integer", `\x8b\x00\x01\x00\x00${"\xff".repeat(256)}`, /at most 64 bytes, found 256 bytes/],
    ["an empty stack", "", /a value on the stack, found none/],
    ["too few values", "K\x01\x86", /2 values on the stack, found fewer/],
    ["values beyond a mark", "K\x01(\x85", /1 values on the stack, found fewer/],
    ["no mark", "K\x01t", /a mark on the stack/],
    ["a mark as the result", "(", /a value on the stack/],
    ["nothing remembered", "h\x05", /something remembered as 5/],
    ["an append to no list", "K\x01K\x02a", /a list to append to/],
    ["items for no dict", "]K\x01K\x02s", /a dict and pairs/],
    ["an odd number of items", "}(K\x01u", /a dict and pairs/],
    ["a call of a value", "K\x01)R", /a class and a tuple of arguments/],
    ["a call without a tuple", "cok\nf\nK\x01R", /a class and a tuple of arguments/],
    ["a state for a list", "]}b", /an object whose state to set/],
    ["a global without a line end", "cok", /a line, found the end/],
    ["an unknown instruction", "\xfe", /an instruction that torch\.save writes, found 0xfe|pickle instruction .* found 0xfe/],
    ["an instance of protocol 0", "(iok\nf\n", /found 0x69/],
    ["an extension code", "\x82\x01", /found 0x82/],
    ["a dict built by attributes", "(d", /found 0x64/],
    ["text of protocol 0", "I1\n", /found 0x49/],
  ])("refuses %s", (_, code, reason) => {
    expect(refused(code)).toMatch(reason);
  });

  it("refuses other protocols, and pickles without end", () => {
    expect(faultOf(() => readPickle(Buffer.from("\x80\x09N.", "latin1"), () => false))).toMatch(/protocol 2 to 5, found 9/);
    expect(faultOf(() => readPickle(Buffer.from("\x80\x02N", "latin1"), () => false))).toMatch(/the end of the pickle at 3/);
  });

  it("bounds the number of containers", () => {
    expect(refused("}".repeat(1_100_000))).toMatch(/at most 1048576 lists, dicts and objects, found more/);
  });

  it("reads a pickle by PyTorch to its end", async () => {
    const entry = readZipDirectory(sourceOfBytes(fixture("checkpoint.pt"))).find(({ name }) => name.endsWith("data.pkl"))!;
    const checkpoint = readPickle(await readZipEntry(entry, 10_000), () => true) as Map<unknown, unknown>;
    expect([...checkpoint.keys()]).toEqual(["epoch", "best", "device", "state_dict", "optimizer", "history"]);
    expect(checkpoint.get("history")).toEqual([1.5, null, true, -7, 2n ** 70n, "text"]);
  });

  it("finds what another reader finds, where that keeps integers exact", async () => {
    const entry = readZipDirectory(sourceOfBytes(fixture("plain.pt"))).find(({ name }) => name.endsWith("data.pkl"))!;
    const bytes = await readZipEntry(entry, 10_000);
    const globals: string[] = [];
    readPickle(bytes, (name) => globals.push(name) > 0);
    const theirs: string[] = [];
    const persistentResolver = { resolve: () => null };
    const nameResolver = { resolve: (module: string, name: string) => (theirs.push(`${module}.${name}`), () => new Map()) };
    new Parser({ nameResolver, persistentResolver, unpicklingTypeOfDictionary: "Map" }).parse(bytes);
    expect(globals).toEqual(theirs);
    expect(new Set(globals)).toEqual(new Set(["collections.OrderedDict", "torch._utils._rebuild_tensor_v2", "torch.FloatStorage"]));
  });
});
