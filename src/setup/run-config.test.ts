import { expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { simclr } from "../methods/index.js";
import { barePictures } from "./bare-config.js";
import { runConfig } from "./run-config.js";

it("takes what a bare configuration says, as JSON too, and no key is optional but positives", () => {
  const config = barePictures(simclr(), convnet(), {
    ...{ size: [8, 8], channels: 1, augment: [], batchSize: 4, steps: 1 },
  });
  expect(runConfig.parse(JSON.parse(JSON.stringify(config)))).toEqual(config);
  for (const key of Object.keys(config)) {
    const without = Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
    expect(runConfig.safeParse(without).success, key).toBe(false);
  }
});
