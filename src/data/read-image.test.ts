import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DataError } from "../errors.js";
import { openImages, readImage } from "./index.js";
import { noise, put, temporaryFolder } from "./made-data.suite.js";

const folder = await temporaryFolder();

describe("readImage", () => {
  it("decodes a picture as a source of that shape does", async () => {
    const path = await put(folder, "in/a.png", await noise(1).png().toBuffer());
    const source = await openImages(join(folder, "in"), { size: [12, 20], fit: "contain" });
    expect(await readImage(path, source.shape, { fit: "contain" })).toEqual((await source.read([0])).images);
  });

  it("says why it cannot", async () => {
    await expect(readImage(join(folder, "no.png"), [3, 8, 8])).rejects.toThrow(
      /no\.png cannot be read: the file is not there/,
    );
    const empty = await put(folder, "empty.png", "");
    await expect(readImage(empty, [3, 8, 8])).rejects.toBeInstanceOf(DataError);
  });
});
