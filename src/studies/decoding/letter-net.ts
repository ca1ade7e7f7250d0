import type { Engine, StateEntry } from "../../engine/index.js";
import { DivergenceError } from "../../errors.js";
import { gradient } from "../../grad/index.js";
import type { Program } from "../../graph/index.js";
import { linearCrossEntropy } from "../../losses/index.js";
import { embeddingTable, Scope, tiedLogits, tokenTransformer, type Variables } from "../../nn/index.js";
import { adamw, applyUpdates, clipByGlobalNorm, cosineAt } from "../../optim/index.js";
import { hashName, threefry } from "../../random/index.js";
import type { NextTokenNet } from "../../steps/index.js";
import { input, slice, type Tensor } from "../../tensor/index.js";

/** A text as the characters that it has most of. */
export interface Letters {
  readonly characters: readonly string[];
  readonly ids: Int32Array;
}

/** Characters that are kept, at most: others are left out, and white space is one space. */
const mostCharacters = 64;

export function lettersOf(text: string): Letters {
  const all = [...text.replace(/\s+/g, " ")];
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  const characters = [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostCharacters)
    .map(([one]) => one);
  const idOf = new Map(characters.map((one, id) => [one, id]));
  return { characters, ids: Int32Array.from(all.flatMap((one) => idOf.get(one) ?? [])) };
}

/** The net: a transformer of two blocks that sees 64 characters, trained on 16 windows a step. */
export const letterNet = {
  width: 64,
  depth: 2,
  heads: 4,
  longest: 64,
  batchSize: 16,
  learningRate: 3e-3,
} as const;

const { width, depth, heads, longest, batchSize } = letterNet;

/** It as what decoding asks. */
export function letterNetOf({ characters }: Letters): (root: Scope) => NextTokenNet {
  const vocabulary = characters.length;
  return (root) => (tokens, before) => ({
    ...statesOf(root, tokens, vocabulary, before),
    logits: (states) => tiedLogits(root.child("tokens"), states, vocabulary),
  });
}

function statesOf(
  root: Scope,
  tokens: Tensor,
  vocabulary: number,
  before?: Parameters<NextTokenNet>[1],
): ReturnType<typeof tokenTransformer> {
  const settings = { vocabulary, width, depth, heads, longest, positions: "rotary", causal: true } as const;
  return tokenTransformer(root, tokens, settings, before);
}

/** A step of training: input `windows` int32 `[batch, 65]`, output `loss` in nats a character. */
export function letterStep({ characters }: Letters): {
  readonly train: Program;
  readonly variables: Variables;
} {
  const root = Scope.root();
  const windows = input("windows", [batchSize, longest + 1], "int32");
  const { states } = statesOf(root, slice(windows, 1, 0, longest), characters.length);
  const table = embeddingTable(root.child("tokens"), characters.length, width);
  const loss = linearCrossEntropy(states, table, slice(windows, 1, 1));
  const parameters = root.variables.parameters();
  const slopes = gradient(
    loss,
    parameters.map(({ tensor }) => tensor),
  );
  const [learningRate, step, progress] = ["learningRate", "step", "progress"].map((name) =>
    input(name, [], "float32", "schedule"),
  ) as [Tensor, Tensor, Tensor];
  const updates = applyUpdates(
    root.child("optimizer"),
    adamw({ weightDecay: 0.1, beta2: 0.99 }),
    parameters,
    clipByGlobalNorm(slopes, 1).gradients,
    { learningRate, step, progress },
  );
  return {
    train: {
      outputs: new Map([["loss", loss]]),
      updates: new Map([...updates, ...root.variables.assigned()]),
    },
    variables: root.variables,
  };
}

export interface TrainedLetterNet {
  readonly state: readonly StateEntry[];
  /** Nats a character, the mean of the last tenth of the steps. */
  readonly loss: number;
}

/**
 * Trains it on windows from anywhere in the text.
 * @throws DivergenceError where the loss is not finite; the signal's reason when stopped
 */
export async function trainLetterNet(
  engine: Engine,
  letters: Letters,
  { steps, seed }: { readonly steps: number; readonly seed: number },
  signal: AbortSignal | undefined,
): Promise<TrainedLetterNet> {
  const { train, variables } = letterStep(letters);
  const store = await engine.createStore(variables.initialValues(seed));
  const program = await engine.load(train, { store, name: "letters" });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    signal?.throwIfAborted();
    const { loss } = await program.run({
      windows: windowsAt(letters, seed, step),
      learningRate: Float32Array.of(
        cosineAt({ start: letterNet.learningRate, end: 0, totalSteps: steps }, step),
      ),
      step: Float32Array.of(step + 1),
      progress: Float32Array.of(step / steps),
    });
    losses.push(Number(loss![0]));
    if (!Number.isFinite(losses[step]))
      throw new DivergenceError(`The loss of the net became ${losses[step]} in step ${step + 1}.`);
  }
  const names = variables.parameters().map(({ name }) => name);
  const state = await store.read(names);
  await program.dispose();
  await store.dispose();
  const last = losses.slice(-Math.ceil(steps / 10));
  return { state, loss: last.reduce((sum, loss) => sum + loss, 0) / last.length };
}

function windowsAt({ ids }: Letters, seed: number, step: number): Int32Array {
  const windows = new Int32Array(batchSize * (longest + 1));
  const pair = new Uint32Array(2);
  const [a, b] = hashName(`decoding/letters ${seed}`);
  for (let row = 0; row < batchSize; row++) {
    threefry(a, b, step, row, pair);
    const from = Math.floor((pair[0]! / 2 ** 32) * (ids.length - longest));
    windows.set(ids.subarray(from, from + longest + 1), row * (longest + 1));
  }
  return windows;
}
