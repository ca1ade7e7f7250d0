import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ImageOptions, openImages, openTestPart } from "./index.js";
import { idx, plain, put, temporaryFolder } from "./made-data.suite.js";

const folder = await temporaryFolder();
const png = await plain("red").png().toBuffer();

/** Opens the test part of a folder with such files, to judge by; its name below the folder, and what was told. */
async function part(
  name: string,
  files: Readonly<Record<string, Uint8Array | string>>,
  options: ImageOptions = {},
) {
  for (const [path, content] of Object.entries(files)) await put(join(folder, name), path, content);
  const data = join(folder, name);
  const told: string[] = [];
  const test = await openTestPart(() => openImages(data, { ...options, split: "test" }), {
    labelled: true,
    onNote: (sentence) => told.push(sentence),
  });
  return { name: test?.name.slice(data.length + 1) ?? null, told };
}

describe("the part called test", () => {
  const train = { "train/cat/1.png": png, "train/dog/2.png": png };
  const told = (name: string) => [
    `${join(folder, name)} has no labels, so its pictures cannot judge: some of the labelled ones are kept apart to do it.`,
  ];

  it("judges where it has labels of its own", async () => {
    const test = { "test/cat/1.png": png, "test/dog/2.png": png };
    expect(await part("both", { ...train, ...test })).toEqual({ name: "test", told: [] });
    expect(await part("none", { "cat/1.png": png, "dog/2.png": png })).toEqual({ name: null, told: [] });
  });

  it("does not where it has none, wherever labels come from, and that is told", async () => {
    const flat = { ...train, "test/1.png": png, "test/2.png": png };
    expect(await part("flat", flat)).toEqual({ name: null, told: told("flat/test") });
    expect(await part("flat", {}, { labels: "folders" })).toEqual({ name: null, told: told("flat/test") });
    const table = await put(folder, "labels.csv", "path,label\ntrain/1.png,x\ntrain/2.png,y\n");
    const pictures = { "train/1.png": png, "train/2.png": png, "test/3.png": png, "test/4.png": png };
    expect(await part("table", pictures, { labels: table })).toEqual({
      name: null,
      told: told("table/test"),
    });
    const files = {
      "train-images-idx3-ubyte": idx(8, [1, 1, 1], [1]),
      "t10k-images-idx3-ubyte": idx(8, [1, 1, 1], [2]),
    };
    expect(await part("idx", files)).toEqual({ name: null, told: told("idx/t10k-images-idx3-ubyte") });
    // Without a need for labels it is there all the same.
    const any = await openTestPart(() => openImages(join(folder, "flat"), { split: "test" }));
    expect(any?.length).toBe(2);
  });

  it("is not what stands beside it", async () => {
    const whole = await openImages(join(folder, "both"), { split: "test" });
    expect(await openTestPart(async () => whole, { whole })).toBeNull();
  });
});
