/**
 * Seeded mutations of file contents, used by `npm run fuzz` and by a short slice of it in the tests.
 */

/** mulberry32: 32 bits of state, the same numbers on every machine. */
export function randomSource(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  const below = (n) => (n <= 0 ? 0 : next() % n);
  return { below, pick: (list) => list[below(list.length)], chance: (percent) => below(100) < percent };
}

const BYTES = [0, 1, 2, 0x28, 0x2e, 0x7f, 0x80, 0xff];
const LENGTHS = [0, 1, 3, 0x7f, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 2 ** 53];

/** Bit flips, cuts, insertions, splices with another input, overwritten length fields; one to four of them. */
export function mutateBytes(bytes, random, others) {
  let result = Buffer.from(bytes);
  for (let k = random.chance(60) ? 0 : random.below(4); k >= 0; k--) result = mutateOnce(result, random, others);
  return result;
}

function mutateOnce(bytes, random, others) {
  const at = random.below(bytes.length);
  const length = 1 + random.below(random.chance(75) ? 8 : bytes.length);
  const before = bytes.subarray(0, at);
  switch (random.below(9)) {
    case 0:
      return edited(bytes, at, (copy) => (copy[at] ^= 1 << random.below(8)));
    case 1:
      return edited(bytes, at, (copy) => (copy[at] = random.pick(BYTES)));
    case 2:
      return Buffer.from(before);
    case 3:
      return Buffer.concat([before, bytes.subarray(at + length)]);
    case 4:
      return Buffer.concat([before, bytes.subarray(at, at + length), bytes.subarray(at)]);
    case 5: {
      const other = random.pick(others);
      const from = random.below(other.length);
      return Buffer.concat([before, other.subarray(from, from + length), bytes.subarray(random.chance(50) ? at : at + length)]);
    }
    case 6:
    case 7:
      return edited(bytes, at, (copy) => writeLength(copy, at, random));
    default:
      return Buffer.concat([before, Buffer.from(Array.from({ length: Math.min(length, 64) }, () => random.below(256))), bytes.subarray(at)]);
  }
}

function edited(bytes, at, edit) {
  if (at >= bytes.length) return bytes;
  const copy = Buffer.from(bytes);
  edit(copy);
  return copy;
}

function writeLength(copy, at, random) {
  const size = random.pick([1, 2, 4, 8]);
  const field = Buffer.alloc(8);
  field.writeBigUInt64LE(BigInt(random.pick(LENGTHS)) + BigInt(random.below(3)));
  field.copy(copy, at, 0, Math.min(size, copy.length - at));
}

const WORDS = [
  "0", "1", "-1", "-0", "0.5", "1e999", "4194305", "9007199254740993", "01", "null", "true", "false", "NaN", '""', '"0"', '"2"', '"__proto__"',
  '"constructor"', '"layer"', '"bias"', '"a\\u0000b"', "[]", "{}", "{", "}", "[", "]", ",", ":", '"', "->", "--", ";", "=", "subgraph", "node", "/*", "<",
];

/** Deletes, repeats, swaps and replaces tokens of a text, so that it often stays well formed. */
export function mutateText(text, random) {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*|-?[0-9][0-9.eE+-]*|\s+|[^]/g) ?? [];
  for (let k = random.chance(60) ? 0 : random.below(4); k >= 0; k--) {
    const at = random.below(tokens.length);
    const count = 1 + random.below(random.chance(70) ? 1 : 12);
    switch (random.below(6)) {
      case 0:
        tokens.splice(at, count);
        break;
      case 1:
        tokens.splice(at, 0, ...tokens.slice(at, at + count));
        break;
      case 2:
        tokens.splice(at, count, ...tokens.slice(random.below(tokens.length)).slice(0, count));
        break;
      case 3:
        tokens.splice(at, 0, random.pick(WORDS).repeat(random.chance(3) ? 3000 : 1));
        break;
      default:
        tokens.splice(at, 1, random.pick(WORDS));
    }
  }
  return tokens.join("");
}
