import { expect, it } from "vitest";
import { type CardFacts, modelCard } from "./model-card.js";
import { configOf } from "./tiny-run.suite.js";

const check = { samples: 2, batches: [2], maximumDifference: 0, relativeDifference: 0, cosineDifference: 0 };
const facts: CardFacts = {
  config: configOf(3, [8, 8], { name: "vit", options: {} }),
  step: 1,
  weights: "student",
  parameters: 10,
  dimensions: 4,
  input: "pixel_values",
  checks: { "model.onnx": check },
  decoder: null,
  layerNorms: true,
  scores: null,
};

it("says how the telemetry of ONNX Runtime is turned off, in Node before it is loaded", () => {
  const card = modelCard(facts);
  const off = card.indexOf('process.env.ORT_DISABLE_TELEMETRY = "1"');
  expect(off).toBeGreaterThan(0);
  expect(card.indexOf("const ort = await import")).toBeGreaterThan(off);
  expect(card).toMatch(/before `import onnxruntime` in Python/);
});

it("warns of layer norms with WebGPU where there are some", () => {
  expect(modelCard(facts)).toMatch(/It has layer norms\. .* WebGPU/);
  expect(modelCard({ ...facts, layerNorms: false })).not.toContain("WebGPU");
});

it("says what becomes of pictures of more than 8 bits, where training saw such", () => {
  const { config } = facts;
  const deep = { ...config, data: { ...config.data, valueRange: [0, 4095] as [number, number] } };
  expect(modelCard({ ...facts, config: deep })).toMatch(/0 and less becomes 0, 4095 and more 255/);
  expect(modelCard(facts)).not.toContain("more than 8 bits");
});
