/**
 * The exact confidence interval of a proportion (Clopper and Pearson 1934): all proportions p for which at least so many, and at most so many, successes in n
 * independent tries are not rarer than (1 - level) / 2 each.
 */
export function proportionInterval(successes: number, tries: number, level = 0.95): [low: number, high: number] {
  if (!Number.isInteger(tries) || tries < 1 || !Number.isInteger(successes) || successes < 0 || successes > tries) {
    throw new RangeError(`expected successes out of a positive number of tries, found ${successes} of ${tries}`);
  }
  const tail = (1 - level) / 2;
  const low = successes === 0 ? 0 : crossing((p) => 1 - atMost(successes - 1, tries, p), tail);
  const high = successes === tries ? 1 : 1 - crossing((q) => atMost(successes, tries, 1 - q), tail);
  return [low, high];
}

/** Where a function that rises from 0 to 1 on [0, 1] takes a value, by bisection. */
function crossing(rising: (p: number) => number, value: number): number {
  let [low, high] = [0, 1];
  for (let n = 0; n < 60; n++) {
    const middle = (low + high) / 2;
    if (rising(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The probability of at most k successes in n tries of probability p. */
function atMost(k: number, n: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return k >= n ? 1 : 0;
  // In logarithms: (1 - p)^n may be below the least double.
  let term = n * Math.log1p(-p);
  let sum = Math.exp(term);
  for (let i = 1; i <= k; i++) {
    term += Math.log(((n - i + 1) / i) * (p / (1 - p)));
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
}
