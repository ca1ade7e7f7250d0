import type { Encoder } from "../encoders/index.js";
import type { Program } from "../graph/index.js";
import { kindOf, type Side } from "../kinds/index.js";
import type { Method } from "../methods/index.js";
import { Scope } from "../nn/index.js";
import { randomKey } from "../random/index.js";
import type { RunConfig } from "../setup/index.js";
import { positivesOf } from "../setup/index.js";
import { roll, type Tensor } from "../tensor/index.js";
import { modelContext } from "./model.js";

/** A program that gives the energies of pairs of views. */
export interface EnergyProgram {
  /** Outputs `compatible` and `incompatible`, `[batchSize]` each. */
  readonly program: Program;
  /** Root of what it reads: student and teacher. */
  readonly scope: Scope;
}

/**
 * Traces a method's energy over samples as their kind feeds them to views, in inference mode. Views are drawn like those of the
 * method's first group: its strength, its share of the area, its size; a method of one view has a second one drawn
 * likewise. Compatible: the first view of row i, and the second view of row i too or, where a run's positives are other
 * samples, of row i of second inputs `partners`. Incompatible: the first view of row i and the second one of row
 * `incompatibleRow(i, B)`. Where an energy draws, it draws the same for both. Null for a method without an energy.
 */
export function energyProgram(
  config: Pick<RunConfig, "data" | "augment" | "positives">,
  encoder: Encoder,
  method: Method,
  batchSize: number,
): EnergyProgram | null {
  const { energy } = method;
  if (energy === undefined) return null;
  const views = kindOf(config.data).views(config, [{ ...method.views[0], count: 2 }]);
  const draw = (side: Side) => views.draw(batchSize, side, randomKey("energy")) as [Tensor, Tensor];
  const [x, second] = draw("samples");
  const y = positivesOf(config).kind === "augmentation" ? second : draw("partners")[1];
  const root = Scope.root({ training: false });
  const energyOf = (other: Tensor) => {
    // A root each, so that both draw alike: what differs between them is the pair.
    const scope = Scope.root({ variables: root.variables, training: false });
    return energy({ ...modelContext(scope, encoder, config), x, y: other });
  };
  const outputs = new Map([
    ["compatible", energyOf(y)],
    ["incompatible", energyOf(roll(y, Math.floor(batchSize / 2)))],
  ]);
  return { program: { outputs, updates: new Map() }, scope: root };
}

/** Whose second view makes an incompatible pair with the first view of a row: half a batch before it, counted round. */
export function incompatibleRow(row: number, batchSize: number): number {
  return (row + batchSize - Math.floor(batchSize / 2)) % batchSize;
}
