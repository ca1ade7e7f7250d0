import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { views } from "../augment/index.js";
import { convnet } from "../encoders/index.js";
import { inlineEngine } from "../engine/index.js";
import { ConfigError, DataError } from "../errors.js";
import { previewViews } from "../gallery/index.js";
import { picturesDataOf } from "../kinds/index.js";
import { defineMethod, simclr, supervised } from "../methods/index.js";
import { randomKey } from "../random/index.js";
import { checkpointPaths, readRunConfig, runFolder } from "../runs/index.js";
import { type PretrainOptions, type ResumeOptions, resolveRun } from "../settle/index.js";
import { drawPairedViews } from "../steps/index.js";
import { input } from "../tensor/index.js";
import { pretrain } from "../train/index.js";
import { readSeen } from "./seen-samples.js";

let folder = "";
let options: PretrainOptions;

/** Pictures whose red tells the sample, and whose green tells the source. */
async function drawPictures(name: string, ids: readonly string[], green: number): Promise<string> {
  for (const [i, id] of ids.entries()) {
    const background = { r: 20 * i, g: green, b: (37 * i) % 256 };
    const png = sharp({ create: { width: 8, height: 8, channels: 3, background } }).png();
    await mkdir(join(folder, name, id, ".."), { recursive: true });
    await writeFile(join(folder, name, `${id}.png`), await png.toBuffer());
  }
  return join(folder, name);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-positives-"));
  const ids = Array.from({ length: 12 }, (_, i) => `${i % 2 ? "odd" : "even"}/p${i}`);
  const data = await drawPictures("one", ids, 50);
  await drawPictures("two", [...ids.slice(1), "odd/p99"], 200);
  await drawPictures("grey", [], 0);
  options = { data, encoder: convnet({ widths: [4] }), batchSize: 4, steps: 4, threads: 1, size: 8 };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs until after a step, as Ctrl-C would stop it; returns the first event. */
async function runUntil(stop: number, given: PretrainOptions | ResumeOptions) {
  const controller = new AbortController();
  let started: unknown;
  for await (const event of pretrain({ ...given, signal: controller.signal })) {
    if (event.type === "started") started = event;
    if (event.type === "step" && event.step === stop) controller.abort();
  }
  return started as { readonly skipped: readonly { readonly id: string; readonly reason: string }[] };
}

async function lastCheckpoint(run: string): Promise<Buffer> {
  return readFile((await checkpointPaths(runFolder(run).checkpoints))[0] as string);
}

describe("drawPairedViews", () => {
  it("draws the odd views of every group from partners, with the same draws", async () => {
    const augment = [{ name: "horizontal-flip", options: {} }];
    const groups = [{ count: 3 }, { count: 2 }];
    const shape = [2, 3, 4, 4];
    const [x, y] = [input("x", shape, "float32"), input("y", shape, "float32")];
    const key = randomKey("views");
    const [own, other] = [x, y].map((z) => views(z, key, augment, groups, { height: 4, width: 4 }));
    const mixed = drawPairedViews((side) => (side === "samples" ? own! : other!), true, groups);
    const expected = [own![0]!, other![1]!, own![2]!, own![3]!, other![4]!];
    const engine = inlineEngine();
    const outputs = new Map([
      ...mixed.map((view, i) => [`mixed${i}`, view] as const),
      ...expected.map((view, i) => [`expected${i}`, view] as const),
    ]);
    const store = await engine.createStore();
    const program = await engine.load({ outputs, updates: new Map() }, { store, name: "views" });
    const values = (scale: number) => Float32Array.from({ length: 96 }, (_, i) => scale * (i + 1));
    const result = await program.run({ x: values(1), y: values(-1) }, { seed: 1, step: 0 });
    for (let i = 0; i < 5; i++) expect(result[`mixed${i}`]).toEqual(result[`expected${i}`]);
    expect(Array.from({ length: 5 }, (_, i) => Math.sign(result[`mixed${i}`]![0] as number))).toEqual([
      1, -1, 1, 1, -1,
    ]);
    await engine.dispose();
  });
});

describe("positives", () => {
  const kinds: readonly (readonly [string, Partial<PretrainOptions>, object])[] = [
    ["class", { positives: "class" }, { kind: "class" }],
    ["paired", { pair: "two" }, { kind: "paired" }],
  ];

  it.each(kinds)(
    "by %s are kept in the run, and a stopped run ends with the same bits",
    async (kind, own, kept) => {
      const given = {
        ...options,
        ...own,
        ...(own.pair === undefined ? {} : { pair: join(folder, own.pair) }),
      };
      const [whole, stopped] = [join(folder, `${kind}-whole`), join(folder, `${kind}-stopped`)];
      await runUntil(0, { ...given, out: whole });
      await runUntil(2, { ...given, out: stopped });
      await runUntil(0, { resume: stopped });
      const bits = await lastCheckpoint(whole);
      expect((await lastCheckpoint(stopped)).equals(bits)).toBe(true);
      const config = await readRunConfig(whole);
      expect(config.positives).toMatchObject(kept);
      expect(config.classes).toBe(kind === "class" ? 2 : 0);
    },
  );

  it("from a second source leave out what has no partner, hold out both, and are seen", async () => {
    const pair = join(folder, "two");
    const out = join(folder, "held");
    const { skipped } = await runUntil(0, { ...options, pair, out, labels: "none", holdout: 3, steps: 2 });
    expect(skipped.map(({ id }) => id)).toEqual(["even/p0.png", "odd/p99.png"]);
    // 12 samples less one without a partner less 3 held out, in two sources.
    expect(await readSeen(out, null)).toHaveLength(16);
    await expect(runUntil(0, { resume: out })).resolves.toBeDefined();
    await drawPictures("two", ["even/p2", "odd/p3", "even/p4", "odd/p5"], 222);
    await expect(runUntil(0, { resume: out })).rejects.toThrow(
      /The samples in .*one and .*two are not those .* of the 11 are not what they were/,
    );
    await drawPictures(
      "two",
      Array.from({ length: 12 }, (_, i) => `${i % 2 ? "odd" : "even"}/p${i}`).slice(1),
      200,
    );
    const moved = join(folder, "two-moved");
    await rename(pair, moved);
    await expect(runUntil(0, { resume: out })).rejects.toThrow(/partners of .* say where .* with `pair`/);
    await expect(runUntil(0, { resume: out, pair: moved })).resolves.toBeDefined();
    await expect(runUntil(0, { resume: out })).resolves.toBeDefined();
    await rename(moved, pair);
  });

  it("by time are told from those of other names, though the pictures are the same", async () => {
    const out = join(folder, "time");
    const data = await drawPictures("film", ["a/1", "a/2", "b/3", "b/4", "b/5"], 50);
    const given = { ...options, data, out, positives: "time", batchSize: 2, labels: "none" } as const;
    await runUntil(2, given);
    await rename(join(data, "b/3.png"), join(data, "a/3.png"));
    await drawPictures("film", ["a/1", "a/2", "a/3", "b/4", "b/5"], 50);
    await expect(runUntil(0, { resume: out })).rejects.toThrow(
      /The names of the samples in .* it trains by them/,
    );
  });

  it("are told to be few, and not to be missing where the limit cut them off", async () => {
    const source = async (given: Partial<PretrainOptions>) => {
      const opened = (await resolveRun({ ...options, labels: "none", ...given })).source;
      await opened.close();
      return opened;
    };
    const limited = await source({ pair: join(folder, "two"), limit: 6, batchSize: 2 });
    // Of the second source only what the whole first one lacks.
    expect(limited.skipped.map(({ id }) => id)).toEqual(["even/p0.png", "odd/p99.png"]);
    expect(limited.warnings?.filter((text) => text.includes("matched"))).toEqual([]);
    const few = await drawPictures("few", ["even/p2", "even/p4"], 9);
    const [warning] = (await source({ pair: few, batchSize: 2 })).warnings ?? [];
    expect(warning).toMatch(/only 2 of the 12 samples of .*one and of the 2 of .*few are matched/);
  });

  it("of both sources count in the channels' mean", async () => {
    const mean = async (given: Partial<PretrainOptions>) => {
      const { config, source } = await resolveRun({ ...options, ...given });
      await source.close();
      return picturesDataOf(config.data, "A test").standardise.mean[1]! * 255;
    };
    expect(await mean({})).toBeCloseTo(50, 1);
    expect(await mean({ pair: join(folder, "two") })).toBeCloseTo(125, 1);
  });

  it("are drawn in the preview, beside the samples", async () => {
    const widthOf = async (path: string) => (await sharp(path).metadata()).width;
    const plain = await previewViews(options, join(folder, "plain.png"));
    const paired = await previewViews({ ...options, positives: "class" }, join(folder, "paired.png"));
    expect(await widthOf(paired.path)).toBeGreaterThan(await widthOf(plain.path));
  });

  it("that cannot be are refused with one sentence", async () => {
    const refused = async (
      given: Partial<PretrainOptions>,
      message: RegExp,
      kind: typeof DataError | typeof ConfigError = DataError,
    ) => {
      const failure = runUntil(0, { ...options, out: join(folder, "never"), ...given });
      await expect(failure).rejects.toThrow(message);
      await expect(failure).rejects.toThrow(kind);
    };
    await refused({ positives: "class", pair: "two" }, /`positives: "class"` was given too/, ConfigError);
    await refused({ positives: "paired" }, /needs a second source .* `pair`/, ConfigError);
    await refused({ timeWindow: 2 }, /`timeWindow` is for positives by time/, ConfigError);
    const one = { positives: "class", method: supervised() } as const;
    await refused(one, /method supervised has one view/, ConfigError);
    await refused({ positives: "class", labels: "none" }, /no labels/);
    await refused({ pair: join(folder, "nope") }, /nope does not exist/);
    await refused({ pair: join(folder, "one/odd"), data: join(folder, "one/even") }, /None of the 6 samples/);
    await refused(
      { positives: "time", limit: 3, batchSize: 2, data: join(folder, "two") },
      /folder .* has one training sample/,
    );
    await refused({ positives: "class", holdout: 9, batchSize: 2 }, /has one training sample|has no/);
  });
});

describe("a method with one view in its first group", () => {
  it("is told by name", async () => {
    const single = defineMethod({
      ...simclr.definition,
      name: "single",
      views: [{ count: 1 }, { count: 2 }],
    });
    const failure = resolveRun({ ...options, method: single(), positives: "time" });
    await expect(failure).rejects.toThrow(/the method single has one view\. Use a method with two/);
  });
});
