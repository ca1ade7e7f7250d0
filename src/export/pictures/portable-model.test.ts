/** Every encoder as a model of any batch size, against the trained encoder in the engine. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { ImageSource } from "../../data/index.js";
import { defineEncoder, encoders } from "../../encoders/index.js";
import { type Engine, inlineEngine } from "../../engine/index.js";
import { EngineError } from "../../errors.js";
import { constant, input, matmul, mul, reshape, type Tensor, transpose } from "../../tensor/index.js";
import { makeEncoder } from "../../trained/index.js";
import { checkModel } from "../check-model.js";
import { batchSizes, freeModel } from "../free-model.js";
import { decodeModel } from "../onnx-messages.js";
import { configOf, someState } from "../tiny-run.suite.js";
import { type ExportInput, inputName } from "./export-program.js";
import { encoderVariables, hasLayerNorms, portableModel } from "./portable-model.js";
import { opaque, preprocessorConfig, standardisePixels, toThreeChannels } from "./preprocessing.js";

const samples = 13;
let engine: Engine;
beforeAll(() => {
  engine = inlineEngine();
});
afterAll(() => engine.dispose());

function noise(channels: number, [height, width]: readonly [number, number]): Uint8Array {
  return Uint8Array.from(
    { length: samples * channels * height * width },
    (_, i) => Math.imul(i + 1, 2654435761) >>> 24,
  );
}

function sourceOf(images: Uint8Array, shape: ImageSource["shape"]): ImageSource {
  const size = shape[0] * shape[1] * shape[2];
  return {
    kind: "pictures",
    name: "noise",
    length: samples,
    shape,
    sizeNote: "",
    skipped: [],
    notes: [],
    storedIn: "memory",
    id: String,
    hasLabels: false,
    labels: async () => null,
    read: async (indices) => {
      const out = new Uint8Array(indices.length * size);
      Array.from(indices).forEach((from, to) => {
        out.set(images.subarray(from * size, (from + 1) * size), to * size);
      });
      return { images: out };
    },
    close: async () => undefined,
  };
}

const forms = [
  ["convnet", { widths: [4, 6] }, 1, [12, 12]],
  ["convnet", { form: "autoencoder" }, 1, [28, 28]],
  ["resnet", { depth: 8, width: 4 }, 3, [16, 12]],
  ["resnet", { depth: 9, width: 2, stem: "imagenet" }, 4, [32, 32]],
  ["vit", { width: 12, depth: 2, heads: 3, patch: 4, pooling: "class" }, 3, [12, 8]],
  ["vit", { width: 12, depth: 1, heads: 2, patch: 4, positions: "sincos" }, 4, [8, 8]],
  ["mlp", { widths: [9, 5] }, 1, [6, 6]],
  ["linear", { form: "least-squares", size: 5 }, 1, [6, 6]],
  ["linear", { form: "unrolled", size: 5 }, 3, [4, 6]],
] as const;
const kinds: readonly ExportInput[] = ["pixel_values", "uint8", "rgb"];

describe.each(forms)("%s %j with %i channels", (name, options, channels, size) => {
  it.each(kinds)("gives the engine's embeddings in batches of 1, 2, 7 and more, from %s", async (kind) => {
    const config = configOf(channels, size, { name, options });
    const encoder = encoders.get(name)!(options as never);
    const state = await someState(config, engine);
    const model = portableModel(config, encoder, state, { kind });
    const area = size[0] * size[1];
    const raw = noise(channels, size);
    const images = kind === "rgb" ? opaque(raw, channels, area) : raw;
    // An RGB pipeline cannot show four channels of noise, but grey noise three times.
    const bytes = kind === "rgb" ? toThreeChannels(images, channels, area) : images;
    const { image_mean: mean, image_std: deviation } = preprocessorConfig(config.data);
    const statistics = kind === "rgb" ? { mean, deviation } : config.data.standardise;
    const data = kind === "uint8" ? bytes : standardisePixels(bytes, area, statistics);
    const trained = await makeEncoder(config, state, 0, { engine, batchSize: samples });
    const { data: expected, width } = await trained.embed(sourceOf(images, [channels, ...size]));
    await trained.dispose();
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(1e-3);
    const shape = [kind === "rgb" ? 3 : channels, ...size];
    const check = await checkModel(model, { name: inputName(kind), shape, data }, expected, width);
    expect(check.batches).toEqual([1, 2, 7, 3]);
    expect(check.relativeDifference).toBeLessThan(1e-5);

    const { graph } = decodeModel(model);
    expect(new Set(graph.node.map(({ domain }) => domain))).toEqual(new Set([""]));
    expect(graph.input.map((port) => port.name)).toEqual([inputName(kind)]);
    expect(graph.output.map((port) => port.name)).toEqual([
      "last_hidden_state",
      "pooler_output",
      "embedding",
    ]);
    const names = new Set(graph.initializer.map((tensor) => tensor.name));
    expect(encoderVariables(config, encoder).filter((variable) => !names.has(variable))).toEqual([]);
    const moved = Float32Array.from(expected, (value, i) => (i === 3 ? value + 1 : value));
    await expect(checkModel(model, { name: inputName(kind), shape, data }, moved, width)).rejects.toThrow(
      "differs from the trained encoder",
    );
  });
});

/** What readers elsewhere rely on: see docs/runtimes.md. */
describe("the words that other tools read", () => {
  const operators = (name: string, options: Record<string, unknown>, size: readonly [number, number]) => {
    const config = configOf(3, size, { name, options });
    const encoder = encoders.get(name)!(options as never);
    return someState(config, engine).then((state) => ({
      layerNorms: hasLayerNorms(config, encoder),
      operators: decodeModel(portableModel(config, encoder, state, { kind: "rgb" })).graph.node.map(
        ({ opType }) => opType,
      ),
    }));
  };

  it("are a LayerNormalization for every layer norm of a ViT, and nothing in parts", async () => {
    const vit = await operators("vit", { width: 12, depth: 2, heads: 3, patch: 4 }, [8, 8]);
    // Two a block, and one at the end.
    expect(vit.operators.filter((operator) => operator === "LayerNormalization")).toHaveLength(5);
    expect(vit.operators.filter((operator) => /GroupNorm|InstanceNorm|Sqrt/.test(operator))).toEqual([]);
    expect(vit.layerNorms).toBe(true);
    const convnet = await operators("convnet", { widths: [4, 6] }, [12, 12]);
    expect(convnet.operators).not.toContain("LayerNormalization");
    expect(convnet.layerNorms).toBe(false);
  });

  it.each([
    ["cover", [8, 8]],
    ["cover", [8, 12]],
    ["contain", [8, 8]],
  ] as const)("ask for Lanczos, the one that transformers.js averages with: %s to %j", (fit, size) => {
    const config = configOf(3, size, { name: "mlp", options: {} });
    expect(preprocessorConfig({ ...config.data, fit })).toMatchObject({
      do_resize: true,
      resample: 1,
    });
  });
});

describe("weights that one ONNX file cannot hold", () => {
  it("are refused before they are copied, in a sentence", () => {
    // Never touched, so the system gives no memory for it.
    const large = {
      name: "w",
      dtype: "float32" as const,
      shape: [2 ** 15, 2 ** 14],
      data: new Float32Array(2 ** 29),
    };
    const trace = (batch: number) => ({
      outputs: new Map([
        ["embedding", matmul(input("x", [batch, 2 ** 15]), input("w", large.shape, "float32", "state"))],
      ]),
      updates: new Map(),
    });
    const axes = [{ name: "batch", input: "x", side: 0, tried: batchSizes }];
    const attempt = () => freeModel(trace, [large], { fed: ["x"], axes, name: "encoder" });
    expect(attempt).toThrow(EngineError);
    expect(attempt).toThrow(/less than 2 GiB.*found 2.00 GiB in the encoder; .*checkpoint/);
  });
});

/** An encoder that treats the batch size in its own way. */
function odd(embed: (flat: Tensor, n: number) => Tensor) {
  return defineEncoder({
    name: "odd",
    title: "Odd",
    options: z.strictObject({}),
    apply(_, x) {
      const n = x.shape[0] ?? 0;
      return { embedding: embed(reshape(x, [n, -1]), n), layers: new Map() };
    },
  })();
}

describe("encoders that need one batch size", () => {
  const config = configOf(1, [2, 2], { name: "odd", options: {} });
  const attempt = (embed: (flat: Tensor, n: number) => Tensor) => () =>
    portableModel(config, odd(embed), [], { kind: "pixel_values" });

  it("are refused when a constant has its size", () => {
    const weights = (n: number) =>
      constant(
        Float32Array.from({ length: n }, (_, i) => i),
        [n, 1],
      );
    expect(attempt((flat, n) => mul(flat, weights(n)))).toThrow(/any batch size: Mul .* other than a shape/);
  });

  it("are refused when a shape is no line in it", () => {
    const square = (flat: Tensor, n: number) =>
      mul(reshape(matmul(flat, transpose(flat)), [n * n, 1]), reshape(flat, [1, 4 * n]));
    expect(attempt((flat, n) => reshape(square(flat, n), [n, -1]))).toThrow(/no multiple of the batch size/);
  });

  it("are refused when they are traced differently", () => {
    const deep = (flat: Tensor, n: number) =>
      Array.from({ length: n }).reduce<Tensor>((h) => mul(h, 2), flat);
    expect(attempt(deep)).toThrow("different operators at different sizes");
  });
});
