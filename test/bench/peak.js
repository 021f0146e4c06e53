/** Preloaded into a measured process (`node --import`): writes its peak memory in bytes to the file named by PEAK_FILE when it exits. */
import { writeFileSync } from "node:fs";

process.on("exit", () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS * 1024)));
