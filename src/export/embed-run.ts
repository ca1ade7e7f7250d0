import type { DataSource, Labels } from "../data/index.js";
import { checkEmbeddingPath, writeEmbeddings } from "../formats/index.js";
import type { ChosenWeights, OwnParts } from "../setup/index.js";
import { openEncoder } from "../trained/index.js";
import { type DataOptions, openForRun } from "./open-data.js";

export interface EmbedOptions extends DataOptions, OwnParts, ChosenWeights {
  /** Where to write: `.npy`, `.parquet`, `.csv` or `.jsonl`. */
  readonly out: string;
  /** A named layer instead of the encoder's output. */
  readonly layer?: string | undefined;
  readonly onWarning?: (message: string) => void;
}

export interface Embedded {
  /** Files written, the asked one first. */
  readonly files: readonly string[];
  readonly samples: number;
  readonly dimensions: number;
  readonly labelled: boolean;
}

/**
 * Writes one vector for each sample of `data`, with its id, and its label where there is one.
 * @throws ConfigError for an unknown extension, before anything is read.
 * @throws CheckpointError for a run that cannot be read or a layer that it does not have.
 * @throws DataError when the data cannot be used.
 */
export async function embedRun(run: string, data: string, options: EmbedOptions): Promise<Embedded> {
  checkEmbeddingPath(options.out);
  const encoder = await openEncoder(run, options);
  try {
    const source = await openForRun(encoder.config, data, options);
    try {
      const { data: vectors, width } = await encoder.embed(source, options.layer);
      const labels = labelNames(source.hasLabels ? await source.labels() : null);
      const files = await writeEmbeddings(options.out, { ids: idsOf(source), labels, vectors });
      return { files, samples: source.length, dimensions: width, labelled: labels !== null };
    } finally {
      await source.close();
    }
  } finally {
    await encoder.dispose();
  }
}

function idsOf(source: DataSource): string[] {
  return Array.from({ length: source.length }, (_, i) => source.id(i));
}

/** The name of each sample's class; an empty one where it has none. */
function labelNames(labels: Labels | null): string[] | null {
  if (labels === null) return null;
  return Array.from(labels.values, (value) => labels.classNames[value] ?? "");
}
