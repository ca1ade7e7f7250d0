import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import sharp from "sharp";
import { afterAll, expect, vi } from "vitest";
import { runCommand, tellFailure } from "../../src/cli/index.js";

/** The built command line: `npm test` builds it first. */
export const cli =
  process.env.CLI_UNDER_TEST ?? fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Ended {
  /** As a shell gives it: 128 and its number for a process that died of a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const argvOf = (words: string | readonly string[]) =>
  typeof words === "string" ? words.split(" ").filter((word) => word !== "") : words;

/** A folder to work in, removed when the test file ends. */
export function workplace(): string {
  const folder = mkdtempSync(join(tmpdir(), "unlabel-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Runs `unlabel` with words as a person types them, in this process, in which everything is loaded: a program of its own for
 * each of some hundred would take minutes. What acts outside of the command that is awaited (signals, modules that end or
 * fail late, stdout itself) is for `program`.
 */
export async function unlabel(folder: string, words: string | readonly string[]): Promise<Ended> {
  const before = process.cwd();
  const listen = (stream: NodeJS.WriteStream) => {
    const written: string[] = [];
    const spy = vi.spyOn(stream, "write").mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    return { written, spy };
  };
  const { isTTY } = process.stdout;
  // Results that go to a file pass Node's stream by.
  process.stdout.isTTY = true;
  const [results, messages] = [listen(process.stdout), listen(process.stderr)];
  vi.stubEnv("UNLABEL_CACHE", join(folder, ".cache"));
  vi.stubEnv("DEBUG", "");
  process.chdir(folder);
  try {
    const code = await runCommand(argvOf(words)).then(() => Number(process.exitCode ?? 0), tellFailure);
    const said = ({ written }: { readonly written: string[] }) => stripVTControlCharacters(written.join(""));
    return { code, stdout: said(results), stderr: said(messages) };
  } finally {
    process.exitCode = undefined;
    process.chdir(before);
    vi.unstubAllEnvs();
    process.stdout.isTTY = isTTY;
    for (const { spy } of [results, messages]) spy.mockRestore();
  }
}

/** The same as a program of its own; `during` gets the running process, `results` is where stdout goes. */
export function program(
  folder: string,
  words: string | readonly string[],
  during: (child: ReturnType<typeof spawn>) => void = () => undefined,
  results: "pipe" | number = "pipe",
): Promise<Ended> {
  const argv = argvOf(words);
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
  run: (folder: string, words: string | readonly string[]) => Promise<Ended> = unlabel,
): Promise<void> {
  const ended = await run(folder, words);
  const said = `${typeof words === "string" ? words : words.join(" ")}\n${ended.stderr}`;
  expect(ended.stderr, said).toMatch(message);
  expect(ended.code, said).toBe(code);
  expect(ended.stdout, said).toBe("");
  expect(ended.stderr.match(/^Error: /gm), said).toHaveLength(1);
  expect(ended.stderr, said).not.toMatch(
    /undefined|\[object|node:|^ {4}at |fault of unlabel|dist\/|\bzod\b/im,
  );
}

/** One after the other: the folder that a process works in is one. */
export async function refusesAll(
  folder: string,
  cases: readonly (readonly [words: string, message: RegExp, code?: number])[],
): Promise<void> {
  for (const one of cases) await refuses(folder, ...one);
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
