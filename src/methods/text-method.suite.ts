import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AugmentationRecipe, textAugmentation, tokenViews } from "../augment/index.js";
import { type Encoder, type TextFacts, transformer } from "../encoders/index.js";
import { type Engine, inlineEngine, type Store } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { Scope } from "../nn/index.js";
import { adamw, applyUpdates } from "../optim/index.js";
import { randomKey } from "../random/index.js";
import { input, roll, type Tensor } from "../tensor/index.js";
import type { Branch, EnergyContext, Method } from "./index.js";

/** A small vocabulary, the first seven of it special. */
export const textFacts: TextFacts = {
  vocabulary: 31,
  longest: 14,
  specials: { padding: 0, unknown: 1, classification: 2, separator: 3, mask: 4, beginning: 5, end: 6 },
  beginsWord: Uint8Array.from({ length: 31 }, (_, id) => (id >= 25 ? 0 : 1)),
};

/** Sixteen framed texts of unequal length, each of words that go on in a way of its own. */
export const texts: readonly (readonly number[])[] = Array.from({ length: 16 }, (_, row) => {
  const count = 7 + (row % 6);
  const words = Array.from({ length: count }, (_, i) => 7 + ((row * 5 + i * (1 + (row % 3))) % 24));
  return [2, ...words, 3, ...Array(textFacts.longest - count - 2).fill(-1)];
});

export const tinyTransformer = (options: Parameters<typeof transformer>[0] = {}): Encoder =>
  transformer({ width: 16, depth: 1, heads: 2, dropout: 0, ...options });

/** What a method is handed of texts. */
export function textModel(root: Scope, encoder: Encoder, facts: TextFacts = textFacts) {
  const branch = (place: Scope): Branch => {
    const encodeAll: Branch["encodeAll"] = (x, options) =>
      encoder.apply(place.child("encoder"), x, { ...facts, ...options });
    return { scope: place.child("head"), encodeAll, encode: (x) => encodeAll(x).embedding };
  };
  return { ...branch(root), teacher: branch(root.teacher()), ...facts };
}

export interface TextMethodSuite {
  readonly method: Method;
  readonly encoder?: Encoder;
  readonly steps?: number;
  readonly learningRate?: number;
  readonly lossFalls?: boolean;
  /** Parameters, by a part of their name, that stand still on purpose. */
  readonly still?: readonly string[];
  readonly augment?: AugmentationRecipe;
}

interface Run {
  readonly losses: readonly number[];
  readonly metrics: readonly Readonly<Record<string, number>>[];
  readonly parameters: readonly string[];
  readonly before: ReadonlyMap<string, readonly number[]>;
  readonly after: ReadonlyMap<string, readonly number[]>;
  readonly store: Store;
}

/** The loss of a step on texts, with gradients of all parameters. */
export function tracedTexts(
  method: Method,
  {
    encoder = tinyTransformer(),
    augment = textAugmentation,
    count = texts.length,
  }: Partial<TextMethodSuite> & { readonly count?: number } = {},
) {
  const root = Scope.root();
  const x = input("tokens", [count, textFacts.longest], "int32");
  const views = tokenViews(x, randomKey("views"), augment, method.views, textFacts);
  const result = method.step({
    ...textModel(root, method.encoder(encoder)),
    ...{ views, samples: count, progress: input("progress", [], "float32", "schedule") },
    ...(method.labels ? { labels: input("labels", [count], "int32"), classes: 2 } : {}),
    ...(method.indexed ? { index: input("index", [count], "int32") } : {}),
  });
  const losses = "shape" in result.loss ? { main: result.loss as Tensor } : result.loss;
  const slopes = Object.entries(losses as Readonly<Record<string, Tensor>>).map(([group, loss]) => {
    const parameters = root.variables.parameters(group);
    return {
      loss,
      parameters,
      slopes: gradient(
        loss,
        parameters.map(({ tensor }) => tensor),
      ),
    };
  });
  return { root, result, groups: slopes };
}

export async function trainTexts(
  engine: Engine,
  suite: TextMethodSuite,
  until = Number.POSITIVE_INFINITY,
): Promise<Run> {
  const { steps = 40, learningRate = 1e-2 } = suite;
  const { root, result, groups } = tracedTexts(suite.method, suite);
  const schedule = (name: string) => input(name, [], "float32", "schedule");
  const hyper = {
    learningRate: schedule("learningRate"),
    step: schedule("step"),
    progress: schedule("progress"),
  };
  const updates = groups.flatMap(({ parameters, slopes }) => [
    ...applyUpdates(root.child("optimizer"), adamw({ weightDecay: 0 }), parameters, slopes, hyper),
  ]);
  const outputs = new Map([
    ...groups.map(({ loss }, i) => [`loss${i}`, loss] as const),
    ...Object.entries(result.metrics ?? {}),
  ]);
  const store = await engine.createStore(root.variables.initialValues(1));
  const program = await engine.load(
    { outputs, updates: new Map([...updates, ...root.variables.assigned()]) },
    { store },
  );
  const before = await values(store);
  const losses: number[] = [];
  const metrics: Record<string, number>[] = [];
  for (let step = 0; step < Math.min(steps, until); step++) {
    const found = await program.run(
      {
        tokens: Int32Array.from(texts.flat()),
        ...(suite.method.labels ? { labels: Int32Array.from(texts, (_, i) => i % 2) } : {}),
        ...(suite.method.indexed ? { index: Int32Array.from(texts, (_, i) => i) } : {}),
        learningRate: Float32Array.of(learningRate),
        step: Float32Array.of(step + 1),
        progress: Float32Array.of(step / steps),
      },
      { seed: 1, step },
    );
    const numbers = Object.fromEntries(Object.entries(found).map(([name, [value]]) => [name, Number(value)]));
    losses.push(groups.reduce((sum, _, i) => sum + numbers[`loss${i}`]!, 0));
    metrics.push(numbers);
  }
  await program.dispose();
  const parameters = root.variables.parameters().map(({ name }) => name);
  return { losses, metrics, parameters, before, after: await values(store), store };
}

/** What tensors of a trained model in inference are, for the sixteen texts. */
export async function readTexts(
  engine: Engine,
  store: Store,
  { method, encoder = tinyTransformer() }: TextMethodSuite,
  body: (context: EnergyContext) => Readonly<Record<string, Tensor>>,
  fed: readonly (readonly number[])[] = texts,
): Promise<Record<string, number[]>> {
  const root = Scope.root({ training: false });
  const x = input("tokens", [fed.length, textFacts.longest], "int32");
  const outputs = new Map(Object.entries(body({ ...textModel(root, method.encoder(encoder)), x, y: x })));
  const program = await engine.load({ outputs, updates: new Map() }, { store });
  const found = await program.run({ tokens: Int32Array.from(fed.flat()) }, { seed: 3, step: 0 });
  await program.dispose();
  return Object.fromEntries(Object.entries(found).map(([name, all]) => [name, Array.from(all, Number)]));
}

export const meanOf = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;

async function values(store: Store): Promise<Map<string, readonly number[]>> {
  return new Map((await store.read()).map(({ name, data }) => [name, Array.from(data, Number)]));
}

/** Checks that hold for every method of texts; trains it for a moment. */
export function describeTextMethod(name: string, suite: TextMethodSuite): void {
  describe(name, () => {
    let engine: Engine;
    let trained: Run;
    beforeAll(async () => {
      engine = inlineEngine();
      trained = await trainTexts(engine, suite);
    });
    afterAll(() => engine.dispose());

    it("gives finite losses and metrics", () => {
      expect(trained.losses.every(Number.isFinite)).toBe(true);
      for (const step of trained.metrics) expect(Object.values(step).every(Number.isFinite)).toBe(true);
    });

    if (suite.lossFalls ?? true) {
      it("brings its loss down on a few texts", () => {
        expect(meanOf(trained.losses.slice(-5))).toBeLessThan(meanOf(trained.losses.slice(0, 5)));
      });
    }

    it("trains every parameter", () => {
      const still = trained.parameters.filter(
        (parameter) =>
          !(suite.still ?? []).some((part) => parameter.includes(part)) &&
          trained.before.get(parameter)!.every((value, i) => value === trained.after.get(parameter)![i]),
      );
      expect(still).toEqual([]);
    });

    const { energy, surprise } = suite.method;
    if (energy !== undefined) {
      it("gives texts that belong together less energy than others", async () => {
        const found = await readTexts(engine, trained.store, suite, (context) => {
          const other = { ...context, y: roll(context.x, 1), scope: context.scope };
          return { compatible: energy(context), incompatible: energy(other) };
        });
        expect(found.compatible).toHaveLength(texts.length);
        expect(meanOf(found.compatible!)).toBeLessThan(meanOf(found.incompatible!));
      });
    }

    if (surprise !== undefined) {
      it("is surprised less than before it was trained, and of a text without tokens says nothing", async () => {
        const said = async (store: Store) => {
          const fed = [...texts.slice(0, 15), texts[0]!.map(() => -1)];
          const found = await readTexts(engine, store, suite, (context) => ({ ...surprise(context) }), fed);
          expect([found.total![15], found.count![15]]).toEqual([0, 0]);
          expect(found.count!.slice(0, 15).every((count) => count >= 1)).toBe(true);
          const total = found.total!.reduce((sum, nats) => sum + nats, 0);
          return total / found.count!.reduce((sum, count) => sum + count, 0);
        };
        const { root } = tracedTexts(suite.method, suite);
        const fresh = await engine.createStore(root.variables.initialValues(1));
        expect(await said(trained.store)).toBeLessThan(await said(fresh));
      });
    }

    it("gives the same bits for the same seed", async () => {
      const again = await trainTexts(engine, suite, 3);
      expect(again.losses).toEqual(trained.losses.slice(0, 3));
    });
  });
}
