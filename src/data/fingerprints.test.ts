import { describe, expect, it } from "vitest";
import { findSeen, fingerprints, subset } from "./index.js";
import { numbered } from "./made-data.suite.js";

describe("fingerprints", () => {
  const source = numbered(500, null);

  it("are equal for equal pictures only", async () => {
    const prints = await fingerprints(source);
    expect(new Set(prints).size).toBe(500);
    const view = await fingerprints(subset(source, [3, 499, 3]));
    expect([...view]).toEqual([prints[3], prints[499], prints[3]]);
  });

  it("are not read for when they are known, nor for a part", async () => {
    const prints = await fingerprints(source);
    const read = async () => {
      throw new Error("read");
    };
    const unread = { ...source, read };
    expect(await fingerprints(unread)).toEqual(prints);
    expect([...(await fingerprints(subset(unread, [4, 2])))]).toEqual([prints[4], prints[2]]);
    // The same as those that are told by reading.
    expect(await fingerprints({ ...source, fingerprints: undefined })).toEqual(prints);
  });

  it("find tested pictures that were seen", async () => {
    const seen = subset(
      source,
      Int32Array.from({ length: 250 }, (_, i) => 2 * i),
    );
    const tested = subset(source, [1, 4, 7, 8]);
    expect(await findSeen(tested, seen)).toEqual(Int32Array.of(1, 3));
    expect(await findSeen(tested, await fingerprints(seen))).toEqual(Int32Array.of(1, 3));
    await expect(findSeen(tested, { ...seen, shape: [1, 2, 1] })).rejects.toThrow(/compared at one shape/);
  });
});
