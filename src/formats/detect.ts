/**
 * Which format a file has: by content where that is certain, else by its extension.
 */
import { badInput, quote } from "../pattern/fault.js";
import { isMatrixMarket } from "./matrix-market.js";
import { isNpy } from "./npy.js";
import { isOnnx } from "./onnx.js";
import { isSafetensors } from "./safetensors.js";
import type { Source } from "./source.js";
import { isZip } from "./zip.js";

export type Format = "json" | "dot" | "npy" | "zip" | "safetensors" | "onnx" | "mtx" | "legacy-torch";

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  json: "json",
  dot: "dot",
  gv: "dot",
  npy: "npy",
  npz: "zip",
  pt: "zip",
  pth: "zip",
  safetensors: "safetensors",
  onnx: "onnx",
  mtx: "mtx",
};

/**
 * `json` stands for the two JSON formats and `zip` for .npz and PyTorch, which are told apart later.
 * @throws Fault when neither content nor extension says anything
 */
export function detectFormat(source: Source, fileName: string): Format {
  const bytes = source.read(0, Math.min(HEAD_BYTES, source.size));
  const format = byContent(source, bytes) ?? BY_EXTENSION[extensionOf(fileName)];
  if (format !== undefined && bytes.length > 0) return format;
  const known = "a pattern or graphlib JSON, DOT, .npy, .npz, .safetensors, PyTorch .pt, ONNX or Matrix Market file";
  if (bytes.length === 0) throw badInput("", known, "an empty file");
  const head = Buffer.from(bytes.subarray(0, 8)).toString("latin1");
  throw badInput("", known, `content that begins with ${quote(head)} and the extension ${quote(extensionOf(fileName))}`);
}

/** Enough for the comments before a graph. */
const HEAD_BYTES = 4096;

function byContent(source: Source, bytes: Uint8Array): Format | undefined {
  if (isNpy(bytes)) return "npy";
  if (isZip(bytes)) return "zip";
  if (isSafetensors(source)) return "safetensors";
  if (isMatrixMarket(bytes)) return "mtx";
  if (isOnnx(bytes)) return "onnx";
  if (bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5) return "legacy-torch";
  const head = Buffer.from(bytes).toString("latin1").replace(/^\u00ef\u00bb\u00bf/, "");
  if (/^\s*[{[]/.test(head)) return "json";
  if (/^(?:\s|\/\/[^\n]*\n|#[^\n]*\n|\/\*[^]*?\*\/)*(?:strict\s+)?(?:di)?graph\b/i.test(head)) return "dot";
  return undefined;
}

/** The part after the last dot, in lower case. */
function extensionOf(fileName: string): string {
  const name = fileName.replace(/^.*[/\\]/, "");
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}

/** The file's name without folder and extension: the name of a pattern that has none. */
export function stemOf(fileName: string): string {
  const name = fileName.replace(/^.*[/\\]/, "");
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? name : name.slice(0, dot);
}
