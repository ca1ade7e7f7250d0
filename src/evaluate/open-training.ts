import { type DataSource, labelled } from "../data/index.js";
import type { OpenSamples } from "../kinds/index.js";
import { divide, findOwnData, openRunData } from "../samples/index.js";
import { methodOf, type OwnParts, type RunConfig, readsLabels } from "../setup/index.js";

/**
 * The samples that a run trained on, as it divided them.
 * @throws DataError when they are not there any more
 */
export async function openTraining(
  home: string,
  config: RunConfig,
  { own = {}, ...opening }: OpenSamples & { readonly own?: OwnParts },
): Promise<DataSource> {
  const { data } = await findOwnData(home, config, { ...opening, needs: ["data"], takes: ["data"] });
  const all = await openRunData({ data, positives: { kind: "augmentation" } }, opening);
  try {
    // As the run read them, so that the same samples are left.
    const read = readsLabels(config, methodOf(config, own)) ? await labelled(all) : all;
    return { ...(await divide(read, { data: { ...data, most: null } })).training, close: () => all.close() };
  } catch (error) {
    await all.close();
    throw error;
  }
}
