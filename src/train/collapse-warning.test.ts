import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { simclr } from "../methods/index.js";
import type { TrainEvent } from "./events.js";
import { pretrain } from "./pretrain.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-warning-"));
  const header = Buffer.from([0, 0, 8, 3, 0, 0, 0, 48, 0, 0, 0, 8, 0, 0, 0, 8]);
  const pixels = Buffer.from(Uint8Array.from({ length: 48 * 64 }, (_, i) => (i * i * 31 + i * 7) >> 3));
  await writeFile(join(folder, "stripes-idx3-ubyte"), Buffer.concat([header, pixels]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function warnings(negatives: boolean): Promise<string[]> {
  const events: TrainEvent[] = [];
  for await (const event of pretrain({
    data: join(folder, "stripes-idx3-ubyte"),
    out: join(folder, `run-${negatives}`),
    method: simclr({ negatives, hiddenDim: 16, outputDim: 8 }),
    encoder: convnet({ widths: [4, 8] }),
    batchSize: 16,
    steps: 90,
    monitorEvery: 20,
    threads: 1,
  }))
    events.push(event);
  return events.flatMap((event) => (event.type === "warning" ? [event.message] : []));
}

it("tells that the loss sees one vector, and what the method is held up by", async () => {
  const [first] = (await warnings(false)).slice(-1);
  expect(first).toMatch(
    /^(What the loss sees has|The embeddings have) collapsed: .*`method\.negatives` is off/,
  );
});

it("is silent on the method as it is", async () => {
  expect((await warnings(true)).filter((text) => text.includes("collapsed"))).toEqual([]);
});
