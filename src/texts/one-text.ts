import { roomFor } from "./read-samples.js";
import type { TextSource } from "./text-source.js";

/** A text from outside as a source of one, between what frames the others, and cut where it has no room. */
export function oneText(source: TextSource, text: string): TextSource {
  const { tokenizer, longest } = source;
  const { opening, closing } = tokenizer.frame;
  const ids = tokenizer.encode(text, { names: "text" }).subarray(0, roomFor(tokenizer, longest));
  const { partner, ...rest } = source;
  return {
    ...rest,
    length: 1,
    id: () => text,
    text: async () => text,
    hasLabels: false,
    labels: async () => null,
    fingerprints: undefined,
    async read(indices) {
      const tokens = new Int32Array(indices.length * longest).fill(-1);
      for (let at = 0; at < tokens.length; at += longest) {
        tokens.set(opening, at);
        tokens.set(ids, at + opening.length);
        tokens.set(closing, at + opening.length + ids.length);
      }
      return { tokens };
    },
    close: async () => undefined,
  };
}
