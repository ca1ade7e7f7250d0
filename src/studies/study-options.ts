import * as z from "zod";
import { mostThreads } from "../settle/index.js";

/** Options that studies take like runs do. */

export const seedOption = z
  .int()
  .min(0)
  .max(2 ** 32 - 1)
  .default(0);

export const threadsOption = z
  .int()
  .min(1)
  .max(mostThreads)
  .optional()
  .describe("Threads of the engine; all cores when not given.");
