import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { ClosingLineReporter } from "./test/reporter.js";

const src = fileURLToPath(new URL("./src", import.meta.url));

/** What examples import, as a user would write it, from the sources. */
const alias = [
  { find: /^unlabel$/, replacement: `${src}/index.ts` },
  { find: /^unlabel\/(\w+)$/, replacement: `${src}/$1/index.ts` },
];

/**
 * One project a place where tests run. A browser project (`*.browser.test.ts`, onnxruntime-web in
 * Chromium) joins this list when there is something to run there.
 */
export default defineConfig({
  test: {
    reporters: ["default", new ClosingLineReporter()],
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "node",
          environment: "node",
          // A process each: ONNX Runtime's own threads then end with the process that started them.
          pool: "forks",
          include: ["src/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
          exclude: ["**/*.browser.test.ts", "test/fixtures/**"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
