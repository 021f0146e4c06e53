/**
 * Preloaded into a measured process (`node --import`): writes its peak memory in bytes to the file named by PEAK_FILE when it exits.
 *
 * On Linux from /proc: the peak that `process.resourceUsage` gives there is at least that of the process that started this one.
 */
import { readFileSync, writeFileSync } from "node:fs";

process.on("exit", () => writeFileSync(process.env.PEAK_FILE, String(1024 * peakInKilobytes())));

function peakInKilobytes() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+([0-9]+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1]);
}
