import type { DType, HostArray, Program, Shape } from "../graph/index.js";
import type { Block } from "../onnx/index.js";
import type { DrawState } from "../random/index.js";

/** One named tensor of state on the host. */
export interface StateEntry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: HostArray;
}

/** How arrays are handed over. */
export interface Handing {
  /** Leaves the arrays to the engine, which then need not copy them: the caller must not touch them any more. */
  readonly give?: boolean;
}

/** State held by the engine: parameters, optimiser moments, averages, queues. Programs share a store. */
export interface Store {
  /** Copies of the current values, all or by name. */
  read(names?: readonly string[]): Promise<StateEntry[]>;
  /** Adds or replaces entries. */
  write(entries: readonly StateEntry[], handing?: Handing): Promise<void>;
  dispose(): Promise<void>;
}

/** A compiled program bound to a store. */
export interface LoadedProgram {
  /** Runs once: reads feeds and state, replaces state that has updates, returns the outputs. */
  run(feeds: Feeds, draws?: DrawState, handing?: Handing): Promise<Outputs>;
  /** Ends profiling, when it was asked for, and returns the path of the trace. */
  endProfiling(): Promise<void>;
  dispose(): Promise<void>;
  /** What was built. */
  readonly facts: ProgramFacts;
}

export interface ProgramFacts {
  /** Nodes of the simplified graph. */
  readonly nodes: number;
  /** Bytes of the model. */
  readonly modelBytes: number;
  /** Milliseconds to build the session. */
  readonly buildMs: number;
  /** Blocks of channels that its convolutions work in; 0 for the runtime's documented convolutions. */
  readonly block: Block;
}

export type Feeds = Readonly<Record<string, HostArray>>;
export type Outputs = Readonly<Record<string, HostArray>>;

export interface LoadOptions {
  readonly store: Store;
  /** For messages and profiles. */
  readonly name?: string;
  /** Path prefix of a profile to record. */
  readonly profile?: string;
}

/** Runs compiled programs. One interface for Node and the browser. */
export interface Engine {
  createStore(entries?: readonly StateEntry[], handing?: Handing): Promise<Store>;
  load(program: Program, options: LoadOptions): Promise<LoadedProgram>;
  dispose(): Promise<void>;
}

export interface EngineOptions {
  /**
   * Threads inside one operator. The same number gives the same bits on the same machine and device; another may not:
   * the runtime adds up some products, those of narrow matrices among them, in an order that depends on it.
   */
  readonly threads?: number;
}
