import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import type { Node } from "../graph/index.js";
import { gather, input, less, range } from "../tensor/index.js";
import { Scope, tokenTransformer } from "./index.js";
import { difference } from "./layer.suite.js";

const settings = { vocabulary: 9, width: 8, depth: 2, heads: 2, longest: 12, mlpRatio: 2 };

describe.each(["learned", "sinusoidal", "rotary"] as const)(
  "keys kept in slots, %s positions",
  (positions) => {
    const model = { ...settings, positions };

    it.each([true, false])(
      "with slots for what is to come decodes in one program a step (mask %s)",
      async (masked) => {
        const [n, slots, prompt] = [2, 8, 3];
        const tokens = Int32Array.of(3, 1, 4, 1, 5, 2, 0, 0, 8, 2, 7, 1);
        const real = Int32Array.of(1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1);
        const scope = Scope.root({ training: false });
        const cache = Array.from({ length: settings.depth }, (_, i) => ({
          keys: input(`keys${i}`, [n, settings.heads, slots, 4], "float32", "state"),
          values: input(`values${i}`, [n, settings.heads, slots, 4], "float32", "state"),
        }));
        const decoding = (t: number) => {
          const at = input("at", [], "int32", "schedule");
          const { states, past } = tokenTransformer(
            scope,
            input("tokens", [n, t], "int32"),
            { ...model, causal: true },
            {
              past: cache.map((layer) => ({ ...layer, at })),
              ...(masked ? { real: input("real", [n, slots], "int32") } : {}),
            },
          );
          const updates = past.flatMap(({ keys, values }, i) => [
            [`keys${i}`, keys] as const,
            [`values${i}`, values] as const,
          ]);
          return { outputs: new Map([["states", states]]), updates: new Map(updates) };
        };
        const whole = tokenTransformer(
          scope,
          input("tokens", [n, 6], "int32"),
          { ...model, causal: true },
          masked ? { real: input("real", [n, 6], "int32") } : {},
        ).states;
        const programs = [
          decoding(prompt),
          decoding(1),
          { outputs: new Map([["states", whole]]), updates: new Map() },
        ];
        const engine = inlineEngine();
        const parameters = scope.variables.initialValues(3).map((entry) => ({
          ...entry,
          data: Float32Array.from(entry.data as Float32Array, (value, i) => value + 0.4 * Math.sin(i + 1)),
        }));
        // Whatever stands in slots that were not reached is not seen.
        const rooms = cache.flatMap((layer) =>
          Object.values(layer).map((tensor) => ({
            name: (tensor.node as Node<"input">).attributes.name,
            dtype: "float32" as const,
            shape: tensor.shape,
            data: new Float32Array(n * settings.heads * slots * 4).fill(1e3),
          })),
        );
        const store = await engine.createStore([...parameters, ...rooms]);
        const [first, next, all] = await Promise.all(programs.map((one) => engine.load(one, { store })));
        const columns = (data: Int32Array, from: number, to: number) =>
          Int32Array.from(
            [data.subarray(from, to), data.subarray(6 + from, 6 + to)].flatMap((row) => [...row]),
          );
        // A slot is real once its token is there.
        const slotsReal = (to: number) =>
          Int32Array.from({ length: n * slots }, (_, i) =>
            i % slots < to ? real[Math.floor(i / slots) * 6 + (i % slots)]! : 0,
          );
        const expected = (await all!.run({ tokens, real })).states as Float32Array;
        const row = (data: Float32Array, t: number, which: number, of: number) =>
          data.subarray((which * of + t) * settings.width, (which * of + t + 1) * settings.width);
        for (let from = 0, to = prompt; to <= 6; from = to, to++) {
          const feeds = { tokens: columns(tokens, from, to), at: Int32Array.of(from), real: slotsReal(to) };
          const found = (await (from === 0 ? first! : next!).run(feeds)).states as Float32Array;
          for (const which of [0, 1])
            for (let t = from; t < to; t++)
              expect(
                difference(row(found, t - from, which, to - from), row(expected, t, which, 6)),
              ).toBeLessThan(1e-5);
        }
        await engine.dispose();
      },
    );

    it.each([true, false])(
      "goes on from texts of unequal length, each at its own place, in some order of them (mask %s)",
      async (masked) => {
        const [n, slots] = [2, 6];
        const scope = Scope.root({ training: false });
        const cache = Array.from({ length: settings.depth }, (_, i) => ({
          keys: input(`keys${i}`, [n, settings.heads, slots, 4], "float32", "state"),
          values: input(`values${i}`, [n, settings.heads, slots, 4], "float32", "state"),
        }));
        // What fills up the shorter text is written over by what comes, and seen by nobody.
        const decoding = (t: number) => {
          const [at, parents] = [input("at", [n], "int32"), input("parents", [n], "int32")];
          const counts = input("counts", [n, 1], "int32");
          const { states, past } = tokenTransformer(
            scope,
            input("tokens", [n, t], "int32"),
            { ...model, causal: true },
            {
              past: cache.map(({ keys, values }) => ({
                keys: gather(keys, parents),
                values: gather(values, parents),
                at,
              })),
              ...(masked ? { real: less(range(slots), counts) } : {}),
            },
          );
          const updates = past.flatMap(({ keys, values }, i) => [
            [`keys${i}`, keys] as const,
            [`values${i}`, values] as const,
          ]);
          return { outputs: new Map([["states", states]]), updates: new Map(updates) };
        };
        const alone = tokenTransformer(scope, input("tokens", [1, slots], "int32"), {
          ...model,
          causal: true,
        });
        const engine = inlineEngine();
        const parameters = scope.variables.initialValues(3).map((entry) => ({
          ...entry,
          data: Float32Array.from(entry.data as Float32Array, (value, i) => value + 0.4 * Math.sin(i + 1)),
        }));
        const rooms = cache.flatMap((layer) =>
          Object.values(layer).map((tensor) => ({
            name: (tensor.node as Node<"input">).attributes.name,
            dtype: "float32" as const,
            shape: tensor.shape,
            data: new Float32Array(n * settings.heads * slots * 4).fill(1e3),
          })),
        );
        const store = await engine.createStore([...parameters, ...rooms]);
        const [prompts, next, whole] = await Promise.all(
          [
            decoding(5),
            decoding(1),
            { outputs: new Map([["states", alone.states]]), updates: new Map() },
          ].map((one) => engine.load(one, { store })),
        );
        const texts = [Int32Array.of(3, 1, 4, 1, 5, 2), Int32Array.of(8, 2, 7, 6, 1, 0)];
        const expected = await Promise.all(
          texts.map(async (tokens) => (await whole!.run({ tokens })).states as Float32Array),
        );
        const row = (data: Float32Array, at: number) =>
          data.subarray(at * settings.width, (at + 1) * settings.width);

        // 4 tokens of one, padded with one; 2 of the other, padded with three that would reach behind the last slot.
        const first = (
          await prompts!.run({
            tokens: Int32Array.of(3, 1, 4, 1, 0, 8, 2, 0, 0, 0),
            at: Int32Array.of(0, 0),
            counts: Int32Array.of(4, 2),
            parents: Int32Array.of(0, 1),
          })
        ).states as Float32Array;
        for (let t = 0; t < 4; t++)
          expect(difference(row(first, t), row(expected[0]!, t))).toBeLessThan(1e-5);
        for (let t = 0; t < 2; t++)
          expect(difference(row(first, 5 + t), row(expected[1]!, t))).toBeLessThan(1e-5);
        // They change places at each step.
        let order = [0, 1];
        let said = [4, 2];
        for (const _ of [0, 1]) {
          order = [order[1]!, order[0]!];
          said = [said[1]!, said[0]!];
          const states = (
            await next!.run({
              tokens: Int32Array.from(order, (text, i) => texts[text]![said[i]!]!),
              at: Int32Array.from(said),
              counts: Int32Array.from(said, (count) => count + 1),
              parents: Int32Array.of(1, 0),
            })
          ).states as Float32Array;
          for (const [i, text] of order.entries())
            expect(difference(row(states, i), row(expected[text]!, said[i]!))).toBeLessThan(1e-5);
          said = said.map((count) => count + 1);
        }
        // A whole chunk that reaches over the last slot.
        const over = (
          await prompts!.run({
            tokens: Int32Array.of(4, 1, 5, 2, 0, 7, 6, 1, 0, 0),
            at: Int32Array.of(2, 2),
            counts: Int32Array.of(6, 6),
            parents: Int32Array.of(order.indexOf(0), order.indexOf(1)),
          })
        ).states as Float32Array;
        for (const text of [0, 1])
          for (let t = 0; t < 4; t++)
            expect(difference(row(over, 5 * text + t), row(expected[text]!, 2 + t))).toBeLessThan(1e-5);
        await engine.dispose();
      },
    );
  },
);
