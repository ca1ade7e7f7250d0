import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, expect, vi } from "vitest";

/** The built command line: `npm test` builds it first. */
export const cli =
  process.env.CLI_UNDER_TEST ?? fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

export interface Ended {
  /** As a shell gives it: 128 and its number for a process that died of a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder to work in, removed when the test file ends. */
export function workplace(): string {
  const folder = mkdtempSync(join(tmpdir(), "unlabel-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs `unlabel` with words as a person types them; `during` gets the running process, `results` is where stdout goes. */
export function unlabel(
  folder: string,
  words: string | readonly string[],
  during: (child: ReturnType<typeof spawn>) => void = () => undefined,
  results: "pipe" | number = "pipe",
): Promise<Ended> {
  const argv = typeof words === "string" ? words.split(" ").filter((word) => word !== "") : words;
  const cache = { UNLABEL_CACHE: join(folder, ".cache") };
  const env = { ...process.env, ...cache, NO_COLOR: "1", CI: "1", DEBUG: "" };
  const child = spawn(process.execPath, [cli, ...argv], {
    cwd: folder,
    env,
    stdio: ["ignore", results, "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (text) => {
    stdout += text;
  });
  child.stderr?.on("data", (text) => {
    stderr += text;
  });
  during(child);
  return new Promise((resolve) =>
    child.on("close", (code, signal) => {
      resolve({ code: signal === null ? code : 128 + constants.signals[signal], stdout, stderr });
    }),
  );
}

/** Fails unless the words end with one sentence for a person, no results and the right exit code. */
export async function refuses(
  folder: string,
  words: string | readonly string[],
  message: RegExp,
  code = 2,
): Promise<void> {
  const ended = await unlabel(folder, words);
  const said = `${typeof words === "string" ? words : words.join(" ")}\n${ended.stderr}`;
  expect(ended.stderr, said).toMatch(message);
  expect(ended.code, said).toBe(code);
  expect(ended.stdout, said).toBe("");
  expect(ended.stderr.match(/^Error: /gm), said).toHaveLength(1);
  expect(ended.stderr, said).not.toMatch(
    /undefined|\[object|node:|^ {4}at |fault of unlabel|dist\/|\bzod\b/im,
  );
}

/** Two at a time: one process leaves most of its time waiting for files. */
export async function refusesAll(
  folder: string,
  cases: readonly (readonly [words: string, message: RegExp, code?: number])[],
): Promise<void> {
  const waiting = [...cases];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await refuses(folder, ...next);
  };
  await Promise.all([work(), work()]);
}

/** Writes a file below a folder, making those between. */
export function put(folder: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** A noisy picture as PNG bytes. */
export function picture(seed: number, side = 16): Promise<Buffer> {
  const pixels = Uint8Array.from(
    { length: side * side * 3 },
    (_, i) => (i * i * 31 + (seed + 1) * i * 7) >> 3,
  );
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

/** `count` pictures in a folder, called p0.png, p1.png, ... */
export async function pictures(folder: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) put(folder, `p${i}.png`, await picture(i));
}

/** Flags of a run that takes a moment. */
export const tiny = "--encoder.widths 4,8 --batch-size 6 --threads 1";
