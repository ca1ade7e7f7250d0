import { apply, type Program } from "../graph/index.js";
import { type Block, type CompiledGraph, compile } from "../onnx/index.js";
import { EngineCore, type Runtime } from "./core.js";
import type { Feeds, Outputs } from "./engine.js";
import { sessionOptions } from "./session-options.js";

const attributes = { stride: [1, 1], padding: [1, 0, 1, 1], dilation: [1, 1], groups: 1 } as const;
const [xShape, wShape, yShape] = [
  [2, 32, 4, 5],
  [48, 32, 3, 2],
  [2, 48, 4, 5],
];

/** A convolution and its gradient in the input, several blocks either way. */
function probe(): Program {
  const leaf = (name: string, shape: readonly number[]) =>
    apply("input", [], { name, shape, dtype: "float32", role: "batch" });
  const [x, w, g] = [leaf("x", xShape), leaf("w", wShape), leaf("g", yShape)];
  const y = apply("conv", [x, w], attributes);
  const dx = apply("convInput", [g, w], { ...attributes, inputShape: xShape });
  return { outputs: new Map(Object.entries({ y, dx })), updates: new Map() };
}

/** Small whole numbers: every sum is exact, so the results must agree to the bit. */
function numbers(shape: readonly number[], seed: number): Float32Array {
  const length = shape.reduce((size, side) => size * side, 1);
  return Float32Array.from({ length }, (_, i) => ((i * 31 + seed) % 17) - 8);
}

/** Builds a session for a graph, runs it once and lets it go; rejects where the runtime refuses the graph. */
export type Trial = (graph: CompiledGraph, feeds: Feeds) => Promise<Outputs>;

/** A trial of a runtime on this thread. */
export function trialOf(runtime: Runtime): Trial {
  return async (graph, feeds) => {
    const core = new EngineCore(runtime);
    try {
      const { id } = await core.load(graph, await core.createStore([]), sessionOptions(1));
      return await core.run(id, feeds);
    } finally {
      await core.dispose();
    }
  };
}

/**
 * Size of the blocks of channels in this machine's internal convolutions (`com.microsoft.nchwc`). The domain is not
 * documented, so it is tried: 16, then 8, must give what the plain operators give; otherwise 0, plain ones.
 * @throws EngineError where the runtime, or the thread that it is in, ends meanwhile.
 */
export async function probeBlocks(trial: Trial): Promise<Block> {
  const feeds: Feeds = { x: numbers(xShape, 1), w: numbers(wShape, 2), g: numbers(yShape, 3) };
  const program = probe();
  const results = async (block: Block): Promise<string> => {
    const { y = [], dx = [] } = await trial(compile(program, { name: "probe", block }), feeds);
    return `${y.join()};${dx.join()}`;
  };
  const plain = await results(0);
  for (const block of [16, 8] as const) {
    const blocked = await results(block).catch(() => undefined);
    if (blocked === plain) return block;
  }
  // One that has ended refuses everything, which says nothing of blocks.
  await results(0);
  return 0;
}

let known: Block | undefined;

/** The same, tried once a process: neither the machine nor its runtime changes. */
export async function machineBlock(trial: Trial): Promise<Block> {
  // The internal convolutions are known on x86-64 only.
  if (process.arch !== "x64") return 0;
  known ??= await probeBlocks(trial);
  return known;
}
