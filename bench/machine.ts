import { readFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** What numbers belong to. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly threads: number;
  readonly platform: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly date: string;
  /** Processes that wanted a core in the minute before: on a busy machine the numbers mean little. */
  readonly load: number;
}

/** This machine, the versions of what runs, and how busy it is. */
export async function thisMachine(threads: number): Promise<Machine> {
  const root = new URL("../../", import.meta.url);
  const versionIn = async (path: string) =>
    (JSON.parse(await readFile(new URL(path, root), "utf8")) as { version: string }).version;
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown CPU",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    threads,
    platform: `${process.platform} ${process.arch}`,
    versions: {
      unlabel: await versionIn("package.json"),
      node: process.versions.node,
      "onnxruntime-node": await versionIn("node_modules/onnxruntime-node/package.json"),
    },
    date: new Date().toISOString().slice(0, 10),
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

/** One line for a person. */
export function showMachine({ cpu, cores, memoryGiB, threads, platform, versions, date }: Machine): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${platform}; ${threads} threads; ${named.join(", ")}; ${date}`;
}

/** A sentence when other work takes the machine's cores, else null. */
export function busyWarning({ load, cores }: Machine): string | null {
  return load > cores * 0.5
    ? `The machine is busy (load ${load} on ${cores} cores): these numbers say little. Repeat when it is quiet.`
    : null;
}
