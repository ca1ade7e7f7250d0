import { tokenViews } from "../../augment/index.js";
import { transformer } from "../../encoders/index.js";
import { maskedLanguageModel } from "../../methods/index.js";
import { input } from "../../tensor/index.js";
import {
  expectedTexts,
  looksLikeTexts,
  oneText,
  type TextSource,
  type TokenArrays,
} from "../../texts/index.js";
import type { Kind, Side } from "../kind.js";
import { openTextsAs } from "./open-as.js";
import { settleTexts } from "./settle-texts.js";
import { showTexts } from "./show-texts.js";
import { type TextData, textData } from "./text-data.js";
import { textFacts, tokenizerOf } from "./text-facts.js";
import { textBlame, textWarnings } from "./text-likeness.js";
import { textOptions } from "./text-options.js";
import { withTextSaid } from "./text-said.js";
import { tfIdf } from "./tf-idf.js";

/** Names of inputs, int32 `[N, longest]`, -1 where there is no token. */
const names = { samples: "tokens", partners: "partners" } as const satisfies Record<Side, string>;

/** Texts: tokens of one length, `[N, T]`. */
export const texts: Kind<
  TextData,
  TextSource,
  TokenArrays,
  TokenArrays,
  typeof textOptions,
  typeof textData,
  "text"
> = {
  name: "text",
  called: { one: "text", many: "texts" },
  options: textOptions,
  config: textData,
  reads: "tokens",
  described: (data) =>
    `${data.cut === "windows" ? "windows of" : "up to"} ${data.longest} tokens, ${tokenizerOf(data).kind} of ${textFacts(data).vocabulary} entries`,
  seen: ({ per, cut, longest, textColumn, tokenizer }) => ({ per, cut, longest, textColumn, tokenizer }),
  facts: textFacts,
  // What goes with places is made for the longest text, which every encoder is told.
  shape: () => null,
  usual: { encoder: () => transformer(), method: () => maskedLanguageModel() },
  expected: expectedTexts,
  recognises: looksLikeTexts,
  settle: settleTexts,
  warnings: textWarnings,
  blame: textBlame,
  baseline: { name: "TF-IDF", prepare: tfIdf },
  refuse: async () => undefined,
  withSaid: withTextSaid,
  readOne: async (source, _data, text) => oneText(source, text),
  show: showTexts,
  open: openTextsAs,
  input: ({ longest }, batchSize) => input(names.samples, [batchSize, longest], "int32"),
  feeds: ({ tokens }) => ({ [names.samples]: tokens }),
  views: ({ augment, data }, groups) => ({
    crops: false,
    source: (source) => source,
    feeds: ({ tokens }, side) => ({ [names[side]]: tokens }),
    draw: (batchSize, side, key) =>
      tokenViews(
        input(names[side], [batchSize, data.longest], "int32"),
        key,
        augment,
        groups,
        textFacts(data),
      ),
  }),
};
