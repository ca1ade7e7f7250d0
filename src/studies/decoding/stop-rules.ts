import { type BeamSearchOptions, beamSearch, lengthOf, type NextTokenModel } from "../../decoding/index.js";
import { type Bigram, bigramModel } from "./bigram.js";
import { median } from "./median.js";

/** What a rule for when a search is over does. */
export interface StopRow {
  readonly until: NonNullable<BeamSearchOptions["until"]>;
  readonly normalise: NonNullable<BeamSearchOptions["normalise"]>;
  /** Share of prompts whose best text is as good as with `all`. */
  readonly same: number;
  /** Rows that the model was asked for, as a share of those of `all`. */
  readonly rows: number;
  /** Median length of the best text. */
  readonly median: number;
}

const beams = 4;

/** Each rule with each score, beside searching on until no text is open; the places of ended texts are filled again. */
export async function stopRules(
  bigram: Bigram,
  prompts: readonly Int32Array[],
  tokens: number,
  signal: AbortSignal | undefined,
): Promise<StopRow[]> {
  const rows: StopRow[] = [];
  for (const normalise of ["none", "penalty", "length"] as const) {
    const search = async (until: StopRow["until"]) => {
      signal?.throwIfAborted();
      const { model, asked } = counting(bigramModel(bigram, { ends: true }));
      const found = await beamSearch(model, prompts, {
        ...{ tokens, beams, normalise, until, ended: "refill" },
      });
      return { best: found.map(([text]) => text!), asked: asked() };
    };
    const all = await search("all");
    for (const until of ["bound", "first"] as const) {
      const { best, asked } = await search(until);
      rows.push({
        ...{ until, normalise },
        same: best.filter(({ score }, i) => score >= all.best[i]!.score - 1e-9).length / best.length,
        rows: asked / all.asked,
        median: median(best.map(lengthOf)),
      });
    }
  }
  return rows;
}

/** A model that counts the rows it is asked for. */
function counting(model: NextTokenModel): { readonly model: NextTokenModel; readonly asked: () => number } {
  let rows = 0;
  return {
    model: {
      ...model,
      open(prompts) {
        rows += prompts.length;
        return model.open(prompts);
      },
      next(parents, tokens) {
        rows += tokens.length;
        return model.next(parents, tokens);
      },
    },
    asked: () => rows,
  };
}
