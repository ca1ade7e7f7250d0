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
  const same = Buffer.concat(Array(48).fill(pixels.subarray(0, 64)));
  await writeFile(join(folder, "same-idx3-ubyte"), Buffer.concat([header, same]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function warnings(negatives: boolean, data = "stripes"): Promise<string[]> {
  const events: TrainEvent[] = [];
  for await (const event of pretrain({
    data: join(folder, `${data}-idx3-ubyte`),
    out: join(folder, `run-${data}-${negatives}`),
    method: simclr({ negatives, hiddenDim: 16, outputDim: 8 }),
    encoder: convnet({ widths: [4, 8] }),
    batchSize: 16,
    learningRate: 0.01,
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

it("names pictures that are all the same before anything is trained, and blames no setting then", async () => {
  const [first, ...others] = await warnings(false, "same");
  expect(first).toMatch(/^All 48 pictures in .* are the same or nearly, .*their embeddings collapse/);
  const collapsed = others.filter((text) => /collapsed|few of their dimensions/.test(text));
  expect(collapsed.length).toBeGreaterThan(0);
  for (const text of collapsed) {
    expect(text).toMatch(/That is the pictures' doing, not the method's: all 48 pictures/);
    expect(text).not.toContain("negatives");
  }
});
