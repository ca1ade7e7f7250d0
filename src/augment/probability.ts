import * as z from "zod";
import { cast, less, type Tensor } from "../tensor/index.js";
import type { PerSample } from "./per-sample.js";

/** The option of how many samples an augmentation touches. */
export function probability(automatic: number) {
  return z.number().min(0).max(1).default(automatic).describe("Share of the samples.");
}

/** 1 for the given share of the samples, else 0; a number where it is the same for all. */
export function chosen(chance: Tensor, share: number): PerSample {
  return share === 0 || share === 1 ? share : cast(less(chance, share), "float32");
}
