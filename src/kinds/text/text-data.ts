import * as z from "zod";
import { anyData } from "../any-data.js";

/** What a run keeps of texts: where they are, how they are read, and what makes tokens of them. */
export const textData = z.strictObject({
  ...anyData,
  kind: z.literal("text"),
  per: z.enum(["line", "paragraph", "file"]).nullable(),
  textColumn: z.string().nullable(),
  invalid: z.enum(["refuse", "replace"]),
  cut: z.enum(["texts", "windows"]),
  /** Tokens of the longest sample. */
  longest: z.int().positive().max(65536),
  /** All that makes tokens of texts, as tokenizer.json has it. */
  tokenizer: z.record(z.string(), z.unknown()),
});

export type TextData = z.output<typeof textData>;
