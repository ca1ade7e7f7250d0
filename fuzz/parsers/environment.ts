import { environmentLayer, settle } from "#rooms/config";
import type { Parser } from "../parser.js";
import { checkSettled } from "./config-files.js";

const variables = [
  ...[
    "UNLABEL_DATA=photos",
    "UNLABEL_METHOD=simclr",
    "UNLABEL_METHOD_TEMPERATURE=0.2",
    "UNLABEL_BATCH_SIZE=32",
  ],
  ...["UNLABEL_EPOCHS=10", "UNLABEL_SIZE=32", "UNLABEL_ENCODER=convnet", "UNLABEL_ENCODER_WIDTHS=8,16"],
  ...['UNLABEL_AUGMENT=[{"name":"noise"}]', "UNLABEL_LEARNING_RATE=1e-3", "UNLABEL_SEED=7", "PATH=/usr/bin"],
];

export const environment: Parser = {
  name: "environment",
  reads: "UNLABEL_* variables, up to settings that are checked",
  ending: "env",
  words: [
    ...[
      "UNLABEL_CONSTRUCTOR=1",
      "UNLABEL_METHOD_CONSTRUCTOR=1",
      "UNLABEL___PROTO__=1",
      "UNLABEL_=",
      "UNLABEL_CACHE",
    ],
    ...["UNLABEL_STEPS=5", "UNLABEL_OPTIMIZER=lars", "auto", "null", "[", "{}", '"', ",", "true", "byol"],
  ],
  async prepare() {
    return {
      samples: [
        { name: "variables", form: "text", bytes: new TextEncoder().encode(variables.join("\n")) },
        { name: "few", form: "text", bytes: new TextEncoder().encode("UNLABEL_DATA=x\nUNLABEL_STEPS=5") },
      ],
      async read(input) {
        const lines = new TextDecoder().decode(input).split("\n");
        const entries = lines.map((line) => [line.split("=", 1)[0]!, line.slice(line.indexOf("=") + 1)]);
        checkSettled(settle(environmentLayer(Object.fromEntries(entries))) as Record<string, unknown>);
      },
    };
  },
};
