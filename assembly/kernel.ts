/**
 * The kernel of training (AssemblyScript): the loops of src/training/kernel-twin.ts two points at a time, in the same order for every point, so with the
 * same bits. What the functions compute is said at `Kernel` in src/training/kernel.ts; all addresses are in bytes. No fused multiply-add.
 *
 * Eight points and two edges at a time: with more, compilers run out of vector registers, and a sum that waits in memory costs three times as much.
 */

export function sums(weights: usize, biases: usize, start: usize, index: usize, input: usize, output: usize, gate: usize, rows: i32, block: i32): void {
  const end: usize = <usize>block << 3;
  for (let i = 0; i < rows; i++) {
    const from: usize = load<i32>(start + (i << 2));
    const to: usize = load<i32>(start + (i << 2), 4);
    const bias = f64x2.splat(biases == 0 ? 0 : load<f64>(biases + (i << 3)));
    for (let p: usize = 0; p < end; p += 64) {
      let a = bias;
      let b = bias;
      let c = bias;
      let d = bias;
      let e = from;
      for (; e + 1 < to; e += 2) {
        const weight = v128.load_splat<f64>(weights + (e << 3));
        const other = v128.load_splat<f64>(weights + (e << 3), 8);
        const at = input + p + (load<i32>(index + (e << 2)) << 3);
        const beside = input + p + (load<i32>(index + (e << 2), 4) << 3);
        a = f64x2.add(a, f64x2.add(f64x2.mul(weight, v128.load(at)), f64x2.mul(other, v128.load(beside))));
        b = f64x2.add(b, f64x2.add(f64x2.mul(weight, v128.load(at, 16)), f64x2.mul(other, v128.load(beside, 16))));
        c = f64x2.add(c, f64x2.add(f64x2.mul(weight, v128.load(at, 32)), f64x2.mul(other, v128.load(beside, 32))));
        d = f64x2.add(d, f64x2.add(f64x2.mul(weight, v128.load(at, 48)), f64x2.mul(other, v128.load(beside, 48))));
      }
      if (e < to) {
        const weight = v128.load_splat<f64>(weights + (e << 3));
        const at = input + p + (load<i32>(index + (e << 2)) << 3);
        a = f64x2.add(a, f64x2.mul(weight, v128.load(at)));
        b = f64x2.add(b, f64x2.mul(weight, v128.load(at, 16)));
        c = f64x2.add(c, f64x2.mul(weight, v128.load(at, 32)));
        d = f64x2.add(d, f64x2.mul(weight, v128.load(at, 48)));
      }
      // NaN is not at most 0: it stays.
      const at = i * end + p;
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
  }
}

export function addGradient(gradient: usize, biases: usize, start: usize, index: usize, deltas: usize, input: usize, rows: i32, block: i32): void {
  const end: usize = <usize>block << 3;
  for (let i = 0; i < rows; i++) {
    const from: usize = load<i32>(start + (i << 2));
    const to: usize = load<i32>(start + (i << 2), 4);
    for (let p: usize = 0; p < end; p += 64) {
      const row = deltas + i * end + p;
      const a = v128.load(row);
      const b = v128.load(row, 16);
      const c = v128.load(row, 32);
      const d = v128.load(row, 48);
      // These bits are those of 0 or -0 only where all four are.
      const bits = v128.or(v128.or(a, b), v128.or(c, d));
      if (!v128.any_true(f64x2.ne(bits, f64x2.splat(0)))) continue;
      if (biases != 0) add(biases + (i << 3), total(a, b, c, d));
      let e = from;
      for (; e + 1 < to; e += 2) {
        const lanes = products(input + p + (load<i32>(index + (e << 2)) << 3), a, b, c, d);
        const beside = products(input + p + (load<i32>(index + (e << 2), 4) << 3), a, b, c, d);
        const even = v128.shuffle<f64>(lanes, beside, 0, 2);
        const odd = v128.shuffle<f64>(lanes, beside, 1, 3);
        const at = gradient + (e << 3);
        v128.store(at, f64x2.add(v128.load(at), f64x2.add(even, odd)));
      }
      if (e < to) add(gradient + (e << 3), products(input + p + (load<i32>(index + (e << 2)) << 3), a, b, c, d));
    }
  }
}

@inline
function products(at: usize, a: v128, b: v128, c: v128, d: v128): v128 {
  return total(f64x2.mul(a, v128.load(at)), f64x2.mul(b, v128.load(at, 16)), f64x2.mul(c, v128.load(at, 32)), f64x2.mul(d, v128.load(at, 48)));
}

@inline
function total(a: v128, b: v128, c: v128, d: v128): v128 {
  return f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
}

/** Adds both lanes to one number. */
@inline
function add(at: usize, lanes: v128): void {
  store<f64>(at, load<f64>(at) + (f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)));
}

export function tanh(values: usize, count: i32): void {
  const end = values + (<usize>count << 3);
  const sign = f64x2.splat(-0.0);
  for (let at = values; at < end; at += 16) {
    const value = v128.load(at);
    // NaN is not replaced by 20, where tanh is 1 already.
    const size = f64x2.pmin(f64x2.abs(value), f64x2.splat(20));
    const fallen = exponential(f64x2.mul(f64x2.splat(-2), size), f64x2.splat(1));
    const result = f64x2.abs(f64x2.div(fallen, f64x2.add(f64x2.splat(2), fallen)));
    v128.store(at, v128.or(result, v128.and(sign, value)));
  }
}

export function exp(values: usize, count: i32): void {
  const end = values + (<usize>count << 3);
  for (let at = values; at < end; at += 16) {
    v128.store(at, exponential(f64x2.pmax(v128.load(at), f64x2.splat(-700)), f64x2.splat(0)));
  }
}

/** e^y - less, for y in [-700, 0]; as 2^k e^r with |r| <= log(2) / 2, and Taylor's polynomial for e^r - 1. */
@inline
function exponential(y: v128, less: v128): v128 {
  // Adding 1.5 * 2^52 rounds to an integer, which then is in the last bits.
  const magic = f64x2.splat(6755399441055744.0);
  const shifted = f64x2.add(f64x2.mul(y, f64x2.splat(1.4426950408889634)), magic);
  const k = f64x2.sub(shifted, magic);
  const power = i64x2.add(i64x2.shl(shifted, 52), i64x2.splat(0x3ff0000000000000));
  const r = f64x2.sub(f64x2.sub(y, f64x2.mul(k, f64x2.splat(0.6931471803691238))), f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)));
  let p = f64x2.splat(1.0 / 6227020800.0);
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 479001600.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 39916800.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 3628800.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 362880.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 40320.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 5040.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 720.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 120.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 24.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 6.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5));
  const grown = f64x2.add(r, f64x2.mul(f64x2.mul(r, r), p));
  return f64x2.add(f64x2.mul(power, grown), f64x2.sub(power, less));
}
