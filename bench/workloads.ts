import { join } from "node:path";
import type { Encoder, Method } from "unlabel";
import * as own from "unlabel";
import type { PretrainOptions } from "unlabel/settle";

/** This package, or another build of it. */
type Library = Pick<typeof own, "resnet" | "vit" | "simclr">;

/** What every workload shares; the peer is told the same numbers. */
export const shared = {
  batchSize: 128,
  channels: 3,
  side: 32,
  temperature: 0.2,
  hiddenDim: 256,
  outputDim: 128,
  learningRate: 0.03,
  momentum: 0.9,
} as const;

export const workloadNames = ["resnet8", "resnet18", "vit"] as const;
export type WorkloadName = (typeof workloadNames)[number];

export interface Workload {
  readonly name: WorkloadName;
  readonly title: string;
  encoder(library?: Library): Encoder;
}

export const workloads: Readonly<Record<WorkloadName, Workload>> = {
  resnet8: {
    name: "resnet8",
    title: "ResNet-8, 16 wide",
    encoder: ({ resnet }: Library = own) => resnet({ depth: 8, width: 16 }),
  },
  resnet18: {
    name: "resnet18",
    title: "ResNet-18",
    encoder: ({ resnet }: Library = own) => resnet({ depth: 18 }),
  },
  vit: {
    name: "vit",
    title: "ViT, 192 wide, 6 deep, patch 4",
    encoder: ({ vit }: Library = own) => vit({ width: 192, depth: 6, heads: 3, patch: 4 }),
  },
};

/** SimCLR with NT-Xent. */
export function method({ simclr }: Library = own): Method {
  const { temperature, hiddenDim, outputDim } = shared;
  return simclr({ temperature, hiddenDim, outputDim });
}

/** A run of a workload, views and all. */
export function runOptions(
  pictures: string,
  method: Method,
  encoder: Encoder,
  threads: number,
): PretrainOptions {
  const { batchSize, side, channels, learningRate, momentum } = shared;
  return {
    data: pictures,
    size: side,
    channels,
    labels: "none",
    method,
    encoder,
    optimizer: "sgd",
    optimizerOptions: { momentum },
    weightDecay: 0,
    learningRate,
    schedule: "constant",
    warmupEpochs: 0,
    batchSize,
    steps: 1_000_000,
    threads,
    cacheFolder: join(pictures, ".cache"),
  };
}
