/** The engine proper, on whatever thread it lives: sessions, state buffers in two sets, random draws. */
import type { InferenceSession, Tensor } from "onnxruntime-common";
import { EngineError } from "../errors.js";
import { allocate, type HostArray, sameShape, showShape, sizeOf } from "../graph/index.js";
import type { CompiledGraph, Port } from "../onnx/index.js";
import { type DrawState, fillDraw } from "../random/index.js";
import { checkData } from "./check-data.js";
import type { Feeds, Outputs, ProgramFacts, StateEntry } from "./engine.js";

/** What onnxruntime-node and onnxruntime-web have in common. */
export interface Runtime {
  readonly InferenceSession: {
    create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (type: Tensor.Type, data: never, dims: readonly number[]) => Tensor;
}

interface Cell {
  readonly entry: Omit<StateEntry, "data">;
  /** The current value, and the buffer that the next step writes. */
  current: { readonly data: HostArray; readonly tensor: Tensor };
  spare: { readonly data: HostArray; readonly tensor: Tensor } | undefined;
}

interface Loaded {
  readonly session: InferenceSession;
  readonly graph: Omit<CompiledGraph, "model">;
  readonly cells: Map<string, Cell>;
  readonly draws: {
    readonly port: CompiledGraph["draws"][number];
    readonly data: Float32Array | Int32Array;
    readonly tensor: Tensor;
  }[];
}

export class EngineCore {
  readonly #runtime: Runtime;
  readonly #stores = new Map<number, Map<string, Cell>>();
  readonly #programs = new Map<number, Loaded>();
  #next = 1;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  async createStore(entries: readonly StateEntry[], given = false): Promise<number> {
    const id = this.#next++;
    this.#stores.set(id, new Map());
    await this.writeStore(id, entries, given);
    return id;
  }

  /** @param given the arrays are nobody else's, so that they need not be copied */
  async writeStore(id: number, entries: readonly StateEntry[], given = false): Promise<void> {
    const cells = this.#cells(id);
    for (const { name, dtype, shape, data } of entries) {
      const known = cells.get(name);
      checkData(`State ${name}`, known?.entry ?? { dtype, shape }, data);
      if (known === undefined) {
        cells.set(name, {
          entry: { name, dtype, shape },
          current: this.#buffer({ dtype, shape }, given ? data : (data.slice() as HostArray)),
          spare: undefined,
        });
      } else {
        known.current.data.set(data as never);
      }
    }
  }

  async readStore(id: number, names?: readonly string[]): Promise<StateEntry[]> {
    const cells = this.#cells(id);
    return (names ?? [...cells.keys()]).map((name) => {
      const cell = cells.get(name);
      if (cell === undefined) throw new EngineError(`There is no state called ${name}.`, { name });
      return { ...cell.entry, data: cell.current.data.slice() as HostArray };
    });
  }

  async load(
    graph: CompiledGraph,
    store: number,
    options: InferenceSession.SessionOptions,
  ): Promise<{ id: number; facts: ProgramFacts }> {
    const cells = this.#cells(store);
    for (const port of graph.state) checkState(cells, port, "reads");
    for (const port of graph.updates) checkState(cells, port, "updates");
    const started = performance.now();
    const session = await this.#runtime.InferenceSession.create(graph.model, options).catch(
      (error: unknown) => {
        throw refused("build a session for the program", error);
      },
    );
    const buildMs = performance.now() - started;
    for (const port of graph.updates) {
      const cell = this.#cell(cells, port.name);
      cell.spare ??= this.#buffer(port, allocate(port.dtype, sizeOf(port.shape)));
    }
    const draws = graph.draws.map((port) => {
      const data = allocate(port.dtype, sizeOf(port.shape)) as Float32Array | Int32Array;
      return { port, data, tensor: this.#buffer(port, data).tensor };
    });
    const id = this.#next++;
    const { model, ...rest } = graph;
    this.#programs.set(id, { session, graph: rest, cells, draws });
    return { id, facts: { nodes: graph.nodes, modelBytes: model.byteLength, buildMs, block: graph.block } };
  }

  async run(id: number, feeds: Feeds, state: DrawState = { seed: 0, step: 0 }): Promise<Outputs> {
    const { session, graph, cells, draws } = this.#program(id);
    const inputs: Record<string, Tensor> = {};
    for (const port of graph.state) inputs[port.id] = this.#cell(cells, port.name).current.tensor;
    for (const port of graph.fed) {
      const data: HostArray | undefined = feeds[port.name];
      checkData(`Input ${port.name}`, port, data);
      inputs[port.id] = this.#buffer(port, data).tensor;
    }
    for (const { port, data, tensor } of draws) {
      fillDraw(port.distribution, port.stream, state, data, port.shape.at(-1) ?? 1);
      inputs[port.id] = tensor;
    }
    const fetches: Record<string, Tensor> = {};
    const results: Record<string, HostArray> = {};
    for (const port of graph.outputs) {
      const buffer = this.#buffer(port, allocate(port.dtype, sizeOf(port.shape)));
      fetches[port.id] = buffer.tensor;
      results[port.name] = buffer.data;
    }
    for (const port of graph.updates) fetches[port.id] = this.#spare(cells, port.name).tensor;
    await session.run(inputs, fetches).catch((error: unknown) => {
      throw refused("run the program", error);
    });
    for (const port of graph.updates) {
      const cell = this.#cell(cells, port.name);
      const spare = this.#spare(cells, port.name);
      cell.spare = cell.current;
      cell.current = spare;
    }
    return results;
  }

  async endProfiling(id: number): Promise<void> {
    this.#program(id).session.endProfiling();
  }

  async disposeProgram(id: number): Promise<void> {
    const program = this.#programs.get(id);
    this.#programs.delete(id);
    await program?.session.release();
  }

  async disposeStore(id: number): Promise<void> {
    this.#stores.delete(id);
  }

  async dispose(): Promise<void> {
    for (const id of [...this.#programs.keys()]) await this.disposeProgram(id);
    this.#stores.clear();
  }

  #buffer({ dtype, shape }: Pick<Port, "dtype" | "shape">, data: HostArray) {
    return { data, tensor: new this.#runtime.Tensor(dtype, data as never, shape) };
  }

  #cells(id: number): Map<string, Cell> {
    const cells = this.#stores.get(id);
    if (cells === undefined)
      throw new EngineError("The store was disposed, or belongs to another engine.", { id });
    return cells;
  }

  #program(id: number): Loaded {
    const program = this.#programs.get(id);
    if (program === undefined) throw new EngineError(`Program ${id} was disposed.`, { id });
    return program;
  }

  #cell(cells: Map<string, Cell>, name: string): Cell {
    const cell = cells.get(name);
    if (cell === undefined) throw new EngineError(`State ${name} left the store.`, { name });
    return cell;
  }

  #spare(cells: Map<string, Cell>, name: string) {
    const { spare } = this.#cell(cells, name);
    if (spare === undefined) throw new EngineError(`State ${name} has no second buffer.`, { name });
    return spare;
  }
}

/** The store must hold the state that a program names, in the program's type. */
function checkState(cells: ReadonlyMap<string, Cell>, { name, dtype, shape }: Port, does: string): void {
  const entry = cells.get(name)?.entry;
  if (entry === undefined) {
    throw new EngineError(`The program ${does} state ${name}, which the store does not hold.`, { name });
  }
  if (entry.dtype !== dtype || !sameShape(entry.shape, shape)) {
    const [wanted, held] = [{ dtype, shape }, entry].map((type) => type.dtype + showShape(type.shape));
    throw new EngineError(`The program ${does} state ${name} as ${wanted}; the store holds ${held}.`, {
      name,
    });
  }
}

function refused(doing: string, error: unknown): EngineError {
  const reason = error instanceof Error ? error.message : String(error);
  return new EngineError(`ONNX Runtime could not ${doing}: ${reason}`, {}, error);
}
