/** A real run exported, and loaded in the three ways that its card promises. */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { env, pipeline, RawImage } from "@huggingface/transformers";
import * as web from "onnxruntime-web";
import sharp from "sharp";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ConfigError, DataError } from "../errors.js";
import { evaluateRun } from "../evaluate/index.js";
import { decodeNpy, decodeSafetensors, machineMark } from "../formats/index.js";
import { latestCheckpoint, runFolder } from "../runs/index.js";
import { type Exported, embedRun, exportRun } from "./index.js";
import { makePictures, temporaryFolder, tinyRun } from "./tiny-run.suite.js";

let folder: string;
let run: string;
let data: string;
let exported: Exported;
let ids: string[];
/** Embeddings by `embedRun`, and of one sample. */
let vectors: Float32Array;
const vectorOf = (index: number) => vectors.subarray(index * 256, (index + 1) * 256);

beforeAll(async () => {
  folder = await temporaryFolder();
  ({ run, data } = await tinyRun(folder));
  exported = await exportRun(run);
  const out = join(folder, "all.npy");
  await embedRun(run, data, { out });
  vectors = decodeNpy(await readFile(out)).data as Float32Array;
  ({ ids } = JSON.parse(await readFile(join(folder, "all.ids.json"), "utf8")) as { ids: string[] });
});
afterEach(() => vi.unstubAllGlobals());

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5) {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThan(tolerance);
}

describe("an export", () => {
  it("is a folder of the promised files, checked on real samples", async () => {
    expect(exported.folder).toBe(join(run, "export"));
    for (const file of exported.files)
      expect((await readFile(join(run, "export", file))).length).toBeGreaterThan(0);
    for (const check of Object.values(exported.checks)) {
      expect(check.samples).toBe(24);
      expect(check.batches).toEqual([1, 2, 7, 14]);
      expect(check.relativeDifference).toBeLessThan(1e-5);
    }
    const recorded = JSON.parse(await readFile(join(run, "export", "export.json"), "utf8"));
    expect(recorded.checks).toEqual(exported.checks);
  });

  it("holds the checkpoint's encoder, bit for bit, and no head", async () => {
    const saved = decodeSafetensors(await readFile(join(run, "export", "model.safetensors"))).tensors;
    const { state } = await latestCheckpoint(runFolder(run).checkpoints);
    const encoder = state.filter(({ name }) => name.startsWith("encoder/"));
    expect([...saved.keys()].sort()).toEqual(encoder.map(({ name }) => name).sort());
    for (const { name, data: values, shape } of encoder) {
      expect(saved.get(name)?.shape).toEqual(shape);
      expect(saved.get(name)?.data).toEqual(values);
    }
  });

  it("has a card with the scores of the run's evaluation, wherever that was written", async () => {
    const card = () => readFile(join(run, "export", "README.md"), "utf8");
    expect(await card()).toContain("Not evaluated: `unlabel evaluate RUN`");
    const away = join(folder, "evaluated");
    const options = { run, budgets: ["all"], probes: ["linear"], layers: ["embedding"], seeds: 1 } as const;
    for await (const _ of evaluateRun({ ...options, out: away }));
    await exportRun(run, undefined, { evaluation: away });
    expect(await card()).toMatch(/\| pretrained \| linear \| embedding +\| +\d+ \| +\d+\.\d \| +1 \|/);

    for await (const _ of evaluateRun(options));
    await exportRun(run);
    expect(await card()).toMatch(/\| plain +\| linear \| raw pixels +\| +\d+ \| +\d+\.\d \| +1 \|/);
    expect(await card()).toContain("3 of 3 steps of 8 samples, seed 4");
    expect(await card()).not.toContain("These are scores of");
    expect(await card()).not.toContain(dirname(folder));
  });

  it("tells scores of other weights from those of its own, and takes none of another run", async () => {
    const report = join(run, "evaluation", "report.json");
    const evaluated = JSON.parse(await readFile(report, "utf8"));
    await writeFile(report, JSON.stringify({ ...evaluated, steps: 2 }));
    await exportRun(run);
    const card = await readFile(join(run, "export", "README.md"), "utf8");
    expect(card).toContain(
      "These are scores of the same run at step 2; the weights here are those of step 3.",
    );
    await writeFile(report, JSON.stringify({ ...evaluated, method: "byol" }));
    await expect(exportRun(run)).rejects.toThrow(
      "is an evaluation of byol with convnet, and this run is simclr",
    );
    await writeFile(report, "{");
    await expect(exportRun(run)).rejects.toThrow("should hold an evaluation, but cannot be read as one");
    await writeFile(report, JSON.stringify(evaluated));
    await expect(exportRun(run, undefined, { evaluation: folder })).rejects.toThrow(
      "There is no evaluation's report.json in",
    );
  });

  it("replaces an export, but nothing else", async () => {
    const other = join(folder, "other");
    await mkdir(other);
    await writeFile(join(other, "thesis.txt"), "years of work");
    await expect(exportRun(run, other)).rejects.toThrow(ConfigError);
    expect(await readdir(other)).toEqual(["thesis.txt"]);
    await expect(exportRun(run, join(other, "thesis.txt"))).rejects.toThrow("is a file");
    // What is left of an export of another run.
    const decoder = join(run, "export", "decoder.onnx");
    await writeFile(decoder, "");
    await exportRun(run);
    expect(existsSync(decoder)).toBe(false);
  });

  it("takes the place of one that was killed before it was whole, and leaves nothing of it", async () => {
    const out = join(folder, "killed");
    await mkdir(join(out, "onnx"), { recursive: true });
    // No process has a number this large on any system.
    const mark = `${machineMark()}-999999999-0123abcd`;
    for (const name of [".config.json", "onnx/.model.onnx"])
      await writeFile(join(out, `${name}.${mark}.partial`), "{");
    const { files } = await exportRun(run, out);
    const held = await readdir(out, { recursive: true });
    expect(held.filter((name) => name !== "onnx").sort()).toEqual([...files].sort());
    expect(files).toContain("export.json");
    // All was written, and then some of it was put in place.
    await rename(join(out, "model.onnx"), join(out, `.model.onnx.${mark}.partial`));
    await rename(join(out, "export.json"), join(out, `.export.json.${mark}.partial`));
    await writeFile(join(out, `.files.${mark}.set`), JSON.stringify({ put: files, remove: [] }));
    await exportRun(run, out);
    expect((await readdir(out, { recursive: true })).sort()).toEqual(held.sort());
  });

  it("says what to do when the pictures of the run are gone", async () => {
    const away = join(folder, "away");
    await rename(data, away);
    const out = join(folder, "elsewhere");
    await expect(exportRun(run, out)).rejects.toThrow(DataError);
    await expect(exportRun(run, out)).rejects.toThrow(
      /own pictures are needed to check the export, but: .* nothing there any more: .* with `data`/,
    );
    const { checks } = await exportRun(run, out, { data: away });
    expect(checks["model.onnx"].samples).toBe(24);
    const told: string[] = [];
    const onWarning = (message: string) => told.push(message);
    await makePictures(data, 3, 50);
    await exportRun(run, out, { onWarning });
    expect(told).toEqual([expect.stringMatching(/are not those that .* was trained on: none of 6 is\.$/)]);
    await rm(data, { recursive: true });
    await rename(away, data);
    await exportRun(run, out, { onWarning });
    expect(told).toHaveLength(1);
  });
});

describe("onnxruntime-web, wasm", () => {
  const out = () => join(folder, "bytes");
  beforeAll(() => exportRun(run, out(), { input: "uint8" }));

  it.each([1, 2, 7])("runs bytes in a batch of %i", async (batch) => {
    web.env.wasm.numThreads = 1;
    const session = await web.InferenceSession.create(await readFile(join(out(), "model.onnx")), {
      executionProviders: ["wasm"],
    });
    const bytes = new Uint8Array(batch * 3 * 256);
    for (let n = 0; n < batch; n++) {
      const raw = await sharp(join(data, ids[n]!)).raw().toBuffer();
      for (let i = 0; i < raw.length; i++) bytes[n * 768 + (i % 3) * 256 + Math.floor(i / 3)] = raw[i]!;
    }
    const { embedding } = await session.run({ images: new web.Tensor("uint8", bytes, [batch, 3, 16, 16]) });
    expect(embedding?.dims).toEqual([batch, 256]);
    expectClose(embedding?.data as Float32Array, vectors.subarray(0, batch * 256));
    await session.release();
  });
});

describe("transformers.js", () => {
  it("extracts features from the local folder, without a network", async () => {
    vi.stubGlobal("fetch", () => {
      throw new Error("the network was asked");
    });
    env.allowRemoteModels = false;
    env.localModelPath = `${dirname(join(run, "export"))}/`;
    const extract = await pipeline("image-feature-extraction", basename(join(run, "export")));
    const pictures = await Promise.all(ids.slice(0, 2).map((id) => RawImage.read(join(data, id))));
    const pooled = await extract(pictures, { pool: true });
    expect(pooled.dims).toEqual([2, 256]);
    expectClose(pooled.data as Float32Array, vectors.subarray(0, 2 * 256));
    const hidden = await extract(pictures);
    expect(hidden.dims).toEqual([2, 4, 256]);
    const places = hidden.data as Float32Array;
    const mean = new Float32Array(256);
    for (let i = 0; i < 4 * 256; i++) mean[i % 256]! += places[i]! / 4;
    expectClose(mean, vectorOf(0));
    await extract.dispose();
  });

  it("resizes and crops larger pictures as training does", async () => {
    const extract = await pipeline("image-feature-extraction", "export");
    const large = join(folder, "large", "one.png");
    await mkdir(dirname(large));
    await sharp(join(data, ids[0]!)).resize(60, 40, { fit: "fill" }).png().toFile(large);
    const out = join(folder, "large.npy");
    await embedRun(run, dirname(large), { out });
    const expected = decodeNpy(await readFile(out)).data as Float32Array;
    const { data: actual } = await extract(await RawImage.read(large), { pool: true });
    expectClose(actual as Float32Array, expected, 0.05 * Math.max(...expected.map(Math.abs)));
    await extract.dispose();
  });
});
