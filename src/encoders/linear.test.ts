import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import { gradient } from "../grad/index.js";
import { Scope } from "../nn/index.js";
import {
  constant,
  input,
  matmul,
  reshape,
  stopGradient,
  sub,
  sumSquares,
  type Tensor,
} from "../tensor/index.js";
import { describeEncoder } from "./encoder.suite.js";
import { linear, minimumNormCode } from "./index.js";

const forms = ["two-matrices", "least-squares", "unrolled"] as const;

for (const form of forms) {
  describeEncoder(`linear, ${form}`, {
    encoder: linear({ form, size: 5 }),
    shape: [4, 1, 3, 3],
    sizes: [
      { shape: [2, 1, 28, 28], width: 5 },
      { shape: [2, 3, 2, 4], width: 5 },
    ],
    layers: [form === "unrolled" ? "step3" : "code"],
    counts: [{ encoder: linear({ form, size: 64 }), shape: [2, 1, 28, 28], parameters: 784 * 64 }],
  });
}

const [n, m, l] = [2, 6, 3];
const waves = (count: number, phase: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(phase + 1.7 * i + Math.sin(0.31 * i)));
/** The first sample lacks values 1 and 4, the second only 4. */
const missing = Float32Array.of(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0);
const x = waves(n * m, 0.3);
const b = waves(m * l, 2).map((value) => 0.4 * value);

describe("linear", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());

  /** Runs what `make` traces with both matrices set to `b`. */
  async function run(make: (scope: Scope) => Readonly<Record<string, Tensor>>) {
    const root = Scope.root();
    const outputs = make(root);
    const state = root.variables.initialValues(0).map((entry) => ({ ...entry, data: b }));
    const store = await engine.createStore(state);
    const loaded = await engine.load(
      { outputs: new Map(Object.entries(outputs)), updates: new Map() },
      { store },
    );
    return await loaded.run({});
  }

  const pictures = constant(x, [n, 1, 2, 3]);
  const mask = constant(missing, [n, 1, 2, 3]);
  const encode = async (options: Parameters<typeof linear>[0], masked = true) => {
    const outputs = await run((root) => ({
      code: linear({ size: l, ...options }).apply(
        root.child("encoder"),
        pictures,
        masked ? { missing: mask } : {},
      ).embedding,
    }));
    return Array.from(outputs.code as Float32Array);
  };

  it("makes up for masked values by 1/p: each picture's share, or the probability", async () => {
    const code = (sample: number, scale: number) =>
      range(l).map((k) => scale * dot(m, (i) => known(sample, i) * b[i * l + k]!));
    close(await encode({}), [...code(0, 6 / 4), ...code(1, 6 / 5)]);
    close(await encode({ keepProbability: 0.8 }), [...code(0, 1 / 0.8), ...code(1, 1 / 0.8)]);
    const whole = range(n).flatMap((s) => range(l).map((k) => dot(m, (i) => x[s * m + i]! * b[i * l + k]!)));
    close(await encode({ keepProbability: 0.8 }, false), whole);
  });

  it("solves least squares on the rows that are left of each sample", async () => {
    const expected = range(n).flatMap((sample) => {
      const rows = range(m).filter((i) => missing[sample * m + i] === 0);
      const gram = range(l).map((j) =>
        range(l).map((k) => rows.reduce((sum, i) => sum + b[i * l + j]! * b[i * l + k]!, 0)),
      );
      const moments = range(l).map((k) =>
        rows.reduce((sum, i) => sum + b[i * l + k]! * x[sample * m + i]!, 0),
      );
      return solve(gram, moments);
    });
    close(await encode({ form: "least-squares", ridge: 1e-6 }), expected, 1e-4);
  });

  it("survives more missing values than the code can do without", async () => {
    const almostAll = Float32Array.from({ length: n * m }, (_, i) => (i % m === 0 ? 0 : 1));
    for (const form of forms) {
      const { code } = await run((root) => ({
        code: linear({ form, size: l, ridge: 1e-6 }).apply(root, pictures, {
          missing: constant(almostAll, [n, 1, 2, 3]),
        }).embedding,
      }));
      expect(Array.from(code as Float32Array).every(Number.isFinite), form).toBe(true);
    }
    expect(() => linear({ form: "least-squares", ridge: 0 })).toThrow(/ridge/);
  });

  it("descends on the rows that are left, step by step", async () => {
    const expected = range(n).flatMap((sample) => {
      let code: readonly number[] = range(l).map(() => 0);
      for (let step = 0; step < 3; step++) {
        const residual = range(m).map(
          (i) => x[sample * m + i]! - range(l).reduce((sum, k) => sum + b[i * l + k]! * code[k]!, 0),
        );
        code = code.map(
          (value, k) =>
            value + 0.5 * dot(m, (i) => (missing[sample * m + i] === 1 ? 0 : residual[i]! * b[i * l + k]!)),
        );
      }
      return code;
    });
    close(await encode({ form: "unrolled", steps: 3, perKnown: false }), expected);
    // One step is linear in its size.
    const [plain, scaled] = [
      await encode({ form: "unrolled", steps: 1, perKnown: false }),
      await encode({ form: "unrolled", steps: 1 }),
    ];
    close(
      scaled,
      plain.map((value, i) => value / (i < l ? 4 / 6 : 5 / 6)),
    );
    const zero = await encode({ form: "unrolled", steps: 3, unknown: "zero" });
    expect(Math.max(...zero.map((value, i) => Math.abs(value - expected[i]!)))).toBeGreaterThan(1e-2);
  });

  it.each([
    ...forms.map((form) => ({ form, unknown: "clamped" as const })),
    { form: "unrolled" as const, unknown: "zero" as const },
  ])("gives rows of masked values a gradient through the decoder only: $form, $unknown", async (options) => {
    const encoder = linear({ size: l, ...options });
    // Value 4 is missing in both samples.
    const gradients = await run((root) => {
      const scopes = { scope: root.child("decoder"), encoder: root.child("encoder") };
      const { embedding } = encoder.apply(scopes.encoder, pictures, { missing: mask });
      const picture = [1, 2, 3] as const;
      const fixedDecoder = constant(b, [m, l]);
      const slope = (output: Tensor, of: string) =>
        gradient(sumSquares(sub(output, pictures)), [root.variables.get(of)!.tensor])[0]!;
      const decoded = encoder.decode(scopes, stopGradient(embedding), picture);
      const flat = decodeWith(fixedDecoder, embedding, [n, ...picture]);
      return {
        encoder: slope(flat, options.form === "two-matrices" ? "encoder/A" : "encoder/B"),
        decoder: slope(decoded, options.form === "two-matrices" ? "decoder/B" : "encoder/B"),
      };
    });
    const largest = (name: string, row: number) =>
      Math.max(...(gradients[name] as Float32Array).subarray(row * l, row * l + l).map(Math.abs));
    expect(largest("encoder", 0)).toBeGreaterThan(1e-3);
    // Only the invalid treatment drives rows whose values nobody saw.
    if (options.unknown === "zero") expect(largest("encoder", 4)).toBeGreaterThan(1e-3);
    else expect(largest("encoder", 4)).toBe(0);
    expect(largest("decoder", 4)).toBeGreaterThan(1e-3);
  });

  it("refuses least squares where it is the identity, which it is", async () => {
    expect(() => linear({ form: "least-squares", size: 6 }).apply(Scope.root(), pictures)).toThrow(
      ConfigError,
    );
    expect(() => linear({ form: "least-squares", size: 6 }).apply(Scope.root(), pictures)).toThrow(
      /shorter than the picture, but got 6 numbers for 6 values .* nothing to learn\. Use `encoder\.size: 1`/,
    );
    const wide = constant(waves(m * 8, 1), [m, 8]);
    const { output } = await run(() => {
      const flat = constant(x, [n, m]);
      return { output: decodeWith(wide, minimumNormCode(flat, wide), [n, m]) };
    });
    close(Array.from(output as Float32Array), Array.from(x), 1e-5);
  });

  it("decodes codes that are no embeddings by a matrix of their own", () => {
    const root = Scope.root();
    const scopes = { scope: root.child("decoder"), encoder: root.child("encoder") };
    const encoder = linear({ form: "unrolled", size: l });
    const latents = input("z", [n, l]);
    const made = encoder.decode({ ...scopes, ofEmbeddings: false }, latents, [1, 2, 3]);
    expect(made.shape).toEqual([n, 1, 2, 3]);
    encoder.decode(scopes, input("code", [n, l]), [1, 2, 3]);
    expect(root.variables.parameters().map(({ name }) => name)).toEqual(["decoder/B", "encoder/B"]);
  });
});

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const dot = (count: number, term: (i: number) => number) => range(count).reduce((sum, i) => sum + term(i), 0);
const known = (sample: number, i: number) => (missing[sample * m + i] === 1 ? 0 : x[sample * m + i]!);

function decodeWith(matrix: Tensor, code: Tensor, shape: readonly number[]): Tensor {
  return reshape(matmul(code, matrix, { transposeB: true }), shape);
}

/** Gauss-Jordan elimination in double precision, of a symmetric, positive definite matrix. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let j = 0; j < rows.length; j++) {
    const pivot = rows[j]!.map((value) => value / rows[j]![j]!);
    rows.forEach((row, i) => {
      rows[i] = i === j ? pivot : row.map((value, k) => value - row[j]! * pivot[k]!);
    });
  }
  return rows.map((row) => row.at(-1)!);
}

function close(actual: readonly number[], expected: readonly number[], tolerance = 1e-6): void {
  expect(actual.length).toBe(expected.length);
  const worst = Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!)));
  expect(worst).toBeLessThan(tolerance);
}
