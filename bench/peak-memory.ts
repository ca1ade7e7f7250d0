import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { WorkloadName } from "./workloads.js";

/** Memory of a process that trains a workload, in bytes. */
export interface PeakMemory {
  readonly workload: WorkloadName;
  /** The process before its first step: Node, the runtime, pictures, parameters. */
  readonly before: number;
  /** The most that it ever had. */
  readonly peak: number;
}

const here = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a few steps in a process of its own, with this package or another that is built. */
export async function peakMemory(
  workload: WorkloadName,
  { pictures, threads, reference = here }: { pictures: string; threads: number; reference?: string },
): Promise<PeakMemory> {
  const script = fileURLToPath(new URL("./take-memory.js", import.meta.url));
  const child = promisify(execFile);
  const { stdout } = await child(process.execPath, [script, reference, workload, pictures, String(threads)]);
  return { workload, ...(JSON.parse(stdout) as Omit<PeakMemory, "workload">) };
}
