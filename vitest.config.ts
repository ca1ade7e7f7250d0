import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { ClosingLineReporter } from "./test/reporter.js";

const src = fileURLToPath(new URL("./src", import.meta.url));

/** What examples import, as a user would write it, from the sources; and rooms that are for this repository only. */
const alias = [
  { find: /^unlabel$/, replacement: `${src}/index.ts` },
  { find: /^unlabel\/(\w+)$/, replacement: `${src}/$1/index.ts` },
  { find: /^#rooms\/(.+)$/, replacement: `${src}/$1/index.ts` },
];

/** In Node, in two processes: ONNX Runtime's own threads then end with the process that started them. */
const node = {
  environment: "node",
  pool: "forks",
  // What hangs ends all the same; programs of their own take their time on a busy machine.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // For what loads ONNX Runtime by itself, as transformers.js does: its telemetry stays off. What tests decode is not kept
  // among what people keep.
  env: { ORT_DISABLE_TELEMETRY: "1", UNLABEL_CACHE: "none" },
} as const;
const mocked = "**/*.mocked.test.ts";

/**
 * One project a place where tests run. A browser project (`*.browser.test.ts`, onnxruntime-web in
 * Chromium) joins this list when there is something to run there.
 */
export default defineConfig({
  test: {
    reporters: ["default", new ClosingLineReporter()],
    maxWorkers: 2,
    // What a module becomes is kept from one start to the next, and shared by the projects of one.
    experimental: { fsModuleCache: true },
    projects: [
      {
        resolve: { alias },
        test: {
          ...node,
          name: "node",
          // Files share modules: loading them anew for each file takes as long as a third of the tests.
          isolate: false,
          include: ["src/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
          exclude: ["**/*.browser.test.ts", mocked, "test/fixtures/**"],
        },
      },
      {
        resolve: { alias },
        // Those that replace modules (`vi.mock`) have them to themselves.
        test: { ...node, name: "mocked", include: [mocked], exclude: ["**/node_modules/**", "dist/**"] },
      },
    ],
  },
});
