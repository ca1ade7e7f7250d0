import {
  alignedPartners,
  classPartners,
  type ImageSource,
  type Partners,
  timePartners,
} from "../data/index.js";
import { type Positives, positivesOf } from "../setup/index.js";
import type { ViewArrays, ViewNeeds } from "../steps/index.js";
import { viewSource } from "./view-source.js";

/**
 * Who the partner of each training sample is, read as views need it; undefined where views of the sample itself are the positives.
 * @throws DataError when samples have no partners of that kind
 */
export async function partnersFor(
  config: { readonly positives?: Positives | undefined },
  training: ImageSource,
  needs: ViewNeeds = { plain: true, whole: false },
): Promise<Partners<ViewArrays> | undefined> {
  const samples = viewSource(training, needs);
  const positives = positivesOf(config);
  switch (positives.kind) {
    case "augmentation":
      return undefined;
    case "class":
      return classPartners(samples);
    case "time":
      return timePartners(samples, positives.window);
    case "paired":
      return pairedPartners(training, needs);
  }
}

function pairedPartners(training: ImageSource, needs: ViewNeeds): Partners<ViewArrays> {
  const { of } = alignedPartners(training);
  return { of, source: viewSource(training.partner as ImageSource, needs) };
}
