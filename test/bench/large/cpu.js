/** Seconds of this process on a processor: what else runs on the machine does not count, but for the caches and the clock rate that it takes away. */
export function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export function cpuSecondsOf(action) {
  const start = cpuSeconds();
  action();
  return cpuSeconds() - start;
}
