/**
 * Preloaded into a measured process (`node --import`): writes what it has used, `{ cpuSeconds, peak }` with the peak memory in bytes, to the file named by USAGE_FILE when it exits.
 *
 * The peak comes from /proc on Linux: the one that `process.resourceUsage` gives there is at least that of the process that started this one.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const kilobytes = process.platform === "linux" ? Number(/^VmHWM:\s+([0-9]+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1]) : maxRSS;
    writeFileSync(process.env.USAGE_FILE, JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peak: 1024 * kilobytes }));
  });
}
