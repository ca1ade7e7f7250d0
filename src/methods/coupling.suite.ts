import { expect } from "vitest";
import { vit } from "../encoders/index.js";
import type { Engine } from "../engine/index.js";
import {
  allocate,
  applyAll,
  type HostArray,
  type Node,
  programLeaves,
  type Shape,
  sizeOf,
  topologicalOrder,
  type Value,
} from "../graph/index.js";
import { Scope } from "../nn/index.js";
import { fillDraw } from "../random/index.js";
import { barePictures } from "../setup/index.js";
import { modelContext } from "../steps/index.js";
import { input, scalar } from "../tensor/index.js";
import type { Method } from "./index.js";
import { textFacts, textModel, texts, tinyTransformer } from "./text-method.suite.js";

export const samples = 8;
const side = 16;
/** Nothing in it, nor in the decoder that mirrors it, normalises over the batch. */
const encoder = vit({ width: 16, depth: 1, heads: 2, patch: 4 });

/** The losses of a step over some samples, with its draws made inputs, and what it leaves for the next. */
export function traced(method: Method, count: number, perSample: boolean) {
  const scope = Scope.root();
  const root = perSample ? scope.perSample() : scope;
  const { loss } = method.step({
    ...(method.reads === "tokens" ? textStep(method, root, count) : pictureStep(method, root, count)),
    ...{ samples, progress: scalar(0.5), classes: 2 },
    ...(method.labels ? { labels: input("labels", [count], "int32") } : {}),
    ...(method.indexed ? { index: input("index", [count], "int32") } : {}),
  });
  const losses = "shape" in loss ? { main: loss as Value } : (loss as Readonly<Record<string, Value>>);
  return { variables: root.variables, ...withDraws(new Map(Object.entries(losses))) };
}

/** A model of texts, whose encoder has dropout where the method lives from it, and its views. */
function textStep(method: Method, root: Scope, count: number) {
  const views = method.views.flatMap(({ count: times }, group) =>
    Array.from({ length: times }, (_, i) => input(`view${group}.${i}`, [count, textFacts.longest], "int32")),
  );
  return { ...textModel(root, method.encoder(tinyTransformer({ dropout: 0.1 }))), views };
}

/** A model of pictures, and its views. */
function pictureStep(method: Method, root: Scope, count: number) {
  const channels = (method.channels ?? 1) as 1 | 3;
  const config = barePictures(method, encoder, {
    ...{ size: [side, side], channels, augment: [], batchSize: count, classes: 2 },
  });
  const views = method.views.flatMap(({ count: times, scale = 1 }, group) =>
    Array.from({ length: times }, (_, i) =>
      input(`view${group}.${i}`, [count, channels, scale * side, scale * side]),
    ),
  );
  return { ...modelContext(root, method.encoder(encoder), config), views };
}

type Traced = ReturnType<typeof traced>;

/** The same program reading its draws: those of a half have to be a half of the whole's. */
function withDraws(outputs: ReadonlyMap<string, Value>) {
  const made = new Map<Value, Value>();
  const draws: Node<"draw">[] = [];
  const order = topologicalOrder([...outputs.values()]);
  for (const node of order) {
    if (node.op === "draw") draws.push(node as Node<"draw">);
    const inputs = node.inputs.map((value) => made.get(value)!);
    const values =
      node.op === "draw"
        ? [drawInput(node as Node<"draw">)]
        : inputs.length === 0
          ? node.outputs
          : applyAll(node.op, inputs, node.attributes);
    for (const [i, value] of node.outputs.entries()) made.set(value, values[i]!);
  }
  const program = {
    outputs: new Map([...outputs].map(([name, value]) => [name, made.get(value)!])),
    updates: new Map<string, Value>(),
  };
  return { program, draws, normalises: order.some(({ op }) => op === "batchNorm") };
}

const drawInput = ({ attributes: { stream }, outputs: [value] }: Node<"draw">) =>
  input(`draw ${stream}`, value!.shape, value!.dtype);

/** Rows of views one after the other, `[V N, ...]`, or of samples one after the other, `[N V, ...]`. */
type Layout = "views" | "samples";

/** What belongs to one half of the samples, along the axis that is longer for all of them. */
function halfOf(all: HostArray, whole: Shape, own: Shape, which: number, layout: Layout): HostArray {
  const axis = whole.findIndex((length, i) => length !== own[i]);
  if (axis < 0) return all;
  const rows = own[axis] ?? 0;
  expect(whole[axis]).toBe(2 * rows);
  const each = samples / 2;
  const width = sizeOf(own.slice(axis + 1));
  const half = allocate(all instanceof Int32Array ? "int32" : "float32", sizeOf(own));
  for (let k = 0; k < half.length / width; k++) {
    const [outer, row] = [Math.floor(k / rows), k % rows];
    const from =
      layout === "samples"
        ? which * rows + row
        : Math.floor(row / each) * samples + which * each + (row % each);
    const start = (outer * 2 * rows + from) * width;
    half.set(all.slice(start, start + width) as never, k * width);
  }
  return half;
}

/** What each input of a program is fed: pictures or texts that differ, two classes, draws. */
function feedsOf({ program, draws }: Traced): Record<string, HostArray> {
  const drawn = draws.map(({ attributes: { distribution, stream, shape } }) => {
    const data = allocate(
      distribution === "permutation" ? "int32" : "float32",
      sizeOf(shape),
    ) as Float32Array;
    fillDraw(distribution, stream, { seed: 5, step: 2 }, data, shape.at(-1) ?? 1);
    return [`draw ${stream}`, data] as [string, HostArray];
  });
  const others = programLeaves(program).fed.flatMap(
    ({ attributes: { name, shape, dtype } }): [string, HostArray][] => {
      if (name.startsWith("draw ")) return [];
      if (name === "labels") return [[name, Int32Array.from({ length: samples }, (_, i) => i % 2)]];
      if (name === "index") return [[name, Int32Array.from({ length: samples }, (_, i) => i)]];
      if (dtype === "int32") return [[name, Int32Array.from(texts.slice(0, samples).flat())]];
      const turn = name.charCodeAt(name.length - 1);
      const wave = (_: unknown, i: number) => Math.sin(1 + i * 1.7 + Math.sin(i * 0.31 + turn) * 9);
      return [[name, Float32Array.from({ length: sizeOf(shape) }, wave)]];
    },
  );
  return Object.fromEntries([...drawn, ...others]);
}

/** How far a batch's losses are from the means of its halves', relative to them, by the layout in which they are nearest. */
export async function distance(engine: Engine, method: Method, perSample: boolean): Promise<number> {
  const [whole, half] = [traced(method, samples, perSample), traced(method, samples / 2, perSample)];
  // What starts at zero would hide what is behind it.
  const state = whole.variables.initialValues(3).map((entry) => ({
    ...entry,
    data:
      entry.dtype === "int32"
        ? entry.data
        : Float32Array.from(entry.data as Float32Array, (value, i) => value + 0.1 * Math.sin(i + 1)),
  }));
  const store = await engine.createStore(state);
  const [ofWhole, ofHalf] = [
    await engine.load(whole.program, { store }),
    await engine.load(half.program, { store }),
  ];
  const feeds = feedsOf(whole);
  const losses = await ofWhole.run(feeds);
  const shapes = new Map(
    programLeaves(whole.program).fed.map(({ attributes: { name, shape } }) => [name, shape]),
  );
  const distances: number[] = [];
  for (const layout of ["views", "samples"] as const) {
    const [first, second] = [0, 1].map((which) =>
      ofHalf.run(
        Object.fromEntries(
          programLeaves(half.program).fed.map(({ attributes: { name, shape } }) => [
            name,
            halfOf(feeds[name]!, shapes.get(name)!, shape, which, layout),
          ]),
        ),
      ),
    );
    const [a, b] = [await first!, await second!];
    const apart = Object.entries(losses).map(([name, [loss = 0]]) => {
      const mean = (Number(a[name]![0]) + Number(b[name]![0])) / 2;
      return Math.abs(Number(loss) - mean) / Math.max(0.1, Math.abs(Number(loss)));
    });
    distances.push(Math.max(...apart));
  }
  for (const program of [ofWhole, ofHalf]) await program.dispose();
  await store.dispose();
  return Math.min(...distances);
}
