import { afterEach, expect, it, vi } from "vitest";
import type { ImageSource, Labels } from "../../data/index.js";
import { DataError } from "../../errors.js";
import type { RunConfig } from "../../setup/index.js";
import { openStudySamples } from "./study-samples.js";

const opened = vi.hoisted(() => ({ training: vi.fn(), test: vi.fn() }));
vi.mock("../../samples/index.js", () => ({ openAs: opened.training }));
vi.mock("../../evaluate/index.js", () => ({ openEnergyData: opened.test }));
afterEach(() => vi.resetAllMocks());

function source(name: string, labels: () => Promise<Labels>): ImageSource {
  return {
    ...{
      kind: "pictures",
      name,
      length: 6,
      shape: [1, 2, 2],
      sizeNote: "",
      skipped: [],
      notes: [],
      storedIn: "memory",
    },
    ...{ hasLabels: true, labels, id: String, read: async () => ({ images: new Uint8Array(4) }) },
    close: vi.fn(async () => undefined),
  } as ImageSource;
}
const labels = async () => ({
  values: Int32Array.of(0, 1, 0, 1, 0, 1),
  classNames: ["one", "two"],
  missing: 0,
});
const unreadable = async () => {
  throw new DataError("The labels are cut short.");
};
const open = () => openStudySamples({ data: {}, seed: 0 } as RunConfig, { bank: 4, test: 3 }, { out: "" });

it("closes both sources at the end, and when one of them cannot be used", async () => {
  const training = source("train", labels);
  opened.training.mockResolvedValue(training);
  opened.test.mockResolvedValueOnce({ samples: source("test", labels), name: "test" });
  const samples = await open();
  expect([samples.bank.length, samples.test.length]).toEqual([4, 3]);
  expect(training.close).not.toHaveBeenCalled();
  await samples.close();
  expect(training.close).toHaveBeenCalledTimes(1);

  const damaged = source("test", unreadable);
  opened.test.mockResolvedValueOnce({ samples: damaged, name: "test" });
  await expect(open()).rejects.toThrow(/cut short/);
  expect(training.close).toHaveBeenCalledTimes(2);
  expect(damaged.close).toHaveBeenCalledTimes(1);

  opened.test.mockRejectedValueOnce(new DataError("There are no samples."));
  await expect(open()).rejects.toThrow(/no samples/);
  expect(training.close).toHaveBeenCalledTimes(3);
});
