/** What the estimate supposes of ONNX Runtime, against what a profile of it reports. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import * as t from "../tensor/index.js";
import { emittedNodes, peakBytes } from "./index.js";

const folder = mkdtempSync(join(tmpdir(), "unlabel-peak-"));
const engine = inlineEngine();
afterAll(async () => {
  await engine.dispose();
  rmSync(folder, { recursive: true });
});

const shape = [512, 512];
const bytes = 512 * 512 * 4;
const row = () => t.input("row", [512, 1]);
const places = t.constant(new Int32Array(512), [512, 1]);
const operations: Readonly<Record<string, (x: t.Tensor) => t.Tensor>> = {
  neg: t.neg,
  exp: t.exp,
  sqrt: t.sqrt,
  reciprocal: t.reciprocal,
  tanh: t.tanh,
  sigmoid: t.sigmoid,
  erf: t.erf,
  relu: t.relu,
  positive: t.positive,
  gelu: t.gelu,
  softplus: t.softplus,
  softmax: (x) => t.softmax(x),
  logSoftmax: (x) => t.logSoftmax(x),
  add: (x) => t.add(x, row()),
  sub: (x) => t.sub(x, 1),
  mul: (x) => t.mul(x, row()),
  div: (x) => t.div(x, row()),
  maximum: (x) => t.maximum(x, 0),
  addAlong: (x) => t.addAlong(x, places, row()),
};

it.each(Object.keys(operations))(
  "%s takes a buffer of its own, or its input's, as is supposed",
  async (name) => {
    const y = t.sum(operations[name]!(t.sin(t.input("x", shape))));
    const program = { outputs: new Map([["y", y]]), updates: new Map() };
    const prefix = join(folder, `${name}-`);
    const loaded = await engine.load(program, { store: await engine.createStore(), profile: prefix });
    await loaded.run({ x: new Float32Array(512 * 512).fill(0.5), row: new Float32Array(512).fill(2) });
    await loaded.endProfiling();
    await loaded.dispose();
    const file = readdirSync(folder).find((entry) => entry.startsWith(`${name}-`))!;
    const events = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
      args?: { mem_bytes_in_use?: string };
    }[];
    const most = Math.max(...events.map(({ args }) => Number(args?.mem_bytes_in_use ?? 0)));
    expect(Math.round(peakBytes(emittedNodes(program)) / bytes)).toBe(Math.round(most / bytes));
  },
);
