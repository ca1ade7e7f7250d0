import { views } from "../../augment/index.js";
import type { ViewGroup } from "../../methods/index.js";
import type { Key } from "../../random/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { Side, ViewConfig } from "../kind.js";
import type { PicturesData } from "./pictures-data.js";
import { viewInputs } from "./view-inputs.js";

/** Traces views of pictures, group after group, each `[N, C, h, w]` in 0..1, as people see them. */
export function drawViews(
  { augment, data }: ViewConfig<Pick<PicturesData, "channels" | "size" | "storeSize">>,
  groups: readonly ViewGroup[],
  batchSize: number,
  side: Side,
  key: Key,
): Tensor[] {
  const [height, width] = data.size;
  const { plain, whole } = viewInputs(data, batchSize, side);
  return views(plain, key, augment, groups, { height, width }, whole);
}
