import { evenlySpread } from "../../data/index.js";
import type { TextSource } from "../../texts/index.js";

const mostLooked = 1024;
/** From this share of the texts on, they are all alike for all purposes. */
const nearlyAll = 0.9;

/** Texts that were looked at, evenly spread, and how many of them are one and the same, such as which. */
async function likeness(source: TextSource) {
  const indices = evenlySpread(source.length, mostLooked);
  const { tokens } = await source.read(indices);
  const counts = new Map<string, { count: number; id: string }>();
  for (let i = 0; i < indices.length; i++) {
    const key = tokens.subarray(i * source.longest, (i + 1) * source.longest).join();
    const { count = 0, id = source.id(indices[i]!) } = counts.get(key) ?? {};
    counts.set(key, { count: count + 1, id });
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  return { looked: indices.length, alike: most?.count ?? 0, id: most?.id ?? "" };
}

/** What a person should know before such texts are used, a sentence each. */
export async function textWarnings(source: TextSource): Promise<readonly string[]> {
  const { looked, alike, id } = await likeness(source);
  if (looked < 2 || alike < nearlyAll * looked) return [];
  return [
    `${alike} of the ${looked} texts that were looked at in ${source.name} are the same, such as ${id}: nothing tells them apart. Look whether these are the right texts.`,
  ];
}

/** Why embeddings of these texts collapse, in a sentence, where no method is to blame; else null. */
export async function textBlame(source: TextSource): Promise<string | null> {
  const { looked, alike } = await likeness(source);
  if (looked < 2 || alike < nearlyAll * looked) return null;
  return `That is the texts' doing, not the method's: ${alike} of ${looked} that were looked at are the same.`;
}
