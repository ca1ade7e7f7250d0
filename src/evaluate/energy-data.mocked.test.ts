import { afterEach, describe, expect, it, vi } from "vitest";
import type { ImageSource } from "../data/index.js";
import { DataError } from "../errors.js";
import type { RunConfig } from "../setup/index.js";
import { openEnergyData } from "./energy-data.js";

/** Parts of sources by path, and what opening the test part fails with. */
const open = new Set<string>();
let failure: DataError | null = null;
vi.mock("../samples/index.js", async (original) => ({
  ...(await original<object>()),
  openRunData: async ({ data, positives }: Pick<RunConfig, "data" | "positives">) => {
    const name = `${data.path} ${data.split ?? "train"}${positives?.kind === "paired" ? ` with ${positives.path}` : ""}`;
    if (data.split === "test" && failure !== null) throw failure;
    open.add(name);
    const source: Partial<ImageSource> = {
      name,
      length: 1000,
      id: (i) => `${i}`,
      close: async () => void open.delete(name),
    };
    return source;
  },
}));
afterEach(() => {
  open.clear();
  failure = null;
});

const config = (more: Partial<RunConfig> = {}) =>
  ({
    data: { path: "photos", split: null, holdout: 300 },
    method: { name: "simclr", options: {} },
    ...more,
  }) as RunConfig;
const paired = config({ positives: { kind: "paired", path: "drawings" } });
const noTest = () => new DataError("There is no test part.", { split: "test" });

describe("openEnergyData", () => {
  it("takes the test part, with partners where the run's positives come from a second source", async () => {
    expect((await openEnergyData(config(), {})).name).toBe("photos test");
    expect([...open]).toEqual(["photos test"]);
    expect(await openEnergyData(paired, {})).toMatchObject({
      name: "photos test with drawings",
      positives: { kind: "paired", path: "drawings" },
    });
    const other = await openEnergyData(paired, { data: "icons", pair: "signs", split: "all" });
    expect(other).toMatchObject({ name: "icons all with signs", positives: { path: "signs" } });
  });

  it("takes what the run held out, but not where partners are neighbours in time or of another source", async () => {
    failure = noTest();
    expect((await openEnergyData(paired, {})).name).toMatch(/^300 samples of photos train with drawings/);
    const time = config({ positives: { kind: "time", window: 1 } });
    expect((await openEnergyData(time, {})).samples.length).toBe(1000);
    expect((await openEnergyData(config(), { pair: "drawings" })).samples.length).toBe(1000);
  });

  it("leaves nothing open when the test part is damaged, or there are no labels to divide by", async () => {
    failure = new DataError("The test part is damaged.");
    await expect(openEnergyData(config(), {})).rejects.toThrow("damaged");
    expect([...open]).toEqual([]);
    failure = noTest();
    const method = { name: "none", options: {} };
    await expect(openEnergyData(config({ method }), {})).rejects.toThrow("no method called none");
    expect([...open]).toEqual([]);
  });
});
