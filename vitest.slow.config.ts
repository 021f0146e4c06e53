import { defineConfig } from "vitest/config";

/** `npm run test:slow`: minutes to an hour, one file after the other so that solvers have the machine to themselves. */
export default defineConfig({
  test: { include: ["test/slow/**/*.test.ts"], testTimeout: 3_600_000, fileParallelism: false, disableConsoleIntercept: true },
});
