import type { PictureRun } from "./picture-run.js";

/**
 * What transformers.js reads first: its base class, which gives outputs as they are. The type is one that nobody
 * knows, so that the Python package refuses it instead of starting some other architecture with random weights.
 */
export function modelConfig({ data }: PictureRun, dimensions: number) {
  return {
    model_type: "unlabel",
    architectures: ["PreTrainedModel"],
    image_size: data.size[0],
    num_channels: 3,
    hidden_size: dimensions,
    // Browsers would look for a quantised file otherwise.
    "transformers.js_config": { dtype: "fp32" },
  };
}
