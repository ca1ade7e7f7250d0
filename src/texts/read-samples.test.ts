import { describe, expect, it } from "vitest";
import { byteTokenizer } from "../tokenizers/index.js";
import { madeFile, opening } from "./made-texts.suite.js";

const tokenizer = byteTokenizer({ frame: { opening: ["beginning"], closing: ["end"] } });
const texts = Array.from({ length: 700 }, (_, i) => `${i} ${"word ".repeat((i * 7) % 23)}.`);
// One text that is too long to be read with its neighbours.
texts[400] = "long ".repeat(60_000);

/** Each sample by itself, from the texts. */
function framed(index: number, longest: number): number[] {
  const ids = [...tokenizer.encode(texts[index]!)].slice(0, longest - 2);
  const { beginning, end } = tokenizer.specials;
  const all = [beginning!, ...ids, end!];
  return [...all, ...Array.from({ length: longest - all.length }, () => -1)];
}

const places = [3, 4, 5, 5, 4, 699, 0, 1, 398, 399, 400, 401, 402, 2];

describe.each([2 ** 26, 1000])("samples, with a memory of %i bytes", (memoryBudget) => {
  const options = { tokenizer, longest: 40, memoryBudget, keepAfter: 0 };

  it("are the same alone, in any order, and together", async () => {
    const path = madeFile("t.txt", `${texts.join("\n")}\n`);
    const source = await opening(path, { ...options, cacheFolder: `${path}-cache` });
    expect(source.storedIn).toBe(memoryBudget === 1000 ? "disk" : "memory");
    expect([...(await source.read(places)).tokens]).toEqual(places.flatMap((index) => framed(index, 40)));
    const all = Array.from(texts, (_, index) => index);
    expect([...(await source.read(all)).tokens]).toEqual(all.flatMap((index) => framed(index, 40)));
    expect((await source.read([])).tokens).toHaveLength(0);
  });

  it("are windows of all texts in their order", async () => {
    const path = madeFile("t.txt", `${texts.join("\n")}\n`);
    const all = texts.flatMap((text) => [...tokenizer.encode(text), tokenizer.specials.end!]);
    const source = await opening(path, {
      ...options,
      cut: "windows",
      per: "line",
      cacheFolder: `${path}-cache`,
    });
    expect(source.length).toBe(Math.floor(all.length / 40));
    const windows = [0, 1, 2, 9, 8, source.length - 1];
    expect([...(await source.read(windows)).tokens]).toEqual(
      windows.flatMap((index) => all.slice(index * 40, (index + 1) * 40)),
    );
    expect([...(await source.read(Array.from({ length: 900 }, (_, i) => i))).tokens]).toEqual(
      all.slice(0, 36_000),
    );
  });
});
