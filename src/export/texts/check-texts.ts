import type { Engine, StateEntry } from "../../engine/index.js";
import type { Program } from "../../graph/index.js";
import { kindOf } from "../../kinds/index.js";
import { Scope } from "../../nn/index.js";
import { branch } from "../../steps/index.js";
import {
  CHECK_TOLERANCE,
  checkBatches,
  differences,
  type ModelCheck,
  refuseDifferences,
} from "../check-model.js";
import { logitsOf } from "./text-program.js";
import type { TextRun } from "./text-run.js";
import type { TextOutputs, TextSession } from "./text-session.js";

/** How a text's vector is found among those of its tokens, in the words of transformers.js; null where it is not. */
export type TextPooling = "mean" | "first_token" | "last_token" | null;

/** Texts with their embeddings in the training graph. */
export interface EmbeddedTexts {
  readonly texts: readonly Int32Array[];
  /** `[texts, width]` */
  readonly embeddings: Float32Array;
  readonly width: number;
}

/** Compares embeddings of texts in batches of 1, 2, 7 and the rest, each as long as its longest text. */
export function checkEmbeddings(
  session: TextSession,
  { texts, embeddings, width }: EmbeddedTexts,
): Promise<ModelCheck> {
  return checkBatches(embeddings, width, async (from, batch) => {
    return (await session.run(texts.slice(from, from + batch))).embedding;
  });
}

/** Texts whose scores are compared: a vocabulary of numbers for every token of each. */
const scoredTexts = 2;

/**
 * Compares scores of tokens, in a batch of two, with those of the training graph; what keeps keys reads each text in two pieces.
 * @param state at least what the scores are made of
 * @throws EngineError when they differ
 */
export async function checkLogits(
  session: TextSession,
  run: TextRun,
  texts: readonly Int32Array[],
  { engine, state }: { readonly engine: Engine; readonly state: readonly StateEntry[] },
): Promise<ModelCheck> {
  const { longest, vocabulary } = run.facts;
  const few = texts.slice(0, scoredTexts);
  const { program, names } = scoresProgram(run, few.length);
  const tokens = new Int32Array(few.length * longest).fill(-1);
  few.forEach((text, row) => {
    tokens.set(text, row * longest);
  });
  const store = await engine.createStore(state.filter(({ name }) => names.has(name)));
  const loaded = await engine.load(program, { store, name: "scores" });
  const { logits } = await loaded.run(kindOf(run.config.data).feeds({ tokens }));
  const middle = Math.ceil(Math.max(...few.map(({ length }) => length)) / 2);
  const parts = await session.runInTwo(few, middle);
  const [expected, actual]: [Float32Array[], Float32Array[]] = [[], []];
  few.forEach((text, row) => {
    for (let place = 0; place < text.length; place++) {
      expected.push(rowOf(logits as Float32Array, row * longest + place, vocabulary));
      actual.push(scoresAt(parts, row, place, vocabulary));
    }
  });
  const differ = differences(joined(actual, vocabulary), joined(expected, vocabulary), vocabulary);
  await loaded.dispose();
  await store.dispose();
  return refuseDifferences({ samples: few.length, batches: [few.length], ...differ });
}

/** Tries what transformers.js can make of the tokens' vectors, in one batch of unequal texts that is padded behind. */
export async function poolingOf(
  session: TextSession,
  { texts, embeddings, width }: EmbeddedTexts,
): Promise<TextPooling> {
  const { last_hidden_state: states, length } = await session.run(texts);
  const at = (row: number, place: number) => rowOf(states, row * length + place, width);
  const pooled = {
    mean: (row: number) => meanOf(texts[row]!, (place) => at(row, place), width),
    first_token: (row: number) => at(row, 0),
    // Of the padded batch: see docs/runtimes.md.
    last_token: (row: number) => at(row, length - 1),
  };
  for (const [name, vector] of Object.entries(pooled)) {
    const all = joined(
      texts.map((_, row) => vector(row)),
      width,
    );
    const { relativeDifference } = differences(all, embeddings, width);
    if (relativeDifference <= CHECK_TOLERANCE) return name as TextPooling;
  }
  return null;
}

function scoresProgram(run: TextRun, batch: number): { program: Program; names: Set<string> } {
  const { config, encoder, method } = run;
  const root = Scope.root({ training: false });
  const { scope, encodeAll } = branch(root, encoder, config);
  const { tokens, table } = encodeAll(kindOf(config.data).input(config.data, batch));
  const logits = tokens && logitsOf(method, scope, tokens, table);
  const outputs = new Map(logits === undefined ? [] : [["logits", logits] as const]);
  const names = new Set(root.variables.initialValues(0).map(({ name }) => name));
  return { program: { outputs, updates: new Map() }, names };
}

/** Scores at a place of a text, which was read in pieces. */
function scoresAt(
  parts: readonly TextOutputs[],
  row: number,
  place: number,
  vocabulary: number,
): Float32Array {
  let from = 0;
  for (const { length, logits } of parts) {
    if (place < from + length && logits !== undefined)
      return rowOf(logits, row * length + place - from, vocabulary);
    from += length;
  }
  return new Float32Array(vocabulary).fill(Number.NaN);
}

const rowOf = (of: Float32Array, row: number, width: number): Float32Array =>
  of.subarray(row * width, (row + 1) * width);

function joined(rows: readonly Float32Array[], width: number): Float32Array {
  const all = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    all.set(row, i * width);
  });
  return all;
}

function meanOf({ length }: Int32Array, at: (place: number) => Float32Array, width: number): Float32Array {
  const sum = new Float64Array(width);
  for (let place = 0; place < length; place++) for (const [i, value] of at(place).entries()) sum[i]! += value;
  return Float32Array.from(sum, (value) => value / Math.max(length, 1));
}
