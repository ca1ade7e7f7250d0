import { expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { simclr } from "../methods/index.js";
import { bareConfig } from "./index.js";
import { runConfig } from "./run-config.js";

it("reads configurations of before the number of samples had a bound as without one", () => {
  const config = bareConfig(simclr(), convnet(), {
    ...{ size: [8, 8], channels: 1, augment: [], batchSize: 4, steps: 1 },
  });
  const { most, ...data } = config.data;
  expect(most).toBeNull();
  expect(runConfig.parse(JSON.parse(JSON.stringify({ ...config, data })))).toEqual(config);
});
