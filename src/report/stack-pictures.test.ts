import sharp from "sharp";
import { expect, it } from "vitest";
import { stackPictures } from "./index.js";

const plain = (width: number, height: number, red: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: red, g: 0, b: 0 } } })
    .png()
    .toBuffer();

it("puts pictures under each other, narrower ones on white", async () => {
  const stacked = await stackPictures([await plain(4, 2, 200), await plain(2, 3, 90)]);
  const { data, info } = await sharp(stacked).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 4, height: 5 });
  const at = (x: number, y: number) => [
    ...data.subarray((y * 4 + x) * info.channels, (y * 4 + x) * info.channels + 3),
  ];
  expect([at(0, 0), at(3, 1), at(1, 2), at(2, 4)]).toEqual([
    [200, 0, 0],
    [200, 0, 0],
    [90, 0, 0],
    [255, 255, 255],
  ]);
});

it("needs a picture", async () => {
  await expect(stackPictures([])).rejects.toThrow("at least one picture");
});
