import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { checks, examine, memory, node } from "./doctor-checks.js";

const folder = mkdtempSync(join(tmpdir(), "unlabel-doctor-"));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true }));

const examined = async (name: string) => {
  const check = checks.find((one) => one.name === name);
  if (check === undefined) throw new Error(`There is no check ${name}.`);
  return examine(check);
};

describe("doctor", () => {
  it("runs a program in the worker thread", async () => {
    expect(await examined("engine")).toMatchObject({
      state: "good",
      value: expect.stringMatching(/^onnxruntime \d+\.\d+\.\d+, a program ran/),
    });
  });

  it("finds a cache that cannot be written, and says what to do", async () => {
    writeFileSync(join(folder, "file"), "");
    vi.stubEnv("UNLABEL_CACHE", join(folder, "file", "cache"));
    expect(await examined("cache")).toMatchObject({
      state: "failed",
      advice: expect.stringMatching(/UNLABEL_CACHE/),
    });
    expect((await examined("pictures")).value).toMatch(/reads jpeg, png, webp, avif, gif, tiff$/);
  });

  it("says what is wrong with variables, all of it", async () => {
    vi.stubEnv("UNLABEL_SEEED", "1");
    vi.stubEnv("UNLABEL_EPOCHS", "none");
    const { state, value } = await examined("settings");
    expect(state).toBe("failed");
    expect(value).toMatch(/UNLABEL_EPOCHS takes.*UNLABEL_SEED\?|UNLABEL_SEED\?.*UNLABEL_EPOCHS takes/);
  });

  it("knows which Node is old and how much memory is little", () => {
    expect(() => node("20.18.3")).toThrow(/older than 20\.19/);
    expect(() => node("18.20.0")).toThrow(/older/);
    expect([node("20.19.0"), node("22.1.0")].map(({ state }) => state)).toEqual(["good", "good"]);
    expect(memory(2 ** 29, 2 ** 33)).toMatchObject({ state: "warning", value: "512 MiB free of 8.0 GiB" });
  });
});
