import type { Encoder } from "../encoders/index.js";
import { Scope } from "../nn/index.js";
import { barePictures } from "../setup/index.js";
import { pictureModel } from "../steps/index.js";
import { input, scalar } from "../tensor/index.js";
import type { Method } from "./index.js";

export interface TracingOptions {
  readonly encoder: Encoder;
  /** Shape of each view. */
  readonly shape: readonly [pictures: number, channels: 1 | 3, height: number, width: number];
  /** Names of the inputs that are the views. */
  readonly views: readonly string[];
  /** Samples of the run. Default: as many as pictures. */
  readonly samples?: number;
}

/** What a method's step is traced in, at the start of training, and the root of its variables. */
export function tracing(method: Method, { encoder, shape, views, samples = shape[0] }: TracingOptions) {
  const [batchSize, channels, height, width] = shape;
  const config = barePictures(method, encoder, { size: [height, width], channels, augment: [], batchSize });
  const root = Scope.root();
  return {
    root,
    ...pictureModel(root, encoder, config),
    views: views.map((name) => input(name, shape)),
    samples,
    progress: scalar(0),
  };
}
