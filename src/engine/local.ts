import { compile } from "../onnx/index.js";
import { EngineCore, type Runtime } from "./core.js";
import type { Engine, EngineOptions, LoadOptions, Store } from "./engine.js";
import { sessionOptions } from "./session-options.js";

const storeIds = new WeakMap<Store, number>();

/** An engine on the calling thread: for tests, short jobs and browsers. */
export function localEngine(runtime: Runtime, { threads = 1 }: EngineOptions = {}): Engine {
  const core = new EngineCore(runtime);
  return {
    async createStore(entries = []) {
      const id = await core.createStore(entries);
      const store: Store = {
        read: (names) => core.readStore(id, names),
        write: (changes) => core.writeStore(id, changes),
        dispose: () => core.disposeStore(id),
      };
      storeIds.set(store, id);
      return store;
    },
    async load(program, { store, name = "program", profile }: LoadOptions) {
      const { id, facts } = await core.load(
        compile(program, { name }),
        storeIds.get(store) ?? -1,
        sessionOptions(threads, profile),
      );
      return {
        facts,
        run: (feeds, draws) => core.run(id, feeds, draws),
        endProfiling: () => core.endProfiling(id),
        dispose: () => core.disposeProgram(id),
      };
    },
    dispose: () => core.dispose(),
  };
}
