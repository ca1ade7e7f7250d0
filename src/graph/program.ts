import { topologicalOrder } from "./order.js";
import type { Node, Value } from "./value.js";

/**
 * What the engine compiles: named values to read back, and state whose next value replaces its current one.
 * A forward pass has no updates; a training step has many.
 */
export interface Program {
  readonly outputs: ReadonlyMap<string, Value>;
  /** State name -> next value. The state itself is an `input` leaf of role "state" with that name. */
  readonly updates: ReadonlyMap<string, Value>;
}

export interface ProgramLeaves {
  readonly state: readonly Node<"input">[];
  /** Inputs fed at each run: batches and schedules. */
  readonly fed: readonly Node<"input">[];
  readonly draws: readonly Node<"draw">[];
}

/** Every value that a program must compute. */
export function programValues({ outputs, updates }: Program): Value[] {
  return [...outputs.values(), ...updates.values()];
}

/** The leaves a program reads, sorted by name so that compiled graphs are reproducible. */
export function programLeaves(program: Program): ProgramLeaves {
  const nodes = topologicalOrder(programValues(program));
  const inputs = nodes.filter((node): node is Node<"input"> => node.op === "input");
  const byName = (a: Node<"input">, b: Node<"input">) => (a.attributes.name < b.attributes.name ? -1 : 1);
  return {
    state: inputs.filter((node) => node.attributes.role === "state").sort(byName),
    fed: inputs.filter((node) => node.attributes.role !== "state").sort(byName),
    draws: nodes.filter((node): node is Node<"draw"> => node.op === "draw"),
  };
}
