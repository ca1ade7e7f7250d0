import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { subset } from "../data/index.js";
import { convnet } from "../encoders/index.js";
import { resolveRun } from "../settle/index.js";
import type { RunConfig } from "../setup/index.js";
import { partsOf } from "../setup/index.js";
import { findOwnData } from "./find-own-data.js";
import { openRunData } from "./open-samples.js";
import { refuseOtherPictures, refuseOtherPlace, shareOfOwn } from "./own-pictures.js";
import { keepSeen } from "./seen-samples.js";

const small = { encoder: convnet({ widths: [4] }), batchSize: 8, steps: 4, threads: 1, holdout: 0 } as const;

/** Grey waves, 12x12, as an IDX file; others for another phase. */
async function writeWaves(folder: string, phase = 0): Promise<string> {
  const [count, side] = [24, 12];
  const path = join(folder, "waves-images-idx3-ubyte");
  const header = [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, side, 0, 0, 0, side];
  const wave = (_: unknown, i: number) => 128 + 100 * Math.sin(phase + 0.01 * i * (1 + Math.floor(i / 144)));
  await writeFile(path, Uint8Array.from([...header, ...Array.from({ length: count * side * side }, wave)]));
  return path;
}

let folder: string;
let own: string;
let others: string;
let run: string;
let config: RunConfig;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-own-"));
  for (const name of ["one", "two", "run"]) await mkdir(join(folder, name));
  [own, others, run] = [
    await writeWaves(join(folder, "one")),
    await writeWaves(join(folder, "two"), 2),
    join(folder, "run"),
  ];
  const resolved = await resolveRun({ ...small, data: own });
  config = resolved.config;
  const { source } = resolved;
  await keepSeen(run, { source, training: source, parts: partsOf(config, source.length) });
  await source.close();
});
afterAll(() => rm(folder, { recursive: true }));

/** As if the path had been typed in the folder where it means `own`, and this were another one. */
const typed = (path: string): RunConfig => ({ ...config, data: { ...config.data, path } });

async function find(begun: RunConfig) {
  const notes: string[] = [];
  const options = {
    needs: ["data", "pair"],
    takes: ["data"],
    onNote: (note: string) => notes.push(note),
  } as const;
  const found = await findOwnData(run, begun, options);
  return { path: found.data.path, notes };
}

describe("a run's own data", () => {
  it("are read from where they were, with a word where this folder knows no such path", async () => {
    expect(await find(typed(own))).toEqual({ path: own, notes: [] });
    expect(await find(typed("pics"))).toEqual({
      path: own,
      notes: [`The pictures of ${run} are read from ${own}, where they were.`],
    });
  });

  it("are not taken for others of the same name in this folder", async () => {
    expect(await find(typed(relative(process.cwd(), others)))).toEqual({
      path: own,
      notes: [expect.stringMatching(/where they were: those in .*two.* are not the run's\.$/)],
    });
  });

  it("are read from this folder where they are the same and are gone from where they were", async () => {
    const moved = { ...typed(relative(process.cwd(), own)), places: { ...config.places, data: others } };
    expect(await find(moved)).toEqual({
      path: own,
      notes: [expect.stringMatching(/read from .*one.*: .*two.*, where they were, holds others now\.$/)],
    });
    const gone = { ...moved, places: { ...config.places, data: join(folder, "gone") } };
    expect((await find(gone)).notes).toEqual([
      expect.stringMatching(/gone, where they were, is not there any more/),
    ]);
  });

  it("that are nowhere are named with the option, and what else has the name here", async () => {
    const gone = { ...typed("pics"), places: { ...config.places, data: join(folder, "gone") } };
    await expect(find(gone)).rejects.toThrow(
      `The pictures of ${run} were in ${join(folder, "gone")}, and there is nothing there any more: put them back, or say where they are now with \`data\`.`,
    );
    const elsewhere = { ...gone, data: { ...config.data, path: relative(process.cwd(), others) } };
    await expect(find(elsewhere)).rejects.toThrow(/any more \(those in .*two.* are others\): put them back/);
  });

  it("known by name need no place", async () => {
    const mnist = { ...typed("mnist"), places: { data: null, labels: null, pair: null } };
    expect(await find(mnist)).toEqual({ path: "mnist", notes: [] });
  });
});

describe("other pictures than the run's", () => {
  it("are refused where its own are meant, and counted where any will do", async () => {
    const theirs = await openRunData(typed(others));
    const ours = await openRunData(config);
    await refuseOtherPictures(run, config, ours, "");
    await expect(refuseOtherPictures(run, config, theirs, "Do this.")).rejects.toThrow(
      /two.* are not those that .*run was trained on: 24 of the 24 are not what they were\. Do this\./,
    );
    expect([await shareOfOwn(run, ours), await shareOfOwn(run, theirs)]).toEqual([1, 0]);
    await refuseOtherPlace(run, config, "", {});
    await expect(refuseOtherPlace(run, typed(others), "Do this.", {})).rejects.toThrow(/none is\. Do this\./);
    for (const source of [ours, theirs]) await source.close();
  });

  it("in another order are others only where some were held out by their place", async () => {
    const source = await openRunData(config);
    const turned = subset(
      source,
      Array.from({ length: source.length }, (_, i) => source.length - 1 - i),
    );
    await refuseOtherPictures(run, config, turned, "");
    const held = { data: { ...config.data, holdout: 4 } };
    await expect(refuseOtherPictures(run, held, turned, "")).rejects.toThrow(
      /the same ones, but 24 of the 24 have another place/,
    );
    await source.close();
  });

  it("are not told where it is not known what the run saw", async () => {
    const away = join(folder, "seen.away");
    await rename(join(run, "seen.bin"), away);
    await writeFile(join(run, "seen.bin"), "");
    const theirs = await openRunData(typed(others));
    await refuseOtherPictures(run, config, theirs, "");
    expect(await shareOfOwn(run, theirs)).toBeNull();
    await theirs.close();
    await rename(away, join(run, "seen.bin"));
  });
});
