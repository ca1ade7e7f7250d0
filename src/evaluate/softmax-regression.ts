import type { Engine, Feeds, LoadedProgram, Outputs, StateEntry } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import type { Program } from "../graph/index.js";
import { crossEntropy } from "../losses/index.js";
import { add, input, matmul, type Tensor } from "../tensor/index.js";
import type { Rows } from "./linear-classifier.js";
import { type MinimiseOptions, type Minimum, minimise } from "./minimise.js";

/** Rows and labels to which several regressions are fitted. */
export interface SoftmaxRegression {
  /**
   * Minimises mean cross-entropy + weightDecay / 2 |W|² (the bias is free), from `start` or zeros.
   */
  fit(weightDecay: number, options?: MinimiseOptions & { readonly start?: Float64Array }): Promise<Minimum>;
  /** Mean cross-entropy, in nats, of the data under a classifier. */
  loss(parameters: Float64Array): Promise<number>;
  dispose(): Promise<void>;
}

export interface RegressionMemory {
  /** Rows stay in the engine where they and their logits take at most so many bytes. Default 256 MiB. */
  readonly residentBytes?: number;
  /** Bytes of a block otherwise. Default 32 MiB. */
  readonly blockBytes?: number;
}

/**
 * Loss and gradient over all rows, for an optimiser on the host that works in double precision. Rows stay in the engine
 * where they are few; else they are made again for every look at them, a block at a time, and the gradients of blocks
 * are added up: memory holds `width * classes` numbers and two blocks, however many rows there are.
 * @param labels int32 `[count]`
 */
export async function softmaxRegression(
  engine: Engine,
  rows: Rows,
  labels: Int32Array,
  classes: number,
  { residentBytes = 256 * 2 ** 20, blockBytes = 32 * 2 ** 20 }: RegressionMemory = {},
): Promise<SoftmaxRegression> {
  const { count, width } = rows;
  const size = width * classes;
  // A row, its logits, their shares and their slopes.
  const rowBytes = 4 * (width + 3 * classes);
  const resident = count * rowBytes <= residentBytes;
  const blocks = blocksOf(count, resident ? count : Math.max(1, Math.floor(blockBytes / rowBytes)));
  const made = ({ from, to }: Block) => {
    const block = new Float32Array((to - from) * width);
    rows.fill(from, to, block);
    return { rows: block, labels: labels.slice(from, to) };
  };
  const store = await engine.createStore(resident ? blockEntries(made(blocks[0]!), width) : [], {
    give: true,
  });
  const programs = new Map<number, LoadedProgram>();
  for (const { from, to } of blocks) {
    if (programs.has(to - from)) continue;
    const program = lossProgram(to - from, width, classes, resident ? "state" : "batch");
    programs.set(to - from, await engine.load(program, { store, name: "softmax-regression" }));
  }

  /** Mean loss; `gradient` becomes that of all parameters. */
  async function look(parameters: Float64Array, gradient: Float64Array): Promise<number> {
    gradient.fill(0);
    let loss = 0;
    const add = (outputs: Outputs, share: number) => {
      loss += share * (outputs.loss as Float32Array)[0]!;
      addScaled(gradient, outputs.weights as Float32Array, share, 0);
      addScaled(gradient, outputs.bias as Float32Array, share, size);
    };
    let running: { readonly outputs: Promise<Outputs>; readonly share: number } | null = null;
    for (const block of blocks) {
      // Made while the engine works on the block before.
      const fed = resident ? {} : made(block);
      if (running !== null) add(await running.outputs, running.share);
      const taken = block.to - block.from;
      // With the run, not written before it: of few rows, messages between threads are most of the time.
      const feeds: Feeds = {
        ...fed,
        weights: Float32Array.from(parameters.subarray(0, size)),
        bias: Float32Array.from(parameters.subarray(size)),
      };
      const outputs = programs.get(taken)!.run(feeds, undefined, { give: true });
      running = { outputs, share: taken / count };
    }
    if (running !== null) add(await running.outputs, running.share);
    return loss;
  }

  return {
    async fit(weightDecay, { start = new Float64Array(size + classes), ...options } = {}) {
      const objective = async (parameters: Float64Array, gradient: Float64Array) => {
        const loss = await look(parameters, gradient);
        let squares = 0;
        for (let i = 0; i < size; i++) {
          squares += parameters[i]! ** 2;
          gradient[i]! += weightDecay * parameters[i]!;
        }
        return loss + (weightDecay / 2) * squares;
      };
      return minimise(objective, start, options);
    },
    loss: (parameters) => look(parameters, new Float64Array(size + classes)),
    async dispose() {
      for (const program of programs.values()) await program.dispose();
      await store.dispose();
    },
  };
}

type Block = { readonly from: number; readonly to: number };

/** As few blocks of at most `most` rows as there can be, as long as each other or one row shorter. */
function blocksOf(count: number, most: number): Block[] {
  const blocks = Math.ceil(count / most);
  return Array.from({ length: blocks }, (_, i) => ({
    from: Math.floor((i * count) / blocks),
    to: Math.floor(((i + 1) * count) / blocks),
  }));
}

function lossProgram(count: number, width: number, classes: number, role: "state" | "batch"): Program {
  const x = input("rows", [count, width], "float32", role);
  const truth = input("labels", [count], "int32", role);
  const weights = input("weights", [width, classes], "float32");
  const bias = input("bias", [classes], "float32");
  const loss = crossEntropy(add(matmul(x, weights), bias), truth);
  const [weightGradient, biasGradient] = gradient(loss, [weights, bias]) as [Tensor, Tensor];
  const outputs = new Map([
    ["loss", loss],
    ["weights", weightGradient],
    ["bias", biasGradient],
  ]);
  return { outputs, updates: new Map() };
}

function blockEntries(
  { rows, labels }: { readonly rows: Float32Array; readonly labels: Int32Array },
  width: number,
): StateEntry[] {
  return [
    { name: "rows", dtype: "float32", shape: [labels.length, width], data: rows },
    { name: "labels", dtype: "int32", shape: [labels.length], data: labels },
  ];
}

function addScaled(into: Float64Array, values: Float32Array, scale: number, at: number): void {
  for (let i = 0; i < values.length; i++) into[at + i]! += scale * values[i]!;
}
