import { stat } from "node:fs/promises";
import { join } from "node:path";
import { corpusTexts, type ReadingCounts, type Reads } from "./corpus-texts.js";
import { chooseColumns } from "./text-columns.js";
import { findTexts, type TextFiles } from "./text-files.js";
import type { ReadingSettings, TextProgress } from "./text-options.js";
import type { TextPiece } from "./text-pieces.js";

/** A corpus that is ready to be read, any number of times. */
export interface OpenCorpus extends Omit<TextFiles, "reads"> {
  readonly isOneTextAFile: boolean;
  /** Whether its texts bring labels. */
  readonly hasLabels: boolean;
  /** How its files are read: what decides its texts, as plain data. */
  readonly reading: unknown;
  /** Reads its texts from the beginning. */
  read(events: CorpusReading): CorpusStream;
  /** The same, text after text, for a vocabulary; at most so many. */
  texts(settings: ReadingSettings, most: number): AsyncGenerator<string, void, undefined>;
}

export interface CorpusReading extends Pick<ReadingSettings, "invalid" | "signal" | "onProgress"> {
  readonly phase: TextProgress["phase"];
}

export interface CorpusStream {
  readonly batches: AsyncGenerator<readonly TextPiece[], void, undefined>;
  readonly counts: ReadingCounts;
  /** The place of the file that is being read. */
  file(): number;
  /** Tells how far it has come. */
  tell(texts: number): void;
}

/**
 * Finds the texts of a path, and the columns of a table.
 * @throws DataError when there are none, or a column is not there
 */
export async function corpusOf(data: string, settings: ReadingSettings): Promise<OpenCorpus> {
  const { reads: found, ...files } = await findTexts(data, settings);
  const { folder } = files;
  const paths = files.files.map((file) => join(folder, file));
  const { invalid } = settings;
  let reads: Reads;
  let reading: unknown;
  if ("per" in found) {
    reads = found;
    reading = { per: found.per, invalid };
  } else {
    const head = await found.table(paths[0]!, settings).head();
    const columns = chooseColumns(head, settings, files.name);
    reads = { columns, table: (events) => found.table(paths[0]!, events) };
    reading = { columns, invalid };
  }
  const hasLabels = "columns" in reads && reads.columns.label !== null;

  function read({ phase, onProgress, ...events }: CorpusReading): CorpusStream {
    const counts = { empty: 0, cutWords: 0 };
    let at = 0;
    let done = 0;
    let total: number | null = null;
    const onBytes = (count: number) => {
      done += count;
    };
    async function* batches() {
      if (onProgress !== null) total = await sizeOf(paths);
      yield* corpusTexts(folder, files.files, reads, { ...events, onBytes }, counts, (file) => {
        at = file;
      });
    }
    return {
      ...{ batches: batches(), counts },
      file: () => at,
      tell: (texts) =>
        onProgress?.({ phase, done: Math.min(done, total ?? done), total: total ?? done, texts }),
    };
  }
  return {
    ...files,
    ...{ hasLabels, reading, read },
    isOneTextAFile: "per" in reads && reads.per === "file",
    async *texts(settings, most) {
      const { batches, tell } = read({ ...settings, phase: "vocabulary" });
      let texts = 0;
      for await (const batch of batches) {
        for (const { text, ends } of batch) {
          yield text;
          if (ends && ++texts >= most) return;
        }
        tell(texts);
      }
    },
  };
}

async function sizeOf(paths: readonly string[]): Promise<number> {
  let size = 0;
  for (const path of paths)
    size += await stat(path)
      .then((facts) => facts.size)
      .catch(() => 0);
  return size;
}
