import { linear } from "../../encoders/index.js";
import type { Engine } from "../../engine/index.js";
import { gradient } from "../../grad/index.js";
import { Scope } from "../../nn/index.js";
import { constant, mul, stopGradient, sub, sumSquares, type Tensor } from "../../tensor/index.js";
import { drawRowMasks, hiddenCount } from "./draw-mask.js";
import type { StudyRows } from "./study-rows.js";
import { descent } from "./trace-arm.js";

/** Largest gradients of a matrix's rows, through the encoder only or through the decoder only. */
export interface GradientPath {
  readonly form: "two-matrices" | "least-squares" | "unrolled";
  readonly unknown: "clamped" | "zero";
  /** Of rows of values that were masked in every sample. */
  readonly maskedThroughEncoder: number;
  readonly seenThroughEncoder: number;
  /** The least of the masked rows' largest: 0 would be a row that is never trained. */
  readonly maskedThroughDecoder: number;
}

const samples = 16;
const cases = [
  { form: "two-matrices", unknown: "clamped" },
  { form: "least-squares", unknown: "clamped" },
  { form: "unrolled", unknown: "clamped" },
  { form: "unrolled", unknown: "zero" },
] as const;

/**
 * Gradients of |D(E(x')) - x|² where the same values are masked in all samples: once with the decoder held fixed, so
 * that only what goes through the encoder is left, and once with the code held fixed.
 */
export async function gradientPaths(
  engine: Engine,
  rows: StudyRows,
  { hiddenShare, seed }: { readonly hiddenShare: number; readonly seed: number },
): Promise<GradientPath[]> {
  const { values, shape } = rows;
  const hidden = hiddenCount(values, hiddenShare);
  const mask = drawRowMasks({ rows: 1, values, hidden }, "gradients", seed);
  const size = Math.max(1, Math.floor(values / 4));
  const found: GradientPath[] = [];
  for (const { form, unknown } of cases) {
    const root = Scope.root();
    const scopes = { scope: root.child("decoder"), encoder: root.child("encoder") };
    const encoder = linear({ ...descent, form, size, unknown });
    const x = constant(rows.training.slice(0, samples * values), [samples, ...shape]);
    const missing = constant(mask, [1, ...shape]);
    const { embedding } = encoder.apply(scopes.encoder, mul(x, sub(1, missing)), { missing });
    const decode = (code: Tensor) => encoder.decode(scopes, code, shape);
    // The decoder's own place, so that no gradient reaches the matrix that both share.
    const other = Scope.root();
    const fixed = encoder.decode({ scope: other, encoder: other }, embedding, shape);
    const slope = (output: Tensor, name: string) =>
      gradient(sumSquares(sub(output, x)), [root.variables.get(name)!.tensor])[0]!;
    const isShared = form !== "two-matrices";
    const decoded = decode(stopGradient(embedding));
    const outputs = new Map([
      ["encoder", slope(fixed, isShared ? "encoder/B" : "encoder/A")],
      ["decoder", slope(decoded, isShared ? "encoder/B" : "decoder/B")],
    ]);
    const all = [...root.variables.initialValues(seed), ...other.variables.initialValues(seed)];
    const store = await engine.createStore(all);
    const program = await engine.load({ outputs, updates: new Map() }, { store, name: "gradients" });
    const results = (await program.run({})) as Record<string, Float32Array>;
    await program.dispose();
    await store.dispose();
    const rowsOf = (name: string, masked: 0 | 1) =>
      Array.from(mask).flatMap((value, i) =>
        value === masked
          ? [Math.max(...results[name]!.subarray(i * size, (i + 1) * size).map(Math.abs))]
          : [],
      );
    found.push({
      form,
      unknown,
      maskedThroughEncoder: Math.max(...rowsOf("encoder", 1)),
      seenThroughEncoder: Math.max(...rowsOf("encoder", 0)),
      maskedThroughDecoder: Math.min(...rowsOf("decoder", 1)),
    });
  }
  return found;
}
