import type { Engine, StateEntry } from "../../engine/index.js";
import { openPairMeter } from "../../evaluate/index.js";
import { accuracyOf, collapseMetrics, type Features, featuresOf, knnClassify } from "../../metrics/index.js";
import { fitState } from "../../runs/index.js";
import type { RunParts } from "../../setup/index.js";
import { EMBEDDING, encodeProgram, PROJECTION } from "../../steps/index.js";
import type { ArmMoment } from "./arm-result.js";
import type { StudySamples } from "./study-samples.js";

/** Looks at one model under its states, always with the same samples and pairs. */
export interface ArmMeter {
  /** @throws CheckpointError when a value of the model is missing */
  measure(state: readonly StateEntry[]): Promise<Omit<ArmMoment, "step" | "loss">>;
  dispose(): Promise<void>;
}

const batchSize = 250;
/** Of test samples; RankMe's time grows with them. */
const energyPairs = 512;

/** Compiles what looks at a model: encoder, head and energy, in inference mode. */
export async function openArmMeter(
  engine: Engine,
  parts: Pick<RunParts, "config" | "encoder" | "method">,
  samples: StudySamples,
): Promise<ArmMeter> {
  const { config, encoder, method } = parts;
  const names = [EMBEDDING, ...(method.project === undefined ? [] : [PROJECTION])];
  const { program, scope } = encodeProgram(config, encoder, method, batchSize, names);
  const fresh = scope.variables.initialValues(config.seed);
  const store = await engine.createStore(fresh);
  const encode = await engine.load(program, { store, name: "encode" });
  const pairs = await openPairMeter(engine, parts, samples.test, energyPairs);
  const read = async (images: Uint8Array, count: number): Promise<Record<string, Features>> => {
    const bytes = images.length / count;
    const rows = new Map(
      names.map((name) => {
        const width = program.outputs.get(name)?.shape[1] ?? 0;
        return [name, featuresOf(new Float32Array(count * width), width)] as const;
      }),
    );
    for (let at = 0; at < count; at += batchSize) {
      const here = Math.min(batchSize, count - at);
      const full = new Uint8Array(batchSize * bytes);
      full.set(images.subarray(at * bytes, (at + here) * bytes));
      const outputs = await encode.run({ images: full });
      for (const [name, { vectors, dimensions }] of rows)
        vectors.set((outputs[name] as Float32Array).subarray(0, here * dimensions), at * dimensions);
    }
    return Object.fromEntries(rows);
  };
  const all = async (source: StudySamples["test"]) =>
    (await source.read(Int32Array.from({ length: source.length }, (_, i) => i))).images;
  const [bankImages, testImages] = [await all(samples.bank), await all(samples.test)];
  return {
    async measure(state) {
      await store.write(fitState(fresh, state, "this arm"));
      const test = await read(testImages, samples.test.length);
      const embedding = test[EMBEDDING]!;
      const health = collapseMetrics(embedding);
      const head = test[PROJECTION] === undefined ? null : collapseMetrics(test[PROJECTION]);
      const energies = await pairs?.measure(state);
      return {
        knn: await knn(engine, samples, () => read(bankImages, samples.bank.length), embedding),
        rank: health.effectiveRank,
        deviation: health.deviation,
        headRank: head?.effectiveRank ?? null,
        headDeviation: head?.deviation ?? null,
        compatible: energies?.compatible ?? null,
        incompatible: energies?.incompatible ?? null,
        gap: energies?.standardGap ?? null,
        auroc: energies?.auroc ?? null,
      };
    },
    async dispose() {
      await pairs?.dispose();
      await encode.dispose();
      await store.dispose();
    },
  };
}

async function knn(
  engine: Engine,
  { bankLabels, testLabels }: StudySamples,
  readBank: () => Promise<Record<string, Features>>,
  query: Features,
): Promise<number | null> {
  if (bankLabels === null || testLabels === null) return null;
  const features = (await readBank())[EMBEDDING]!;
  const { predictions } = await knnClassify(engine, { features, labels: bankLabels }, query);
  return accuracyOf(predictions, testLabels);
}
