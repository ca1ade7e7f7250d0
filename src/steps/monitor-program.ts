import type { Program } from "../graph/index.js";
import type { RunParts } from "../setup/index.js";
import { HEAD } from "./model.js";
import type { TracedGradients } from "./trace-gradients.js";

/** Embeddings of a step's views and what the head makes of them, without gradients; it changes no state. */
export function monitorProgram(
  { method }: RunParts,
  { root, result: { embedding, pairs } }: TracedGradients,
): Program {
  const outputs = new Map([["embedding", embedding]]);
  // Running statistics that the head would follow here are those of its use in the step.
  const { result: head } = root.variables.assigning(() => method.project?.(root.child(HEAD), embedding));
  if (head !== undefined) outputs.set("head", head);
  if (pairs !== undefined) {
    outputs.set("first", pairs[0]);
    outputs.set("second", pairs[1]);
  }
  return { outputs, updates: new Map() };
}
