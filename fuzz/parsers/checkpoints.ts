import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Checkpoint, latestCheckpoint, readCheckpoint, writeCheckpoint } from "#rooms/runs";
import { expectThat, type Parser, type Reader, type Sample } from "../parser.js";
import { smallRun } from "./made-files.js";
import { samplesOf } from "./safetensors.js";

const words = [
  "unlabel-checkpoint-1",
  "unlabel-checkpoint-2",
  "unlabel-checkpoint-3",
  "sha256",
  "step",
  "epoch",
];

export const checkpoints: Parser = {
  name: "checkpoints",
  reads: "the newest checkpoint of a run, with one before it",
  ending: "safetensors",
  cost: 6,
  words: [...words, "batchInEpoch", "method", "format", "__metadata__", "F32", "I32"],
  async prepare(folder) {
    const { reader, bytes } = await twoCheckpoints(folder);
    return { ...reader, samples: samplesOf(bytes) };
  },
};

export const checkpointBits: Parser = {
  name: "checkpoint-bits",
  reads: "the newest checkpoint of a run with one bit of it flipped",
  ending: "safetensors",
  cost: 6,
  words: [],
  async prepare(folder) {
    const { reader } = await twoCheckpoints(folder);
    return {
      ...reader,
      mutate({ bytes }, random) {
        const copy = bytes.slice();
        // The header is small beside the data, and settles more.
        const most = random.chance(0.5) ? Math.min(copy.length, 4096) : copy.length;
        copy[random.below(most)]! ^= 1 << random.below(8);
        return copy;
      },
    };
  },
};

/**
 * A damaged checkpoint is accepted only where it still says what was written (a space more in its header is no damage);
 * else the one before it is taken, and is still there, or a newer version is named and nothing is taken.
 */
async function twoCheckpoints(folder: string): Promise<{ reader: Reader; bytes: Uint8Array }> {
  const { config, state } = await smallRun(folder);
  const checkpoints = join(folder, "checkpoints");
  await mkdir(checkpoints);
  const write = (step: number, batchInEpoch: number) =>
    writeCheckpoint(checkpoints, {
      step,
      position: { epoch: 1, batchInEpoch },
      method: config.method.name,
      state,
    });
  const before = await write(6, 2);
  const newest = await write(9, 5);
  const written = await Promise.all([before, newest].map(readCheckpoint));
  const bytes = new Uint8Array(await readFile(newest));
  const older = await readFile(before);
  const sample: Sample = { name: "checkpoint", bytes, form: "bytes" };
  const reader: Reader = {
    samples: [sample],
    async read(input) {
      await writeFile(newest, input);
      const own = await readCheckpoint(newest).catch((error: unknown) => error);
      if (!(own instanceof Error)) expectSame(own as Checkpoint, written[1]!);
      const warnings: string[] = [];
      const latest = await latestCheckpoint(checkpoints, (message) => warnings.push(message)).catch(
        (error: unknown) => error,
      );
      expectThat(older.equals(await readFile(before)), "the checkpoint before was changed");
      if (!(latest instanceof Error)) {
        const { path } = latest as Checkpoint;
        expectSame(latest as Checkpoint, path === newest ? written[1]! : written[0]!);
        expectThat(path === newest || warnings.length > 0, "an older checkpoint was taken without a word");
      }
      if (own instanceof Error) throw own;
      if (latest instanceof Error) throw latest;
    },
  };
  return { reader, bytes };
}

function expectSame({ path: _, state, ...rest }: Checkpoint, written: Checkpoint): void {
  const { path: __, state: right, ...facts } = written;
  expectThat(isDeepStrictEqual(rest, facts), `another step or position: ${JSON.stringify(rest)}`);
  expectThat(isDeepStrictEqual(state, right), "another state, and nobody noticed");
}
