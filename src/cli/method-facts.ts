import { type Method, methods } from "../methods/index.js";
import { relativeCost } from "../studies/index.js";
import type { Entry } from "./list-entries.js";

/** What the column of costs means. */
export const costNote =
  "cost: multiply-adds of a training step a sample, gradients and teachers included, relative to SimCLR with the same encoder (32x32 pictures; convnet, or a small ViT for methods that need patch tokens; for methods of texts 64 bytes and a transformer). Work between steps is not counted.";

/** What a method needs beyond samples, from the facts it declares. */
export function methodNeeds(method: Method): string[] {
  const { reads, labels, tokens, channels, teacherMomentum, indexed, phase } = method;
  return [
    ...(reads === "tokens" ? ["texts"] : []),
    ...(labels ? ["labels"] : []),
    ...(tokens ? ["patch tokens (ViT)"] : []),
    ...(channels === undefined ? [] : [`${channels} channels`]),
    ...(teacherMomentum === undefined ? [] : ["teacher"]),
    ...(indexed ? ["memory of all samples"] : []),
    ...(phase === undefined ? [] : ["work between steps"]),
  ];
}

/** The commands that draw or write with a method. */
export function methodCommands({ reconstruct, generator, predicts }: Method): string[] {
  return [
    ...(reconstruct === undefined ? [] : ["reconstruct"]),
    ...(generator === undefined ? [] : ["sample"]),
    ...(predicts === undefined ? [] : [{ next: "generate", hidden: "fill" }[predicts.which]]),
  ];
}

/** Adds taxonomy, needs and costs to the entries of methods. Each is traced: about a tenth of a second. */
export function withMethodFacts(entries: readonly Entry[]): Entry[] {
  return entries.map((entry) => {
    const method = methods.get(entry.name)?.();
    if (method === undefined) return entry;
    const { taxonomy } = method;
    return {
      ...entry,
      taxonomy,
      needs: methodNeeds(method),
      commands: methodCommands(method),
      cost: costOf(method),
    };
  });
}

/** A method whose defaults do not fit the small setting is still listed. */
function costOf(method: Method): number | null {
  try {
    return relativeCost(method);
  } catch {
    return null;
  }
}
