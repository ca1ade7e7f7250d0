/** Layers, gathered cross-entropy, tied table and programs of several lengths together learn a small language. */
import { expect, it } from "vitest";
import { inlineEngine, ProgramsByLength } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { linearCrossEntropy } from "../losses/index.js";
import { adamw, applyUpdates } from "../optim/index.js";
import { input, softmax, type Tensor } from "../tensor/index.js";
import { embeddingTable, poolTokens, Scope, tiedLogits, tokenGru, tokenTransformer } from "./index.js";

const corpus = [
  "the man ate the carrot",
  "the man ate the apple",
  "the woman ate the carrot of the man",
  "the man saw the woman",
  "a woman ate the apple of the man",
  "a man ate a carrot",
];
const words = ["<pad>", ...new Set(corpus.flatMap((line) => line.split(" ")))];
const size = words.length;
const width = 16;
const ids = (line: string) => line.split(" ").map((word) => words.indexOf(word));

const models: Readonly<Record<string, (scope: Scope, tokens: Tensor, real: Tensor) => Tensor>> = {
  transformer: (scope, tokens, real) =>
    tokenTransformer(
      scope,
      tokens,
      {
        vocabulary: size,
        width,
        depth: 1,
        heads: 2,
        longest: 8,
        positions: "rotary",
        causal: true,
      },
      { real },
    ).states,
  gru: (scope, tokens, real) => tokenGru(scope, tokens, { vocabulary: size, width, layers: 1 }, { real }),
};

it.each(Object.keys(models))("a %s expects a carrot after the man ate the, not of", async (name) => {
  const states = (place: Scope, rows: number, length: number) =>
    models[name]!(place, input("tokens", [rows, length], "int32"), input("real", [rows, length], "int32"));
  const trace = (length: number, scope = Scope.root()) => {
    const h = states(scope, 2, length);
    const table = embeddingTable(scope.child("tokens"), size, width);
    const loss = linearCrossEntropy(h, table, input("next", [2, length], "int32"), {
      over: "labelled",
      logitsAtOnce: 4 * size,
    });
    const parameters = scope.variables.parameters();
    const slopes = gradient(
      loss,
      parameters.map(({ tensor }) => tensor),
    );
    const schedule = (what: string) => input(what, [], "float32", "schedule");
    const hyper = {
      learningRate: schedule("learningRate"),
      step: schedule("step"),
      progress: schedule("progress"),
    };
    const updates = applyUpdates(scope.child("optimizer"), adamw({}), parameters, slopes, hyper);
    return {
      outputs: new Map([["loss", loss]]),
      updates: new Map([...updates, ...scope.variables.assigned()]),
    };
  };
  const first = Scope.root();
  trace(4, first);
  const engine = inlineEngine();
  const store = await engine.createStore(first.variables.initialValues(1));
  const programs = new ProgramsByLength({ engine, store, trace, lengths: [4, 8], most: 2 });
  const losses: number[] = [];
  for (let step = 0; step < 240; step++) {
    const pair = [corpus[step % 6]!, corpus[(step * 5 + 1 + Math.floor(step / 6)) % 6]!].map(ids);
    const length = programs.lengthFor(Math.max(...pair.map((line) => line.length)) - 1);
    const padded = (from: number, filler: number) =>
      Int32Array.from(
        pair.flatMap((line) =>
          Array.from({ length }, (_, i) => (i < line.length - 1 ? line[i + from]! : filler)),
        ),
      );
    const tokens = padded(0, 0);
    const { loss } = await programs.run(
      length,
      {
        tokens,
        next: padded(1, -1),
        real: tokens.map((token) => (token === 0 ? 0 : 1)),
        learningRate: Float32Array.of(0.02),
        step: Float32Array.of(step + 1),
        progress: Float32Array.of(step / 240),
      },
      { seed: 1, step },
    );
    losses.push(Number(loss![0]));
  }
  expect(programs.compiled.length).toBe(2);
  const reading = Scope.root({ training: false });
  const last = poolTokens(states(reading, 1, 4), "last", input("real", [1, 4], "int32"));
  const next = softmax(tiedLogits(reading.child("tokens"), last, size));
  const program = await engine.load({ outputs: new Map([["next", next]]), updates: new Map() }, { store });
  const answer = await program.run({
    tokens: Int32Array.from(ids("the man ate the")),
    real: Int32Array.of(1, 1, 1, 1),
  });
  const chance = (word: string) => Number(answer.next![words.indexOf(word)]);
  expect(losses[0]).toBeGreaterThan(2);
  expect(losses.slice(-12).reduce((sum, loss) => sum + loss) / 12).toBeLessThan(1);
  expect(chance("carrot") + chance("apple")).toBeGreaterThan(0.7);
  expect(chance("carrot")).toBeGreaterThan(20 * chance("of"));
  await programs.dispose();
  await engine.dispose();
});
