import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { convnet, type Encoder, vit } from "../encoders/index.js";
import { type Engine, inlineEngine, type LoadedProgram, type Store } from "../engine/index.js";
import type { HostArray } from "../graph/index.js";
import { standardise, toUnit } from "../kinds/index.js";
import { Scope } from "../nn/index.js";
import { adamw } from "../optim/index.js";
import { barePictures } from "../setup/index.js";
import { encodeProgram, modelContext, stepProgram } from "../steps/index.js";
import { input, roll, type Tensor } from "../tensor/index.js";
import type { Method } from "./index.js";

export interface MethodSuite {
  readonly method: Method;
  /** Default: a tiny one that the method can train. */
  readonly encoder?: Encoder;
  /** Channels of the pictures. Default 1. */
  readonly channels?: 1 | 3;
  /** Side of the pictures. Default 16. */
  readonly side?: number;
  /** Their width, where that is another. Default: as the side, which is then the height. */
  readonly width?: number;
  /** Steps of training that the checks look at. Default 30. */
  readonly steps?: number;
  readonly learningRate?: number;
  /** False where the loss says little about progress: a queue fills, a teacher moves. Default true. */
  readonly lossFalls?: boolean;
  /** Parameters, by a part of their name, that stand still on purpose. */
  readonly still?: readonly string[];
}

const samples = 16;

/** What one run over the same sixteen pictures showed. */
interface Trained {
  readonly losses: readonly number[];
  readonly before: ReadonlyMap<string, readonly number[]>;
  readonly after: ReadonlyMap<string, readonly number[]>;
  readonly parameters: readonly string[];
  readonly energies: { readonly compatible: number; readonly incompatible: number } | null;
}

/** Checks that hold for every method; trains it for a moment on a tiny encoder. */
export function describeMethod(name: string, suite: MethodSuite): void {
  describe(name, () => {
    let engine: Engine;
    let trained: Trained;
    beforeAll(async () => {
      engine = inlineEngine();
      trained = await train(engine, suite);
    });
    afterAll(() => engine.dispose());

    it("gives finite losses", () => {
      expect(trained.losses.every(Number.isFinite)).toBe(true);
    });

    if (suite.lossFalls ?? true) {
      it("brings its loss down on a few pictures", () => {
        const mean = (values: readonly number[]) =>
          values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(mean(trained.losses.slice(-5))).toBeLessThan(mean(trained.losses.slice(0, 5)));
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

    if (suite.method.energy !== undefined) {
      it("gives views of one picture less energy than of two", () => {
        expect(trained.energies!.compatible).toBeLessThan(trained.energies!.incompatible);
      });
    }

    it("gives the same bits for the same seed", async () => {
      const again = await train(engine, suite, 3);
      expect(again.losses).toEqual(trained.losses.slice(0, 3));
    });
  });
}

/** Trains, or only does the first steps of it: schedules go by all of them. */
async function train(engine: Engine, suite: MethodSuite, until = Number.POSITIVE_INFINITY): Promise<Trained> {
  const { method, channels = 1, side = 16, width = side, steps = 30, learningRate = 5e-3 } = suite;
  const size = [side, width] as const;
  const tiny: Encoder = method.tokens ? vit({ width: 16, depth: 1, heads: 2 }) : convnet({ widths: [4, 8] });
  const base = suite.encoder ?? tiny;
  const encoder = method.encoder(base);
  const config = tinyConfig(suite, base, { channels, size, steps, learningRate });
  const optimizer = adamw({ weightDecay: 0 }); // nothing but the gradient moves a weight
  const { train: program, variables } = stepProgram({ config, encoder, method, optimizer, samples });
  const store = await engine.createStore(variables.initialValues(config.seed));
  const step = await engine.load(program, { store });
  const images = pictures(channels, size);
  const before = await values(store);
  const losses: number[] = [];
  for (let done = 0; done < Math.min(steps, until); done++) {
    if (done === 0) await startPhase(engine, store, { config, encoder, method }, images);
    const outputs = await step.run(
      {
        images,
        ...(method.labels ? { labels: Int32Array.from({ length: samples }, (_, i) => i % 2) } : {}),
        ...(method.indexed ? { index: Int32Array.from({ length: samples }, (_, i) => i) } : {}),
        learningRate: Float32Array.of(learningRate),
        stepNumber: Float32Array.of(done + 1),
        progress: Float32Array.of(done / steps),
        teacherMomentum: Float32Array.of(method.teacherMomentum?.[0] ?? 1),
      },
      { seed: config.seed, step: done },
    );
    losses.push(
      Object.entries(outputs).reduce(
        (sum, [key, value]) => sum + (/^loss\b/.test(key) ? Number(value[0]) : 0),
        0,
      ),
    );
  }
  const parameters = variables.parameters().map((variable) => variable.name);
  const energies = await readEnergies(engine, store, { config, encoder, method }, images);
  return { losses, before, after: await values(store), parameters, energies };
}

interface Parts {
  readonly config: ReturnType<typeof barePictures>;
  readonly encoder: Encoder;
  readonly method: Method;
}

async function startPhase(
  engine: Engine,
  store: Store,
  { config, encoder, method }: Parts,
  images: Uint8Array,
) {
  if (method.phase === undefined) return;
  const layer = method.project === undefined ? "embedding" : "projection";
  const { program } = encodeProgram(config, encoder, method, samples, [layer]);
  const next = await method.phase.run({
    seed: config.seed,
    step: 0,
    async embed() {
      const loaded: LoadedProgram = await engine.load(program, { store });
      const vectors = (await loaded.run({ images }))[layer] as Float32Array;
      return { vectors, dimensions: vectors.length / samples };
    },
  });
  const entries = await store.read([...next.keys()].map((name) => `head/${name}`));
  await store.write(entries.map((entry) => ({ ...entry, data: next.get(entry.name.slice(5))! })));
}

/** Mean energies of pairs: twice the same picture, and two pictures. */
async function readEnergies(
  engine: Engine,
  store: Store,
  { config, encoder, method }: Parts,
  images: Uint8Array,
) {
  if (method.energy === undefined) return null;
  const root = Scope.root({ training: false });
  const x = standardise(
    toUnit(input("images", [samples, config.data.channels, ...config.data.size], "uint8")),
    config.data.standardise,
  );
  const { energy } = method;
  // Traced apart, so that an energy that draws draws the same for both.
  const energyOf = (y: Tensor) => {
    const apart = Scope.root({ variables: root.variables, training: false });
    return energy({ ...modelContext(apart, encoder, config), x, y });
  };
  const outputs = new Map([
    ["compatible", energyOf(x)],
    ["incompatible", energyOf(roll(x, 1))],
  ]);
  const loaded = await engine.load({ outputs, updates: new Map() }, { store });
  const result = await loaded.run({ images });
  const mean = (all: HostArray) => {
    expect(all.length).toBe(samples);
    return Array.from(all, Number).reduce((sum, value) => sum + value, 0) / samples;
  };
  return { compatible: mean(result.compatible!), incompatible: mean(result.incompatible!) };
}

async function values(store: Store): Promise<Map<string, readonly number[]>> {
  return new Map((await store.read()).map(({ name, data }) => [name, Array.from(data, Number)]));
}

/** Sixteen pictures of stripes that differ in direction and width. */
function pictures(channels: number, [height, width]: readonly [number, number]): Uint8Array {
  const plane = height * width;
  return Uint8Array.from({ length: samples * channels * plane }, (_, k) => {
    const [n, c] = [Math.floor(k / (channels * plane)), Math.floor(k / plane) % channels];
    const [y, x] = [Math.floor(k / width) % height, k % width];
    const angle = (n * Math.PI) / samples;
    return 128 + 100 * Math.sin((0.4 + 0.05 * n) * (x * Math.cos(angle) + y * Math.sin(angle)) + c);
  });
}

function tinyConfig(
  { method }: MethodSuite,
  encoder: Encoder,
  {
    channels,
    size: [height, width],
    steps,
    learningRate,
  }: {
    readonly channels: 1 | 3;
    readonly size: readonly [number, number];
    readonly steps: number;
    readonly learningRate: number;
  },
): ReturnType<typeof barePictures> {
  return barePictures(method, encoder, {
    size: [height, width],
    channels,
    augment: [
      { name: "random-resized-crop", options: { scale: [0.6, 1] } },
      { name: "noise", options: { deviation: [0, 0.1] } },
    ],
    learningRate,
    batchSize: samples,
    steps,
    seed: 1,
    classes: 2,
    deviation: 0.28,
  });
}
