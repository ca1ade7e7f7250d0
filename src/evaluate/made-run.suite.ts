import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openImages, permutation, subset } from "../data/index.js";
import { convnet } from "../encoders/index.js";
import { createRunFolder, readRunConfig, writeCheckpoint } from "../runs/index.js";
import { keepSeen } from "../samples/index.js";
import { resolveRun } from "../settle/index.js";
import { partsOf } from "../setup/index.js";
import { stepProgram } from "../steps/index.js";

/** A folder with IDX pictures of bars (row 1, 3 or 5 is bright, the rest noise) and a run on it that has not trained. */
export interface MadeRun {
  readonly data: string;
  readonly run: string;
}

/** @param tests how many test pictures there are; 0 leaves the test split out */
export async function makeRun({ tests = 30, holdout = 0 } = {}): Promise<MadeRun> {
  const folder = await mkdtemp(join(tmpdir(), "unlabel-evaluate-"));
  const data = join(folder, "bars");
  await mkdir(data);
  await writeBars(data, "train", 90, 1);
  if (tests > 0) await writeBars(data, "t10k", tests, 2);
  const run = join(folder, "run");
  const { config, source } = await resolveRun({
    data,
    encoder: convnet({ widths: [4, 8] }),
    batchSize: 16,
    steps: 2,
    threads: 1,
    holdout,
  });
  const paths = await createRunFolder(run, config);
  await writeCheckpoint(paths.checkpoints, {
    step: 0,
    position: { epoch: 0, batchInEpoch: 0 },
    method: config.method.name,
    state: stepProgram(partsOf(config, source.length)).variables.initialValues(config.seed),
  });
  await keepSeen(run, { source, training: source, parts: partsOf(config, source.length) });
  await source.close();
  return { data, run };
}

/** As if pretraining had seen some of the run's test pictures, and no others. */
export async function markSeen({ data, run }: MadeRun, share: number): Promise<void> {
  const test = await openImages(data, { split: "test", size: 8, channels: 1 });
  const parts = partsOf(await readRunConfig(run), test.length);
  const few = Array.from({ length: share * test.length }, (_, i) => i);
  await keepSeen(run, { source: test, training: subset(test, few), parts });
  await test.close();
}

/** @param seed of the noise: other pictures of the same classes for another one */
export async function writeBars(folder: string, part: string, count: number, seed: number): Promise<void> {
  const side = 8;
  const pixels = new Uint8Array(count * side * side);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
  const noise = permutation(pixels.length, [seed]);
  for (let i = 0; i < pixels.length; i++) {
    const row = Math.floor(i / side) % side;
    const bright = row === 1 + 2 * labels[Math.floor(i / side / side)]!;
    pixels[i] = (bright ? 150 : 0) + (noise[i]! % 100);
  }
  await writeFile(join(folder, `${part}-images-idx3-ubyte`), idx([count, side, side], pixels));
  await writeFile(join(folder, `${part}-labels-idx1-ubyte`), idx([count], labels));
}

function idx(sides: readonly number[], bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sides.length);
  header.writeUInt8(8, 2);
  header.writeUInt8(sides.length, 3);
  sides.forEach((side, i) => {
    header.writeUInt32BE(side, 4 + 4 * i);
  });
  return Buffer.concat([header, bytes]);
}
