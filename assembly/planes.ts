/**
 * The kernel of path planes (AssemblyScript): the loops of src/pattern/planes/loops.ts on vectors of 128 bits, block by block, by as many threads as there are. What it
 * computes is said there, where its arguments lie in memory in src/pattern/planes/job.ts. All addresses are in bytes.
 */

/** Words of job.ts, as addresses. */
const LEFT: usize = 0;
const DONE: usize = 4;
const LEAST: usize = 8;
const BLOCKS: usize = 12;
const KIND: usize = 16;
const RESULTS: usize = 20;
const SCRATCH: usize = 24;
const SCRATCH_BYTES: usize = 28;
const ARGUMENTS: usize = 32;

@inline
function argument(n: i32): usize {
  return load<u32>(ARGUMENTS + (n << 2));
}

/**
 * Does one block of the job in hand, the first that nobody has taken, and says whether there was one. Blocks after the least one that has found
 * something are passed over.
 */
export function takeBlock(thread: i32): bool {
  const left = atomic.sub<i32>(LEFT, 1);
  if (left <= 0) return false;
  // The job cannot change before this block is done.
  const block = load<i32>(BLOCKS) - left;
  const scratch = <usize>load<u32>(SCRATCH) + <usize>thread * load<u32>(SCRATCH_BYTES);
  if (block <= atomic.load<i32>(LEAST)) {
    let result: i32;
    const kind = load<i32>(KIND);
    if (kind == 0) result = addPaths(block);
    else if (kind == 2) result = addSparsePaths(block, scratch);
    else {
      result = findCrossed(block, scratch);
      if (result >= 0) lowerLeast(block);
    }
    store<i32>(<usize>load<u32>(RESULTS) + (block << 2), result);
  }
  atomic.add<i32>(DONE, 1);
  atomic.notify(DONE, -1);
  return true;
}

function lowerLeast(block: i32): void {
  let least = atomic.load<i32>(LEAST);
  while (block < least) {
    const seen = atomic.cmpxchg<i32>(LEAST, least, block);
    if (seen == least) return;
    least = seen;
  }
}

/** Entries of a row that are gone through, at least, before it is looked whether the sums are full. */
const BATCH = 32;

/** Rows of one strip of 512 inputs. Returns how many rows below were added, over all rows here. */
function addPaths(block: i32): i32 {
  const rows = <i32>argument(6);
  const rowsBelow = <i32>argument(7);
  const height = <i32>argument(8);
  const perStrip = (rows + height - 1) / height;
  const strip = block / perStrip;
  const from = (block % perStrip) * height;
  const to = min(rows, from + height);
  const below = argument(0) + ((<usize>strip * rowsBelow) << 6);
  // How far the second plane is from the first.
  const beside: usize = argument(1) == 0 ? 0 : argument(1) - argument(0);
  const any = argument(2) + ((<usize>strip * rows) << 6);
  const twice = argument(3) + ((<usize>strip * rows) << 6);
  const full = argument(4) + (<usize>strip << 7);
  const bits = argument(5);
  const index = argument(10);
  const words = argument(11);
  // So many rows below as the nearest cache has room for, of all rows here in turn.
  const chunk = <i32>argument(12);
  let places = argument(9);
  let added = 0;
  for (let first = 0; first < rowsBelow; first += chunk, places += <usize>rows << 2) {
    const beyond = min(rowsBelow, first + chunk);
    for (let i = from; i < to; i++) {
      const at = <usize>i << 6;
      if (bits != 0) {
        const row = bits + ((<usize>i * words) << 3);
        const end = row + (((<usize>beyond + 63) >> 6) << 3);
        added += addBits(row + ((<usize>first >> 6) << 3), end, below + (<usize>first << 6), beside, any + at, twice + at, full, first > 0);
      } else {
        const place = places + (<usize>i << 2);
        const list = index + (load<u32>(place) << 2);
        const end = index + (load<u32>(place + (<usize>rows << 2)) << 2);
        added += addList(list, end, below, beside, any + at, twice + at, full, first > 0);
      }
    }
  }
  return added;
}

/** Nothing that could still be added would change these sums. Mostly one vector says that it would. */
@inline
function isFull(full: usize, a0: v128, a1: v128, a2: v128, a3: v128, t0: v128, t1: v128, t2: v128, t3: v128): bool {
  if (v128.any_true(v128.andnot(v128.load(full, 64), t0))) return false;
  const a = v128.or(v128.andnot(v128.load(full), a0), v128.andnot(v128.load(full, 16), a1));
  const b = v128.or(v128.andnot(v128.load(full, 32), a2), v128.andnot(v128.load(full, 48), a3));
  const c = v128.or(v128.andnot(v128.load(full, 80), t1), v128.andnot(v128.load(full, 96), t2));
  return !v128.any_true(v128.or(v128.or(a, b), v128.or(c, v128.andnot(v128.load(full, 112), t3))));
}

/**
 * Adds the rows below that are marked in a row of bits, 64 bytes of each: one path for each bit of theirs, two for each in the second plane, `beside`. Returns how many were added
 * before the sums were full. All sums stay in registers meanwhile.
 */
function addBits(row: usize, end: usize, below: usize, beside: usize, any: usize, twice: usize, full: usize, mayBeFull: bool): i32 {
  let a0 = v128.load(any);
  let a1 = v128.load(any, 16);
  let a2 = v128.load(any, 32);
  let a3 = v128.load(any, 48);
  let t0 = v128.load(twice);
  let t1 = v128.load(twice, 16);
  let t2 = v128.load(twice, 32);
  let t3 = v128.load(twice, 48);
  if (mayBeFull && isFull(full, a0, a1, a2, a3, t0, t1, t2, t3)) return 0;
  let added = 0;
  let next = BATCH;
  for (let base = below; row < end; row += 8, base += 4096) {
    let word = load<u64>(row);
    added += <i32>popcnt(word);
    if (beside == 0) {
      for (; word != 0; word &= word - 1) {
        const at = base + (<usize>ctz(word) << 6);
        const x0 = v128.load(at);
        const x1 = v128.load(at, 16);
        t0 = v128.or(t0, v128.and(a0, x0));
        a0 = v128.or(a0, x0);
        t1 = v128.or(t1, v128.and(a1, x1));
        a1 = v128.or(a1, x1);
        const x2 = v128.load(at, 32);
        const x3 = v128.load(at, 48);
        t2 = v128.or(t2, v128.and(a2, x2));
        a2 = v128.or(a2, x2);
        t3 = v128.or(t3, v128.and(a3, x3));
        a3 = v128.or(a3, x3);
      }
    } else {
      for (; word != 0; word &= word - 1) {
        const at = base + (<usize>ctz(word) << 6);
        const x0 = v128.load(at);
        const x1 = v128.load(at, 16);
        t0 = v128.or(v128.or(t0, v128.load(at + beside)), v128.and(a0, x0));
        a0 = v128.or(a0, x0);
        t1 = v128.or(v128.or(t1, v128.load(at + beside, 16)), v128.and(a1, x1));
        a1 = v128.or(a1, x1);
        const x2 = v128.load(at, 32);
        const x3 = v128.load(at, 48);
        t2 = v128.or(v128.or(t2, v128.load(at + beside, 32)), v128.and(a2, x2));
        a2 = v128.or(a2, x2);
        t3 = v128.or(v128.or(t3, v128.load(at + beside, 48)), v128.and(a3, x3));
        a3 = v128.or(a3, x3);
      }
    }
    if (added < next) continue;
    if (isFull(full, a0, a1, a2, a3, t0, t1, t2, t3)) break;
    next = added + BATCH;
  }
  v128.store(any, a0);
  v128.store(any, a1, 16);
  v128.store(any, a2, 32);
  v128.store(any, a3, 48);
  v128.store(twice, t0);
  v128.store(twice, t1, 16);
  v128.store(twice, t2, 32);
  v128.store(twice, t3, 48);
  return added;
}

/** The same for the rows below in a list. */
function addList(list: usize, end: usize, below: usize, beside: usize, any: usize, twice: usize, full: usize, mayBeFull: bool): i32 {
  if (list >= end) return 0;
  let a0 = v128.load(any);
  let a1 = v128.load(any, 16);
  let a2 = v128.load(any, 32);
  let a3 = v128.load(any, 48);
  let t0 = v128.load(twice);
  let t1 = v128.load(twice, 16);
  let t2 = v128.load(twice, 32);
  let t3 = v128.load(twice, 48);
  if (mayBeFull && isFull(full, a0, a1, a2, a3, t0, t1, t2, t3)) return 0;
  let e = list;
  while (e < end) {
    const stop = min(end, e + 4 * BATCH);
    if (beside == 0) {
      for (; e < stop; e += 4) {
        const at = below + (<usize>load<u32>(e) << 6);
        const x0 = v128.load(at);
        const x1 = v128.load(at, 16);
        t0 = v128.or(t0, v128.and(a0, x0));
        a0 = v128.or(a0, x0);
        t1 = v128.or(t1, v128.and(a1, x1));
        a1 = v128.or(a1, x1);
        const x2 = v128.load(at, 32);
        const x3 = v128.load(at, 48);
        t2 = v128.or(t2, v128.and(a2, x2));
        a2 = v128.or(a2, x2);
        t3 = v128.or(t3, v128.and(a3, x3));
        a3 = v128.or(a3, x3);
      }
    } else {
      for (; e < stop; e += 4) {
        const at = below + (<usize>load<u32>(e) << 6);
        const x0 = v128.load(at);
        const x1 = v128.load(at, 16);
        t0 = v128.or(v128.or(t0, v128.load(at + beside)), v128.and(a0, x0));
        a0 = v128.or(a0, x0);
        t1 = v128.or(v128.or(t1, v128.load(at + beside, 16)), v128.and(a1, x1));
        a1 = v128.or(a1, x1);
        const x2 = v128.load(at, 32);
        const x3 = v128.load(at, 48);
        t2 = v128.or(v128.or(t2, v128.load(at + beside, 32)), v128.and(a2, x2));
        a2 = v128.or(a2, x2);
        t3 = v128.or(v128.or(t3, v128.load(at + beside, 48)), v128.and(a3, x3));
        a3 = v128.or(a3, x3);
      }
    }
    if (e < end && isFull(full, a0, a1, a2, a3, t0, t1, t2, t3)) break;
  }
  v128.store(any, a0);
  v128.store(any, a1, 16);
  v128.store(any, a2, 32);
  v128.store(any, a3, 48);
  v128.store(twice, t0);
  v128.store(twice, t1, 16);
  v128.store(twice, t2, 32);
  v128.store(twice, t3, 48);
  return <i32>((e - list) >> 2);
}

/** Columns that are gathered before they are entered: what is entered soon after it is read waits for what was entered just before. */
const GATHERED_BYTES: usize = 16384;

/** Some rows, from lists of what is reached. Returns how many rows below were added. */
function addSparsePaths(block: i32, gathered: usize): i32 {
  const start = argument(0);
  const columns = argument(1);
  const twiceStart = argument(2);
  const twiceColumns = argument(3);
  const rows = <i32>argument(6);
  const stride = argument(7) << 2;
  const height = <i32>argument(8);
  const rowStart = argument(9);
  const index = argument(10);
  const from = block * height;
  const to = min(rows, from + height);
  const many = gathered + GATHERED_BYTES;
  let any = argument(4) + <usize>from * stride;
  let twice = argument(5) + <usize>from * stride;
  for (let i = from; i < to; i++, any += stride, twice += stride) {
    const end = index + (load<u32>(rowStart + (<usize>i << 2), 4) << 2);
    let top = gathered;
    for (let e = index + (load<u32>(rowStart + (<usize>i << 2)) << 2); e < end; e += 4) {
      const below = load<u32>(e) << 2;
      const list = columns + (load<u32>(start + below) << 2);
      const bytes: usize = columns + (load<u32>(start + below, 4) << 2) - list;
      // Short lists are copied without a look at how long they are; what is too much is written over.
      v128.store(top, v128.load(list));
      v128.store(top, v128.load(list, 16), 16);
      for (let n: usize = 32; n < bytes; n += 16) v128.store(top + n, v128.load(list + n));
      top += bytes;
      if (top >= many) {
        enterColumns(gathered, top, any, twice);
        top = gathered;
      }
      if (twiceStart == 0) continue;
      const last = twiceColumns + (load<u32>(twiceStart + below, 4) << 2);
      for (let n = twiceColumns + (load<u32>(twiceStart + below) << 2); n < last; n += 4) {
        const column = load<u32>(n);
        const at = twice + ((column >> 5) << 2);
        store<u32>(at, load<u32>(at) | (1 << (column & 31)));
      }
    }
    enterColumns(gathered, top, any, twice);
  }
  return load<i32>(rowStart + (<usize>to << 2)) - load<i32>(rowStart + (<usize>from << 2));
}

/** One path more for each of the columns. */
@inline
function enterColumns(from: usize, to: usize, any: usize, twice: usize): void {
  for (let n = from; n < to; n += 4) {
    const column = load<u32>(n);
    const at = (column >> 5) << 2;
    const one: u32 = 1 << (column & 31);
    const before = load<u32>(any + at);
    store<u32>(twice + at, load<u32>(twice + at) | (before & one));
    store<u32>(any + at, before | one);
  }
}

/** The columns of rows of bits, `words` words of 64 each, one after the other. */
export function list(bits: usize, rows: i32, words: i32, index: usize): void {
  let to = index;
  for (let i = 0; i < rows; i++) {
    for (let w = 0; w < words; w++, bits += 8) {
      for (let word = load<u64>(bits); word != 0; word &= word - 1, to += 4) store<i32>(to, (w << 6) + <i32>ctz(word));
    }
  }
}

/**
 * Where in the lists of columns each chunk begins: row by row for the first chunk, then for the next, and at last where the rows end. Columns ascend.
 */
export function placesOf(start: usize, index: usize, rows: i32, chunk: u32, chunks: i32, places: usize): void {
  for (let i = 0; i < rows; i++) {
    let e = load<u32>(start + (<usize>i << 2));
    const end = load<u32>(start + (<usize>i << 2), 4);
    let to = places + (<usize>i << 2);
    for (let c = 0; c < chunks; c++, to += <usize>rows << 2) {
      const first = chunk * <u32>c;
      while (e < end && load<u32>(index + (<usize>e << 2)) < first) e++;
      store<u32>(to, e);
    }
    store<u32>(to, end);
  }
}

/** The first neuron of the block through which rows cross, or -1. */
function findCrossed(block: i32, scratch: usize): i32 {
  const inputs = argument(0);
  const outputs = argument(1);
  const entries = argument(2);
  const rows = <i32>argument(3);
  const height = <i32>argument(4);
  /** Bytes of a row of inputs or entries, a multiple of 16; of outputs, a multiple of 8. */
  const stride = argument(5);
  const outputStride = argument(6);
  const covered = scratch;
  const places = covered + stride;
  const owner = places + (stride >> 2);
  const to = min(rows, (block + 1) * height);
  for (let h = block * height; h < to; h++) {
    const own = inputs + <usize>h * stride;
    // The words in which this neuron has inputs at all.
    let ends = places;
    for (let p: usize = 0; p < stride; p += 16) {
      if (!v128.any_true(v128.load(own + p))) continue;
      v128.store(covered + p, i32x4.splat(0));
      store<u32>(ends, <u32>p);
      ends += 4;
    }
    if (ends == places) continue;
    for (let o: usize = 0; o < outputStride; o += 8) {
      for (let word = load<u64>(outputs + <usize>h * outputStride + o); word != 0; word &= word - 1) {
        const i = <i32>(o << 3) + <i32>ctz(word);
        const row = entries + <usize>i * stride;
        let some = i32x4.splat(0);
        let shared = i32x4.splat(0);
        for (let at = places; at < ends; at += 4) {
          const p = <usize>load<u32>(at);
          const line = v128.and(v128.load(row + p), v128.load(own + p));
          some = v128.or(some, line);
          shared = v128.or(shared, v128.and(line, v128.load(covered + p)));
        }
        if (v128.any_true(shared)) {
          const other = entries + <usize>ownerOf(row, own, covered, places, ends, owner) * stride;
          let unequal = i32x4.splat(0);
          for (let at = places; at < ends; at += 4) {
            const p = <usize>load<u32>(at);
            unequal = v128.or(unequal, v128.and(v128.xor(v128.load(row + p), v128.load(other + p)), v128.load(own + p)));
          }
          if (v128.any_true(unequal)) return h;
        } else if (v128.any_true(some)) enter(i, row, own, covered, places, ends, owner);
      }
    }
  }
  return -1;
}

/** The owner of the first column that is covered already; there is one. */
function ownerOf(row: usize, own: usize, covered: usize, places: usize, ends: usize, owner: usize): i32 {
  for (let at = places; at < ends; at += 4) {
    const p = <usize>load<u32>(at);
    for (let q = p; q < p + 16; q += 8) {
      const shared = load<u64>(row + q) & load<u64>(own + q) & load<u64>(covered + q);
      if (shared != 0) return load<i32>(owner + (((q << 3) + <usize>ctz(shared)) << 2));
    }
  }
  return -1;
}

/** The columns of a new row are covered and belong to output i. */
function enter(i: i32, row: usize, own: usize, covered: usize, places: usize, ends: usize, owner: usize): void {
  for (let at = places; at < ends; at += 4) {
    const p = <usize>load<u32>(at);
    for (let q = p; q < p + 16; q += 8) {
      const line = load<u64>(row + q) & load<u64>(own + q);
      store<u64>(covered + q, load<u64>(covered + q) | line);
      for (let bits = line; bits != 0; bits &= bits - 1) store<i32>(owner + (((q << 3) + <usize>ctz(bits)) << 2), i);
    }
  }
}

/** Rows of `stride` bytes, a multiple of 16, cut into strips of 64 bytes each; the last one is filled up by 0. */
export function cut(rows: usize, count: i32, stride: usize, strips: usize): void {
  let to = strips;
  for (let first: usize = 0; first < stride; first += 64) {
    const width = min<usize>(64, stride - first);
    let from = rows + first;
    for (let v = 0; v < count; v++, from += stride, to += 64) {
      for (let p: usize = 0; p < 64; p += 16) v128.store(to + p, p < width ? v128.load(from + p) : i32x4.splat(0));
    }
  }
}

/** The same back. */
export function join(strips: usize, count: i32, stride: usize, rows: usize): void {
  let from = strips;
  for (let first: usize = 0; first < stride; first += 64) {
    const width = min<usize>(64, stride - first);
    let to = rows + first;
    for (let v = 0; v < count; v++, from += 64, to += stride) for (let p: usize = 0; p < width; p += 16) v128.store(to + p, v128.load(from + p));
  }
}

/**
 * The sums of all rows of a plane in strips, or of two, entered into 128 bytes for each strip: 64 of any, 64 of twice.
 */
export function sumUp(below: usize, twiceBelow: usize, count: i32, strips: i32, full: usize): void {
  for (let s = 0; s < strips; s++) {
    const to = full + (<usize>s << 7);
    for (let p: usize = 0; p < 64; p += 16) {
      let any = i32x4.splat(0);
      let twice = i32x4.splat(0);
      let at = ((<usize>s * count) << 6) + p;
      for (let v = 0; v < count; v++, at += 64) {
        const x = v128.load(below + at);
        twice = v128.or(twice, v128.and(any, x));
        any = v128.or(any, x);
        if (twiceBelow != 0) twice = v128.or(twice, v128.load(twiceBelow + at));
      }
      v128.store(to + p, any);
      v128.store(to + p, twice, 64);
    }
  }
}

/**
 * The yardstick: the same operations over memory from beginning to end, as fast as it can be read. `bytes` is a multiple of 64. For benchmarks.
 */
export function stream(from: usize, bytes: usize): i32 {
  let a0 = i32x4.splat(0);
  let a1 = i32x4.splat(0);
  let a2 = i32x4.splat(0);
  let a3 = i32x4.splat(0);
  let t0 = i32x4.splat(0);
  let t1 = i32x4.splat(0);
  let t2 = i32x4.splat(0);
  let t3 = i32x4.splat(0);
  for (let at = from; at < from + bytes; at += 64) {
    const x0 = v128.load(at);
    const x1 = v128.load(at, 16);
    const x2 = v128.load(at, 32);
    const x3 = v128.load(at, 48);
    t0 = v128.or(t0, v128.and(a0, x0));
    a0 = v128.or(a0, x0);
    t1 = v128.or(t1, v128.and(a1, x1));
    a1 = v128.or(a1, x1);
    t2 = v128.or(t2, v128.and(a2, x2));
    a2 = v128.or(a2, x2);
    t3 = v128.or(t3, v128.and(a3, x3));
    a3 = v128.or(a3, x3);
  }
  return i32(v128.any_true(v128.and(v128.and(t0, t1), v128.and(t2, t3))));
}
