import type { CliCommand } from "./command.js";

interface Loader {
  readonly summary: string;
  readonly load: () => Promise<CliCommand>;
}

/** Every command, in the order of a person's first hour. Summaries stand here so that help loads nothing. */
export const commandLoaders: ReadonlyMap<string, Loader> = new Map<string, Loader>([
  [
    "demo",
    {
      summary: "Learn digits without labels, measure what was learned, draw pictures: a few minutes.",
      load: async () => (await import("./demo.js")).demoCommand,
    },
  ],
  [
    "pretrain",
    {
      summary: "Pretrain an encoder on unlabelled samples.",
      load: async () => (await import("./pretrain.js")).pretrainCommand,
    },
  ],
  [
    "evaluate",
    {
      summary:
        "Measure what a run learned, beside raw pixels, the untrained encoder and training from scratch.",
      load: async () => (await import("./evaluate.js")).evaluateCommand,
    },
  ],
  [
    "energy",
    {
      summary: "Draw the energies of compatible and incompatible pairs, before and after training.",
      load: async () => (await import("./energy.js")).energyCommand,
    },
  ],
  [
    "surprise",
    {
      summary: "Tell how little a run that predicts tokens expects texts: held-out loss, anomaly scores.",
      load: async () => (await import("./surprise.js")).surpriseCommand,
    },
  ],
  [
    "reconstruct",
    {
      summary: "Draw pictures beside what a run makes of them, and measure the error.",
      load: async () => (await import("./reconstruct.js")).reconstructCommand,
    },
  ],
  [
    "sample",
    {
      summary: "Draw new pictures with a run's generator, and walks between pictures.",
      load: async () => (await import("./sample.js")).sampleCommand,
    },
  ],
  [
    "colourise",
    {
      summary: "Colour pictures with a run that learned to, one run beside another.",
      load: async () => (await import("./colourise.js")).colouriseCommand,
    },
  ],
  [
    "generate",
    {
      summary: "Write texts with a run that learned to say the next token.",
      load: async () => (await import("./generate.js")).generateCommand,
    },
  ],
  [
    "fill",
    {
      summary: "Tell which tokens may stand in the blanks of a text, with their probabilities.",
      load: async () => (await import("./fill.js")).fillCommand,
    },
  ],
  [
    "embed",
    {
      summary: "Write the vectors of samples to a file.",
      load: async () => (await import("./embed.js")).embedCommand,
    },
  ],
  [
    "neighbours",
    {
      summary: "Find the samples that the encoder holds for most alike.",
      load: async () => (await import("./neighbours.js")).neighboursCommand,
    },
  ],
  [
    "retrieve",
    {
      summary: "Find each sample's partner in a second source, beside the untrained encoder and raw pixels.",
      load: async () => (await import("./retrieve.js")).retrieveCommand,
    },
  ],
  [
    "export",
    {
      summary: "Export a run's encoder, of one that draws or writes that too, as files that run elsewhere.",
      load: async () => (await import("./export.js")).exportCommand,
    },
  ],
  [
    "compare",
    {
      summary:
        "Compare methods: same encoder, same budget, several seeds, beside untrained encoder and raw pixels.",
      load: async () => (await import("./compare.js")).compareCommand,
    },
  ],
  [
    "study",
    {
      summary: "Run a study: an experiment that tests a claim, with a report.",
      load: async () => (await import("./study.js")).studyCommand,
    },
  ],
  [
    "list",
    {
      summary: "List methods, encoders, augmentations, optimizers, studies or data, with their options.",
      load: async () => (await import("./list.js")).listCommand,
    },
  ],
  [
    "cache",
    {
      summary: "Show the decoded pictures that are kept for the next command, or clear them.",
      load: async () => (await import("./cache.js")).cacheCommand,
    },
  ],
  [
    "doctor",
    {
      summary: "Check that this machine has what a run needs.",
      load: async () => (await import("./doctor.js")).doctorCommand,
    },
  ],
  [
    "conformance",
    {
      summary: "Compare losses, gradients and optimisers with reference files.",
      load: async () => (await import("./conformance.js")).conformanceCommand,
    },
  ],
]);
