import { inlineEngine } from "../engine/index.js";
import { fillDraw } from "../random/index.js";
import { input, type Tensor } from "../tensor/index.js";
import type { TokenFacts } from "./index.js";

/** A vocabulary of fifty, the first seven of them special. */
export const facts: TokenFacts = {
  vocabulary: 50,
  specials: { padding: 0, unknown: 1, classification: 2, separator: 3, mask: 4, beginning: 5, end: 6 },
};

/** Runs a function of texts of equal length through the engine. */
export async function ofTexts<Names extends string>(
  body: (tokens: Tensor) => Readonly<Record<Names, Tensor>>,
  texts: readonly (readonly number[])[],
  { seed = 1, step = 0 } = {},
): Promise<Record<Names, number[][]>> {
  const [n, t] = [texts.length, texts[0]?.length ?? 0];
  const engine = inlineEngine();
  const outputs = new Map(Object.entries<Tensor>(body(input("tokens", [n, t], "int32"))));
  const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
  const results = await program.run({ tokens: Int32Array.from(texts.flat()) }, { seed, step });
  await engine.dispose();
  const rows = Object.entries(results).map(([name, values]) => {
    const width = values.length / n;
    const all = Array.from(values, Number);
    return [name, Array.from({ length: n }, (_, i) => all.slice(i * width, (i + 1) * width))];
  });
  return Object.fromEntries(rows) as Record<Names, number[][]>;
}

/** `[CLS]`, tokens 7, 8, ... of the text's own, `[SEP]`, and nothing behind, in rows of some length. */
export function framed(counts: readonly number[], length: number): number[][] {
  return counts.map((count, row) => [
    2,
    ...Array.from({ length: count }, (_, i) => 7 + ((row + i) % 43)),
    3,
    ...Array.from({ length: length - count - 2 }, () => -1),
  ]);
}

/** Uniform numbers of a stream, one a token. */
export function drawnNumbers(stream: string, n: number, t: number, { seed = 1, step = 0 } = {}): number[][] {
  const numbers = new Float32Array(n * t);
  fillDraw("uniform", `${stream}:uniform`, { seed, step }, numbers, t);
  return Array.from({ length: n }, (_, i) => Array.from(numbers.subarray(i * t, (i + 1) * t)));
}

/** Tokens that are there. */
export const present = (row: readonly number[]): number[] => row.filter((token) => token >= 0);
