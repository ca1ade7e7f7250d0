import { createRequire } from "node:module";
import { arch, availableParallelism, cpus, platform, totalmem } from "node:os";
import * as z from "zod";

/** What times belong to. */
export const machineSchema = z.strictObject({
  cpu: z.string(),
  cores: z.int(),
  memoryGiB: z.int(),
  platform: z.string(),
  versions: z.record(z.string(), z.string()),
});

export type Machine = z.output<typeof machineSchema>;

/** This machine, and the versions of what runs. */
export function thisMachine(): Machine {
  const require = createRequire(import.meta.url);
  const versionOf = (manifest: string) => (require(manifest) as { version: string }).version;
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown CPU",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${arch()}`,
    versions: {
      unlabel: versionOf("../../../package.json"),
      node: process.versions.node,
      "onnxruntime-node": versionOf("onnxruntime-node/package.json"),
    },
  };
}

/** One line for a person. */
export function showMachine({ cpu, cores, memoryGiB, platform: system, versions }: Machine): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${cpu}, ${cores} ${cores === 1 ? "core" : "cores"}, ${memoryGiB} GiB, ${system}; ${named.join(", ")}`;
}
