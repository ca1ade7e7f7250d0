import { convnet, type Encoder } from "../encoders/index.js";
import { inlineEngine } from "../engine/index.js";
import { type HostArray, sizeOf } from "../graph/index.js";
import { Scope } from "../nn/index.js";
import { barePicturesData } from "../setup/index.js";
import { pictureModel } from "../steps/index.js";
import { concat, input, scalar, type Tensor } from "../tensor/index.js";
import type { Method, PictureContext, StepContext } from "./index.js";

export interface LookOptions {
  /** Shape of the pictures. Default `[4, 1, 8, 8]`. */
  readonly shape?: readonly [samples: number, channels: 1 | 3, height: number, width: number];
  readonly training?: boolean;
  readonly encoder?: Encoder;
  /** Which step it is: other draws. */
  readonly step?: number;
  /** How far training has come, in 0..1. */
  readonly progress?: number;
  /** Standardised values of the pictures. Default: waves. */
  readonly x?: readonly number[];
  /** State and parameters to start from instead, by name. */
  readonly state?: Readonly<Record<string, readonly number[]>>;
}

/** Mean and deviation of the pictures that methods are looked at with. */
export const pictureMean = 0.5;
export const pictureDeviation = 0.25;

/** Runs what a method makes of a few pictures once, with the values that parameters start with. */
export async function look(
  method: Method,
  /** `again` gives a context of the same model that draws as if nothing had been traced. */
  trace: (
    context: PictureContext & StepContext,
    root: Scope,
    again: () => PictureContext & StepContext,
  ) => Readonly<Record<string, Tensor>>,
  {
    shape = [4, 1, 8, 8],
    training = false,
    encoder = convnet({ widths: [4, 8] }),
    step = 0,
    progress = 0,
    x = wavesOf(sizeOf(shape)),
    state = {},
  }: LookOptions = {},
): Promise<Readonly<Record<string, readonly number[]>>> {
  const root = Scope.root({ training });
  const [samples, channels, height, width] = shape;
  const pictures = input("x", shape);
  const contextOf = (scope: Scope) => ({
    ...pictureModel(scope, method.encoder(encoder), {
      data: barePicturesData({
        channels,
        size: [height, width],
        mean: pictureMean,
        deviation: pictureDeviation,
      }),
    }),
    x: pictures,
    views: [pictures],
    samples,
    progress: scalar(progress),
  });
  const again = () => contextOf(Scope.root({ variables: root.variables, training }));
  const outputs = new Map(Object.entries(trace(contextOf(root), root, again)));
  const engine = inlineEngine();
  try {
    const values = root.variables.initialValues(1).map((entry) => {
      const given = state[entry.name];
      return given === undefined ? entry : { ...entry, data: Float32Array.from(given) };
    });
    const store = await engine.createStore(values);
    const program = await engine.load({ outputs, updates: new Map() }, { store });
    const results = await program.run({ x: Float32Array.from(x) }, { seed: 1, step });
    return Object.fromEntries(
      Object.entries(results).map(([name, data]: [string, HostArray]) => [name, Array.from(data, Number)]),
    );
  } finally {
    await engine.dispose();
  }
}

/** All that a method's step gives the encoder to see, one batch after another. */
export async function seenByEncoder(method: Method, options: LookOptions): Promise<readonly number[]> {
  const { seen } = await look(
    method,
    (context) => {
      const batches: Tensor[] = [];
      const encode = (x: Tensor) => {
        batches.push(x);
        return context.encode(x);
      };
      method.step({ ...context, encode });
      return { seen: concat(batches) };
    },
    options,
  );
  return seen!;
}

/** Numbers that look like nothing in particular, the same every time. */
export function wavesOf(size: number): readonly number[] {
  return Array.from({ length: size }, (_, i) => Math.sin(i * 1.7 + Math.sin(i * 0.31)));
}

/** Their mean and deviation. */
export function spread(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(square) };
}
