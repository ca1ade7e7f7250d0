import { type InferenceSession, onnxRuntime } from "../../engine/index.js";
import { openSession } from "../check-model.js";
import { keptNames, type TextForm } from "./text-program.js";

/** What a model gives of some texts. */
export interface TextOutputs {
  /** Tokens of the longest: the second side of what there is for each place. */
  readonly length: number;
  readonly embedding: Float32Array;
  readonly last_hidden_state: Float32Array;
  readonly logits: Float32Array | undefined;
}

/** An exported model, run the way other people will: batches of unequal texts, padded behind. */
export interface TextSession {
  run(texts: readonly Int32Array[]): Promise<TextOutputs>;
  /** The same with what comes first read by itself, and then the rest behind it: places in the order of the texts. */
  runInTwo(texts: readonly Int32Array[], first: number): Promise<readonly TextOutputs[]>;
  release(): Promise<void>;
}

/** @param padding id of what stands where there is no token */
export async function openTextSession(
  model: Uint8Array,
  form: TextForm,
  padding: number,
): Promise<TextSession> {
  const session = await openSession(model);
  type Fed = Awaited<ReturnType<InferenceSession["run"]>>;
  const { Tensor } = onnxRuntime();
  const kept = form.layers.flatMap((layer, i) => {
    const { past, present } = keptNames(i);
    return [
      { ...layer, from: present.keys, to: past.keys },
      { ...layer, from: present.values, to: past.values },
    ];
  });
  const int64 = (rows: readonly (readonly number[])[]) =>
    new Tensor("int64", BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]?.length ?? 0]);
  /** Some places of all texts, behind what was read of those in front. */
  async function read(texts: readonly Int32Array[], from: number, to: number, before?: Fed): Promise<Fed> {
    const places = (start: number, of: (text: Int32Array, at: number) => number) =>
      texts.map((text) => Array.from({ length: to - start }, (_, i) => of(text, start + i)));
    const feeds: Record<string, InstanceType<typeof Tensor>> = {
      input_ids: int64(places(from, (text, at) => text[at] ?? padding)),
      // Of what was read too.
      attention_mask: int64(places(kept.length > 0 ? 0 : from, (text, at) => (at < text.length ? 1 : 0))),
    };
    if (form.segments) feeds.token_type_ids = int64(places(from, () => 0));
    for (const { heads, width, from: present, to: past } of kept)
      feeds[past] =
        (before?.[present] as InstanceType<typeof Tensor> | undefined) ??
        new Tensor("float32", new Float32Array(0), [texts.length, heads, 0, width]);
    return session.run(feeds as never);
  }
  const outputsOf = (outputs: Fed, length: number): TextOutputs => ({
    length,
    embedding: outputs.embedding?.data as Float32Array,
    last_hidden_state: outputs.last_hidden_state?.data as Float32Array,
    logits: outputs.logits?.data as Float32Array | undefined,
  });
  const longestOf = (texts: readonly Int32Array[]) => Math.max(1, ...texts.map(({ length }) => length));
  return {
    async run(texts) {
      const length = longestOf(texts);
      return outputsOf(await read(texts, 0, length), length);
    },
    async runInTwo(texts, first) {
      const length = longestOf(texts);
      if (kept.length === 0 || first < 1 || first >= length)
        return [outputsOf(await read(texts, 0, length), length)];
      const begun = await read(texts, 0, first);
      return [outputsOf(begun, first), outputsOf(await read(texts, first, length, begun), length - first)];
    },
    release: () => session.release(),
  };
}
