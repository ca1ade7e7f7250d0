import { ShapeError } from "../errors.js";
import { topologicalOrder } from "./order.js";
import { showShape } from "./types.js";
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

/**
 * The leaves a program reads, sorted by name so that compiled graphs are reproducible. Leaves of one name are one.
 * @throws ShapeError when two leaves share a name and differ in type.
 */
export function programLeaves(program: Program): ProgramLeaves {
  const inputs = new Map<string, Node<"input">>();
  const draws = new Map<string, Node<"draw">>();
  for (const node of topologicalOrder(programValues(program))) {
    if (node.op === "input") addLeaf(inputs, (node as Node<"input">).attributes.name, node as Node<"input">);
    if (node.op === "draw") addLeaf(draws, (node as Node<"draw">).attributes.stream, node as Node<"draw">);
  }
  const sorted = [...inputs.values()].sort((a, b) => (a.attributes.name < b.attributes.name ? -1 : 1));
  return {
    state: sorted.filter((node) => node.attributes.role === "state"),
    fed: sorted.filter((node) => node.attributes.role !== "state"),
    draws: [...draws.values()].sort((a, b) => (a.attributes.stream < b.attributes.stream ? -1 : 1)),
  };
}

function addLeaf<Leaf extends Node>(leaves: Map<string, Leaf>, name: string, node: Leaf): void {
  const known = leaves.get(name);
  if (known !== undefined && JSON.stringify(known.attributes) !== JSON.stringify(node.attributes)) {
    const [a, b] = [known, node].map((leaf) => showShape(leaf.outputs[0]?.shape ?? []));
    throw new ShapeError(
      `Two different inputs are called ${name}: ${a} and ${b}. Give each its own name or key.`,
      { name },
    );
  }
  leaves.set(name, node);
}
