import { findLoop, greedy, sample } from "../../decoding/index.js";
import type { Engine } from "../../engine/index.js";
import { netModel } from "../../generate/index.js";
import { type Letters, letterNet, letterNetOf, trainLetterNet } from "./letter-net.js";
import { countedLoops, type LoopCount } from "./loops.js";

/** How texts of a small net end, which need not loop: it tells texts apart by the last 64 characters. */
export interface LetterLoops {
  readonly counts: readonly LoopCount[];
  /** Nats a character at the end of training. */
  readonly loss: number;
  /** A greedy text that loops, the prompt in front; else any. */
  readonly example: string;
}

/** Characters that texts go on for, and of a prompt; texts. */
export const letterTexts = { tokens: 150, prompt: 16, most: 40 } as const;

export async function letterLoops(
  engine: Engine,
  letters: Letters,
  options: { readonly steps: number; readonly seed: number; readonly prompts: number },
  signal: AbortSignal | undefined,
): Promise<LetterLoops> {
  const { characters, ids } = letters;
  const { state, loss } = await trainLetterNet(engine, letters, options, signal);
  const { tokens, prompt } = letterTexts;
  const texts = Math.min(options.prompts, letterTexts.most);
  const prompts = Array.from({ length: texts }, (_, i) => {
    const from = Math.floor((i * (ids.length - prompt)) / texts);
    return ids.subarray(from, from + prompt);
  });
  const model = await netModel({
    ...{ engine, net: letterNetOf(letters), state: () => state, beyond: "forget", rows: texts },
    ...{ vocabulary: characters.length, longest: letterNet.longest },
  });
  const certain = await greedy(model, prompts, { tokens });
  signal?.throwIfAborted();
  const free = await sample(model, prompts, { tokens, seed: options.seed });
  signal?.throwIfAborted();
  const nucleus = await sample(model, prompts, { tokens, seed: options.seed, topP: 0.9 });
  await model.dispose();
  const real = Array.from({ length: Math.floor(ids.length / tokens) }, (_, i) =>
    ids.subarray(i * tokens, (i + 1) * tokens),
  );
  const looping = certain.findIndex((text) => findLoop(text.tokens) !== undefined);
  const shown = Math.max(looping, 0);
  return {
    counts: [
      countedLoops(
        "greedy",
        certain.map((text) => text.tokens),
      ),
      countedLoops(
        "sampling, top-p 0.9",
        nucleus.map((text) => text.tokens),
      ),
      countedLoops(
        "sampling",
        free.map((text) => text.tokens),
      ),
      countedLoops("the text itself", real),
    ],
    loss,
    example: [...prompts[shown]!, ...certain[shown]!.tokens].map((id) => characters[id]).join(""),
  };
}
