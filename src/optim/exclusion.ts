import * as z from "zod";
import type { Variable } from "../nn/index.js";

/** The option that every optimiser has for parameters that should not shrink. */
export const excludeBiasAndNorm = z
  .boolean()
  .default(true)
  .describe("Leave biases and the parameters of norms out of weight decay (and of LARS's adaptation).");

/** Whether a parameter is among those that the usual exclusions leave alone. */
export function isExcluded({ role }: Variable, exclude: boolean): boolean {
  return exclude && role !== "weight";
}
