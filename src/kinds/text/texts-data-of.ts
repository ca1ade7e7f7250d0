import { ConfigError } from "../../errors.js";
import type { TextData } from "./text-data.js";

/**
 * What a run keeps of its texts.
 * @param what needs them, as the subject of a sentence
 * @throws ConfigError where its samples are something else
 */
export function textsDataOf(data: { readonly kind: string }, what: string): TextData {
  if (data.kind === "text") return data as TextData;
  throw new ConfigError(`${what} needs a run of texts, and this one is of ${data.kind}.`, {
    kind: data.kind,
  });
}
