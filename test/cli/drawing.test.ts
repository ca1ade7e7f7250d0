import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  picture,
  pictures,
  program,
  put,
  refuses,
  refusesAll,
  tiny,
  unlabel,
  workplace,
} from "./command-line.suite.js";

const folder = workplace();
const contents = (path: string) => readdirSync(join(folder, path)).sort();

beforeAll(async () => {
  await pictures(join(folder, "photos"), 24);
  mkdirSync(join(folder, "empty"));
  mkdirSync(join(folder, "taken.png"));
  put(folder, "file", "text");
  put(folder, "text.jpg", "this is no picture");
  const whole = await picture(1);
  put(folder, "cut.png", whole.subarray(0, whole.length / 2));
  put(folder, "large.png", await picture(2, 50));
  for (const method of ["simclr", "autoencoder", "vae", "gan", "colourise"]) {
    const words = `pretrain photos --method ${method} ${tiny} --steps 2 --out ${method}`;
    const { code, stderr } = await unlabel(folder, words);
    expect(code, stderr).toBe(0);
  }
});

describe("what a run cannot draw is refused with 2 and a way out", () => {
  it("by its method", () =>
    refusesAll(folder, [
      ["reconstruct file", /^Error: file is not a run folder/m],
      ["sample large.png", /^Error: large\.png is not a run folder/m],
      ["reconstruct simclr", /method simclr makes no pictures.*`unlabel evaluate simclr`/s],
      ["reconstruct gan", /gan makes new pictures, but none of given ones.*unlabel sample gan/],
      ["sample simclr", /simclr makes no new pictures: it has no generator\. Those that do are vae, /],
      ["sample autoencoder", /no generator.* there is `unlabel reconstruct autoencoder`/],
      ["sample gan --data photos", /gan has no codes of pictures, so it walks between its own samples/],
      ["colourise vae large.png", /vae colours no pictures; colourise and .* `unlabel reconstruct vae`/],
      [
        "colourise colourise large.png --beside simclr",
        /simclr colours no pictures; .*--method colourise`\)\.$/m,
      ],
    ]));

  it("by its pictures", () =>
    refusesAll(folder, [
      ["reconstruct autoencoder nowhere", /nowhere does not exist: expected a folder of pictures/],
      ["reconstruct autoencoder empty", /empty is empty; expected pictures/],
      ["reconstruct autoencoder photos --anomalies nowhere", /nowhere does not exist/],
      ["sample vae --out unjudged --classes-of photos", /photos has no labels, but they are needed/],
      [
        "colourise colourise large.png gone.png",
        /gone\.png does not exist: expected a picture file, or a folder/,
      ],
      ["colourise colourise text.jpg", /picture text\.jpg cannot be read: not a picture/],
      ["colourise colourise cut.png", /picture cut\.png cannot be read: corrupt, cut short/],
      ["colourise colourise empty", /empty is empty/],
      ["colourise colourise large.png --out large.png", /sheet large\.png would replace a picture/],
      ["reconstruct autoencoder photos --out photos/x.png", /would lie among the pictures of .*photos\./],
      ["reconstruct autoencoder --out photos/p0.png", /would lie among the pictures of .*photos\./],
    ]).then(() => expect(existsSync(join(folder, "unjudged"))).toBe(false)));

  it("by what is left of it", async () => {
    cpSync(join(folder, "vae"), join(folder, "cut"), { recursive: true });
    for (const name of contents("cut/checkpoints")) truncateSync(join(folder, "cut/checkpoints", name), 200);
    for (const words of ["reconstruct cut", "sample cut", "export cut"])
      await refuses(folder, words, /None of the checkpoints in cut\/checkpoints can be used/);
    expect(contents("cut")).toEqual(contents("vae"));
  });
});

it("sheets that cannot be written are told with 1", () =>
  refusesAll(folder, [
    [
      "reconstruct autoencoder --out taken.png",
      /Could not write taken\.png: there is a folder of that name/,
      1,
    ],
    ["sample vae --out file", /Could not write file: part of the path is a file/, 1],
    ["colourise colourise large.png --out file/x.png", /Could not write file: part of the path is a file/, 1],
  ]));

it("colours pictures of any size, and an export forgets the decoder of another run", async () => {
  const coloured = await unlabel(folder, "colourise colourise large.png photos --rows 2 --json");
  expect(coloured.code, coloured.stderr).toBe(0);
  const { runs } = JSON.parse(coloured.stdout) as { runs: { pictures: { id: string }[] }[] };
  expect(runs[0]?.pictures.map(({ id }) => id)).toEqual(["large.png", "photos/p0.png", expect.anything()]);
  expect(coloured.stderr).toMatch(/pretrain DATA --method colourise-regression.* with --beside RUN\.$/m);
  for (const [run, has] of [
    ["vae", true],
    ["autoencoder", false],
  ] as const) {
    const { code, stderr } = await unlabel(folder, `export ${run} --out exported`);
    expect(code, stderr).toBe(0);
    expect(contents("exported").includes("decoder.onnx")).toBe(has);
  }
});

describe("a study", () => {
  const study = "study linear-autoencoders photos --samples 16 --size 4 --batch-size 8 --out study";
  const arms = () => readFileSync(join(folder, "study/arms.jsonl"), "utf8");

  it("is not bound by a start that came to nothing", async () => {
    await refuses(folder, study.replace("photos", "nowhere"), /nowhere does not exist/);
    const stopped = await program(folder, `${study} --steps 20`, (child) => {
      child.stderr?.on("data", (text) => /^4\/30 /m.test(String(text)) && child.kill("SIGINT"));
    });
    expect(stopped.code, stopped.stderr).toBe(130);
    expect(stopped.stderr).toMatch(/what is finished is kept in study\. The same command goes on from there/);
    expect(arms().split("\n").length).toBeGreaterThanOrEqual(3);
  });

  it("goes on with its own options only", async () => {
    const before = arms();
    await refuses(folder, `${study} --steps 21`, /was made with --steps 20, and now it is 21/);
    await refuses(
      folder,
      "study shortcuts photos --out study",
      /holds the study linear-autoencoders, not shortcuts/,
    );
    expect(arms()).toBe(before);
    const { code, stdout, stderr } = await unlabel(folder, `${study} --steps 20`);
    expect(code, stderr).toBe(0);
    expect(stderr).not.toMatch(/^2\/30 /m);
    expect(stdout).toMatch(/SPEC row 46/);
    expect(arms().startsWith(before)).toBe(true);
  });
});
