import { type ChildProcessWithoutNullStreams, execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Contender, Turn } from "./contender.js";
import { shared, type WorkloadName } from "./workloads.js";

export interface PeerFacts {
  readonly python: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly threads: number;
  /** The library that its matrix products come from, as it was configured. */
  readonly blas: string;
}

/** PyTorch in a process of its own, one command at a time. */
export interface Peer {
  readonly facts: PeerFacts;
  /** 10^9 operations a second in products of square matrices. */
  peak(size: number, runs: number): Promise<number>;
  load(workload: WorkloadName, pictures: string): Promise<Contender>;
  dispose(): Promise<void>;
}

/** Processes that make the peer's views, as is usual. */
export const peerWorkers = 2;

/** The first Python that has torch and torchvision, and what was wrong with those before it. */
export async function findPython(): Promise<{ python: string | null; tried: string[] }> {
  const own = process.env.UNLABEL_PYTHON;
  const tried: string[] = [];
  for (const python of own ? [own] : ["python3", "/usr/bin/python3"]) {
    try {
      await promisify(execFile)(python, ["-c", "import torch, torchvision, numpy, PIL"]);
      return { python, tried };
    } catch (error) {
      const text = String((error as { stderr?: string }).stderr || (error as Error).message);
      tried.push(`${python}: ${text.trim().split("\n").at(-1)}`);
    }
  }
  return { python: null, tried };
}

/** Starts the peer with as many threads as we take. */
export async function startPeer(python: string, threads: number): Promise<Peer> {
  const script = fileURLToPath(new URL("../peer/main.py", import.meta.url));
  const child = spawn(python, [script], {
    stdio: ["pipe", "pipe", "inherit"] as never,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  }) as unknown as ChildProcessWithoutNullStreams;
  // A peer that died is told by the answer that does not come.
  child.stdin.on("error", () => {});
  const ask = asker(child);
  const facts = await ask<Omit<PeerFacts, "python">>("facts", { threads });
  return {
    facts: { python, ...facts },
    peak: async (size, runs) => (await ask<{ gigaflops: number }>("peak", { size, runs })).gigaflops,
    async load(workload, pictures) {
      const { channels: _, ...same } = shared;
      const request = { workload, pictures, workers: peerWorkers, ...same };
      const loaded = await ask<{ gigaflops: number; parameters: number }>("load", request);
      return {
        name: "PyTorch",
        ...loaded,
        trainingSteps: (count) => ask<Turn>("steps", { count }),
        endToEnd: (count, warmUp) => ask<Turn>("endToEnd", { count, warmUp }),
        dispose: async () => {},
      };
    },
    dispose: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once("exit", () => resolve());
        child.stdin.end();
      }),
  };
}

/** One question at a time: a line of JSON out, a line of JSON back. */
function asker(child: ChildProcessWithoutNullStreams) {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async <Answer>(command: string, rest: object): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify({ command, ...rest })}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`The peer's process ended at "${command}"; its own message is above.`);
    const answer = JSON.parse(value) as Answer & { readonly error?: string };
    if (answer.error !== undefined) throw new Error(`The peer failed at "${command}": ${answer.error}.`);
    return answer;
  };
}
