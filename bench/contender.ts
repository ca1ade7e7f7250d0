/** One turn of one side. */
export interface Turn {
  readonly steps: number;
  readonly seconds: number;
  readonly firstLoss: number;
}

/** What is compared: the same work, by us or by a peer. */
export interface Contender {
  readonly name: string;
  /** 10^9 operations of matrix products and convolutions in one training step, as this side counts them. */
  readonly gigaflops: number;
  readonly parameters: number;
  /** Training steps alone, on ready-made views. */
  trainingSteps(count: number): Promise<Turn>;
  /** Training from decoded pictures: shuffling, views, steps; after a few steps that are not counted. */
  endToEnd(count: number, warmUp: number): Promise<Turn>;
  dispose(): Promise<void>;
}

export const secondsPerStep = ({ seconds, steps }: Turn): number => seconds / steps;
