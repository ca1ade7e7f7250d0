import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { EngineError } from "../errors.js";
import { type Block, compile } from "../onnx/index.js";
import type {
  Engine,
  EngineOptions,
  Handing,
  LoadedProgram,
  Outputs,
  ProgramFacts,
  StateEntry,
  Store,
} from "./engine.js";
import type { Call, Reply, Request } from "./messages.js";
import { withoutTelemetry } from "./no-telemetry.js";
import { machineBlock, type Trial } from "./probe-blocks.js";
import { sessionOptions } from "./session-options.js";
import { apart, ownBuffers } from "./transfer.js";

/** Entries as a message takes them, and the memory that it moves: that of what is given, and of copies. */
function packed(
  entries: readonly StateEntry[],
  { give = false }: Handing = {},
): { readonly entries: readonly StateEntry[]; readonly moved: readonly ArrayBuffer[] } {
  const sent = entries.map((entry) => ({ ...entry, data: apart(entry.data) }));
  const free = sent.filter(({ data }, i) => give || data !== entries[i]!.data);
  return { entries: sent, moved: ownBuffers(free.map(({ data }) => data)) };
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The built worker: beside this file, or in `dist` when the sources themselves run (tests). */
function workerUrl(): URL {
  const here = fileURLToPath(import.meta.url);
  return here.endsWith(".ts")
    ? new URL("../../dist/engine/worker.js", import.meta.url)
    : new URL("./worker.js", import.meta.url);
}

/** The flags of the process without `--input-type`, which a thread inherits and then refuses its own file for. */
function threadArguments(words: readonly string[]): string[] {
  return words.filter((word, at) => !word.startsWith("--input-type") && words[at - 1] !== "--input-type");
}

/**
 * An engine in a worker thread with onnxruntime-node on the CPU.
 * @throws EngineError from any call when the runtime refuses a model or the thread dies; at once in a worker thread
 * where the telemetry of ONNX Runtime cannot be turned off.
 */
export function nodeEngine({ threads = availableParallelism() }: EngineOptions = {}): Engine {
  // Here, since the engine's own thread can no longer set it.
  withoutTelemetry();
  const worker = new Worker(workerUrl(), { execArgv: threadArguments(process.execArgv) });
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let ended: Error | undefined;
  let disposed = false;
  const fail = (error: Error) => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on("message", (reply: Reply) => {
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    if ("error" in reply) caller?.reject(new EngineError(reply.error));
    else caller?.resolve(reply.result);
  });
  worker.on("error", (error) =>
    fail(new EngineError(`The engine's thread failed: ${error.message}`, {}, error)),
  );
  worker.on("exit", (code) =>
    fail(
      new EngineError(
        disposed
          ? "The engine was disposed."
          : `The engine's thread ended by itself (code ${code}), most likely for want of memory: use a smaller batch, and continue a run with \`resume\` of \`pretrain\`.`,
      ),
    ),
  );
  worker.unref();

  const call = <Result>(message: Call, moved: readonly ArrayBuffer[] = []): Promise<Result> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      const request: Request = { id: nextId++, call: message };
      waiting.set(request.id, { resolve: resolve as (result: unknown) => void, reject });
      worker.ref();
      worker.postMessage(request, moved);
    });

  const trial: Trial = async (graph, feeds) => {
    const store = await call<number>({ method: "createStore", entries: [] });
    const options = sessionOptions(1);
    const { id } = await call<{ id: number }>({ method: "load", graph, store, options });
    try {
      return await call<Outputs>({ method: "run", program: id, feeds });
    } finally {
      await call({ method: "disposeProgram", program: id });
      await call({ method: "disposeStore", store });
    }
  };
  let block: Promise<Block> | undefined;
  const probed = () => (block ??= machineBlock(trial));
  const storeIds = new WeakMap<Store, number>();
  return {
    async createStore(given = [], handing) {
      const { entries, moved } = packed(given, handing);
      const id = await call<number>({ method: "createStore", entries }, moved);
      const store: Store = {
        read: (names) =>
          call<StateEntry[]>({ method: "readStore", store: id, ...(names === undefined ? {} : { names }) }),
        write(changes, handing) {
          const { entries, moved } = packed(changes, handing);
          return call({ method: "writeStore", store: id, entries }, moved);
        },
        dispose: () => call({ method: "disposeStore", store: id }),
      };
      storeIds.set(store, id);
      return store;
    },
    async load(program, { store, name = "program", profile }) {
      const graph = compile(program, { name, block: await probed() });
      const options = sessionOptions(threads, profile);
      const { id, facts } = await call<{ id: number; facts: ProgramFacts }>({
        method: "load",
        graph,
        store: storeIds.get(store) ?? -1,
        options,
      });
      const loaded: LoadedProgram = {
        facts,
        run: (feeds, draws, { give = false } = {}) =>
          call<Outputs>(
            { method: "run", program: id, feeds, ...(draws === undefined ? {} : { draws }) },
            give ? ownBuffers(Object.values(feeds)) : [],
          ),
        endProfiling: () => call({ method: "endProfiling", program: id }),
        dispose: () => call({ method: "disposeProgram", program: id }),
      };
      return loaded;
    },
    async dispose() {
      disposed = true;
      if (ended === undefined) await call({ method: "dispose" });
      await worker.terminate();
    },
  };
}
