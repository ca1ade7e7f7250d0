import { linear } from "../../encoders/index.js";
import { gradient } from "../../grad/index.js";
import type { Program } from "../../graph/index.js";
import { Scope, type Variables } from "../../nn/index.js";
import { adamw, applyUpdates } from "../../optim/index.js";
import { bernoulli, normal } from "../../random/index.js";
import {
  abs,
  add,
  cast,
  constant,
  greaterEqual,
  identity,
  input,
  mean,
  min,
  mul,
  reshape,
  scalar,
  square,
  stopGradient,
  sub,
  type Tensor,
  topK,
} from "../../tensor/index.js";
import { drawMask } from "./draw-mask.js";
import { codeSize, type LinearArm } from "./linear-arms.js";
import type { LinearOptions } from "./linear-options.js";
import type { StudyRows } from "./study-rows.js";

/** The programs of an arm. */
export interface TracedArm {
  /** Numbers in the code. */
  readonly size: number;
  /** A step of training on `x` `[B, C, H, W]`; gives `loss`. */
  readonly train: Program;
  /**
   * What the model makes of test rows `x` `[T, C, H, W]`: `seen` of all of them, `filled` where `missing` is 1, both
   * `[T, C, H, W]`; and where it is linear the `map` `[m, m]`, whose row i is made of the i-th unit vector.
   */
  readonly read: Program;
  readonly variables: Variables;
}

/** Gradient descent in unrolled arms, as in the lecture: steps, and their constant size. */
export const descent = { steps: 8, stepSize: 0.5, perKnown: false } as const;

/** Traces a step of training, and what measures the model. */
export function traceArm(arm: LinearArm, rows: StudyRows, options: LinearOptions): TracedArm {
  const size = codeSize(arm, rows.values);
  const encoder = linear({
    ...descent,
    form: arm.form,
    size,
    keepProbability: 1 - options.hiddenShare,
    perKnown: arm.perKnown ?? descent.perKnown,
    ...(arm.ridge === undefined ? {} : { ridge: arm.ridge }),
    ...(arm.unknown === undefined ? {} : { unknown: arm.unknown }),
  });
  const root = Scope.root();
  const scopes = { scope: root.child("decoder"), encoder: root.child("encoder") };
  const autoencode = (x: Tensor, missing?: Tensor): Tensor => {
    const { embedding } = encoder.apply(scopes.encoder, x, missing === undefined ? {} : { missing });
    const code =
      arm.kept === undefined ? embedding : largest(embedding, codeSize({ share: arm.kept }, rows.values));
    return encoder.decode(scopes, code, rows.shape);
  };
  const hiding = (x: Tensor, missing: Tensor) => autoencode(mul(x, sub(1, missing)), missing);

  const x = input("x", [options.batchSize, ...rows.shape]);
  const output = (() => {
    if (arm.surrogate === "vanilla") return autoencode(x);
    if (arm.surrogate === "denoising")
      return autoencode(add(x, normal(root.key("noise"), x.shape, 0, options.noise)));
    return hiding(
      x,
      arm.fixedMask ? fixedMask(rows, options) : bernoulli(root.key("hidden"), options.hiddenShare, x.shape),
    );
  })();
  const loss = mean(square(sub(output, x)));
  const parameters = root.variables.parameters();
  const slopes = gradient(
    loss,
    parameters.map(({ tensor }) => tensor),
  );
  const [learningRate, step] = [schedule("learningRate"), schedule("stepNumber")];
  const optimizer = adamw({ weightDecay: 0 });
  const updates = applyUpdates(root.child("optimizer"), optimizer, parameters, slopes, {
    learningRate,
    step,
    // Nothing decays.
    progress: scalar(0),
  });
  for (const [name, value] of root.variables.assigned()) updates.set(name, value);

  const tests = rows.test.length / rows.values;
  const [test, missing] = [input("x", [tests, ...rows.shape]), input("missing", [tests, ...rows.shape])];
  const outputs = new Map([
    ["seen", autoencode(test)],
    ["filled", hiding(test, missing)],
  ]);
  if (arm.kept === undefined) outputs.set("map", autoencode(units(rows)));
  return {
    size,
    train: { outputs: new Map([["loss", loss]]), updates },
    read: { outputs, updates: new Map() },
    variables: root.variables,
  };
}

/** Unit vectors as pictures: what is made of them are the columns of D∘E. */
export function units({ values, shape }: Pick<StudyRows, "values" | "shape">): Tensor {
  return reshape(identity(values), [values, ...shape]);
}

/** A code with only its k largest numbers by size (Makhzani and Frey, 2013; https://arxiv.org/abs/1312.5663). */
function largest(code: Tensor, k: number): Tensor {
  const sizes = abs(code);
  const least = min(topK(sizes, k).values, -1, { keepDims: true });
  return mul(code, stopGradient(cast(greaterEqual(sizes, least), "float32")));
}

function fixedMask({ shape, values }: StudyRows, { hiddenShare, seed }: LinearOptions): Tensor {
  return constant(drawMask(values, hiddenShare, "fixed", seed), [1, ...shape]);
}

function schedule(name: string): Tensor {
  return input(name, [], "float32", "schedule");
}
