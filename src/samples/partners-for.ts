import {
  alignedPartners,
  classPartners,
  type DataSource,
  type Partners,
  timePartners,
} from "../data/index.js";
import type { ViewArrays, Views } from "../kinds/index.js";
import { type Positives, positivesOf } from "../setup/index.js";

/**
 * Who the partner of each training sample is, read as views need it; undefined where views of the sample itself are the positives.
 * @throws DataError when samples have no partners of that kind
 */
export async function partnersFor(
  config: { readonly positives?: Positives | undefined },
  training: DataSource,
  views: Pick<Views<DataSource, ViewArrays>, "source">,
): Promise<Partners<ViewArrays> | undefined> {
  const samples = views.source(training);
  const positives = positivesOf(config);
  switch (positives.kind) {
    case "augmentation":
      return undefined;
    case "class":
      return classPartners(samples);
    case "time":
      return timePartners(samples, positives.window);
    case "paired":
      return pairedPartners(training, views);
  }
}

function pairedPartners(
  training: DataSource,
  views: Pick<Views<DataSource, ViewArrays>, "source">,
): Partners<ViewArrays> {
  const { of } = alignedPartners(training);
  return { of, source: views.source(training.partner as DataSource) };
}
