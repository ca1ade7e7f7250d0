import type { DataSource } from "../data/index.js";
import { DataError } from "../errors.js";
import { kindOf, type OpenSamples } from "../kinds/index.js";
import { findOwnData, openAs, shareOfOwn } from "../samples/index.js";
import type { RunConfig } from "../setup/index.js";
import { openForRun } from "./open-data.js";

/** At most so many real samples are compared. */
export const COMPARED_SAMPLES = 32;

export interface CompareOptions extends OpenSamples {
  /** Samples to compare with; the run's own by default. */
  readonly data?: string | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * Opens samples to try an export on. Any of the kind would do, so others than the run's are told, and used all the same.
 * @param run the run's folder
 * @throws DataError when there are none
 */
export async function openCompared(
  run: string,
  begun: RunConfig,
  { data, cacheFolder, onProgress, onNote, onWarning }: CompareOptions,
): Promise<DataSource> {
  const opening = { cacheFolder, onProgress };
  const { many } = kindOf(begun.data).called;
  if (data !== undefined) return openForRun(begun, data, { ...opening, limit: COMPARED_SAMPLES });
  try {
    const config = await findOwnData(run, begun, { ...opening, onNote, needs: ["data"], takes: ["data"] });
    const limit = Math.min(config.data.limit ?? COMPARED_SAMPLES, COMPARED_SAMPLES);
    const source = await openAs({ ...config.data, limit, labels: "none" }, opening);
    if ((await shareOfOwn(run, source)) === 0)
      onWarning?.(
        `The ${many} in ${source.name}, on which the export is checked, are not those that ${run} was trained on: none of ${source.length} is.`,
      );
    return source;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(
      `The run's own ${many} are needed to check the export, but: ${error.message} Give others of the same kind with \`data\`.`,
      error.context,
      error,
    );
  }
}
