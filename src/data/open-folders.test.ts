import { execFileSync } from "node:child_process";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DataError } from "../errors.js";
import type { ImageOptions } from "./image-options.js";
import { openImages } from "./index.js";
import { idx, noise, plain, put, temporaryFolder } from "./made-data.suite.js";

const folder = await temporaryFolder();
const png = await plain("red").png().toBuffer();

async function pictures(name: string, paths: readonly string[]): Promise<string> {
  for (const path of paths) await put(join(folder, name), path, png);
  return join(folder, name);
}

/** Ids and the class of each, or null; every note, of labels too. */
async function read(data: string, options: ImageOptions = {}) {
  const told: string[] = [];
  const source = await openImages(data, { ...options, onNote: (sentence) => told.push(sentence) });
  const labels = await source.labels();
  const classes = Object.fromEntries(
    Array.from({ length: source.length }, (_, i) => [
      source.id(i),
      labels === null ? null : (labels.classNames[labels.values[i]!] ?? null),
    ]),
  );
  return { classes, classNames: labels?.classNames ?? null, missing: labels?.missing, told, source };
}

describe("class folders", () => {
  it("leave a stray picture beside them without a label, and name it", async () => {
    const data = await pictures("stray", ["cover.png", "cat/1.png", "cat/2.png", "dog/1.png"]);
    for (const labels of ["auto", "folders"]) {
      const { classes, missing, told } = await read(data, { labels });
      expect(classes).toEqual({
        "cat/1.png": "cat",
        "cat/2.png": "cat",
        "cover.png": null,
        "dog/1.png": "dog",
      });
      expect(missing).toBe(1);
      expect(told).toEqual([
        `4 pictures in ${data}.`,
        "1 of 4 pictures lies beside the class folders and has no label: cover.png.",
      ]);
    }
  });

  it("are no classes where most pictures lie beside them, which is told", async () => {
    const data = await pictures("beside", ["1.png", "2.png", "a/1.png", "b/1.png"]);
    const { classNames, told } = await read(data);
    expect(classNames).toBeNull();
    expect(told[1]).toMatch(
      /^2 of 4 pictures lie in no folder of their own, such as 1\.png, so the 2 folders/,
    );
    expect((await read(data, { labels: "folders" })).classNames).toEqual(["a", "b"]);
  });

  it("are looked for in one folder that holds everything, with its own stray pictures", async () => {
    const data = await pictures("outer", [
      "set/v1/cat/1.png",
      "set/v1/cat/2.png",
      "set/v1/dog/x/1.png",
      "set/v1/odd.png",
    ]);
    const { classNames, missing, told } = await read(data);
    expect([classNames, missing]).toEqual([["cat", "dog"], 1]);
    expect(told).toContain("Classes are the 2 folders in set/v1: cat, dog.");
    // A class by itself is one still.
    const one = await pictures("one", ["cat/1.png", "cat/2.png"]);
    expect((await read(one, { labels: "folders" })).classNames).toEqual(["cat"]);
    expect((await read(one)).classNames).toBeNull();
  });

  it("are those below the parts when all parts are read", async () => {
    const data = await pictures("all", [
      "train/cat/1.png",
      "train/dog/1.png",
      "test/cat/2.png",
      "val/dog/3.png",
    ]);
    for (const labels of ["auto", "folders", "parent"])
      expect((await read(data, { split: "all", labels })).classes).toEqual({
        ...{
          "test/cat/2.png": "cat",
          "train/cat/1.png": "cat",
          "train/dog/1.png": "dog",
          "val/dog/3.png": "dog",
        },
      });
    expect((await read(data, { split: "all" })).told).toContain(
      "Classes are the 2 folders in test, train and val: cat, dog.",
    );
    const flat = await pictures("all-flat", ["train/1.png", "test/2.png"]);
    expect((await read(flat, { split: "all" })).classNames).toBeNull();
    await expect(openImages(flat, { split: "all", labels: "folders" })).rejects.toThrow(
      /or its test, train: sort/,
    );
    // The parts may lie in one folder that holds everything, and only one of them may be there.
    const deep = await pictures("all-deep", [
      "set/train/cat/1.png",
      "set/train/dog/1.png",
      "set/test/cat/2.png",
    ]);
    expect((await read(deep, { split: "all" })).classNames).toEqual(["cat", "dog"]);
    expect((await read(await pictures("lone", ["train/cat/1.png", "train/dog/1.png"]))).classNames).toEqual([
      "cat",
      "dog",
    ]);
  });

  it("are none in a part whose pictures lie in one folder that is no class elsewhere, or in none", async () => {
    const names = ["train/cat/1.png", "train/dog/1.png", "val/dog/2.png"];
    for (const bare of [
      ["test/test/3.png", "test/test/4.png", "test/test/5.png"],
      ["test/3.png", "test/4.png", "test/5.png"],
    ]) {
      const data = await pictures(`bare${bare[0]!.length}`, [...names, ...bare]);
      for (const labels of ["auto", "folders"]) {
        const { classes, told } = await read(data, { split: "all", labels });
        expect(classes).toEqual({
          ...{ "train/cat/1.png": "cat", "train/dog/1.png": "dog", "val/dog/2.png": "dog" },
          ...Object.fromEntries(bare.map((id) => [id, null])),
        });
        expect(told.join("\n")).toContain(
          `3 of 6 pictures lie beside the class folders and have no label, such as ${bare[0]}`,
        );
      }
    }
  });

  it("are those of the part that is read, and it is told which", async () => {
    const data = await pictures("parts", ["set/Train/cat/1.png", "set/Train/dog/1.png", "set/val/9.png"]);
    const { classes, told } = await read(data);
    expect(classes).toEqual({ "cat/1.png": "cat", "dog/1.png": "dog" });
    expect(told).toContain(`Of the folders Train and val in ${join(data, "set")}, Train is read.`);
    const three = await pictures("three", ["train/a/1.png", "train/b/1.png", "test/a/1.png", "val/a/1.png"]);
    expect((await read(three)).told).toContain(
      `Of the folders train, test and val in ${three}, train is read.`,
    );
    expect((await read(data, { split: "train" })).classes).toEqual(classes);
    expect((await read(data, { split: "test" })).classes).toEqual({ "9.png": null });
  });

  it("and tables are read alike whatever a limit leaves", async () => {
    const tree = await pictures("limited", ["a/1.png", "a/2.png", "b/1.png", "b/3.png"]);
    const labels = await put(folder, "limited.csv", "path,label\n1.png,x\n2.png,y\n");
    const limited = async (options: object) => (await openImages(tree, { limit: 2, ...options })).labels();
    // The two that are left are a/1.png and b/1.png: 1.png may still be either of them, and the folders are two.
    expect(await limited({ labels })).toMatchObject({ values: Int32Array.of(-1, -1), missing: 2 });
    expect((await limited({ limit: 1 }))?.classNames).toEqual(["a"]);
  });

  it("have one name however its letters are composed", async () => {
    const data = await pictures("composed", ["e\u0301/1.png", "\u00e9/2.png", "z/3.png"]);
    expect((await read(data)).classNames).toEqual(["z", "\u00e9"]);
  });

  it("are two where two links lead to one folder; loops end, and webs of links", async () => {
    const store = await pictures("store", ["1.png", "2.png"]);
    const data = join(folder, "links");
    await mkdir(data);
    for (const name of ["cat", "chat"]) await symlink(store, join(data, name));
    const { classes, told } = await read(data);
    expect(classes).toEqual({
      "cat/1.png": "cat",
      "cat/2.png": "cat",
      "chat/1.png": "chat",
      "chat/2.png": "chat",
    });
    expect(told).toContain(
      "Links lead to one folder several times, as cat and chat: its pictures count each time.",
    );

    const web = join(folder, "web");
    const names = Array.from({ length: 6 }, (_, i) => `n${i}`);
    for (const name of names) {
      await put(web, `${name}/1.png`, png);
      for (const other of [...names, "."]) await symlink(join(web, other), join(web, name, `to-${other}`));
    }
    const { source: woven, told: ways } = await read(web);
    expect(woven.length).toBeLessThan(6 * 26);
    expect(ways.at(-1)).toMatch(/, but \d+ further ways through links of links are not followed\.$/);
  });
});

describe("what of a folder is read", () => {
  it("is no thumbnail and nothing deleted, of whichever system", async () => {
    const left = [
      ...[
        "@eaDir/1.jpg/SYNOFILE_THUMB_M.png",
        "cat/@eaDir/1.png/x.png",
        "#recycle/1.png",
        "#snapshot/d/1.png",
      ],
      ...[".@__thumb/1.png", "@Recycle/1.png", "$RECYCLE.BIN/1.png", "System Volume Information/1.png"],
      ...[
        "__MACOSX/cat/._1.png",
        "@Transcode/1.png",
        "lost+found/1.png",
        ".Trash-1000/files/1.png",
        ".AppleDouble/1.png",
      ],
      ...[".thumbnails/1.png", "cat/Thumbs.db", "cat/desktop.ini", "dog/._1.png"],
    ];
    const data = await pictures("nas", ["cat/1.png", "dog/1.png", "trash/1.png", ...left]);
    const { classes, told } = await read(data);
    expect(Object.keys(classes)).toEqual(["cat/1.png", "dog/1.png", "trash/1.png"]);
    expect(told).toHaveLength(2);
    expect(told[1]).toBe(
      "Not looked into, as systems keep thumbnails and deleted files there: #recycle, #snapshot, $RECYCLE.BIN, @Recycle, @Transcode, @eaDir, System Volume Information, __MACOSX and 1 more.",
    );
  });

  it("is told by its content where the ending says nothing, and counted by ending where it is left out", async () => {
    const data = join(folder, "endings");
    const jpeg = await noise(1).jpeg().toBuffer();
    for (const name of ["a.JPE", "b.jfif", "c.pjpeg", "0001", "scan.12", "wrong.dat", "wrong.heic"])
      await put(data, name, jpeg);
    for (const name of [
      "IMG_1.HEIC",
      "x.svg",
      "clip.mp4",
      "labels.csv",
      "notes.csv",
      "README",
      "raw.dng",
      "d.jpg_original",
    ])
      await put(data, name, name === "raw.dng" || name.startsWith("d.") ? jpeg : `text of ${name}`);
    const { classes, told } = await read(data);
    expect(Object.keys(classes).sort()).toEqual(
      ["0001", "a.JPE", "b.jfif", "c.pjpeg", "scan.12", "wrong.dat", "wrong.heic"].sort(),
    );
    expect(told).toEqual([
      `7 pictures in ${data}.`,
      `Left out of ${data}: 2 csv, 1 without an ending, 1 dng, 1 heic, 1 jpg_original, 1 mp4, 1 svg; jpg, png, webp, avif, gif, tiff and bmp are read, so convert dng, heic, svg.`,
    ]);
    await put(folder, "heics/IMG_1.HEIC", "no");
    await expect(openImages(join(folder, "heics"))).rejects.toThrow(
      /There are no pictures in .*heics or its folders; expected .*, found 1 heic; .* convert heic\./,
    );
  });

  it("says of a heic picture behind another name what it is", async () => {
    const heic = Buffer.concat([
      Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"),
      Buffer.alloc(99),
    ]);
    const data = await pictures("heic", ["0.png", "1.png"]);
    await put(data, "2.jpg", heic);
    const { source, told } = await read(data, { maxSkipped: 1 });
    const reason = "not a picture that can be read: it is a heic picture: convert it to jpg";
    expect(source.skipped).toEqual([{ id: "2.jpg", reason }]);
    expect(told[0]).toBe(`2 pictures in ${data}; 1 more cannot be read and is left out: 2.jpg (${reason}).`);
  });
});

describe("IDX files that are none", () => {
  const images = idx(8, [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
  const name = "train-images-idx3-ubyte";

  it("are refused rather than waited for", async () => {
    for (const kind of ["pipe", "folder", "link"]) await mkdir(join(folder, `idx-${kind}`));
    execFileSync("mkfifo", [join(folder, "idx-pipe", name)]);
    await mkdir(join(folder, "idx-folder", name));
    await symlink(join(folder, "nowhere"), join(folder, "idx-link", name));
    for (const [kind, message] of [
      ["pipe", "is a pipe: give a regular file"],
      ["folder", "is a folder: give the file in it"],
      ["link", "is not there, or is a link that leads nowhere"],
    ] as const) {
      const refused = openImages(join(folder, `idx-${kind}`));
      await expect(refused).rejects.toThrow(
        `${join(folder, `idx-${kind}`, name)} should be a file of IDX pictures, but ${message}.`,
      );
      await expect(refused).rejects.toBeInstanceOf(DataError);
    }
    await expect(openImages(join(folder, "idx-pipe", name))).rejects.toThrow(
      /is no regular file; expected a folder/,
    );
    // A packed file beside the folder that it was unpacked into is read.
    await put(join(folder, "idx-folder"), "train-images.idx3-ubyte", images);
    expect((await openImages(join(folder, "idx-folder"))).length).toBe(2);
    // One in the folder that an archive makes is found.
    await put(join(folder, "idx-outer"), `MNIST/raw/${name}`, images);
    expect((await openImages(join(folder, "idx-outer"))).length).toBe(2);
    execFileSync("mkfifo", [join(folder, "idx-outer", "MNIST/raw/train-labels-idx1-ubyte")]);
    await expect((await openImages(join(folder, "idx-outer"))).labels()).rejects.toThrow(
      /train-labels-idx1-ubyte should be an IDX file, but is a pipe/,
    );
  });
});
