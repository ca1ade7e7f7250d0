import { cpSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { pictures, put, refuses, refusesAll, tiny, unlabel, workplace } from "./command-line.suite.js";

const folder = workplace();
// What was set aside on resuming has another ending.
const checkpoints = (run: string): string[] =>
  readdirSync(join(folder, run, "checkpoints"))
    .filter((name) => name.endsWith(".safetensors"))
    .sort();
const newest = (run: string): string => join(folder, run, "checkpoints", checkpoints(run).at(-1)!);
const halve = (path: string) => truncateSync(path, Math.floor(readFileSync(path).length / 2));
const rewrite = (path: string, change: (text: string) => string) =>
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path), "utf8")));
/** Another configuration, as somebody writes it who means it: without the digest of the one that the run began with. */
const edit = (run: string, change: (text: string) => string) =>
  rewrite(`${run}/config.json`, (text) => {
    const { sha256: _, ...settings } = JSON.parse(change(text));
    return JSON.stringify(settings, null, 2);
  });
/** A copy of the finished run, as it stood at step 4 of 6. */
const copy = (name: string): string => {
  cpSync(join(folder, "run"), join(folder, name), { recursive: true });
  rmSync(newest(name));
  return name;
};

beforeAll(async () => {
  await pictures(join(folder, "photos"), 24);
  const flags = `${tiny} --steps 6 --checkpoint-every 2`;
  for (const words of [
    `${flags} --out run`,
    "--encoder mlp --encoder.widths 8,8 --batch-size 6 --threads 1 --steps 2 --out other",
  ]) {
    const { code, stderr } = await unlabel(folder, `pretrain photos ${words}`);
    expect(code, stderr).toBe(0);
  }
});

const finalTensors = (run: string) => readFileSync(newest(run));

describe("a run that can go on", () => {
  it("uses an older checkpoint when the newest is cut in half, and says so", async () => {
    const run = copy("half");
    cpSync(join(folder, "run", "checkpoints"), join(folder, run, "checkpoints"), { recursive: true });
    halve(newest(run));
    const { code, stderr } = await unlabel(folder, `pretrain --resume ${run}`);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(
      /Warning: .*step-00000006.* is cut short: .* Using step-00000004\.safetensors instead/,
    );
    expect(finalTensors(run)).toEqual(finalTensors("run"));
  });

  it("passes over a checkpoint of which a byte has changed", async () => {
    const run = copy("flipped");
    cpSync(join(folder, "run", "checkpoints"), join(folder, run, "checkpoints"), { recursive: true });
    const bytes = readFileSync(newest(run));
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 1, bytes.length - 9);
    writeFileSync(newest(run), bytes);
    const { code, stderr } = await unlabel(folder, `pretrain --resume ${run}`);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(
      /Warning: .*step-00000006.* is damaged: its contents are not .* Using step-00000004\.safetensors instead/,
    );
    expect(finalTensors(run)).toEqual(finalTensors("run"));
  });

  it("begins again when it was stopped before its first checkpoint", async () => {
    const run = copy("early");
    for (const name of ["checkpoints", "metrics.jsonl", "seen.bin", "training.svg"])
      rmSync(join(folder, run, name), { recursive: true });
    put(folder, `${run}/.environment.json.999999-0123abcd.partial`, "{");
    const { code, stderr } = await unlabel(folder, `pretrain --resume ${run}`);
    expect(code, stderr).toBe(0);
    expect(finalTensors(run)).toEqual(finalTensors("run"));
    expect(readdirSync(join(folder, run)).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  it("keeps a damaged record aside", async () => {
    const run = copy("record");
    rewrite(`${run}/metrics.jsonl`, (text) => `garbage\n${text}`);
    const { code, stderr } = await unlabel(folder, `pretrain --resume ${run}`);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/Warning: Line 1 of .*metrics\.jsonl is not a JSON object.*kept as .*\.damaged/);
    expect(existsSync(join(folder, run, "metrics.jsonl.damaged"))).toBe(true);
  });
});

describe("a run that cannot go on says why", () => {
  it("without a checkpoint that can be read", async () => {
    for (const name of checkpoints(copy("cut"))) halve(join(folder, "cut/checkpoints", name));
    for (const name of checkpoints(copy("gone"))) rmSync(join(folder, "gone/checkpoints", name));
    await refusesAll(folder, [
      [
        "pretrain --resume cut",
        /None of the checkpoints in cut\/checkpoints can be used, so the run has to start anew/,
      ],
      ["pretrain --resume gone", /did 6 steps, but its checkpoints are gone/],
      ["embed gone photos --out x.npy", /no checkpoint in gone\/checkpoints/],
    ]);
  });

  it("with another configuration", async () => {
    copy("torn");
    truncateSync(join(folder, "torn/config.json"), 300);
    edit(copy("version"), (text) => text.replace('"seed"', '"sead"'));
    edit(copy("options"), (text) => text.replace(/"temperature": [\d.]+/, '"temperature": "x"'));
    edit(copy("method"), (text) => text.replace('"name": "simclr"', '"name": "supervised"'));
    cpSync(join(folder, "other/config.json"), join(folder, copy("encoder"), "config.json"));
    await refusesAll(folder, [
      ["pretrain --resume torn", /torn\/config\.json cannot be used: it is damaged, no JSON/],
      [
        "pretrain --resume version",
        /seed is missing or not what it should be, it has sead, which is not known/,
      ],
      [
        "pretrain --resume options",
        /options of the method simclr in config\.json cannot be used \(temperature\)/,
      ],
      ["pretrain --resume method", /is of a simclr run, but method is a supervised run/],
      ["pretrain --resume encoder", /does not fit this run: encoder\/.* Put back the run's own files/],
      ["export encoder", /does not fit the encoder in config\.json/],
    ]);
  });

  it("with other data", async () => {
    for (const name of ["fewer", "changed", "absent"]) {
      cpSync(join(folder, "photos"), join(folder, `${name}-photos`), { recursive: true });
      copy(name);
    }
    rmSync(join(folder, "fewer-photos/p3.png"));
    cpSync(join(folder, "photos/p4.png"), join(folder, "changed-photos/p3.png"));
    rmSync(join(folder, "absent-photos"), { recursive: true });
    await refusesAll(folder, [
      ["pretrain --resume fewer --data fewer-photos", /began with: there were 24 then, and there are 23 now/],
      ["pretrain --resume changed --data changed-photos", /began with: 1 of the 24 is not what it was/],
      [
        "pretrain --resume absent --data absent-photos",
        /data of the run absent cannot be opened: absent-photos does not exist/,
      ],
    ]);
    expect(checkpoints("fewer")).toEqual(["step-00000004.safetensors"]);
  });

  it("when it is misnamed, or asked for something else", () =>
    refusesAll(folder, [
      ["pretrain --resume photos", /photos is not a run folder: there is no config\.json in it/],
      ["pretrain --resume run photos --epochs 2", /so --epochs cannot be given with it/],
      [
        "pretrain photos --out run",
        /The folder run holds a run already\. Continue it with `unlabel pretrain --resume run`/,
      ],
      ["pretrain photos --from other --dry-run", /other has mlp .* but this run has convnet/],
      [
        "pretrain photos --from run --encoder.widths 4,8 --channels 1",
        /for 16x16, 3 channels, but .* 1 channel\./,
      ],
      ["evaluate run", /has no labels, and an evaluation needs some/],
      ["embed run photos --out x.npy --layer nope", /has no layer nope; it has/],
    ]));

  it("when it diverges, with a checkpoint from before", async () => {
    const words = `pretrain photos ${tiny} --steps 9 --out far --checkpoint-every 1 --monitor-every 1 --lr 1e30`;
    const ended = await unlabel(folder, words);
    expect(ended.code, ended.stderr).toBe(1);
    expect(ended.stderr).toMatch(
      /^Error: Step \d .*Likely causes: a learning rate too high.* step \d is kept\.$/m,
    );
    for (const name of checkpoints("far")) {
      const bytes = readFileSync(join(folder, "far/checkpoints", name));
      const start = 8 + Number(bytes.readBigUInt64LE(0));
      const values = new Float32Array(new Uint8Array(bytes.subarray(start)).buffer);
      expect(values.every(Number.isFinite), name).toBe(true);
    }
  });
});

describe("places that cannot be written", () => {
  it("are told with 1, before or after, and nothing is lost", async () => {
    await refuses(
      folder,
      `pretrain photos ${tiny} --steps 2 --out /proc/run`,
      /Could not write \/proc\/run/,
      1,
    );
    await refuses(folder, "export run --out /proc/encoder", /Could not write \/proc\/encoder/, 1);
    const { code, stderr } = await unlabel(folder, "embed run photos --out new/folder/x.npy");
    expect(code, stderr).toBe(0);
  });
});
