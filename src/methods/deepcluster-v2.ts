/**
 * DeepCluster v2: in Unsupervised Learning of Visual Features by Contrasting Cluster Assignments.
 * Caron, Misra, Mairal, Goyal, Bojanowski, Joulin, 2020. https://arxiv.org/abs/2006.09882 (appendix, after
 * DeepCluster, Caron et al., 2018, https://arxiv.org/abs/1807.05520)
 *
 * Now and then spherical k-means groups the projections of all samples; in between, every crop of a sample has to be
 * recognised as the sample's cluster. The centroids themselves are the classifier, so there is none to train anew.
 * K-means reads projections of all samples made for it, as in DeepCluster; the authors' second version takes those that
 * the last pass over the data left, which is cheaper, and in a run of few passes mostly out of date.
 *
 *   z = unit g(f(crop)), V crops  [N, P]     s = z C'  [N, K], C the centroids     y = cluster of the sample  [N]
 *   loss = mean over crops of cross-entropy(s / τ, y)
 */
import * as z from "zod";
import { crossEntropy, crossEntropyRows } from "../losses/index.js";
import { type Scope, unitRows, zeros } from "../nn/index.js";
import {
  accuracy,
  argMax,
  cast,
  concat,
  gather,
  matmul,
  mul,
  slice,
  split,
  type Tensor,
} from "../tensor/index.js";
import { encodeViews } from "./encode-views.js";
import { kMeans } from "./k-means.js";
import { defineMethod } from "./method.js";
import { multiCropOptions, multiCropViews } from "./multi-crop.js";
import type { PhaseContext, StateArray } from "./phase.js";
import { projectorOptions, unitProjector } from "./projector.js";

const options = z.strictObject({
  ...multiCropOptions,
  smallCrops: multiCropOptions.smallCrops.default(0),
  clusters: z
    .int()
    .min(2)
    .default(128)
    .describe("Number of clusters, several times that of the classes to tell apart."),
  temperature: z.number().positive().default(0.1).describe("Softmax temperature of the prediction."),
  everyEpochs: z.number().positive().default(0.35).describe("Passes over the data between two clusterings."),
  iterations: z.int().positive().default(6).describe("Rounds of k-means."),
  ...projectorOptions,
  outputDim: projectorOptions.outputDim.default(64).describe("Size of projections and centroids."),
});

type Options = z.output<typeof options>;

/** Cosines of projections with the centroids over τ, `[N, K]`. */
function logitsOf(scope: Scope, projection: Tensor, settings: Options): Tensor {
  const prototypes = scope.state("prototypes", [settings.clusters, settings.outputDim], unitRows());
  return mul(matmul(projection, prototypes, { transposeB: true }), 1 / settings.temperature);
}

/** Clusters the projections of all samples. */
async function cluster({ seed, step, embed }: PhaseContext, { clusters, iterations, outputDim }: Options) {
  const { vectors } = await embed();
  const { centroids, assignments } = kMeans(vectors, outputDim, { clusters, iterations, seed, step });
  return new Map<string, StateArray>([
    ["prototypes", centroids],
    ["assignments", assignments],
  ]);
}

export const deepclusterV2 = defineMethod({
  name: "deepcluster-v2",
  title: "DeepCluster v2",
  paper: "https://arxiv.org/abs/2006.09882",
  family: "clustering",
  taxonomy: "contrastive",
  couples: ["statistics"],
  options,
  views: multiCropViews,
  indexed: true,
  project: unitProjector,
  phase: (settings) => ({
    everyEpochs: settings.everyEpochs,
    run: (context) => cluster(context, settings),
  }),
  heldUpBy:
    "DeepCluster is held up by k-means, whose clusters are never empty: look for too few clusters, clusterings too far apart (`method.everyEpochs`), or a learning rate that is too high.",

  /** Cross-entropy of x's cluster with what y is taken for. */
  energy({ scope, encode, x, y }, settings) {
    const [sx, sy] = [x, y].map((view) =>
      logitsOf(scope, unitProjector(scope, encode(view), settings), settings),
    ) as [Tensor, Tensor];
    return crossEntropyRows(sy, cast(argMax(sx), "int32"));
  },

  step(context, settings) {
    const { scope, views, samples } = context;
    const index = context.index as Tensor;
    const n = index.shape[0] ?? 0;
    const h = encodeViews(context, views); // [V N, D]
    const projection = unitProjector(scope, h, settings); // [V N, P]
    const assigned = gather(scope.state("assignments", [samples], zeros, "int32"), index); // [N]
    const truth = concat(Array<Tensor>(views.length).fill(assigned));
    const logits = logitsOf(scope, projection, settings);

    const embedding = slice(h, 0, 0, 2 * n); // of the large crops
    return {
      loss: crossEntropy(logits, truth),
      embedding,
      pairs: split(embedding, 2) as [Tensor, Tensor],
      metrics: { accuracy: accuracy(logits, truth) },
    };
  },
});
