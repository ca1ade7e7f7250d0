import type { Engine, Store } from "../../engine/index.js";
import type { Program } from "../../graph/index.js";
import { picturesDataOf, standardise, toUnit } from "../../kinds/index.js";
import { type Features, featuresOf } from "../../metrics/index.js";
import { Scope } from "../../nn/index.js";
import type { RunParts } from "../../setup/index.js";
import { HEAD, pictureModel } from "../../steps/index.js";
import { full, input, mean, reshape, square, sub, type Tensor } from "../../tensor/index.js";
import { type PictureSet, type PictureShape, pictureSize } from "../arms/picture-set.js";

/** What was read of pictures; null where the method has no such thing. */
export interface CodeReading {
  readonly embedding: Features;
  /** The code, where it is not the embedding: what the method's prior is of, or what its head makes. */
  readonly code: Features | null;
  /** Mean |x̂ - x|² of each picture, in 0..1. */
  readonly errors: Float32Array | null;
  /** F(x, x) of each picture. */
  readonly energies: Float32Array | null;
  /** The method's metrics, means over whole batches. */
  readonly facts: Readonly<Record<string, number>>;
}

/** Reads a model in inference mode over the weights of a store. */
export interface CodeMeter {
  read(pictures: PictureSet): Promise<CodeReading>;
  dispose(): Promise<void>;
}

const metric = "metric/";

/** Compiles what reads embeddings, codes, errors, energies and metrics of pictures. @param count pictures a batch */
export async function openCodeMeter(
  engine: Engine,
  store: Store,
  parts: Pick<RunParts, "config" | "encoder" | "method">,
  shape: PictureShape,
  count: number,
): Promise<CodeMeter> {
  const traced = readingProgram(parts, count);
  const program = await engine.load(traced, { store, name: "codes" });
  const { seed } = parts.config;
  const size = pictureSize(shape);
  return {
    async read({ images, labels }) {
      const total = labels.length;
      const rows = new Map<string, Float32Array>();
      const facts: Record<string, number> = {};
      const whole = Math.floor(total / count);
      for (let at = 0; at < total; at += count) {
        const here = Math.min(count, total - at);
        const bytes = new Uint8Array(count * size);
        bytes.set(images.subarray(at * size, (at + here) * size));
        const truth = new Int32Array(count);
        truth.set(labels.subarray(at, at + here));
        const feeds = { images: bytes, ...(parts.method.labels ? { labels: truth } : {}) };
        const outputs = await program.run(feeds, { seed, step: at / count });
        for (const [name, value] of Object.entries(outputs) as [string, Float32Array][]) {
          if (name.startsWith(metric)) {
            const key = name.slice(metric.length);
            if (here === count) facts[key] = (facts[key] ?? 0) + value[0]! / whole;
            continue;
          }
          const width = value.length / count;
          const all = rows.get(name) ?? new Float32Array(total * width);
          rows.set(name, all);
          all.set(value.subarray(0, here * width), at * width);
        }
      }
      const features = (name: string) => {
        const all = rows.get(name);
        return all === undefined ? null : featuresOf(all, all.length / total);
      };
      return {
        embedding: features("embedding") as Features,
        code: features("code"),
        errors: rows.get("errors") ?? null,
        energies: rows.get("energies") ?? null,
        facts,
      };
    },
    dispose: () => program.dispose(),
  };
}

function readingProgram(
  { config, encoder, method }: Pick<RunParts, "config" | "encoder" | "method">,
  count: number,
): Program {
  const { classes } = config;
  const data = picturesDataOf(config.data, "This study");
  const root = Scope.root({ training: false });
  const x = standardise(
    toUnit(input("images", [count, data.channels, ...data.size], "uint8")),
    data.standardise,
  );
  const context = { ...pictureModel(root, encoder, config), x };
  const embedding = context.encode(x);
  const outputs = new Map<string, Tensor>([["embedding", embedding]]);
  const code = method.generator?.infer?.(context) ?? method.project?.(root.child(HEAD), embedding);
  const rows = (tensor: Tensor) => reshape(tensor, [count, -1]);
  if (code !== undefined) outputs.set("code", rows(code));
  const made = method.reconstruct?.(context).panels.output;
  if (made !== undefined) outputs.set("errors", mean(square(rows(sub(made, context.toPixels(x)))), 1));
  const energies = method.energy?.({ ...context, y: x });
  if (energies !== undefined) outputs.set("energies", energies);
  const { metrics = {} } = method.step({
    ...context,
    ...{ views: [x], progress: full([], 1), samples: count },
    ...(method.labels ? { labels: input("labels", [count], "int32"), classes } : {}),
  });
  for (const [name, value] of Object.entries(metrics)) outputs.set(`${metric}${name}`, value);
  return { outputs, updates: new Map() };
}
