import { execFileSync } from "node:child_process";
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
      /no\.png should be a picture, but is not there, or is a link that leads nowhere/,
    );
    execFileSync("mkfifo", [join(folder, "pipe.png")]);
    await expect(readImage(join(folder, "pipe.png"), [3, 8, 8])).rejects.toThrow(
      /pipe\.png should be a picture, but is a pipe: give a regular file/,
    );
    const svg = await put(
      folder,
      "svg.png",
      "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
    );
    await expect(readImage(svg, [3, 8, 8])).rejects.toThrow(
      /svg\.png cannot be read: not a picture .* \(svg\)/,
    );
    const empty = await put(folder, "empty.png", "");
    await expect(readImage(empty, [3, 8, 8])).rejects.toBeInstanceOf(DataError);
  });
});
