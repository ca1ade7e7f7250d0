import { expect, it } from "vitest";
import { modelCard } from "../model-card.js";
import { configOf } from "../tiny-run.suite.js";
import { pictureSections } from "./picture-card.js";

const check = { samples: 2, batches: [2], maximumDifference: 0, relativeDifference: 0, cosineDifference: 0 };
const config = configOf(3, [8, 8], { name: "vit", options: {} });
const facts = { config, dimensions: 4, input: "pixel_values", decoder: null, layerNorms: true } as const;
const cardOf = (own: Partial<Parameters<typeof pictureSections>[0]> = {}) =>
  modelCard({
    ...{ config, step: 1, weights: "student", parameters: 10, dimensions: 4, scores: null },
    checks: { "model.onnx": check },
    sections: pictureSections({ ...facts, ...own }),
  });

it("says how the telemetry of ONNX Runtime is turned off, in Node before it is loaded", () => {
  const card = cardOf();
  const off = card.indexOf('process.env.ORT_DISABLE_TELEMETRY = "1"');
  expect(off).toBeGreaterThan(0);
  expect(card.indexOf("const ort = await import")).toBeGreaterThan(off);
  expect(card).toMatch(/before `import onnxruntime` in Python/);
});

it("warns of layer norms with WebGPU where there are some", () => {
  expect(cardOf()).toMatch(/It has layer norms\. .* WebGPU/);
  expect(cardOf({ layerNorms: false })).not.toContain("WebGPU");
});

it("says what becomes of pictures of more than 8 bits, where training saw such", () => {
  const deep = { ...config, data: { ...config.data, valueRange: [0, 4095] as [number, number] } };
  expect(cardOf({ config: deep })).toMatch(/0 and less becomes 0, 4095 and more 255/);
  expect(cardOf()).not.toContain("more than 8 bits");
});
