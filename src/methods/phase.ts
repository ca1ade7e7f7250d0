/** Values of a state on the host. */
export type StateArray = Float32Array | Int32Array;

/** Work on the host now and then, such as clustering; what it returns replaces state. */
export interface Phase {
  /** Passes over the data from one to the next (0.25: four in a pass). The first comes before the first step. */
  readonly everyEpochs: number;
  /** @returns next values of the method's own state, by their names below its scope */
  run(context: PhaseContext): Promise<ReadonlyMap<string, StateArray>>;
}

export interface PhaseContext {
  readonly seed: number;
  /** Steps that are done. */
  readonly step: number;
  /** The projection (the embedding, for methods without `project`) of every training sample as it is, `[S, D]`. */
  embed(): Promise<{ readonly vectors: Float32Array; readonly dimensions: number }>;
}
