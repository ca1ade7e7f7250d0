import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine, type StateEntry } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { sizeOf } from "../graph/index.js";
import { Scope } from "../nn/index.js";
import { constant, input, mul, sum, type Tensor } from "../tensor/index.js";
import type { PictureShape } from "./index.js";

export interface DecoderSuite {
  /** Pictures `[N, ...picture]` of codes `[N, L]`. */
  decode(scope: Scope, code: Tensor, picture: PictureShape): Tensor;
  /** What it has to make, among others; the first is what is run. */
  readonly pictures: readonly PictureShape[];
}

const [samples, length] = [3, 5];

/** Checks that hold for every decoder of codes. */
export function describeDecoder(name: string, { decode, pictures }: DecoderSuite): void {
  describe(name, () => {
    let engine: Engine;
    beforeAll(() => {
      engine = inlineEngine();
    });
    afterAll(() => engine.dispose());

    const [picture] = pictures as [PictureShape];
    const trace = (training: boolean, made = picture) => {
      const scope = Scope.root({ training });
      return { scope, output: decode(scope, input("code", [samples, length]), made) };
    };
    const run = async (outputs: Readonly<Record<string, Tensor>>, scope: Scope, code: Float32Array) => {
      const store = await engine.createStore(stirred(scope));
      const program = { outputs: new Map(Object.entries(outputs)), updates: new Map() };
      return (await engine.load(program, { store })).run({ code });
    };

    it.each(pictures.map((made) => [made.join(" x "), made] as const))("makes pictures of %s", (_, made) => {
      expect(trace(true, made).output.shape).toEqual([samples, ...made]);
    });

    it("passes a finite gradient to every parameter", async () => {
      const { scope, output } = trace(true);
      const parameters = scope.variables.parameters();
      const loss = sum(mul(output, constant(waves(sizeOf(output.shape)), output.shape)));
      const tensors = parameters.map(({ tensor }) => tensor);
      const slopes = gradient(loss, tensors).map((slope, i) => [parameters[i]!.name, slope] as const);
      const read = await run(Object.fromEntries(slopes), scope, waves(samples * length));
      for (const [parameter, values] of Object.entries(read)) {
        const sizes = Array.from(values, Number).map(Math.abs);
        expect(sizes.every(Number.isFinite), parameter).toBe(true);
        expect(Math.max(...sizes), parameter).toBeGreaterThan(1e-7);
      }
    });

    it("in inference decodes each code by itself, and changes no state", async () => {
      const { scope, output } = trace(false);
      expect(scope.variables.assigned().size).toBe(0);
      const code = waves(samples * length);
      const others = code.map((value, i) => (i < length ? value : Math.cos(i)));
      const [one, two] = [await run({ output }, scope, code), await run({ output }, scope, others)];
      const differences = Array.from(one.output!, Number).map((value, i) =>
        Math.abs(value - Number(two.output![i])),
      );
      const first = sizeOf(picture);
      expect(Math.max(...differences.slice(0, first))).toBeLessThan(1e-5);
      expect(Math.max(...differences.slice(first))).toBeGreaterThan(1e-4);
    });
  });
}

/** First values moved a little, so that parameters which start at zero do not hide what is behind them. */
function stirred(scope: Scope): StateEntry[] {
  return scope.variables.initialValues(1).map((entry) => ({
    ...entry,
    data: Float32Array.from(
      entry.data as Float32Array,
      (value, i) => value + 0.1 * Math.abs(Math.sin(i + 1)),
    ),
  }));
}

function waves(size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => Math.sin(i * 1.7 + Math.sin(i * 0.31)));
}
