import { views } from "../../augment/index.js";
import { type ImageSource, permutation } from "../../data/index.js";
import type { Engine, Store } from "../../engine/index.js";
import type { Program } from "../../graph/index.js";
import { picturesDataOf, standardise, toUnit } from "../../kinds/index.js";
import { Scope } from "../../nn/index.js";
import { randomKey } from "../../random/index.js";
import type { RunParts } from "../../setup/index.js";
import { HEAD, modelContext } from "../../steps/index.js";
import { accuracy, input, matmul, normalise, range, type Tensor, transpose } from "../../tensor/index.js";
import type { Score } from "../arms/estimate.js";

/** Solves a method's own task on pictures that it was not trained on. */
export interface PretextMeter {
  measure(source: ImageSource): Promise<Score>;
  dispose(): Promise<void>;
}

/**
 * Compiles a method's task in inference mode over the weights of a store. Its accuracy is what the method's step calls
 * so: the share of puzzles solved, or of labels told. Methods without one, which pull two views together, are asked for
 * the partner: the share of views whose nearest second view in the batch, by the cosine of what the method's head makes
 * of both, is the picture's own.
 *
 * A method of one view sees the picture as it is; of two, views as in training. The score is of as many decisions as
 * there are pictures at most: puzzles of one picture are not independent of each other.
 * @param puzzles about how many to solve: where pictures are fewer, puzzles are made of them again
 */
export async function openPretextMeter(
  engine: Engine,
  store: Store,
  parts: RunParts,
  puzzles: number,
): Promise<PretextMeter> {
  const { config, method } = parts;
  const program = await engine.load(pretextProgram(parts), { store, name: "pretext" });
  return {
    async measure(source) {
      const { batchSize, seed } = config;
      const labels = method.labels ? ((await source.labels())?.values ?? null) : null;
      const rounds = method.labels ? 1 : Math.max(1, Math.ceil(puzzles / source.length));
      let [sum, batches] = [0, 0];
      for (let round = 0; round < rounds; round++) {
        const order = permutation(source.length, [seed, round]);
        // Where there are fewer pictures than a batch has places, some are seen twice.
        for (let at = 0; at === 0 || at + batchSize <= order.length; at += batchSize) {
          const chosen = Int32Array.from({ length: batchSize }, (_, i) => order[(at + i) % order.length]!);
          const { images } = await source.read(chosen);
          const feeds = {
            images,
            ...(labels === null ? {} : { labels: chosen.map((index) => labels[index]!) }),
          };
          const outputs = await program.run(feeds, { seed, step: batches });
          sum += Number(outputs.accuracy?.[0]);
          batches++;
        }
      }
      return { value: sum / batches, of: Math.min(batches * batchSize, source.length) };
    },
    dispose: () => program.dispose(),
  };
}

function pretextProgram({ config, encoder, method, samples }: RunParts): Program {
  const { batchSize, augment, classes } = config;
  const data = picturesDataOf(config.data, "This study");
  const [height, width] = data.size;
  const root = Scope.root({ training: false });
  const pictures = toUnit(input("images", [batchSize, data.channels, height, width], "uint8"));
  const isOne = method.views.reduce((sum, { count }) => sum + count, 0) === 1;
  const drawn = isOne
    ? [pictures]
    : views(pictures, randomKey("views"), augment, method.views, { height, width });
  const { metrics, pairs } = method.step({
    ...modelContext(root, encoder, config),
    views: drawn.map((view) => standardise(view, data.standardise)),
    progress: input("progress", [], "float32", "schedule"),
    samples,
    ...(method.labels ? { labels: input("labels", [batchSize], "int32"), classes } : {}),
  });
  const found =
    metrics?.accuracy ?? partnersFound(pairs?.map((h) => method.project?.(root.child(HEAD), h) ?? h));
  return { outputs: new Map([["accuracy", found]]), updates: new Map() };
}

function partnersFound([first, second]: readonly Tensor[] = []): Tensor {
  if (first === undefined || second === undefined)
    throw new RangeError("A shortcut is measured on methods that solve a puzzle or pull pairs together.");
  const cosines = matmul(normalise(first), transpose(normalise(second)));
  return accuracy(cosines, range(first.shape[0] ?? 0));
}
