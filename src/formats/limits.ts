/**
 * Every bound of the readers, with its reason. A file beyond a bound is refused before memory is spent on it.
 */

/** A parsed JSON value takes up to thirty times its text (a list of empty objects); this keeps it near 1 GB. */
export const MAX_JSON_BYTES = 32 * 2 ** 20;

/** A graph takes up to a hundred times its text while it is read; 16 MB are about a million edges. */
export const MAX_DOT_BYTES = 16 * 2 ** 20;

/** `{a b c} -> {d e f}` stands for all pairs: without a bound, the square of the text. */
export const MAX_DOT_EDGES = 2 ** 22;

/** Subgraphs are read by recursion, a few stack frames each; hand-made graphs nest two or three. */
export const MAX_DOT_NESTING = 100;

/** Proofs nest 500 deep and take a few levels each; `JSON.stringify` overflows the stack between 4000 and 6000. */
export const MAX_JSON_DEPTH = 3000;

/** NumPy itself refuses headers above 10,000 bytes unless told otherwise. */
export const MAX_NPY_HEADER = 2 ** 16;

/** The bound in the safetensors specification. */
export const MAX_SAFETENSORS_HEADER = 100_000_000;

/** The largest open models come in fewer than 200 shards. */
export const MAX_SHARDS = 4096;

/** Ten times the tensors of the largest language models; a zip directory of that length takes a few MB. */
export const MAX_ZIP_ENTRIES = 100_000;

/** A directory is read at once; 600 bytes for each of its entries are ten times what names take. */
export const MAX_ZIP_DIRECTORY = 64 * 2 ** 20;

/**
 * Deflate packs zeros 1000 to 1, so 1 MB of file may ask for 1 GB. What is inflated passes by and is not held: this bounds the time, over all entries,
 * to half a minute, and lets through the cells allowed below at 8 bytes each.
 */
export const MAX_INFLATED_BYTES = 2 ** 34;

/** Inflated storages of a .pt file are held, since several tensors may look at one; torch.save itself never deflates. */
export const MAX_HELD_BYTES = 2 ** 30;

/** Cells that do not lie in lines (steps, repeats) are gathered from what lies between the first and the last, which is held meanwhile. */
export const MAX_GATHERED_BYTES = 2 ** 30;

/** They are copied one by one, and a few bytes repeated can stand for any number of them: this takes seconds. */
export const MAX_GATHERED_CELLS = 2 ** 27;

/** A state dict takes about 200 bytes of pickle per tensor. */
export const MAX_PICKLE_BYTES = 64 * 2 ** 20;

/** An empty dict is one byte in a pickle and about 200 in memory. */
export const MAX_PICKLE_CONTAINERS = 2 ** 20;

/** A Python integer longer than this is no size, offset or count. */
export const MAX_PICKLE_INTEGER_BYTES = 64;

/** State dicts nested deeper than this in a checkpoint are not looked for. */
export const MAX_CHECKPOINT_DEPTH = 8;

/** Tensor names run to about 100 characters; a name is taken apart into modules, and dots are cheap to write. */
export const MAX_NAME_LENGTH = 256;

/**
 * Cells over all layers, where a row counts as a multiple of 32: one bit each, so 256 MB. Counts of kept weights are 32-bit integers and end here too.
 */
export const MAX_CELLS = 2 ** 31 - 1;

/** Numbers of a table of training data; they are float64 in memory, so 1 GB. */
export const MAX_DATA_NUMBERS = 2 ** 27;

/** The same as rationals, some 100 bytes each, so 400 MB. */
export const MAX_RATIONALS = 2 ** 22;

/** Digits of a rational: far above what doubles can tell apart. Arithmetic with them grows faster than their number, and 1e999999 is short. */
export const MAX_RATIONAL_CHARACTERS = 1000;

/** Steps of the search for the order of the layers (about half a second). */
export const MAX_ORDER_STEPS = 2 ** 22;

/** Names listed in one note or fault; the rest is counted. */
export const MAX_LISTED = 12;

/** A field is a few dozen bytes in memory while it is looked at; a model has a few for each node and tensor. */
export const MAX_PROTOBUF_FIELDS = 2 ** 22;

/** Names of nodes and tensors in ONNX are paths of modules, several times as long as in a checkpoint. */
export const MAX_ONNX_NAME = 1024;

/** Initializers and constants: a dozen for each of the most layers a pattern may have. */
export const MAX_ONNX_TENSORS = 2 ** 16;

/** Axes of a tensor; what becomes a layer has two. */
export const MAX_ONNX_RANK = 64;

/** The Matrix Market specification allows 1024 characters; comments are often longer. */
export const MAX_MATRIX_MARKET_LINE = 2 ** 20;
