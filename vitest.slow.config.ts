import { defineConfig } from "vitest/config";

/** `npm run test:slow`: a quarter of an hour and more, one file after the other so that solvers have the machine to themselves. */
export default defineConfig({
  test: { include: ["test/slow/**/*.test.ts"], testTimeout: 3_600_000, fileParallelism: false, disableConsoleIntercept: true },
});
