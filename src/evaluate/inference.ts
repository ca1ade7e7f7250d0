import { type DataSource, inOrder } from "../data/index.js";
import type { Encoder } from "../encoders/index.js";
import type { Engine, Store } from "../engine/index.js";
import type { Program } from "../graph/index.js";
import { kindOf } from "../kinds/index.js";
import { type Features, featuresOf } from "../metrics/index.js";
import { linear, Scope } from "../nn/index.js";
import type { RunConfig } from "../setup/index.js";
import { branch } from "../steps/index.js";
import { padded } from "../trained/index.js";

/** Encoder and classifier on the weights of a store, in inference mode. */
export interface Inference {
  /** Logits of every sample, a row each, in order. */
  read(source: DataSource, signal?: AbortSignal): Promise<Features>;
  dispose(): Promise<void>;
}

const batchSize = 256;

/** Compiles the classifier that supervised training trains; it follows the store's weights as they change. */
export async function openInference(
  engine: Engine,
  store: Store,
  config: RunConfig,
  encoder: Encoder,
): Promise<Inference> {
  const program = inferenceProgram(config, encoder);
  const loaded = await engine.load(program, { store, name: "classify" });
  return {
    async read(source, signal) {
      const width = program.outputs.get("logits")?.shape[1] ?? 0;
      const rows = new Float32Array(source.length * width);
      const kind = kindOf(source);
      let at = 0;
      for await (const batch of inOrder(source, { batchSize })) {
        signal?.throwIfAborted();
        const { indices } = batch;
        const feeds = padded(kind.feeds(batch), indices.length, batchSize);
        const found = (await loaded.run(feeds)).logits as Float32Array;
        rows.set(found.subarray(0, indices.length * width), at);
        at += indices.length * width;
      }
      return featuresOf(rows, width);
    },
    dispose: () => loaded.dispose(),
  };
}

/** Under the names that the supervised method gives its parameters. */
function inferenceProgram(config: RunConfig, encoder: Encoder): Program {
  const { data, classes } = config;
  const { scope, encode } = branch(Scope.root({ training: false }), encoder, config);
  const logits = linear(scope.child("classifier"), encode(kindOf(data).input(data, batchSize)), classes);
  return { outputs: new Map([["logits", logits]]), updates: new Map() };
}
