import { afterEach, expect, it, vi } from "vitest";
import type { ImageSource } from "../data/index.js";
import { DataError } from "../errors.js";
import type { DataConfig } from "../kinds/index.js";
import type { RunConfig } from "../setup/index.js";
import { openSides } from "./retrieval-queries.js";

const open = new Set<string>();
vi.mock("../samples/index.js", () => ({
  openAs: async ({ path }: DataConfig): Promise<Partial<ImageSource>> => {
    if (path === "missing") throw new DataError("There is no missing.");
    open.add(path);
    return { name: path, close: async () => void open.delete(path) };
  },
}));
afterEach(() => open.clear());

const config = { data: { path: "photos" } } as RunConfig;

it("opens both sides", async () => {
  const sides = await openSides(config, { data: "photos", among: "drawings" });
  expect(sides.map(({ name }) => name)).toEqual(["photos", "drawings"]);
  expect([...open]).toEqual(["photos", "drawings"]);
});

it("closes the first side when the second one cannot be opened", async () => {
  await expect(openSides(config, { data: "photos", among: "missing" })).rejects.toThrow("no missing");
  expect([...open]).toEqual([]);
});
