import { type Block, compile } from "../onnx/index.js";
import { EngineCore, type Runtime } from "./core.js";
import type { Engine, EngineOptions, LoadOptions, Store } from "./engine.js";
import { inTurn } from "./in-turn.js";
import { sessionOptions } from "./session-options.js";

/**
 * An engine on the calling thread: for tests, short jobs and browsers.
 * @param probe finds the blocks of the runtime's internal convolutions; without it convolutions are plain.
 */
export function localEngine(
  runtime: Runtime,
  { threads = 1 }: EngineOptions = {},
  probe: () => Promise<Block> = async () => 0,
): Engine {
  const core = new EngineCore(runtime);
  const storeIds = new WeakMap<Store, number>();
  // One call at a time: two runs at once would read the same state and write the same buffers.
  const turn = inTurn();
  let block: Promise<Block> | undefined;
  return {
    async createStore(entries = [], { give = false } = {}) {
      const id = await turn(() => core.createStore(entries, give));
      const store: Store = {
        read: (names) => turn(() => core.readStore(id, names)),
        write: (changes, { give = false } = {}) => turn(() => core.writeStore(id, changes, give)),
        dispose: () => turn(() => core.disposeStore(id)),
      };
      storeIds.set(store, id);
      return store;
    },
    async load(program, { store, name = "program", profile }: LoadOptions) {
      // Once, at the first program.
      block ??= turn(probe);
      const graph = compile(program, { name, block: await block });
      const options = sessionOptions(threads, profile);
      const { id, facts } = await turn(() => core.load(graph, storeIds.get(store) ?? -1, options));
      return {
        facts,
        run: (feeds, draws) => turn(() => core.run(id, feeds, draws)),
        endProfiling: () => turn(() => core.endProfiling(id)),
        dispose: () => turn(() => core.disposeProgram(id)),
      };
    },
    dispose: () => turn(() => core.dispose()),
  };
}
