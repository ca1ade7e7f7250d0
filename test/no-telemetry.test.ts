import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it, vi } from "vitest";

/**
 * ONNX Runtime's telemetry leaves a device identifier and a database in the user's cache folder, so a home that stays
 * empty shows that it was never started. It keeps still where CI is set: these processes get an environment without.
 */

const built = (path: string): string => new URL(`../dist/${path}`, import.meta.url).href;
const cli = fileURLToPath(built("cli/main.js"));
const place = mkdtempSync(join(tmpdir(), "unlabel-home-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));
vi.setConfig({ testTimeout: 120_000 });

let homes = 0;

/** What a process prints, and the files it leaves in a home of its own. */
function inFreshHome(words: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const home = join(place, `home-${homes++}`);
  mkdirSync(home);
  const env = { PATH: process.env.PATH ?? "", HOME: home, XDG_CACHE_HOME: join(home, "cache"), ...more };
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: place,
    env,
    encoding: "utf8",
  });
  const files = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  return { status, stdout, stderr, files };
}

const runProgram = (maker: string): string => `
  const { ${maker} } = await import(${JSON.stringify(built("engine/index.js"))});
  const { input, sum } = await import(${JSON.stringify(built("tensor/index.js"))});
  const engine = ${maker}();
  const program = { outputs: new Map([["sum", sum(input("x", [2]))]]), updates: new Map() };
  const loaded = await engine.load(program, { store: await engine.createStore() });
  console.log((await loaded.run({ x: Float32Array.of(1, 2) })).sum[0]);
  await engine.dispose();`;

const inThread = (script: string): string => `
  const { Worker } = await import("node:worker_threads");
  new Worker(new URL("data:text/javascript," + encodeURIComponent(${JSON.stringify(script)})));`;

const script = (source: string): string[] => ["--input-type=module", "--eval", source];

describe("a bare environment with a fresh home", () => {
  it("stays empty when the command line trains, exports and checks the export", () => {
    const run =
      "pretrain mnist --limit 64 --holdout 0 --steps 1 --batch-size 8 --method autoencoder --encoder.widths 4,8";
    const trained = inFreshHome([cli, ...run.split(" "), "--out", "run"]);
    expect(trained).toMatchObject({ status: 0, files: [] });
    expect(inFreshHome([cli, "export", "run"])).toMatchObject({ status: 0, files: [] });
  });

  it.each(["inlineEngine", "nodeEngine"])("stays empty when a program runs on %s", (maker) => {
    expect(inFreshHome(script(runProgram(maker)))).toMatchObject({ status: 0, stdout: "3\n", files: [] });
  });

  it("stays empty when a worker thread has an engine and the main thread imports the package first", () => {
    const first = `await import(${JSON.stringify(built("index.js"))});`;
    const ran = inFreshHome(script(first + inThread(runProgram("inlineEngine"))));
    expect(ran).toMatchObject({ status: 0, stdout: "3\n", files: [] });
  });
});

describe("a worker thread that started without the variable", () => {
  it("is refused engines, with the ways out", () => {
    const tries = `
      const { inlineEngine, nodeEngine } = await import(${JSON.stringify(built("engine/index.js"))});
      for (const make of [inlineEngine, nodeEngine]) {
        try { make(); } catch (error) { console.log(error.name, error.message); }
      }`;
    const { stdout, files } = inFreshHome(script(inThread(tries)));
    const sentence = "EngineError Expected ORT_DISABLE_TELEMETRY .* on the main thread .*=1.*\n";
    expect(stdout).toMatch(new RegExp(`^${sentence}${sentence}$`));
    expect(files).toEqual([]);
  });
});

describe("a value of the user's", () => {
  it.each([
    ["0", "0"],
    ["", "1"],
  ])("%j becomes %j: what says something is kept", (given, kept) => {
    const look = `await import(${JSON.stringify(built("engine/index.js"))}); console.log(process.env.ORT_DISABLE_TELEMETRY);`;
    expect(inFreshHome(script(look), { ORT_DISABLE_TELEMETRY: given }).stdout).toBe(`${kept}\n`);
  });
});
