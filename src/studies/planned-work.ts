/** Trainings of one arm that are to come, as a dry run tells of them. */
export interface PlannedTraining {
  readonly name: string;
  /** As it is called in lists. */
  readonly title: string;
  /** Steps of each; 0 where nothing is trained; null where only a measured step will tell. */
  readonly steps: number | null;
  /** Null where it could not be settled. */
  readonly batchSize: number | null;
  /** Trainings, and those of them that are finished in the folder. */
  readonly runs: number;
  readonly done: number;
  /** All of the process while a step runs, in bytes, from the step's graph; null where none is run. */
  readonly peakBytes: number | null;
  /** Why it would fail; null where nothing is known to stand against it. */
  readonly problem: string | null;
}

/** A time to come, and what it rests on. */
export interface PlannedTime {
  /** Null where nothing is known to tell it from. */
  readonly seconds: number | null;
  readonly restsOn: string;
}

/** What a command would do: nothing was trained, measured or written to learn it. */
export interface PlannedWork {
  /** What is trained and judged on, in words. */
  readonly data: string;
  readonly trainings: readonly PlannedTraining[];
  /** All results, those without training among them, and those of them that the folder has. */
  readonly results: number;
  readonly done: number;
  readonly time: PlannedTime;
  /** The largest of the trainings to come; null where none is. */
  readonly largest: { readonly name: string; readonly peakBytes: number } | null;
  /** Bytes that a process may have on this machine. */
  readonly availableBytes: number;
  /** Folder that is written to, and what is written there. */
  readonly out: string;
  readonly writes: readonly string[];
  /** What a person should know before it begins. */
  readonly notes: readonly string[];
}

/** The training to come that takes the most memory. */
export function largestOf(trainings: readonly PlannedTraining[]): PlannedWork["largest"] {
  return trainings.reduce<PlannedWork["largest"]>((largest, { name, peakBytes, runs, done }) => {
    if (peakBytes === null || done === runs || (largest !== null && largest.peakBytes >= peakBytes))
      return largest;
    return { name, peakBytes };
  }, null);
}

/**
 * Time of results to come, from the mean of those that are finished in the same folder.
 * @param taken seconds that each finished one took
 */
export function timeByMean(taken: readonly number[], toCome: number): PlannedTime {
  if (toCome === 0) return { seconds: 0, restsOn: "all is finished there" };
  if (taken.length === 0)
    return {
      seconds: null,
      restsOn: "nothing was finished there yet, and steps are not measured in a dry run",
    };
  const mean = taken.reduce((sum, seconds) => sum + seconds, 0) / taken.length;
  return {
    seconds: toCome * mean,
    restsOn: `the mean of ${taken.length === 1 ? "the one that is" : `the ${taken.length} that are`} finished there`,
  };
}

/** A message without its line breaks, for a list. */
export function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, " ").trim();
}
