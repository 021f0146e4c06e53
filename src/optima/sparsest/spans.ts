/**
 * All choices of groups of columns, of a given total cost, that may have a given vector in their span: depth-first modulo a prime, where what is left out is left out over the
 * rationals.
 *
 * Let A be the chosen columns, integers, k of them. If rank [A y] = k + 1 modulo a prime, so it is over Q, as a minor that is not 0 modulo a prime is not 0: y is outside of the
 * span. That decides nearly all choices, and k + 1 combinations of the rows are enough to see it. Where the columns are dependent modulo the prime: rank A over Q is the largest
 * of its ranks modulo primes whose product is above all minors of A (by Hadamard below the product of the columns' lengths), and if rank [A y] is larger modulo one of them, y is
 * outside. (Own.)
 *
 * Residues are doubles below 2^24, so that sums of 32 products are exact.
 */

/** Columns that are chosen together. */
export interface ColumnGroup {
  /** Each of N integers. */
  readonly columns: readonly (readonly bigint[])[];
  /** A positive integer. */
  readonly cost: number;
}

export interface SpanProblem {
  /** N integers. */
  readonly target: readonly bigint[];
  /** Columns of every choice. */
  readonly free: readonly (readonly bigint[])[];
  /** By falling cost. */
  readonly groups: readonly ColumnGroup[];
}

export interface SpanVisitor {
  /** May this group join those that are chosen? If so it has, until `leave`. It is asked again for the same group: may it be chosen twice? */
  readonly enter: (group: number) => boolean;
  readonly leave: (group: number) => void;
  /** Called for each choice that one prime does not leave out, groups ascending; `isOutside` may leave it out. True ends the search. */
  readonly visit: (groups: readonly number[]) => boolean;
  /** Asked now and then. True ends the search. */
  readonly stop?: () => boolean;
}

export interface SpanOutcome {
  /** false: `visit` or `stop` ended it. */
  readonly complete: boolean;
  /** How many choices there were, up to the end. */
  readonly choices: number;
}

/** Products of residues that a double holds the sum of. */
const SUMMANDS = 32;
const FIRST_PRIME = 2 ** 24;
/** Steps between two questions whether to stop. */
const STRIDE = 4096;

/** The vectors modulo one prime. */
interface Residues {
  readonly prime: number;
  readonly inverse: number;
  /** N numbers for each vector. */
  readonly all: Float64Array;
}

/** Combinations of the rows that vanish on all chosen columns. */
interface Level {
  /** N numbers for each combination. */
  readonly rows: Float64Array;
  /** At the target. */
  readonly values: Float64Array;
  /** How many combinations there are. */
  height: number;
  /** Are there as many as the columns' exact rank leaves? */
  isExact: boolean;
}

export class Spans {
  readonly #n: number;
  readonly #costs: Int32Array;
  /** The different columns, and at the end the target. */
  readonly #vectors: readonly (readonly bigint[])[];
  /** The columns of each group, and those of every choice. */
  readonly #members: readonly Int32Array[];
  readonly #free: Int32Array;
  /** How many of the chosen groups have a column. */
  readonly #uses: Int32Array;
  /** The rows where a vector is not 0. */
  readonly #places: readonly Int32Array[];
  /** The binary logarithms of the vectors' lengths, rounded up. */
  readonly #lengths: Float64Array;
  readonly #residues: Residues[] = [];
  readonly #levels: Level[] = [];
  #scratch = new Float64Array(0);

  constructor({ target, free, groups }: SpanProblem) {
    this.#n = target.length;
    this.#costs = Int32Array.from(groups, ({ cost }) => cost);
    const vectors: (readonly bigint[])[] = [];
    const numbers = new Map<string, number>();
    const numberOf = (column: readonly bigint[]): number => {
      const name = column.join();
      const number = numbers.get(name) ?? vectors.push(column) - 1;
      numbers.set(name, number);
      return number;
    };
    this.#members = groups.map(({ columns }) => Int32Array.from(columns, numberOf));
    this.#free = Int32Array.from(free, numberOf);
    this.#uses = new Int32Array(vectors.length);
    for (const column of this.#free) this.#uses[column]!++;
    this.#vectors = [...vectors, target];
    this.#places = this.#vectors.map((vector) => Int32Array.from(vector.keys()).filter((j) => vector[j] !== 0n));
    this.#lengths = Float64Array.from(this.#vectors, lengthOf);
  }

  /** Goes through all choices of exactly this total cost. */
  choices(cost: number, visitor: SpanVisitor): SpanOutcome {
    const chosen: number[] = [];
    let [choices, steps] = [0, 0];
    let ended = false;
    const descend = (depth: number, from: number, rest: number): void => {
      const level = this.#levels[depth]!;
      for (let g = from; g < this.#costs.length && !ended; g++) {
        const price = this.#costs[g]!;
        if (price > rest || !visitor.enter(g)) continue;
        chosen.push(g);
        if (++steps % STRIDE === 0 && visitor.stop?.() === true) ended = true;
        else if (price < rest) {
          this.#enter(level, depth + 1, g, chosen);
          descend(depth + 1, g, rest - price);
          for (const column of this.#members[g]!) this.#uses[column]!--;
        } else {
          choices++;
          if (!this.#isClearlyOutside(level, g) && visitor.visit(chosen)) ended = true;
        }
        chosen.pop();
        visitor.leave(g);
      }
    };
    this.#begin();
    if (cost > 0) descend(0, 0, cost);
    else if (visitor.visit(chosen)) ended = true;
    return { complete: !ended, choices };
  }

  /** Is the target outside of the span over the rationals? No is no proof. */
  isOutside(groups: readonly number[]): boolean {
    const columns = this.#columnsOf(groups);
    const bits = columns.reduce((sum, column) => sum + this.#lengths[column]!, 0);
    let [rank, whole] = [0, 0];
    let k = 0;
    for (let seen = 0; seen <= bits || k === 0; k++) {
      const { all, prime, inverse } = this.#modulo(k);
      const matrix = this.#matrix([...columns, this.#vectors.length - 1], all);
      const [width, height] = [columns.length + 1, this.#n];
      const found = rankOf(matrix, height, width, width - 1, prime, inverse);
      let more = false;
      for (let l = found; l < height && !more; l++) more = matrix[l * width + width - 1] !== 0;
      rank = Math.max(rank, found);
      whole = Math.max(whole, more ? found + 1 : found);
      // A sure rank needs no more primes.
      if (rank === columns.length) return whole > rank;
      seen += Math.floor(Math.log2(prime) * 1e6) / 1e6;
    }
    return whole > rank;
  }

  /** Without any group: random combinations of all rows, that none of their entries is 0 for long, then the free columns. */
  #begin(): void {
    const n = this.#n;
    const { prime, inverse, all } = this.#modulo(0);
    const level = this.#level(0);
    // A multiplier of the prime's full period would do as well; any numbers do, as long as the rows are independent.
    let state = 1;
    for (let e = 0; e < n * n; e++) level.rows[e] = state = reduced(state * 5471 + 12_345, prime, inverse);
    const copy = level.rows.slice();
    if (rankOf(copy, n, n, n, prime, inverse) < n) {
      level.rows.fill(0);
      for (let l = 0; l < n; l++) level.rows[l * n + l] = 1;
    }
    level.height = n;
    level.isExact = true;
    const target = this.#vectors.length - 1;
    for (let l = 0; l < n; l++) level.values[l] = dot(level.rows, l * n, all, target * n, this.#places[target]!, prime, inverse);
    this.#add(level, this.#free, []);
  }

  /** The next level: that group more. */
  #enter({ rows, values, height, isExact }: Level, depth: number, group: number, chosen: readonly number[]): void {
    const next = this.#level(depth);
    next.rows.set(rows);
    next.values.set(values);
    next.height = height;
    next.isExact = isExact;
    const fresh = this.#members[group]!.filter((column) => this.#uses[column] === 0);
    for (const column of this.#members[group]!) this.#uses[column]!++;
    this.#add(next, fresh, chosen);
  }

  #add(level: Level, columns: Int32Array, chosen: readonly number[]): void {
    const n = this.#n;
    const { prime, inverse, all } = this.#modulo(0);
    const { rows, values } = level;
    const before = level.height;
    for (const column of columns) {
      const { height } = level;
      const products = this.#scratchOf(height + n);
      let pivot = -1;
      for (let l = 0; l < height; l++) {
        products[l] = dot(rows, l * n, all, column * n, this.#places[column]!, prime, inverse);
        if (pivot < 0 && products[l] !== 0) pivot = l;
      }
      if (pivot < 0) continue;
      const lead = products[pivot]!;
      for (let j = 0; j < n; j++) products[height + j] = rows[pivot * n + j]!;
      const value = values[pivot]!;
      // Those below move up by one.
      for (let l = pivot + 1; l < height; l++) {
        const factor = products[l]!;
        for (let j = 0; j < n; j++) rows[(l - 1) * n + j] = reduced(rows[l * n + j]! * lead - factor * products[height + j]!, prime, inverse);
        values[l - 1] = reduced(values[l]! * lead - factor * value, prime, inverse);
      }
      level.height--;
    }
    if (level.isExact && before - level.height < columns.length) level.isExact = this.#rankOf(chosen) === n - level.height;
  }

  /** By as many of the combinations as are needed if the columns are independent. No is no proof. */
  #isClearlyOutside({ rows, values, height, isExact }: Level, group: number): boolean {
    const members = this.#members[group]!;
    let rank = 0;
    for (const column of members) if (this.#uses[column] === 0) rank++;
    const width = rank + 1;
    if (!isExact || height < width) return false;
    const n = this.#n;
    const { prime, inverse, all } = this.#modulo(0);
    const matrix = this.#scratchOf(width * width);
    let c = 0;
    for (const column of members) {
      if (this.#uses[column] !== 0) continue;
      for (let l = 0; l < width; l++) matrix[l * width + c] = dot(rows, l * n, all, column * n, this.#places[column]!, prime, inverse);
      c++;
    }
    for (let l = 0; l < width; l++) matrix[l * width + rank] = values[l]!;
    return rankOf(matrix, width, width, rank, prime, inverse) === rank && matrix[width * width - 1] !== 0;
  }

  /** Over Q. */
  #rankOf(groups: readonly number[]): number {
    const columns = this.#columnsOf(groups);
    const bits = columns.reduce((sum, column) => sum + this.#lengths[column]!, 0);
    let rank = 0;
    for (let [seen, k] = [0, 0]; seen <= bits && rank < columns.length; k++) {
      const { all, prime, inverse } = this.#modulo(k);
      rank = Math.max(rank, rankOf(this.#matrix(columns, all), this.#n, columns.length, columns.length, prime, inverse));
      seen += Math.log2(prime) - 1e-6;
    }
    return rank;
  }

  /** Of the groups and of every choice, each once. */
  #columnsOf(groups: readonly number[]): number[] {
    const columns = new Set(this.#free);
    for (const group of groups) for (const column of this.#members[group]!) columns.add(column);
    return [...columns];
  }

  /** N rows: these vectors as columns. */
  #matrix(columns: readonly number[], all: Float64Array): Float64Array {
    const [n, width] = [this.#n, columns.length];
    const matrix = this.#scratchOf(n * width);
    for (let c = 0; c < width; c++) for (let j = 0; j < n; j++) matrix[j * width + c] = all[columns[c]! * n + j]!;
    return matrix;
  }

  /** The vectors modulo prime number k. */
  #modulo(k: number): Residues {
    while (this.#residues.length <= k) {
      const prime = primeBelow(this.#residues.at(-1)?.prime ?? FIRST_PRIME);
      const modulus = BigInt(prime);
      const all = Float64Array.from(this.#vectors.flat(), (entry) => Number(((entry % modulus) + modulus) % modulus));
      this.#residues.push({ prime, inverse: 1 / prime, all });
    }
    return this.#residues[k]!;
  }

  #level(depth: number): Level {
    return (this.#levels[depth] ??= { rows: new Float64Array(this.#n ** 2), values: new Float64Array(this.#n), height: 0, isExact: true });
  }

  #scratchOf(size: number): Float64Array {
    if (this.#scratch.length < size) this.#scratch = new Float64Array(size);
    return this.#scratch;
  }
}

/**
 * The rank of the first columns modulo a prime; the matrix, by rows, is brought into echelon form: behind the rows of that rank all rows are 0 in these columns.
 */
function rankOf(matrix: Float64Array, height: number, width: number, columns: number, prime: number, inverse: number): number {
  let rank = 0;
  for (let c = 0; c < columns && rank < height; c++) {
    let pivot = rank;
    while (pivot < height && matrix[pivot * width + c] === 0) pivot++;
    if (pivot === height) continue;
    if (pivot !== rank) {
      for (let k = c; k < width; k++) {
        const entry = matrix[pivot * width + k]!;
        matrix[pivot * width + k] = matrix[rank * width + k]!;
        matrix[rank * width + k] = entry;
      }
    }
    const lead = matrix[rank * width + c]!;
    for (let l = pivot + 1; l < height; l++) {
      const factor = matrix[l * width + c]!;
      if (factor === 0) continue;
      for (let k = c; k < width; k++) matrix[l * width + k] = reduced(matrix[l * width + k]! * lead - factor * matrix[rank * width + k]!, prime, inverse);
    }
    rank++;
  }
  return rank;
}

/** The scalar product of a row of a and one of b, which is 0 outside of the places. */
function dot(a: Float64Array, from: number, b: Float64Array, start: number, places: Int32Array, prime: number, inverse: number): number {
  let sum = 0;
  for (let e = 0; e < places.length; e++) {
    const j = places[e]!;
    sum += a[from + j]! * b[start + j]!;
    if (e % SUMMANDS === SUMMANDS - 2) sum = reduced(sum, prime, inverse);
  }
  return reduced(sum, prime, inverse);
}

/** The residue of an integer below 2^53 in size. The quotient by floating point is off by at most one. */
function reduced(value: number, prime: number, inverse: number): number {
  const rest = value - Math.floor(value * inverse) * prime;
  return rest < 0 ? rest + prime : rest >= prime ? rest - prime : rest;
}

/** The largest prime below a number above 2. */
function primeBelow(bound: number): number {
  for (let candidate = bound - 1; ; candidate--) {
    let isPrime = true;
    for (let divisor = 2; isPrime && divisor * divisor <= candidate; divisor++) isPrime = candidate % divisor !== 0;
    if (isPrime) return candidate;
  }
}

/** log2 of the length of a vector, from above: 2^k has k + 1 bits. */
function lengthOf(vector: readonly bigint[]): number {
  const square = vector.reduce((sum, entry) => sum + entry * entry, 0n);
  return square === 0n ? 0 : square.toString(2).length / 2;
}
