import { views } from "../augment/index.js";
import type { Encoder } from "../encoders/index.js";
import type { Program } from "../graph/index.js";
import type { Method, ViewGroup } from "../methods/index.js";
import { Scope } from "../nn/index.js";
import { randomKey } from "../random/index.js";
import { input, roll, stopGradient, type Tensor } from "../tensor/index.js";
import { branch, standardise, toUnit } from "./model.js";
import type { RunConfig } from "./run-config.js";

/** A program that gives the energies of pairs of views. */
export interface EnergyProgram {
  /** Outputs `compatible` and `incompatible`, `[batchSize]` each. */
  readonly program: Program;
  /** Root of what it reads: student and teacher. */
  readonly scope: Scope;
}

/**
 * Traces a method's energy over bytes `images` `[B, C, H, W]`, in inference mode. Compatible: two views of row i, drawn
 * as training draws those of the method's first full-size group. Incompatible: the first view of row i and the second
 * of row i + floor(B/2), counted round. Null for a method without an energy.
 */
export function energyProgram(
  config: Pick<RunConfig, "data" | "standardise" | "augment">,
  encoder: Encoder,
  method: Method,
  batchSize: number,
): EnergyProgram | null {
  const { energy } = method;
  if (energy === undefined) return null;
  const [height, width] = config.data.size;
  const images = toUnit(input("images", [batchSize, config.data.channels, height, width], "uint8"));
  const pair = views(images, randomKey("energy"), config.augment, [pairOf(method.views)], { height, width });
  const [x, y] = pair.map((view) => stopGradient(standardise(view, config.standardise))) as [Tensor, Tensor];
  const root = Scope.root({ training: false });
  const context = { ...branch(root, encoder), teacher: branch(root.teacher(), encoder), x };
  const outputs = new Map([
    ["compatible", energy({ ...context, y })],
    ["incompatible", energy({ ...context, y: roll(y, Math.floor(batchSize / 2)) })],
  ]);
  return { program: { outputs, updates: new Map() }, scope: root };
}

/** Two views like those of the first group that shows the whole recipe at full size. */
function pairOf(groups: readonly ViewGroup[]): ViewGroup {
  const isWhole = ({ scale = 1, strength = "full" }: ViewGroup) => scale === 1 && strength === "full";
  return { ...groups.find(isWhole), count: 2 };
}
