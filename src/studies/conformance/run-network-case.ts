import type { Engine, Feeds, StateEntry } from "../../engine/index.js";
import { DataError } from "../../errors.js";
import { gradient } from "../../grad/index.js";
import { Scope, type Variable } from "../../nn/index.js";
import { applyUpdates } from "../../optim/index.js";
import { input, scalar, type Tensor } from "../../tensor/index.js";
import type { NetworkCase, OptimizerCase } from "./case-file.js";
import { type CaseResult, judged } from "./case-result.js";
import { knownNetworks } from "./known-networks.js";
import { knownOptimizer } from "./known-optimizers.js";
import type { Network } from "./networks/network.js";
import { relativeError, type Tolerance } from "./tolerance.js";

/**
 * Runs a network with the reference's weights: its loss, the gradient of every parameter, and each optimiser's steps
 * (the loss before each, the sum of every parameter at the end).
 */
export async function runNetworkCase(
  engine: Engine,
  reference: NetworkCase,
  tolerance: Tolerance,
): Promise<CaseResult> {
  const { name, optimizers } = reference;
  const network = knownNetworks.get(name);
  if (network === undefined) return { name, status: "missing", errors: {}, reason: "no such network yet" };
  const errors: Record<string, number> = await runGradients(engine, reference, network, tolerance);
  const missing: string[] = [];
  for (const steps of optimizers) {
    const error = await runSteps(engine, reference, network, steps, tolerance);
    if (error === undefined) missing.push(steps.name);
    else errors[steps.name] = error;
  }
  const result = judged(name, errors, tolerance);
  if (missing.length === 0 || result.status === "failed") return result;
  return { ...result, status: "missing", reason: `no optimiser ${missing.join(", ")} yet` };
}

async function runGradients(
  engine: Engine,
  reference: NetworkCase,
  network: Network,
  tolerance: Tolerance,
): Promise<{ value: number; gradients: number }> {
  const { loss, parameters, gradients, feeds, state } = trace(reference, network);
  const outputs = new Map<string, Tensor>([["loss", loss]]);
  parameters.forEach(({ name }, i) => {
    outputs.set(name, gradients[i] as Tensor);
  });
  const store = await engine.createStore(state(parameters));
  const program = await engine.load({ outputs, updates: new Map() }, { store, name: reference.name });
  const results = await program.run(feeds);
  await program.dispose();
  await store.dispose();
  const errors = parameters.map(({ name }) => {
    const expected = reference.grads[network.parameters[name] ?? ""]?.data ?? [];
    return relativeError(results[name] as Float32Array, expected, tolerance);
  });
  return {
    value: relativeError(results.loss as Float32Array, [reference.loss], tolerance),
    gradients: Math.max(...errors),
  };
}

async function runSteps(
  engine: Engine,
  reference: NetworkCase,
  network: Network,
  { name, hyper, losses, finalParamSums }: OptimizerCase,
  tolerance: Tolerance,
): Promise<number | undefined> {
  const known = knownOptimizer(name, hyper);
  if (known === undefined) return undefined;
  const { scope, loss, parameters, gradients, feeds, state } = trace(reference, network);
  const schedule = {
    learningRate: input("learningRate", [], "float32", "schedule"),
    step: input("step", [], "float32", "schedule"),
    // None of the cases lets an option change over the run.
    progress: scalar(0),
  };
  const next = applyUpdates(scope.child("optimizer"), known.optimizer, parameters, gradients, schedule);
  const store = await engine.createStore(state(scope.variables.all()));
  const updates = new Map([...next, ...scope.variables.assigned()]);
  const program = await engine.load({ outputs: new Map([["loss", loss]]), updates }, { store, name });
  const measured: number[] = [];
  for (let step = 1; step <= losses.length; step++) {
    const results = await program.run({
      ...feeds,
      learningRate: Float32Array.of(known.learningRate),
      step: Float32Array.of(step),
    });
    measured.push(results.loss?.[0] as number);
  }
  const last = await store.read(parameters.map((parameter) => parameter.name));
  await program.dispose();
  await store.dispose();
  const sums = last.map(({ data }) => (data as Float32Array).reduce((total, value) => total + value, 0));
  const expected = last.map((entry) => finalParamSums[network.parameters[entry.name] ?? ""] ?? Number.NaN);
  return relativeError([...measured, ...sums], [...losses, ...expected], tolerance);
}

/** The network on the reference's inputs, with gradients, and what the engine needs to run it. */
function trace({ name, params, inputs }: NetworkCase, network: Network) {
  const scope = Scope.root();
  const feeds: Record<string, Feeds[string]> = {};
  const loss = network.loss(scope, (key) => {
    const given = inputs[key];
    if (given === undefined) throw new DataError(`Case ${name} has no input called ${key}.`);
    const integer = network.integers.includes(key);
    feeds[key] = integer ? Int32Array.from(given.data) : Float32Array.from(given.data);
    return input(key, given.shape, integer ? "int32" : "float32");
  });
  const parameters = scope.variables.parameters();
  const gradients = gradient(
    loss,
    parameters.map(({ tensor }) => tensor),
  );
  /** First values: the reference's for parameters, the layers' own for the rest. */
  const state = (variables: readonly Variable[]): StateEntry[] =>
    variables.map((variable) => ({
      name: variable.name,
      dtype: variable.dtype,
      shape: variable.shape,
      data:
        variable.kind === "parameter"
          ? Float32Array.from(params[network.parameters[variable.name] ?? ""]?.data ?? [])
          : variable.initialise(variable.shape, variable.name, 0),
    }));
  return { scope, loss, parameters, gradients, feeds, state };
}
