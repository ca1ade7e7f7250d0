import { randomUUID } from "node:crypto";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism, cpus, freemem, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { UnlabelError } from "../errors.js";
import { readConfigFile } from "./config-file.js";

/** What one check found. `advice` says what to do when it is not good. */
export interface Finding {
  readonly name: string;
  readonly state: "good" | "warning" | "failed";
  readonly value: string;
  readonly advice?: string;
}

/** One thing that a run needs. Rooms are loaded inside, so that one that cannot load is a finding too. */
export interface Check {
  readonly name: string;
  readonly advice: string;
  run(): Promise<Omit<Finding, "name">>;
}

const reinstall =
  "Install again with `npm ci` on this machine: the package brings files for one system and processor.";

export const checks: readonly Check[] = [
  {
    name: "Node",
    advice: "Install Node 20.19 or newer from https://nodejs.org.",
    run: async () => node(process.versions.node),
  },
  { name: "system", advice: "", run: async () => good(`${platform()} ${release()}, ${process.arch}`) },
  {
    name: "processor",
    advice: "",
    run: async () => good(`${cpus()[0]?.model.trim() ?? "unknown"}, ${cpus().length} cores`),
  },
  {
    name: "threads",
    advice: "",
    run: async () => good(`${availableParallelism()} (unlabel pretrain --threads takes fewer)`),
  },
  { name: "memory", advice: "", run: async () => memory(freemem(), totalmem()) },
  { name: "engine", advice: reinstall, run: engine },
  { name: "pictures", advice: reinstall, run: picturesRead },
  { name: "cache", advice: "Set UNLABEL_CACHE to a folder that can be written.", run: cache },
  {
    name: "settings",
    advice: "Correct it, or choose another file with UNLABEL_CONFIG, or --config of a command.",
    run: settings,
  },
];

/** Runs a check; what it throws is what it found. */
export async function examine({ name, advice, run }: Check): Promise<Finding> {
  try {
    return { name, ...(await run()) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Libraries explain at length; what unlabel says is short and all of it counts.
    const value =
      error instanceof UnlabelError ? message.replace(/\s+/g, " ") : (message.split("\n")[0] ?? "");
    return { name, state: "failed", value, advice };
  }
}

export function node(version: string): Omit<Finding, "name"> {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return good(version);
  throw new Error(`${version}, which is older than 20.19`);
}

export function memory(free: number, total: number): Omit<Finding, "name"> {
  const value = `${gibibytes(free)} free of ${gibibytes(total)}`;
  if (free >= 2 ** 30) return good(value);
  return {
    state: "warning",
    value,
    advice: "Close other programs, or train with a smaller --batch-size and --encoder.",
  };
}

/** A program of two operators, compiled and run in the worker thread as training does. */
async function engine(): Promise<Omit<Finding, "name">> {
  const { nodeEngine } = await import("../engine/index.js");
  const { input, matmul, sum } = await import("../tensor/index.js");
  const { version } = createRequire(import.meta.url)("onnxruntime-node/package.json") as { version: string };
  const running = nodeEngine();
  try {
    const x = input("x", [2, 2]);
    const program = { outputs: new Map([["sum", sum(matmul(x, x))]]), updates: new Map() };
    const loaded = await running.load(program, { store: await running.createStore() });
    const result = (await loaded.run({ x: Float32Array.of(1, 2, 3, 4) })).sum?.[0];
    if (result !== 54) throw new Error(`onnxruntime ${version} computes ${result} where 54 is right`);
    return good(`onnxruntime ${version}, a program ran in the worker thread`);
  } finally {
    await running.dispose();
  }
}

async function picturesRead(): Promise<Omit<Finding, "name">> {
  const { default: sharp } = await import("sharp");
  const names: Readonly<Record<string, string>> = { heif: "avif" };
  const wanted = ["jpeg", "png", "webp", "heif", "gif", "tiff"] as const;
  const [has, lacks] = [true, false].map((can) =>
    wanted
      .filter((format) => sharp.format[format].input.file === can)
      .map((format) => names[format] ?? format),
  ) as [string[], string[]];
  const value = `sharp ${sharp.versions.sharp} reads ${has.join(", ")}`;
  if (lacks.length === 0) return good(value);
  return { state: "warning", value: `${value}, but not ${lacks.join(", ")}`, advice: reinstall };
}

async function cache(): Promise<Omit<Finding, "name">> {
  const { cacheEntries, cacheLimit, defaultCacheFolder } = await import("../data/index.js");
  const folder = defaultCacheFolder();
  if (folder === null) return good("none: pictures are decoded by every command");
  await mkdir(folder, { recursive: true });
  const probe = join(folder, `doctor-${randomUUID()}`);
  await writeFile(probe, "unlabel");
  await rm(probe);
  const held = (await cacheEntries(folder)).reduce((sum, { bytes }) => sum + bytes, 0);
  const limit = await cacheLimit(folder);
  const { bavail, bsize } = await statfs(folder);
  const value = `${folder} holds ${gibibytes(held)} of at most ${gibibytes(limit)}, ${gibibytes(bavail * bsize)} free`;
  if (bavail * bsize >= 2 ** 30) return good(value);
  return {
    state: "warning",
    value,
    advice: "Free some space, or set UNLABEL_CACHE to a folder on another disk.",
  };
}

/** The configuration file and variables that a run started here would take. */
async function settings(): Promise<Omit<Finding, "name">> {
  const { environmentLayer, fileLayer, findConfig, mergeLayers, settle } = await import("../config/index.js");
  const path = await findConfig(process.cwd(), process.env.UNLABEL_CONFIG || undefined);
  const file = path === null ? new Map() : fileLayer(await readConfigFile(path), path);
  const variables = environmentLayer(process.env);
  settle(mergeLayers(file, variables));
  const set = [...variables.values()].map(({ origin }) => origin);
  return good(`${path ?? "no configuration file here"}${set.length === 0 ? "" : `, ${set.join(", ")}`}`);
}

const good = (value: string): Omit<Finding, "name"> => ({ state: "good", value });

function gibibytes(bytes: number): string {
  return bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(0)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
