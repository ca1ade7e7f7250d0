import { evaluate, inlineEngine, type ReferenceFeeds } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import type { DType, HostArray, Program, Shape } from "../graph/index.js";
import { input, mul, sum, type Tensor } from "../tensor/index.js";
import { Scope } from "./index.js";
import { waves } from "./layer.suite.js";

export interface GivenInput {
  readonly shape: Shape;
  readonly data: readonly number[] | Float32Array;
  readonly dtype?: DType;
}

export interface GradientCheck {
  /** Of the engine from the reference evaluator, in values and gradients, relative to the largest number of each. */
  readonly engineError: number;
  /** Of gradients from central differences of the reference evaluator, in double precision. */
  readonly differenceError: number;
  /** The engine's gradients by name, of inputs and parameters. */
  readonly gradients: Readonly<Record<string, Float32Array>>;
}

const draws = { seed: 5, step: 2 };

/** Compares a layer, and its gradients in every input of floats and every parameter, in both ways. */
export async function checkGradients(
  layer: (scope: Scope, inputs: Readonly<Record<string, Tensor>>) => Tensor,
  given: Readonly<Record<string, GivenInput>>,
): Promise<GradientCheck> {
  const scope = Scope.root();
  const inputs = Object.fromEntries(
    Object.entries(given).map(([name, { shape, dtype }]) => [name, input(name, shape, dtype)]),
  );
  const y = layer(scope, inputs);
  const loss = sum(mul(y, input("weights", y.shape)));
  const wrt = [
    ...Object.entries(inputs).filter(([, { dtype }]) => dtype === "float32"),
    ...scope.variables.parameters().map(({ name, tensor }) => [name, tensor] as const),
  ];
  const slopes = gradient(
    loss,
    wrt.map(([, tensor]) => tensor),
  );
  const whole: Program = {
    outputs: new Map([["loss", loss], ["y", y], ...wrt.map(([name], i) => [name, slopes[i]!] as const)]),
    updates: new Map(),
  };
  const entries = scope.variables.initialValues(7).map((entry) => ({
    ...entry,
    data: Float32Array.from(entry.data as Float32Array, (value, i) => value + 0.3 * Math.sin(1 + 3 * i)),
  }));
  const fed: Record<string, HostArray> = { weights: waves(y.shape, 0.4) };
  for (const [name, { data, dtype }] of Object.entries(given))
    fed[name] = dtype === "int32" ? Int32Array.from(data) : Float32Array.from(data);
  const feeds: ReferenceFeeds = Object.fromEntries([
    ...Object.entries(fed).map(([name, data]) => [name, Float64Array.from(data as Float32Array)]),
    ...entries.map(({ name, data }) => [name, Float64Array.from(data)]),
  ]);
  const expected = evaluate(whole, feeds, draws).outputs;
  const engine = inlineEngine();
  const program = await engine.load(whole, { store: await engine.createStore(entries) });
  const actual = await program.run(fed, draws);
  await engine.dispose();

  const only: Program = { outputs: new Map([["loss", loss]]), updates: new Map() };
  const at = (name: string, moved: Float64Array) =>
    evaluate(only, { ...feeds, [name]: moved }, draws).outputs.loss![0]!;
  let differenceError = 0;
  for (const [name] of wrt) {
    const start = Float64Array.from(feeds[name]!);
    const direction = start.map((_, i) => Math.cos(2 + 5 * i));
    const moved = (by: number) => start.map((value, i) => value + by * direction[i]!);
    const numeric = (at(name, moved(1e-5)) - at(name, moved(-1e-5))) / 2e-5;
    const analytic = expected[name]!.reduce((total, slope, i) => total + slope * direction[i]!, 0);
    differenceError = Math.max(
      differenceError,
      Math.abs(numeric - analytic) / Math.max(1e-2, Math.abs(numeric)),
    );
  }
  let engineError = 0;
  for (const [name, values] of Object.entries(expected)) {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    values.forEach((value, i) => {
      const error = Math.abs(value - Number(actual[name]![i])) / largest;
      engineError = Math.max(engineError, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
    });
  }
  return { engineError, differenceError, gradients: actual as Record<string, Float32Array> };
}
