import { type DataSource, evenlySpread, split, subset } from "../data/index.js";
import { DataError } from "../errors.js";
import type { DataConfig } from "../kinds/index.js";

/** Samples of a run: those it trains on, and those that only watch it. */
export interface Samples {
  readonly source: DataSource;
  readonly training: DataSource;
  /** Null when nothing is held out. */
  readonly holdout: DataSource | null;
}

/**
 * Splits off the held-out samples: the same ones for every seed, so that runs of several seeds can be compared. Of the
 * others as many train as the configuration lets.
 */
export async function divide(
  source: DataSource,
  { data: { holdout, most } }: { readonly data: Pick<DataConfig, "holdout" | "most"> },
): Promise<Samples> {
  const few = (rest: DataSource) =>
    most === null || rest.length <= most ? rest : subset(rest, evenlySpread(rest.length, most));
  if (holdout === 0) return { source, training: few(source), holdout: null };
  if (holdout >= source.length)
    throw new DataError(
      `${source.name} has ${source.length} samples, and ${holdout} are to be held out of training: hold out fewer with \`holdout\`.`,
      { samples: source.length, holdout },
    );
  const [heldOut, rest] = await split(source, { fraction: holdout / source.length, seed: 0 });
  return { source, training: few(rest), holdout: heldOut };
}
