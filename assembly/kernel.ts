/**
 * The kernel of training (AssemblyScript): the loops of src/training/kernel-twin.ts two points at a time, in the same order for every point, so with the
 * same bits. What the functions compute is said at `Kernel` in src/training/kernel.ts; all addresses are in bytes. No fused multiply-add.
 *
 * Points are taken by sixteen, eight vectors in registers, and the last eight of a block by themselves.
 */

export function sums(weights: usize, biases: usize, start: usize, index: usize, input: usize, output: usize, gate: usize, rows: i32, block: i32): void {
  const end: usize = <usize>block << 3;
  const wide: usize = end & ~127;
  for (let i = 0; i < rows; i++) {
    const from: usize = load<i32>(start + (i << 2));
    const to: usize = load<i32>(start + (i << 2), 4);
    const bias = f64x2.splat(biases == 0 ? 0 : load<f64>(biases + (i << 3)));
    const row = i * end;
    for (let p: usize = 0; p < wide; p += 128) {
      let a = bias;
      let b = bias;
      let c = bias;
      let d = bias;
      let s = bias;
      let t = bias;
      let u = bias;
      let v = bias;
      for (let e = from; e < to; e++) {
        const weight = v128.load_splat<f64>(weights + (e << 3));
        const at = input + p + (load<i32>(index + (e << 2)) << 3);
        a = f64x2.add(a, f64x2.mul(weight, v128.load(at)));
        b = f64x2.add(b, f64x2.mul(weight, v128.load(at, 16)));
        c = f64x2.add(c, f64x2.mul(weight, v128.load(at, 32)));
        d = f64x2.add(d, f64x2.mul(weight, v128.load(at, 48)));
        s = f64x2.add(s, f64x2.mul(weight, v128.load(at, 64)));
        t = f64x2.add(t, f64x2.mul(weight, v128.load(at, 80)));
        u = f64x2.add(u, f64x2.mul(weight, v128.load(at, 96)));
        v = f64x2.add(v, f64x2.mul(weight, v128.load(at, 112)));
      }
      store4(output, gate, row + p, a, b, c, d);
      store4(output, gate, row + p + 64, s, t, u, v);
    }
    if (wide < end) {
      let a = bias;
      let b = bias;
      let c = bias;
      let d = bias;
      for (let e = from; e < to; e++) {
        const weight = v128.load_splat<f64>(weights + (e << 3));
        const at = input + wide + (load<i32>(index + (e << 2)) << 3);
        a = f64x2.add(a, f64x2.mul(weight, v128.load(at)));
        b = f64x2.add(b, f64x2.mul(weight, v128.load(at, 16)));
        c = f64x2.add(c, f64x2.mul(weight, v128.load(at, 32)));
        d = f64x2.add(d, f64x2.mul(weight, v128.load(at, 48)));
      }
      store4(output, gate, row + wide, a, b, c, d);
    }
  }
}

/** Stores eight points, with zeros where they are shut. NaN is not below 0: it stays. */
@inline
function store4(output: usize, gate: usize, at: usize, a: v128, b: v128, c: v128, d: v128): void {
  const zero = f64x2.splat(0);
  if (gate == 1) {
    a = v128.andnot(a, f64x2.le(a, zero));
    b = v128.andnot(b, f64x2.le(b, zero));
    c = v128.andnot(c, f64x2.le(c, zero));
    d = v128.andnot(d, f64x2.le(d, zero));
  } else if (gate != 0) {
    a = v128.andnot(a, f64x2.eq(v128.load(gate + at), zero));
    b = v128.andnot(b, f64x2.eq(v128.load(gate + at, 16), zero));
    c = v128.andnot(c, f64x2.eq(v128.load(gate + at, 32), zero));
    d = v128.andnot(d, f64x2.eq(v128.load(gate + at, 48), zero));
  }
  v128.store(output + at, a);
  v128.store(output + at, b, 16);
  v128.store(output + at, c, 32);
  v128.store(output + at, d, 48);
}

export function addGradient(gradient: usize, biases: usize, start: usize, index: usize, deltas: usize, input: usize, rows: i32, block: i32): void {
  const end: usize = <usize>block << 3;
  const wide: usize = end & ~127;
  for (let i = 0; i < rows; i++) {
    const from: usize = load<i32>(start + (i << 2));
    const to: usize = load<i32>(start + (i << 2), 4);
    const bias = biases == 0 ? 0 : biases + (i << 3);
    for (let p: usize = 0; p < wide; p += 128) {
      const row = deltas + i * end + p;
      const a = v128.load(row);
      const b = v128.load(row, 16);
      const c = v128.load(row, 32);
      const d = v128.load(row, 48);
      const s = v128.load(row, 64);
      const t = v128.load(row, 80);
      const u = v128.load(row, 96);
      const v = v128.load(row, 112);
      if (!anyNonzero(v128.or(or4(a, b, c, d), or4(s, t, u, v)))) continue;
      if (bias != 0) add(bias, f64x2.add(f64x2.add(f64x2.add(f64x2.add(add4(a, b, c, d), s), t), u), v));
      let e = from;
      for (; e + 1 < to; e += 2) {
        const at = input + p + (load<i32>(index + (e << 2)) << 3);
        const beside = input + p + (load<i32>(index + (e << 2), 4) << 3);
        addPair(gradient + (e << 3), products8(at, a, b, c, d, s, t, u, v), products8(beside, a, b, c, d, s, t, u, v));
      }
      if (e < to) add(gradient + (e << 3), products8(input + p + (load<i32>(index + (e << 2)) << 3), a, b, c, d, s, t, u, v));
    }
    if (wide < end) {
      const row = deltas + i * end + wide;
      const a = v128.load(row);
      const b = v128.load(row, 16);
      const c = v128.load(row, 32);
      const d = v128.load(row, 48);
      if (!anyNonzero(or4(a, b, c, d))) continue;
      if (bias != 0) add(bias, add4(a, b, c, d));
      let e = from;
      for (; e + 1 < to; e += 2) {
        const at = input + wide + (load<i32>(index + (e << 2)) << 3);
        const beside = input + wide + (load<i32>(index + (e << 2), 4) << 3);
        addPair(gradient + (e << 3), products4(at, a, b, c, d), products4(beside, a, b, c, d));
      }
      if (e < to) add(gradient + (e << 3), products4(input + wide + (load<i32>(index + (e << 2)) << 3), a, b, c, d));
    }
  }
}

@inline
function or4(a: v128, b: v128, c: v128, d: v128): v128 {
  return v128.or(v128.or(a, b), v128.or(c, d));
}

/** Of bits put together with or: they are those of 0 or -0 only if all of them were. */
@inline
function anyNonzero(bits: v128): bool {
  return v128.any_true(f64x2.ne(bits, f64x2.splat(0)));
}

@inline
function add4(a: v128, b: v128, c: v128, d: v128): v128 {
  return f64x2.add(f64x2.add(f64x2.add(a, b), c), d);
}

@inline
function products4(at: usize, a: v128, b: v128, c: v128, d: v128): v128 {
  return add4(f64x2.mul(a, v128.load(at)), f64x2.mul(b, v128.load(at, 16)), f64x2.mul(c, v128.load(at, 32)), f64x2.mul(d, v128.load(at, 48)));
}

@inline
function products8(at: usize, a: v128, b: v128, c: v128, d: v128, s: v128, t: v128, u: v128, v: v128): v128 {
  let sum = products4(at, a, b, c, d);
  sum = f64x2.add(sum, f64x2.mul(s, v128.load(at, 64)));
  sum = f64x2.add(sum, f64x2.mul(t, v128.load(at, 80)));
  sum = f64x2.add(sum, f64x2.mul(u, v128.load(at, 96)));
  return f64x2.add(sum, f64x2.mul(v, v128.load(at, 112)));
}

/** Adds both lanes to one number. */
@inline
function add(at: usize, lanes: v128): void {
  store<f64>(at, load<f64>(at) + (f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)));
}

/** The same for two neighbours at once. */
@inline
function addPair(at: usize, lanes: v128, beside: v128): void {
  const even = v128.shuffle<f64>(lanes, beside, 0, 2);
  const odd = v128.shuffle<f64>(lanes, beside, 1, 3);
  v128.store(at, f64x2.add(v128.load(at), f64x2.add(even, odd)));
}
