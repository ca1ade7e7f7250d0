/**
 * The engine's thread. `session.run()` blocks whoever calls it, so progress and signals live elsewhere. Programs are compiled
 * before they come here: loading what compiles them took more than half of the time that a thread needs to start.
 */
import { parentPort } from "node:worker_threads";
import { EngineCore, type Runtime } from "./core.js";
import { inTurn } from "./in-turn.js";
import type { Call, Reply, Request } from "./messages.js";
import { onnxRuntime } from "./onnx-runtime.js";
import { arraysIn, ownBuffers } from "./transfer.js";

const core = new EngineCore(onnxRuntime() as unknown as Runtime);

function answer(call: Call): Promise<unknown> {
  switch (call.method) {
    case "createStore":
      return core.createStore(call.entries, true);
    case "readStore":
      return core.readStore(call.store, call.names);
    case "writeStore":
      return core.writeStore(call.store, call.entries, true);
    case "disposeStore":
      return core.disposeStore(call.store);
    case "load":
      return core.load(call.graph, call.store, call.options);
    case "run":
      return core.run(call.program, call.feeds, call.draws);
    case "endProfiling":
      return core.endProfiling(call.program);
    case "disposeProgram":
      return core.disposeProgram(call.program);
    case "dispose":
      return core.dispose();
  }
}

// What came in a message is nobody else's. One call at a time, in order: a run must not see state half written.
const turn = inTurn();
parentPort?.on("message", ({ id, call }: Request) => {
  // Every array that an answer holds was made for it.
  const reply = (message: Reply) =>
    parentPort?.postMessage(message, "result" in message ? ownBuffers(arraysIn(message.result)) : []);
  turn(() => answer(call)).then(
    (result) => reply({ id, result }),
    (error: unknown) => reply({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
