import { basename } from "node:path";
import type { RunConfig } from "../setup/index.js";
import type { ModelCheck } from "./check-model.js";

/** What a card says that depends on what the encoder reads. */
export interface CardSections {
  /** What it takes, as in "Turns ... into a vector". */
  readonly takes: string;
  /** How the data were read, beside where they are. */
  readonly data: string;
  /** How views were cut, beside their names. */
  readonly views: string;
  /** Markdown, without a heading. */
  readonly preprocessing: string;
  readonly loading: string;
  /** More sections, each with its heading. */
  readonly more: readonly string[];
  /** A sentence or two each. */
  readonly limits: readonly string[];
}

export interface CardFacts {
  readonly config: RunConfig;
  readonly step: number;
  readonly weights: "student" | "teacher";
  readonly parameters: number;
  readonly dimensions: number;
  readonly checks: Readonly<Record<string, ModelCheck>>;
  readonly sections: CardSections;
  /** Markdown of the run's evaluation. */
  readonly scores: string | null;
}

/** The `README.md` of an export: what it is, how it was made, how to load it, what it is not for. */
export function modelCard(facts: CardFacts): string {
  const { config, step, parameters, dimensions, scores, sections } = facts;
  const { data, method, encoder } = config;
  return `# ${encoder.name} encoder, pretrained with ${method.name}

Turns ${sections.takes} into a vector of ${dimensions} numbers; ${parameters.toLocaleString("en")} numbers of weights.
Made with [unlabel](https://www.npmjs.com/package/unlabel) without labels${config.classes > 0 ? ", except that training read them" : ""}.

## How it was made

- data: \`${basename(data.path)}\`${data.split === null ? "" : `, split ${data.split}`}${data.limit === null ? "" : `, at most ${data.limit} samples`}${sections.data}, ${data.holdout} held out
- method: ${method.name} ${code(method.options)}
- encoder: ${encoder.name} ${code(encoder.options)}
- views: ${config.augment.map(({ name }) => name).join(", ") || "none"}${sections.views}
- optimiser: ${config.optimizer.name} ${code(config.optimizer.options)}, peak rate ${config.learningRate}, ${config.schedule}, ${config.warmupSteps} steps of warm-up
- ${step} of ${config.steps} steps of ${config.accumulate * config.batchSize} samples, seed ${config.seed}${facts.weights === "teacher" ? "; the weights are the teacher's, the average of the trained ones over time" : ""}${config.from === null ? "" : `, from \`${basename(config.from)}\``}

## Scores

${scores ?? "Not evaluated: `unlabel evaluate RUN`, then export again; of an evaluation in another folder, `--evaluation FOLDER`."}

## Preprocessing

${sections.preprocessing}

## Loading it

${sections.loading}

${telemetry}

${sections.more.map((section) => `${section}\n\n`).join("")}## Checked

${Object.entries(facts.checks)
  .map(
    ([file, { samples, batches, maximumDifference, cosineDifference }]) =>
      `- \`${file}\` against the training graph, ${samples} samples in batches of ${batches.join(", ")}: largest difference ${maximumDifference.toExponential(1)}, largest cosine difference ${cosineDifference.toExponential(1)}`,
  )
  .join("\n")}

## Limits

${sections.limits.map((limit) => `- ${limit}`).join("\n")}
`;
}

/** What is to know of ONNX Runtime wherever it runs. */
const telemetry =
  "ONNX Runtime's own packages for Linux and macOS, since 1.29, keep a device identifier and a database of events in the user's cache folder and send facts about machine and models to their maker. The environment variable `ORT_DISABLE_TELEMETRY=1` stops that, where it is set before the runtime starts: on the main thread in Node, before `import onnxruntime` in Python (`onnxruntime.disable_telemetry_events()` comes too late for the files). In browsers there is none.";

/** What is to know of layer norms on devices that compute them less exactly. */
export const layerNormsOnWebgpu =
  "It has layer norms. ONNX Runtime 1.30 computes them with WebGPU as mean of squares less square of mean, which is wrong where the numbers of a place share an offset of a thousand deviations or more (seen in Chromium); CPU and `wasm` are exact. Compare a few vectors before using `webgpu`.";

const code = (options: unknown): string => `\`${JSON.stringify(options)}\``;
