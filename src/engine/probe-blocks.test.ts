import { describe, expect, it } from "vitest";
import { compile } from "../onnx/index.js";
import { randomKey, uniform } from "../random/index.js";
import { conv2d } from "../tensor/index.js";
import { program } from "./engine.suite.js";
import {
  type InferenceSession,
  inlineEngine,
  onnxRuntime,
  type Runtime,
  type RuntimeTensor,
} from "./index.js";
import { probeBlocks, trialOf } from "./probe-blocks.js";

const runtime = onnxRuntime() as unknown as Runtime;
const random = (name: string, shape: readonly number[]) => uniform(randomKey(name), shape, -1, 1);
const block = await probeBlocks(trialOf(runtime));

/** A runtime whose models give what `corrupt` makes of the results. */
const withSessions = (
  run: (feeds: never, fetches: Record<string, RuntimeTensor>) => Promise<unknown>,
): Runtime => ({
  Tensor: runtime.Tensor,
  InferenceSession: {
    create: async (model, options) => {
      const session = await runtime.InferenceSession.create(model, options);
      if (!new TextDecoder("latin1").decode(model).includes("nchwc")) return session;
      return { run, release: () => session.release() } as unknown as InferenceSession;
    },
  },
});

describe("probing blocked convolutions", () => {
  it("gives one answer on one machine, which programs name", async () => {
    expect([0, 8, 16]).toContain(block);
    expect(await probeBlocks(trialOf(runtime))).toBe(block);
    const engine = inlineEngine();
    const y = conv2d(random("x", [1, 16, 4, 4]), random("w", [16, 16, 3, 3]));
    const { facts } = await engine.load(program({ y }), { store: await engine.createStore() });
    expect(facts.block).toBe(process.arch === "x64" ? block : 0);
    await engine.dispose();
  });

  it("falls back to plain convolutions where blocked ones throw or differ", async () => {
    const withRuns = (run: () => Promise<unknown>) => probeBlocks(trialOf(withSessions(run)));
    expect(await withRuns(() => Promise.reject(new Error("no such operator")))).toBe(0);
    expect(await withRuns(async () => ({}))).toBe(0);
  });

  it("takes no refusal of a runtime that has ended for an answer", async () => {
    let trials = 0;
    const ending = probeBlocks(async (graph, feeds) => {
      if (++trials > 1) throw new Error("has ended");
      return trialOf(runtime)(graph, feeds);
    });
    await expect(ending).rejects.toThrow("has ended");
  });

  it("stays out of models that leave the house", () => {
    const y = conv2d(random("x", [1, 16, 4, 4]), random("w", [16, 16, 3, 3]));
    const text = (contrib: boolean) =>
      new TextDecoder("latin1").decode(compile(program({ y }), { contrib, block: 16 }).model);
    expect(text(true)).toContain("com.microsoft.nchwc");
    expect(text(false)).not.toContain("com.microsoft");
  });
});
